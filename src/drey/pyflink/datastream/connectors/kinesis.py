"""Mirror of ``pyflink.datastream.connectors.kinesis``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Union

from drey.pyflink.datastream.connectors.base import Sink
from drey.pyflink.datastream.functions import SourceFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema
    from drey.pyflink.common.watermark_strategy import AssignerWithPeriodicWatermarksWrapper

__all__ = [
    "KinesisShardAssigner",
    "KinesisDeserializationSchema",
    "WatermarkTracker",
    "PartitionKeyGenerator",
    "FlinkKinesisConsumer",
    "KinesisStreamsSink",
    "KinesisStreamsSinkBuilder",
    "KinesisFirehoseSink",
    "KinesisFirehoseSinkBuilder",
]


class KinesisShardAssigner:
    """Flink's ``KinesisShardAssigner``."""

    @staticmethod
    def default_shard_assigner() -> KinesisShardAssigner:
        """Flink's ``default_shard_assigner``; not built yet."""
        raise not_built("KinesisShardAssigner.default_shard_assigner")

    @staticmethod
    def uniform_shard_assigner() -> KinesisShardAssigner:
        """Flink's ``uniform_shard_assigner``; not built yet."""
        raise not_built("KinesisShardAssigner.uniform_shard_assigner")


class KinesisDeserializationSchema:
    """Flink's ``KinesisDeserializationSchema``."""


class WatermarkTracker:
    """Flink's ``WatermarkTracker``."""

    @staticmethod
    def job_manager_watermark_tracker(
        aggregate_name: str, log_accumulator_interval_millis: int = -1
    ) -> WatermarkTracker:
        """Flink's ``job_manager_watermark_tracker``; not built yet."""
        raise not_built("WatermarkTracker.job_manager_watermark_tracker")


class FlinkKinesisConsumer(SourceFunction):
    """Flink's ``FlinkKinesisConsumer``."""

    def __init__(
        self,
        streams: Union[str, List[str]],
        deserializer: Union[DeserializationSchema, KinesisDeserializationSchema],
        config_props: dict[Any, Any],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("FlinkKinesisConsumer")

    def set_shard_assigner(self, shard_assigner: KinesisShardAssigner) -> FlinkKinesisConsumer:
        """Flink's ``set_shard_assigner``; not built yet."""
        raise not_built("FlinkKinesisConsumer.set_shard_assigner")

    def set_periodic_watermark_assigner(
        self, periodic_watermark_assigner: AssignerWithPeriodicWatermarksWrapper
    ) -> FlinkKinesisConsumer:
        """Flink's ``set_periodic_watermark_assigner``; not built yet."""
        raise not_built("FlinkKinesisConsumer.set_periodic_watermark_assigner")

    def set_watermark_tracker(self, watermark_tracker: WatermarkTracker) -> FlinkKinesisConsumer:
        """Flink's ``set_watermark_tracker``; not built yet."""
        raise not_built("FlinkKinesisConsumer.set_watermark_tracker")


class PartitionKeyGenerator:
    """Flink's ``PartitionKeyGenerator``."""

    @staticmethod
    def fixed() -> PartitionKeyGenerator:
        """Flink's ``fixed``; not built yet."""
        raise not_built("PartitionKeyGenerator.fixed")

    @staticmethod
    def random() -> PartitionKeyGenerator:
        """Flink's ``random``; not built yet."""
        raise not_built("PartitionKeyGenerator.random")


class KinesisStreamsSink(Sink):
    """Flink's ``KinesisStreamsSink``."""

    @staticmethod
    def builder() -> KinesisStreamsSinkBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("KinesisStreamsSink.builder")


class KinesisStreamsSinkBuilder:
    """Flink's ``KinesisStreamsSinkBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def set_stream_name(self, stream_name: Union[str, List[str]]) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_stream_name``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_stream_name")

    def set_serialization_schema(
        self, serialization_schema: SerializationSchema
    ) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_serialization_schema``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_serialization_schema")

    def set_partition_key_generator(
        self, partition_key_generator: PartitionKeyGenerator
    ) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_partition_key_generator``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_partition_key_generator")

    def set_fail_on_error(self, fail_on_error: bool) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_fail_on_error``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_fail_on_error")

    def set_kinesis_client_properties(
        self, kinesis_client_properties: dict[Any, Any]
    ) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_kinesis_client_properties``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_kinesis_client_properties")

    def set_max_batch_size(self, max_batch_size: int) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_max_batch_size``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_max_batch_size")

    def set_max_in_flight_requests(self, max_in_flight_requests: int) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_max_in_flight_requests``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_max_in_flight_requests")

    def set_max_buffered_requests(self, max_buffered_requests: int) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_max_buffered_requests``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_max_buffered_requests")

    def set_max_batch_size_in_bytes(self, max_batch_size_in_bytes: int) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_max_batch_size_in_bytes``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_max_batch_size_in_bytes")

    def set_max_time_in_buffer_ms(self, max_time_in_buffer_ms: int) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_max_time_in_buffer_ms``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_max_time_in_buffer_ms")

    def set_max_record_size_in_bytes(self, max_record_size_in_bytes: int) -> KinesisStreamsSinkBuilder:
        """Flink's ``set_max_record_size_in_bytes``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.set_max_record_size_in_bytes")

    def build(self) -> KinesisStreamsSink:
        """Flink's ``build``; not built yet."""
        raise not_built("KinesisStreamsSinkBuilder.build")


class KinesisFirehoseSink(Sink):
    """Flink's ``KinesisFirehoseSink``."""

    @staticmethod
    def builder() -> KinesisFirehoseSinkBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("KinesisFirehoseSink.builder")


class KinesisFirehoseSinkBuilder:
    """Flink's ``KinesisFirehoseSinkBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def set_delivery_stream_name(self, delivery_stream_name: str) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_delivery_stream_name``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_delivery_stream_name")

    def set_serialization_schema(
        self, serialization_schema: SerializationSchema
    ) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_serialization_schema``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_serialization_schema")

    def set_fail_on_error(self, fail_on_error: bool) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_fail_on_error``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_fail_on_error")

    def set_firehose_client_properties(
        self, firehose_client_properties: dict[Any, Any]
    ) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_firehose_client_properties``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_firehose_client_properties")

    def set_max_batch_size(self, max_batch_size: int) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_max_batch_size``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_max_batch_size")

    def set_max_in_flight_requests(self, max_in_flight_requests: int) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_max_in_flight_requests``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_max_in_flight_requests")

    def set_max_buffered_requests(self, max_buffered_requests: int) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_max_buffered_requests``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_max_buffered_requests")

    def set_max_batch_size_in_bytes(self, max_batch_size_in_bytes: int) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_max_batch_size_in_bytes``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_max_batch_size_in_bytes")

    def set_max_time_in_buffer_ms(self, max_time_in_buffer_ms: int) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_max_time_in_buffer_ms``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_max_time_in_buffer_ms")

    def set_max_record_size_in_bytes(self, max_record_size_in_bytes: int) -> KinesisFirehoseSinkBuilder:
        """Flink's ``set_max_record_size_in_bytes``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.set_max_record_size_in_bytes")

    def build(self) -> KinesisFirehoseSink:
        """Flink's ``build``; not built yet."""
        raise not_built("KinesisFirehoseSinkBuilder.build")
