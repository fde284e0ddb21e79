"""Windowed, connected and broadcast streams; their public home is ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, List, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.datastream.data_stream import DataStream, KeyedStream
    from drey.pyflink.datastream.functions import (
        AggregateFunction,
        AllWindowFunction,
        BroadcastProcessFunction,
        CoFlatMapFunction,
        CoMapFunction,
        CoProcessFunction,
        KeyedBroadcastProcessFunction,
        KeyedCoProcessFunction,
        KeySelector,
        ProcessAllWindowFunction,
        ProcessWindowFunction,
        ReduceFunction,
        WindowFunction,
    )
    from drey.pyflink.datastream.output_tag import OutputTag
    from drey.pyflink.datastream.state import MapStateDescriptor
    from drey.pyflink.datastream.window import Trigger, WindowAssigner


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
