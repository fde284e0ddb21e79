"""Mirror of ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.execution_config import ExecutionConfig
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.common.watermark_strategy import WatermarkStrategy
    from drey.pyflink.datastream.connectors.base import Sink
    from drey.pyflink.datastream.functions import (
        AggregateFunction,
        AllWindowFunction,
        BroadcastProcessFunction,
        CoFlatMapFunction,
        CoMapFunction,
        CoProcessFunction,
        FilterFunction,
        FlatMapFunction,
        KeyedBroadcastProcessFunction,
        KeyedCoProcessFunction,
        KeyedProcessFunction,
        KeySelector,
        MapFunction,
        Partitioner,
        ProcessAllWindowFunction,
        ProcessFunction,
        ProcessWindowFunction,
        ReduceFunction,
        SinkFunction,
        WindowFunction,
    )
    from drey.pyflink.datastream.output_tag import OutputTag
    from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup
    from drey.pyflink.datastream.state import MapStateDescriptor
    from drey.pyflink.datastream.window import Trigger, WindowAssigner

__all__ = [
    "CloseableIterator",
    "DataStream",
    "KeyedStream",
    "ConnectedStreams",
    "WindowedStream",
    "DataStreamSink",
    "BroadcastStream",
    "BroadcastConnectedStream",
]

WINDOW_STATE_NAME = "window-contents"


class DataStream:
    """Flink's ``DataStream``."""

    def get_name(self) -> str:
        """Flink's ``get_name``; not built yet."""
        raise not_built("DataStream.get_name")

    def name(self, name: str) -> DataStream:
        """Flink's ``name``; not built yet."""
        raise not_built("DataStream.name")

    def uid(self, uid: str) -> DataStream:
        """Flink's ``uid``; not built yet."""
        raise not_built("DataStream.uid")

    def set_uid_hash(self, uid_hash: str) -> DataStream:
        """Flink's ``set_uid_hash``; not built yet."""
        raise not_built("DataStream.set_uid_hash")

    def set_parallelism(self, parallelism: int) -> DataStream:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("DataStream.set_parallelism")

    def set_max_parallelism(self, max_parallelism: int) -> DataStream:
        """Flink's ``set_max_parallelism``; not built yet."""
        raise not_built("DataStream.set_max_parallelism")

    def get_type(self) -> TypeInformation:
        """Flink's ``get_type``; not built yet."""
        raise not_built("DataStream.get_type")

    def get_execution_environment(self) -> Any:
        """Flink's ``get_execution_environment``; not built yet."""
        raise not_built("DataStream.get_execution_environment")

    def get_execution_config(self) -> ExecutionConfig:
        """Flink's ``get_execution_config``; not built yet."""
        raise not_built("DataStream.get_execution_config")

    def force_non_parallel(self) -> DataStream:
        """Flink's ``force_non_parallel``; not built yet."""
        raise not_built("DataStream.force_non_parallel")

    def set_buffer_timeout(self, timeout_millis: int) -> DataStream:
        """Flink's ``set_buffer_timeout``; not built yet."""
        raise not_built("DataStream.set_buffer_timeout")

    def start_new_chain(self) -> DataStream:
        """Flink's ``start_new_chain``; not built yet."""
        raise not_built("DataStream.start_new_chain")

    def disable_chaining(self) -> DataStream:
        """Flink's ``disable_chaining``; not built yet."""
        raise not_built("DataStream.disable_chaining")

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> DataStream:
        """Flink's ``slot_sharing_group``; not built yet."""
        raise not_built("DataStream.slot_sharing_group")

    def set_description(self, description: str) -> DataStream:
        """Flink's ``set_description``; not built yet."""
        raise not_built("DataStream.set_description")

    def map(
        self, func: Union[Callable[..., Any], MapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``map``; not built yet."""
        raise not_built("DataStream.map")

    def flat_map(
        self, func: Union[Callable[..., Any], FlatMapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``flat_map``; not built yet."""
        raise not_built("DataStream.flat_map")

    def key_by(
        self, key_selector: Union[Callable[..., Any], KeySelector], key_type: TypeInformation | None = None
    ) -> KeyedStream:
        """Flink's ``key_by``; not built yet."""
        raise not_built("DataStream.key_by")

    def filter(self, func: Union[Callable[..., Any], FilterFunction]) -> DataStream:
        """Flink's ``filter``; not built yet."""
        raise not_built("DataStream.filter")

    def window_all(self, window_assigner: WindowAssigner) -> AllWindowedStream:
        """Flink's ``window_all``; not built yet."""
        raise not_built("DataStream.window_all")

    def union(self, *streams: DataStream) -> DataStream:
        """Flink's ``union``; not built yet."""
        raise not_built("DataStream.union")

    def connect(
        self, ds: Union[DataStream, BroadcastStream]
    ) -> Union[ConnectedStreams, BroadcastConnectedStream]:
        """Flink's ``connect``; not built yet."""
        raise not_built("DataStream.connect")

    def shuffle(self) -> DataStream:
        """Flink's ``shuffle``; not built yet."""
        raise not_built("DataStream.shuffle")

    def project(self, *field_indexes: int) -> DataStream:
        """Flink's ``project``; not built yet."""
        raise not_built("DataStream.project")

    def rescale(self) -> DataStream:
        """Flink's ``rescale``; not built yet."""
        raise not_built("DataStream.rescale")

    def rebalance(self) -> DataStream:
        """Flink's ``rebalance``; not built yet."""
        raise not_built("DataStream.rebalance")

    def forward(self) -> DataStream:
        """Flink's ``forward``; not built yet."""
        raise not_built("DataStream.forward")

    def broadcast(
        self,
        broadcast_state_descriptor: Optional[MapStateDescriptor] = None,
        *other_broadcast_state_descriptors: MapStateDescriptor,
    ) -> Union[DataStream, BroadcastStream]:
        """Flink's ``broadcast``; not built yet."""
        raise not_built("DataStream.broadcast")

    def process(self, func: ProcessFunction, output_type: TypeInformation | None = None) -> DataStream:
        """Flink's ``process``; not built yet."""
        raise not_built("DataStream.process")

    def assign_timestamps_and_watermarks(self, watermark_strategy: WatermarkStrategy) -> DataStream:
        """Flink's ``assign_timestamps_and_watermarks``; not built yet."""
        raise not_built("DataStream.assign_timestamps_and_watermarks")

    def partition_custom(
        self,
        partitioner: Union[Callable[..., Any], Partitioner],
        key_selector: Union[Callable[..., Any], KeySelector],
    ) -> DataStream:
        """Flink's ``partition_custom``; not built yet."""
        raise not_built("DataStream.partition_custom")

    def add_sink(self, sink_func: SinkFunction) -> DataStreamSink:
        """Flink's ``add_sink``; not built yet."""
        raise not_built("DataStream.add_sink")

    def sink_to(self, sink: Sink) -> DataStreamSink:
        """Flink's ``sink_to``; not built yet."""
        raise not_built("DataStream.sink_to")

    def execute_and_collect(
        self, job_execution_name: str | None = None, limit: int | None = None
    ) -> Union[CloseableIterator, list]:
        """Flink's ``execute_and_collect``; not built yet."""
        raise not_built("DataStream.execute_and_collect")

    def print(self, sink_identifier: str | None = None) -> DataStreamSink:
        """Flink's ``print``; not built yet."""
        raise not_built("DataStream.print")

    def get_side_output(self, output_tag: OutputTag) -> DataStream:
        """Flink's ``get_side_output``; not built yet."""
        raise not_built("DataStream.get_side_output")

    def cache(self) -> CachedDataStream:
        """Flink's ``cache``; not built yet."""
        raise not_built("DataStream.cache")


class DataStreamSink:
    """Flink's ``DataStreamSink``."""

    def name(self, name: str) -> DataStreamSink:
        """Flink's ``name``; not built yet."""
        raise not_built("DataStreamSink.name")

    def uid(self, uid: str) -> DataStreamSink:
        """Flink's ``uid``; not built yet."""
        raise not_built("DataStreamSink.uid")

    def set_uid_hash(self, uid_hash: str) -> DataStreamSink:
        """Flink's ``set_uid_hash``; not built yet."""
        raise not_built("DataStreamSink.set_uid_hash")

    def set_parallelism(self, parallelism: int) -> DataStreamSink:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("DataStreamSink.set_parallelism")

    def set_description(self, description: str) -> DataStreamSink:
        """Flink's ``set_description``; not built yet."""
        raise not_built("DataStreamSink.set_description")

    def disable_chaining(self) -> DataStreamSink:
        """Flink's ``disable_chaining``; not built yet."""
        raise not_built("DataStreamSink.disable_chaining")

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> DataStreamSink:
        """Flink's ``slot_sharing_group``; not built yet."""
        raise not_built("DataStreamSink.slot_sharing_group")


class KeyedStream(DataStream):
    """Flink's ``KeyedStream``."""

    class AccumulateType(Enum):
        """Flink's ``AccumulateType``."""

        MIN = 1
        MAX = 2
        MIN_BY = 3
        MAX_BY = 4
        SUM = 5

    def map(
        self, func: Union[Callable[..., Any], MapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``map``; not built yet."""
        raise not_built("KeyedStream.map")

    def flat_map(
        self, func: Union[Callable[..., Any], FlatMapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``flat_map``; not built yet."""
        raise not_built("KeyedStream.flat_map")

    def reduce(self, func: Union[Callable[..., Any], ReduceFunction]) -> DataStream:
        """Flink's ``reduce``; not built yet."""
        raise not_built("KeyedStream.reduce")

    def filter(self, func: Union[Callable[..., Any], FilterFunction]) -> DataStream:
        """Flink's ``filter``; not built yet."""
        raise not_built("KeyedStream.filter")

    def sum(self, position_to_sum: Union[int, str] = 0) -> DataStream:
        """Flink's ``sum``; not built yet."""
        raise not_built("KeyedStream.sum")

    def min(self, position_to_min: Union[int, str] = 0) -> DataStream:
        """Flink's ``min``; not built yet."""
        raise not_built("KeyedStream.min")

    def max(self, position_to_max: Union[int, str] = 0) -> DataStream:
        """Flink's ``max``; not built yet."""
        raise not_built("KeyedStream.max")

    def min_by(self, position_to_min_by: Union[int, str] = 0) -> DataStream:
        """Flink's ``min_by``; not built yet."""
        raise not_built("KeyedStream.min_by")

    def max_by(self, position_to_max_by: Union[int, str] = 0) -> DataStream:
        """Flink's ``max_by``; not built yet."""
        raise not_built("KeyedStream.max_by")

    def add_sink(self, sink_func: SinkFunction) -> DataStreamSink:
        """Flink's ``add_sink``; not built yet."""
        raise not_built("KeyedStream.add_sink")

    def key_by(
        self, key_selector: Union[Callable[..., Any], KeySelector], key_type: TypeInformation | None = None
    ) -> KeyedStream:
        """Flink's ``key_by``; not built yet."""
        raise not_built("KeyedStream.key_by")

    def process(  # type: ignore[override]
        self, func: KeyedProcessFunction, output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``process``; not built yet."""
        raise not_built("KeyedStream.process")

    def window(self, window_assigner: WindowAssigner) -> WindowedStream:
        """Flink's ``window``; not built yet."""
        raise not_built("KeyedStream.window")

    def count_window(self, size: int, slide: int = 0) -> Any:
        """Flink's ``count_window``; not built yet."""
        raise not_built("KeyedStream.count_window")

    def union(self, *streams: Any) -> DataStream:
        """Flink's ``union``; not built yet."""
        raise not_built("KeyedStream.union")

    def connect(
        self, ds: Union[DataStream, BroadcastStream]
    ) -> Union[ConnectedStreams, BroadcastConnectedStream]:
        """Flink's ``connect``; not built yet."""
        raise not_built("KeyedStream.connect")

    def shuffle(self) -> DataStream:
        """Flink's ``shuffle``; not built yet."""
        raise not_built("KeyedStream.shuffle")

    def project(self, *field_indexes: Any) -> DataStream:
        """Flink's ``project``; not built yet."""
        raise not_built("KeyedStream.project")

    def rescale(self) -> DataStream:
        """Flink's ``rescale``; not built yet."""
        raise not_built("KeyedStream.rescale")

    def rebalance(self) -> DataStream:
        """Flink's ``rebalance``; not built yet."""
        raise not_built("KeyedStream.rebalance")

    def forward(self) -> DataStream:
        """Flink's ``forward``; not built yet."""
        raise not_built("KeyedStream.forward")

    def broadcast(self, *args: Any) -> Any:
        """Flink's ``broadcast``; not built yet."""
        raise not_built("KeyedStream.broadcast")

    def partition_custom(
        self,
        partitioner: Union[Callable[..., Any], Partitioner],
        key_selector: Union[Callable[..., Any], KeySelector],
    ) -> DataStream:
        """Flink's ``partition_custom``; not built yet."""
        raise not_built("KeyedStream.partition_custom")

    def print(self, sink_identifier: Any = None) -> Any:
        """Flink's ``print``; not built yet."""
        raise not_built("KeyedStream.print")

    def set_parallelism(self, parallelism: int) -> Any:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("KeyedStream.set_parallelism")

    def name(self, name: str) -> Any:
        """Flink's ``name``; not built yet."""
        raise not_built("KeyedStream.name")

    def get_name(self) -> str:
        """Flink's ``get_name``; not built yet."""
        raise not_built("KeyedStream.get_name")

    def uid(self, uid: str) -> Any:
        """Flink's ``uid``; not built yet."""
        raise not_built("KeyedStream.uid")

    def set_uid_hash(self, uid_hash: str) -> Any:
        """Flink's ``set_uid_hash``; not built yet."""
        raise not_built("KeyedStream.set_uid_hash")

    def set_max_parallelism(self, max_parallelism: int) -> Any:
        """Flink's ``set_max_parallelism``; not built yet."""
        raise not_built("KeyedStream.set_max_parallelism")

    def force_non_parallel(self) -> Any:
        """Flink's ``force_non_parallel``; not built yet."""
        raise not_built("KeyedStream.force_non_parallel")

    def set_buffer_timeout(self, timeout_millis: int) -> Any:
        """Flink's ``set_buffer_timeout``; not built yet."""
        raise not_built("KeyedStream.set_buffer_timeout")

    def start_new_chain(self) -> DataStream:
        """Flink's ``start_new_chain``; not built yet."""
        raise not_built("KeyedStream.start_new_chain")

    def disable_chaining(self) -> DataStream:
        """Flink's ``disable_chaining``; not built yet."""
        raise not_built("KeyedStream.disable_chaining")

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> DataStream:
        """Flink's ``slot_sharing_group``; not built yet."""
        raise not_built("KeyedStream.slot_sharing_group")

    def cache(self) -> CachedDataStream:
        """Flink's ``cache``; not built yet."""
        raise not_built("KeyedStream.cache")


class CachedDataStream(DataStream):
    """Flink's ``CachedDataStream``."""

    def invalidate(self) -> Any:
        """Flink's ``invalidate``; not built yet."""
        raise not_built("CachedDataStream.invalidate")

    def set_parallelism(self, parallelism: int) -> Any:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("CachedDataStream.set_parallelism")

    def name(self, name: str) -> Any:
        """Flink's ``name``; not built yet."""
        raise not_built("CachedDataStream.name")

    def get_name(self) -> str:
        """Flink's ``get_name``; not built yet."""
        raise not_built("CachedDataStream.get_name")

    def uid(self, uid: str) -> Any:
        """Flink's ``uid``; not built yet."""
        raise not_built("CachedDataStream.uid")

    def set_uid_hash(self, uid_hash: str) -> Any:
        """Flink's ``set_uid_hash``; not built yet."""
        raise not_built("CachedDataStream.set_uid_hash")

    def set_max_parallelism(self, max_parallelism: int) -> Any:
        """Flink's ``set_max_parallelism``; not built yet."""
        raise not_built("CachedDataStream.set_max_parallelism")

    def force_non_parallel(self) -> Any:
        """Flink's ``force_non_parallel``; not built yet."""
        raise not_built("CachedDataStream.force_non_parallel")

    def set_buffer_timeout(self, timeout_millis: int) -> Any:
        """Flink's ``set_buffer_timeout``; not built yet."""
        raise not_built("CachedDataStream.set_buffer_timeout")

    def start_new_chain(self) -> DataStream:
        """Flink's ``start_new_chain``; not built yet."""
        raise not_built("CachedDataStream.start_new_chain")

    def disable_chaining(self) -> DataStream:
        """Flink's ``disable_chaining``; not built yet."""
        raise not_built("CachedDataStream.disable_chaining")

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> DataStream:
        """Flink's ``slot_sharing_group``; not built yet."""
        raise not_built("CachedDataStream.slot_sharing_group")


class WindowedStream:
    """Flink's ``WindowedStream``."""

    def __init__(self, keyed_stream: KeyedStream, window_assigner: WindowAssigner) -> None:
        """Make the object; not built yet."""
        raise not_built("WindowedStream")

    def get_execution_environment(self) -> Any:
        """Flink's ``get_execution_environment``; not built yet."""
        raise not_built("WindowedStream.get_execution_environment")

    def get_input_type(self) -> Any:
        """Flink's ``get_input_type``; not built yet."""
        raise not_built("WindowedStream.get_input_type")

    def trigger(self, trigger: Trigger) -> WindowedStream:
        """Flink's ``trigger``; not built yet."""
        raise not_built("WindowedStream.trigger")

    def allowed_lateness(self, time_ms: int) -> WindowedStream:
        """Flink's ``allowed_lateness``; not built yet."""
        raise not_built("WindowedStream.allowed_lateness")

    def side_output_late_data(self, output_tag: OutputTag) -> WindowedStream:
        """Flink's ``side_output_late_data``; not built yet."""
        raise not_built("WindowedStream.side_output_late_data")

    def reduce(
        self,
        reduce_function: Union[Callable[..., Any], ReduceFunction],
        window_function: Union[WindowFunction, ProcessWindowFunction] | None = None,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``reduce``; not built yet."""
        raise not_built("WindowedStream.reduce")

    def aggregate(
        self,
        aggregate_function: AggregateFunction,
        window_function: Union[WindowFunction, ProcessWindowFunction] | None = None,
        accumulator_type: TypeInformation | None = None,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``aggregate``; not built yet."""
        raise not_built("WindowedStream.aggregate")

    def apply(
        self, window_function: WindowFunction, output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``apply``; not built yet."""
        raise not_built("WindowedStream.apply")

    def process(
        self, process_window_function: ProcessWindowFunction, output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``process``; not built yet."""
        raise not_built("WindowedStream.process")


class AllWindowedStream:
    """Flink's ``AllWindowedStream``."""

    def __init__(self, data_stream: DataStream, window_assigner: WindowAssigner) -> None:
        """Make the object; not built yet."""
        raise not_built("AllWindowedStream")

    def get_execution_environment(self) -> Any:
        """Flink's ``get_execution_environment``; not built yet."""
        raise not_built("AllWindowedStream.get_execution_environment")

    def get_input_type(self) -> Any:
        """Flink's ``get_input_type``; not built yet."""
        raise not_built("AllWindowedStream.get_input_type")

    def trigger(self, trigger: Trigger) -> AllWindowedStream:
        """Flink's ``trigger``; not built yet."""
        raise not_built("AllWindowedStream.trigger")

    def allowed_lateness(self, time_ms: int) -> AllWindowedStream:
        """Flink's ``allowed_lateness``; not built yet."""
        raise not_built("AllWindowedStream.allowed_lateness")

    def side_output_late_data(self, output_tag: OutputTag) -> AllWindowedStream:
        """Flink's ``side_output_late_data``; not built yet."""
        raise not_built("AllWindowedStream.side_output_late_data")

    def reduce(
        self,
        reduce_function: Union[Callable[..., Any], ReduceFunction],
        window_function: Union[AllWindowFunction, ProcessAllWindowFunction] | None = None,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``reduce``; not built yet."""
        raise not_built("AllWindowedStream.reduce")

    def aggregate(
        self,
        aggregate_function: AggregateFunction,
        window_function: Union[AllWindowFunction, ProcessAllWindowFunction] | None = None,
        accumulator_type: TypeInformation | None = None,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``aggregate``; not built yet."""
        raise not_built("AllWindowedStream.aggregate")

    def apply(
        self, window_function: AllWindowFunction, output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``apply``; not built yet."""
        raise not_built("AllWindowedStream.apply")

    def process(
        self, process_window_function: ProcessAllWindowFunction, output_type: TypeInformation | None = None
    ) -> DataStream:
        """Flink's ``process``; not built yet."""
        raise not_built("AllWindowedStream.process")


class ConnectedStreams:
    """Flink's ``ConnectedStreams``."""

    def __init__(self, stream1: DataStream, stream2: DataStream) -> None:
        """Make the object; not built yet."""
        raise not_built("ConnectedStreams")

    def key_by(
        self,
        key_selector1: Union[Callable[..., Any], KeySelector],
        key_selector2: Union[Callable[..., Any], KeySelector],
        key_type: TypeInformation | None = None,
    ) -> ConnectedStreams:
        """Flink's ``key_by``; not built yet."""
        raise not_built("ConnectedStreams.key_by")

    def map(self, func: CoMapFunction, output_type: TypeInformation | None = None) -> DataStream:
        """Flink's ``map``; not built yet."""
        raise not_built("ConnectedStreams.map")

    def flat_map(self, func: CoFlatMapFunction, output_type: TypeInformation | None = None) -> DataStream:
        """Flink's ``flat_map``; not built yet."""
        raise not_built("ConnectedStreams.flat_map")

    def process(
        self,
        func: Union[CoProcessFunction, KeyedCoProcessFunction],
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``process``; not built yet."""
        raise not_built("ConnectedStreams.process")


class BroadcastStream:
    """Flink's ``BroadcastStream``."""

    def __init__(
        self,
        input_stream: Union[DataStream, KeyedStream],
        broadcast_state_descriptors: List[MapStateDescriptor],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("BroadcastStream")


class BroadcastConnectedStream:
    """Flink's ``BroadcastConnectedStream``."""

    def __init__(
        self,
        non_broadcast_stream: Union[DataStream, KeyedStream],
        broadcast_stream: BroadcastStream,
        broadcast_state_descriptors: List[MapStateDescriptor],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("BroadcastConnectedStream")

    def process(
        self,
        func: Union[BroadcastProcessFunction, KeyedBroadcastProcessFunction],
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``process``; not built yet."""
        raise not_built("BroadcastConnectedStream.process")


class CloseableIterator:
    """Values that can be left early.

    Args:
        values: The values.
        on_close: Called once when the values are left or at their end.
    """

    def __init__(self, values: Iterator[Any], on_close: Callable[[], None] = lambda: None) -> None:
        self._values = values
        self._on_close = on_close
        self._closed = False

    def __iter__(self) -> CloseableIterator:
        return self

    def __next__(self) -> Any:
        return self.next()

    def __enter__(self) -> CloseableIterator:
        return self

    def __exit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        self.close()

    def next(self) -> Any:
        """The next value; StopIteration at the end."""
        return next(self._values)

    def close(self) -> None:
        """Take no more values."""
        if not self._closed:
            self._closed = True
            self._on_close()
