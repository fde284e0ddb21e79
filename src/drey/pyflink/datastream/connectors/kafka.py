"""Mirror of ``pyflink.datastream.connectors.kafka``."""

from __future__ import annotations

from abc import ABC
from enum import Enum
from typing import TYPE_CHECKING, Any, List, Union

from drey.pyflink.common.serialization import SerializationSchema
from drey.pyflink.datastream.connectors.kafka_records import (
    KafkaRecordSerializationSchema,
    KafkaRecordSerializationSchemaBuilder,
    KafkaTopicSelector,
)
from drey.pyflink.datastream.connectors.kafka_sink import KafkaSink, KafkaSinkBuilder
from drey.pyflink.datastream.connectors.kafka_source import (
    KafkaOffsetResetStrategy,
    KafkaOffsetsInitializer,
    KafkaSource,
    KafkaSourceBuilder,
    KafkaTopicPartition,
)
from drey.pyflink.datastream.functions import SinkFunction, SourceFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import DeserializationSchema
    from drey.pyflink.common.typeinfo import TypeInformation

__all__ = [
    "FlinkKafkaConsumer",
    "FlinkKafkaProducer",
    "KafkaSource",
    "KafkaSourceBuilder",
    "KafkaSink",
    "KafkaSinkBuilder",
    "Semantic",
    "KafkaTopicPartition",
    "KafkaOffsetsInitializer",
    "KafkaOffsetResetStrategy",
    "KafkaRecordSerializationSchema",
    "KafkaRecordSerializationSchemaBuilder",
    "KafkaTopicSelector",
]


class FlinkKafkaConsumerBase(SourceFunction, ABC):
    """Flink's ``FlinkKafkaConsumerBase``."""

    def set_commit_offsets_on_checkpoints(self, commit_on_checkpoints: bool) -> FlinkKafkaConsumerBase:
        """Flink's ``set_commit_offsets_on_checkpoints``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.set_commit_offsets_on_checkpoints")

    def set_start_from_earliest(self) -> FlinkKafkaConsumerBase:
        """Flink's ``set_start_from_earliest``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.set_start_from_earliest")

    def set_start_from_latest(self) -> FlinkKafkaConsumerBase:
        """Flink's ``set_start_from_latest``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.set_start_from_latest")

    def set_start_from_timestamp(self, startup_offsets_timestamp: int) -> FlinkKafkaConsumerBase:
        """Flink's ``set_start_from_timestamp``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.set_start_from_timestamp")

    def set_start_from_group_offsets(self) -> FlinkKafkaConsumerBase:
        """Flink's ``set_start_from_group_offsets``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.set_start_from_group_offsets")

    def disable_filter_restored_partitions_with_subscribed_topics(self) -> FlinkKafkaConsumerBase:
        """Flink's ``disable_filter_restored_partitions_with_subscribed_topics``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.disable_filter_restored_partitions_with_subscribed_topics")

    def get_produced_type(self) -> TypeInformation:
        """Flink's ``get_produced_type``; not built yet."""
        raise not_built("FlinkKafkaConsumerBase.get_produced_type")


class FlinkKafkaConsumer(FlinkKafkaConsumerBase):
    """Flink's ``FlinkKafkaConsumer``."""

    def __init__(
        self,
        topics: Union[str, List[str]],
        deserialization_schema: DeserializationSchema,
        properties: dict[Any, Any],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("FlinkKafkaConsumer")


class Semantic(Enum):
    """Flink's ``Semantic``."""

    EXACTLY_ONCE = "EXACTLY_ONCE"
    AT_LEAST_ONCE = "AT_LEAST_ONCE"
    NONE = 2


class FlinkKafkaProducerBase(SinkFunction, ABC):
    """Flink's ``FlinkKafkaProducerBase``."""

    def set_log_failures_only(self, log_failures_only: bool) -> FlinkKafkaProducerBase:
        """Flink's ``set_log_failures_only``; not built yet."""
        raise not_built("FlinkKafkaProducerBase.set_log_failures_only")

    def set_flush_on_checkpoint(self, flush_on_checkpoint: bool) -> FlinkKafkaProducerBase:
        """Flink's ``set_flush_on_checkpoint``; not built yet."""
        raise not_built("FlinkKafkaProducerBase.set_flush_on_checkpoint")

    def set_write_timestamp_to_kafka(self, write_timestamp_to_kafka: bool) -> FlinkKafkaProducerBase:
        """Flink's ``set_write_timestamp_to_kafka``; not built yet."""
        raise not_built("FlinkKafkaProducerBase.set_write_timestamp_to_kafka")


class FlinkKafkaProducer(FlinkKafkaProducerBase):
    """Flink's ``FlinkKafkaProducer``."""

    def __init__(
        self,
        topic: str,
        serialization_schema: SerializationSchema,
        producer_config: dict[Any, Any],
        kafka_producer_pool_size: int = 5,
        semantic: Any = Semantic.AT_LEAST_ONCE,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("FlinkKafkaProducer")

    def ignore_failures_after_transaction_timeout(self) -> FlinkKafkaProducer:
        """Flink's ``ignore_failures_after_transaction_timeout``; not built yet."""
        raise not_built("FlinkKafkaProducer.ignore_failures_after_transaction_timeout")
