"""Mirror of ``pyflink.datastream.connectors.kafka``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Set, Union

from drey.pyflink.common.serialization import SerializationSchema
from drey.pyflink.datastream.connectors.base import Sink, Source, SupportsPreprocessing
from drey.pyflink.datastream.functions import SinkFunction, SourceFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import DeserializationSchema
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.datastream.connectors.base import DeliveryGuarantee, StreamTransformer

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


class KafkaSource(Source):
    """Flink's ``KafkaSource``."""

    @staticmethod
    def builder() -> KafkaSourceBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("KafkaSource.builder")


class KafkaSourceBuilder:
    """Flink's ``KafkaSourceBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def build(self) -> KafkaSource:
        """Flink's ``build``; not built yet."""
        raise not_built("KafkaSourceBuilder.build")

    def set_bootstrap_servers(self, bootstrap_servers: str) -> KafkaSourceBuilder:
        """Flink's ``set_bootstrap_servers``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_bootstrap_servers")

    def set_group_id(self, group_id: str) -> KafkaSourceBuilder:
        """Flink's ``set_group_id``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_group_id")

    def set_topics(self, *topics: str) -> KafkaSourceBuilder:
        """Flink's ``set_topics``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_topics")

    def set_topic_pattern(self, topic_pattern: str) -> KafkaSourceBuilder:
        """Flink's ``set_topic_pattern``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_topic_pattern")

    def set_partitions(self, partitions: Set[KafkaTopicPartition]) -> KafkaSourceBuilder:
        """Flink's ``set_partitions``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_partitions")

    def set_starting_offsets(
        self, starting_offsets_initializer: KafkaOffsetsInitializer
    ) -> KafkaSourceBuilder:
        """Flink's ``set_starting_offsets``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_starting_offsets")

    def set_unbounded(self, stopping_offsets_initializer: KafkaOffsetsInitializer) -> KafkaSourceBuilder:
        """Flink's ``set_unbounded``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_unbounded")

    def set_bounded(self, stopping_offsets_initializer: KafkaOffsetsInitializer) -> KafkaSourceBuilder:
        """Flink's ``set_bounded``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_bounded")

    def set_value_only_deserializer(
        self, deserialization_schema: DeserializationSchema
    ) -> KafkaSourceBuilder:
        """Flink's ``set_value_only_deserializer``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_value_only_deserializer")

    def set_client_id_prefix(self, prefix: str) -> KafkaSourceBuilder:
        """Flink's ``set_client_id_prefix``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_client_id_prefix")

    def set_property(self, key: str, value: str) -> KafkaSourceBuilder:
        """Flink's ``set_property``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_property")

    def set_properties(self, props: dict[Any, Any]) -> KafkaSourceBuilder:
        """Flink's ``set_properties``; not built yet."""
        raise not_built("KafkaSourceBuilder.set_properties")


class KafkaTopicPartition:
    """Flink's ``KafkaTopicPartition``."""

    def __init__(self, topic: str, partition: int) -> None:
        """Make the object; not built yet."""
        raise not_built("KafkaTopicPartition")


class KafkaOffsetResetStrategy(Enum):
    """Flink's ``KafkaOffsetResetStrategy``."""

    LATEST = 0
    EARLIEST = 1
    NONE = 2


class KafkaOffsetsInitializer:
    """Flink's ``KafkaOffsetsInitializer``."""

    @staticmethod
    def committed_offsets(
        offset_reset_strategy: KafkaOffsetResetStrategy = KafkaOffsetResetStrategy.NONE,
    ) -> KafkaOffsetsInitializer:
        """Flink's ``committed_offsets``; not built yet."""
        raise not_built("KafkaOffsetsInitializer.committed_offsets")

    @staticmethod
    def timestamp(timestamp: int) -> KafkaOffsetsInitializer:
        """Flink's ``timestamp``; not built yet."""
        raise not_built("KafkaOffsetsInitializer.timestamp")

    @staticmethod
    def earliest() -> KafkaOffsetsInitializer:
        """Flink's ``earliest``; not built yet."""
        raise not_built("KafkaOffsetsInitializer.earliest")

    @staticmethod
    def latest() -> KafkaOffsetsInitializer:
        """Flink's ``latest``; not built yet."""
        raise not_built("KafkaOffsetsInitializer.latest")

    @staticmethod
    def offsets(
        offsets: Dict[KafkaTopicPartition, int],
        offset_reset_strategy: KafkaOffsetResetStrategy = KafkaOffsetResetStrategy.EARLIEST,
    ) -> KafkaOffsetsInitializer:
        """Flink's ``offsets``; not built yet."""
        raise not_built("KafkaOffsetsInitializer.offsets")


