"""Mirror of ``pyflink.datastream.connectors``: sources and sinks of streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from drey.pyflink.datastream.connectors.base import (
        DeliveryGuarantee as DeliveryGuarantee,
    )
    from drey.pyflink.datastream.connectors.base import (
        Sink as Sink,
    )
    from drey.pyflink.datastream.connectors.base import (
        Source as Source,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        DynamicKafkaSource as DynamicKafkaSource,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        DynamicKafkaSourceBuilder as DynamicKafkaSourceBuilder,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        KafkaMetadataService as KafkaMetadataService,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        KafkaRecordDeserializationSchema as KafkaRecordDeserializationSchema,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        KafkaStreamSetSubscriber as KafkaStreamSetSubscriber,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        KafkaStreamSubscriber as KafkaStreamSubscriber,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        SingleClusterTopicMetadataService as SingleClusterTopicMetadataService,
    )
    from drey.pyflink.datastream.connectors.dynamic_kafka import (
        StreamPatternSubscriber as StreamPatternSubscriber,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        BucketAssigner as BucketAssigner,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        FileEnumeratorProvider as FileEnumeratorProvider,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        FileSink as FileSink,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        FileSource as FileSource,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        FileSourceBuilder as FileSourceBuilder,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        FileSplitAssignerProvider as FileSplitAssignerProvider,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        OutputFileConfig as OutputFileConfig,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        RollingPolicy as RollingPolicy,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        StreamFormat as StreamFormat,
    )
    from drey.pyflink.datastream.connectors.file_system import (
        StreamingFileSink as StreamingFileSink,
    )
    from drey.pyflink.datastream.connectors.jdbc import (
        JdbcConnectionOptions as JdbcConnectionOptions,
    )
    from drey.pyflink.datastream.connectors.jdbc import (
        JdbcExecutionOptions as JdbcExecutionOptions,
    )
    from drey.pyflink.datastream.connectors.jdbc import (
        JdbcSink as JdbcSink,
    )
    from drey.pyflink.datastream.connectors.kafka import (
        FlinkKafkaConsumer as FlinkKafkaConsumer,
    )
    from drey.pyflink.datastream.connectors.kafka import (
        FlinkKafkaProducer as FlinkKafkaProducer,
    )
    from drey.pyflink.datastream.connectors.kafka import (
        KafkaSource as KafkaSource,
    )
    from drey.pyflink.datastream.connectors.kafka import (
        Semantic as Semantic,
    )
    from drey.pyflink.datastream.connectors.number_seq import NumberSequenceSource as NumberSequenceSource
    from drey.pyflink.datastream.connectors.pulsar import (
        PulsarSource as PulsarSource,
    )
    from drey.pyflink.datastream.connectors.pulsar import (
        PulsarSourceBuilder as PulsarSourceBuilder,
    )
    from drey.pyflink.datastream.connectors.pulsar import (
        StartCursor as StartCursor,
    )
    from drey.pyflink.datastream.connectors.pulsar import (
        StopCursor as StopCursor,
    )
    from drey.pyflink.datastream.connectors.rabbitmq import (
        RMQConnectionConfig as RMQConnectionConfig,
    )
    from drey.pyflink.datastream.connectors.rabbitmq import (
        RMQSink as RMQSink,
    )
    from drey.pyflink.datastream.connectors.rabbitmq import (
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
