"""Mirror of ``pyflink.datastream.connectors``: sources and sinks of streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from drey.pyflink.datastream.connectors.base import (
        DeliveryGuarantee as DeliveryGuarantee,
        Sink as Sink,
        Source as Source,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        DynamicKafkaSource as DynamicKafkaSource,
        DynamicKafkaSourceBuilder as DynamicKafkaSourceBuilder,
        KafkaMetadataService as KafkaMetadataService,
        KafkaRecordDeserializationSchema as KafkaRecordDeserializationSchema,
        KafkaStreamSetSubscriber as KafkaStreamSetSubscriber,
        KafkaStreamSubscriber as KafkaStreamSubscriber,
        SingleClusterTopicMetadataService as SingleClusterTopicMetadataService,
        StreamPatternSubscriber as StreamPatternSubscriber,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        BucketAssigner as BucketAssigner,
        FileEnumeratorProvider as FileEnumeratorProvider,
        FileSink as FileSink,
        FileSource as FileSource,
        FileSourceBuilder as FileSourceBuilder,
        FileSplitAssignerProvider as FileSplitAssignerProvider,
        OutputFileConfig as OutputFileConfig,
        RollingPolicy as RollingPolicy,
        StreamFormat as StreamFormat,
        StreamingFileSink as StreamingFileSink,
    )
    from drey.pyflink.datastream.connectors.jdbc import (
        JdbcConnectionOptions as JdbcConnectionOptions,
        JdbcExecutionOptions as JdbcExecutionOptions,
        JdbcSink as JdbcSink,
    )
    from drey.pyflink.datastream.connectors.kafka import (
        FlinkKafkaConsumer as FlinkKafkaConsumer,
        FlinkKafkaProducer as FlinkKafkaProducer,
        KafkaSource as KafkaSource,
        Semantic as Semantic,
    )
    from drey.pyflink.datastream.connectors.number_seq import NumberSequenceSource as NumberSequenceSource
    from drey.pyflink.datastream.connectors.pulsar import (
        PulsarSource as PulsarSource,
        PulsarSourceBuilder as PulsarSourceBuilder,
        StartCursor as StartCursor,
        StopCursor as StopCursor,
    )
    from drey.pyflink.datastream.connectors.rabbitmq import (
        RMQConnectionConfig as RMQConnectionConfig,
        RMQSink as RMQSink,
        RMQSource as RMQSource,
    )

__all__ = ["Sink", "Source", "DeliveryGuarantee"]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "datastream.connectors.base": "DeliveryGuarantee Sink Source",
        "datastream.connectors.dynamic_kafka": "DynamicKafkaSource DynamicKafkaSourceBuilder KafkaMetadataService KafkaRecordDeserializationSchema KafkaStreamSetSubscriber KafkaStreamSubscriber SingleClusterTopicMetadataService StreamPatternSubscriber",
        "datastream.connectors.file_system": "BucketAssigner FileEnumeratorProvider FileSink FileSource FileSourceBuilder FileSplitAssignerProvider OutputFileConfig RollingPolicy StreamFormat StreamingFileSink",
        "datastream.connectors.jdbc": "JdbcConnectionOptions JdbcExecutionOptions JdbcSink",
        "datastream.connectors.kafka": "FlinkKafkaConsumer FlinkKafkaProducer KafkaSource Semantic",
        "datastream.connectors.number_seq": "NumberSequenceSource",
        "datastream.connectors.pulsar": "PulsarSource PulsarSourceBuilder StartCursor StopCursor",
        "datastream.connectors.rabbitmq": "RMQConnectionConfig RMQSink RMQSource",
    },
)