class KafkaSink(Sink, SupportsPreprocessing):
    """Flink's ``KafkaSink``."""

    @staticmethod
    def builder() -> KafkaSinkBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("KafkaSink.builder")

    def get_transformer(self) -> Optional[StreamTransformer]:
        """Flink's ``get_transformer``; not built yet."""
        raise not_built("KafkaSink.get_transformer")


class KafkaSinkBuilder:
    """Flink's ``KafkaSinkBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def build(self) -> KafkaSink:
        """Flink's ``build``; not built yet."""
        raise not_built("KafkaSinkBuilder.build")

    def set_bootstrap_servers(self, bootstrap_servers: str) -> KafkaSinkBuilder:
        """Flink's ``set_bootstrap_servers``; not built yet."""
        raise not_built("KafkaSinkBuilder.set_bootstrap_servers")

    def set_delivery_guarantee(self, delivery_guarantee: DeliveryGuarantee) -> KafkaSinkBuilder:
        """Flink's ``set_delivery_guarantee``; not built yet."""
        raise not_built("KafkaSinkBuilder.set_delivery_guarantee")

    def set_transactional_id_prefix(self, transactional_id_prefix: str) -> KafkaSinkBuilder:
        """Flink's ``set_transactional_id_prefix``; not built yet."""
        raise not_built("KafkaSinkBuilder.set_transactional_id_prefix")

    def set_record_serializer(self, record_serializer: KafkaRecordSerializationSchema) -> KafkaSinkBuilder:
        """Flink's ``set_record_serializer``; not built yet."""
        raise not_built("KafkaSinkBuilder.set_record_serializer")

    def set_property(self, key: str, value: str) -> KafkaSinkBuilder:
        """Flink's ``set_property``; not built yet."""
        raise not_built("KafkaSinkBuilder.set_property")


class KafkaRecordSerializationSchema(SerializationSchema):
    """Flink's ``KafkaRecordSerializationSchema``."""

    @staticmethod
    def builder() -> KafkaRecordSerializationSchemaBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("KafkaRecordSerializationSchema.builder")


class KafkaRecordSerializationSchemaBuilder:
    """Flink's ``KafkaRecordSerializationSchemaBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def build(self) -> KafkaRecordSerializationSchema:
        """Flink's ``build``; not built yet."""
        raise not_built("KafkaRecordSerializationSchemaBuilder.build")

    def set_topic(self, topic: str) -> KafkaRecordSerializationSchemaBuilder:
        """Flink's ``set_topic``; not built yet."""
        raise not_built("KafkaRecordSerializationSchemaBuilder.set_topic")

    def set_topic_selector(
        self, topic_selector: Union[Callable[[Any], str], KafkaTopicSelector]
    ) -> KafkaRecordSerializationSchemaBuilder:
        """Flink's ``set_topic_selector``; not built yet."""
        raise not_built("KafkaRecordSerializationSchemaBuilder.set_topic_selector")

    def set_key_serialization_schema(
        self, key_serialization_schema: SerializationSchema
    ) -> KafkaRecordSerializationSchemaBuilder:
        """Flink's ``set_key_serialization_schema``; not built yet."""
        raise not_built("KafkaRecordSerializationSchemaBuilder.set_key_serialization_schema")

    def set_value_serialization_schema(
        self, value_serialization_schema: SerializationSchema
    ) -> KafkaRecordSerializationSchemaBuilder:
        """Flink's ``set_value_serialization_schema``; not built yet."""
        raise not_built("KafkaRecordSerializationSchemaBuilder.set_value_serialization_schema")


class KafkaTopicSelector(ABC):
    """Flink's ``KafkaTopicSelector``."""

    @abstractmethod
    def apply(self, data: Any) -> str:
        """Flink's ``apply``"""
