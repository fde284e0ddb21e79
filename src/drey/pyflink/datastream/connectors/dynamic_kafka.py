"""Mirror of ``pyflink.datastream.connectors.dynamic_kafka``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Set

from drey.pyflink.common.serialization import DeserializationSchema
from drey.pyflink.datastream.connectors.base import Source
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.datastream.connectors.kafka import KafkaOffsetsInitializer

__all__ = [
    "DynamicKafkaSource",
    "DynamicKafkaSourceBuilder",
    "KafkaMetadataService",
    "KafkaRecordDeserializationSchema",
    "KafkaStreamSetSubscriber",
    "KafkaStreamSubscriber",
    "StreamPatternSubscriber",
    "SingleClusterTopicMetadataService",
]


class KafkaMetadataService:
    """Flink's ``KafkaMetadataService``."""


class SingleClusterTopicMetadataService(KafkaMetadataService):
    """Flink's ``SingleClusterTopicMetadataService``."""

    def __init__(self, kafka_cluster_id: str, properties: Dict[str, str]) -> None:
        """Make the object; not built yet."""
        raise not_built("SingleClusterTopicMetadataService")


class KafkaStreamSubscriber:
    """Flink's ``KafkaStreamSubscriber``."""


class KafkaStreamSetSubscriber(KafkaStreamSubscriber):
    """Flink's ``KafkaStreamSetSubscriber``."""

    def __init__(self, stream_ids: Set[str]) -> None:
        """Make the object; not built yet."""
        raise not_built("KafkaStreamSetSubscriber")


class StreamPatternSubscriber(KafkaStreamSubscriber):
    """Flink's ``StreamPatternSubscriber``."""

    def __init__(self, stream_pattern: str) -> None:
        """Make the object; not built yet."""
        raise not_built("StreamPatternSubscriber")


class KafkaRecordDeserializationSchema(DeserializationSchema):
    """Flink's ``KafkaRecordDeserializationSchema``."""

    @staticmethod
    def value_only(deserialization_schema: DeserializationSchema) -> KafkaRecordDeserializationSchema:
        """Flink's ``value_only``; not built yet."""
        raise not_built("KafkaRecordDeserializationSchema.value_only")


class DynamicKafkaSource(Source):
    """Flink's ``DynamicKafkaSource``."""

    @staticmethod
    def builder() -> DynamicKafkaSourceBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("DynamicKafkaSource.builder")


class DynamicKafkaSourceBuilder:
    """Flink's ``DynamicKafkaSourceBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def build(self) -> DynamicKafkaSource:
        """Flink's ``build``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.build")

    def set_stream_ids(self, stream_ids: Set[str]) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_stream_ids``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_stream_ids")

    def set_stream_pattern(self, stream_pattern: str) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_stream_pattern``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_stream_pattern")

    def set_kafka_stream_subscriber(self, kafka_stream_subscriber: Any) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_kafka_stream_subscriber``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_kafka_stream_subscriber")

    def set_kafka_metadata_service(self, kafka_metadata_service: Any) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_kafka_metadata_service``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_kafka_metadata_service")

    def set_deserializer(self, deserializer: Any) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_deserializer``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_deserializer")

    def set_value_only_deserializer(
        self, deserialization_schema: DeserializationSchema
    ) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_value_only_deserializer``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_value_only_deserializer")

    def set_starting_offsets(
        self, starting_offsets_initializer: KafkaOffsetsInitializer
    ) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_starting_offsets``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_starting_offsets")

    def set_bounded(self, stopping_offsets_initializer: KafkaOffsetsInitializer) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_bounded``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_bounded")

    def set_properties(self, props: Dict[str, str]) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_properties``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_properties")

    def set_property(self, key: str, value: str) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_property``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_property")

    def set_group_id(self, group_id: str) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_group_id``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_group_id")

    def set_client_id_prefix(self, prefix: str) -> DynamicKafkaSourceBuilder:
        """Flink's ``set_client_id_prefix``; not built yet."""
        raise not_built("DynamicKafkaSourceBuilder.set_client_id_prefix")
