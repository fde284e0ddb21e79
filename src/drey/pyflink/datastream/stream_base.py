"""Streams without keys, and sinks; their public home is ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, ClassVar, List, Optional, Union

from drey.errors import ValidationError
from drey.planner.streams.nodes import NodeSettings, StreamEdge, StreamNode
from drey.pyflink.common.parallelism import checked_max_parallelism
from drey.pyflink.common.typeinfo import RowTypeInfo, TupleTypeInfo, TypeInformation, Types
from drey.pyflink.datastream.closeable_iterator import CloseableIterator
from drey.pyflink.datastream.connected_streams import (
    AllWindowedStream,
    BroadcastConnectedStream,
    BroadcastStream,
    ConnectedStreams,
)
from drey.pyflink.datastream.functions import (
    FilterFunction,
    FlatMapFunction,
    KeySelector,
    MapFunction,
    Partitioner,
    ProcessFunction,
)
from drey.pyflink.datastream.sources import sink_node
from drey.pyflink.datastream.state_descriptors import MapStateDescriptor
from drey.pyflink.datastream.stream_settings import StreamSettings
from drey.pyflink.datastream.type_trees import type_tree
from drey.pyflink.not_built import not_built
from drey.session.option_effects import warn_without_effect
from drey.udf.stream import StreamFunction

if TYPE_CHECKING:
    from drey.pyflink.common.execution_config import ExecutionConfig
    from drey.pyflink.common.watermark_strategy import WatermarkStrategy
    from drey.pyflink.datastream.cached_stream import CachedDataStream
    from drey.pyflink.datastream.connectors.base import Sink
    from drey.pyflink.datastream.functions import SinkFunction
    from drey.pyflink.datastream.keyed_stream import KeyedStream
    from drey.pyflink.datastream.output_tag import OutputTag
    from drey.pyflink.datastream.stream_execution_environment import StreamExecutionEnvironment
    from drey.pyflink.datastream.window import WindowAssigner


class DataStream(StreamSettings):
    """Values of one type, as an operator gives them."""

    _keyed_class: ClassVar[Any]
    _env: StreamExecutionEnvironment
    _edge: StreamEdge
    _type: TypeInformation

    @classmethod
    def _of(cls, env: StreamExecutionEnvironment, edge: StreamEdge, type_: TypeInformation) -> Any:
        made = cls()
        made._env, made._edge, made._type = env, edge, type_
        made._node = edge.node
        return made

    def _then(
        self,
        kind: str,
        name: str,
        functions: dict[str, StreamFunction],
        output_type: Union[TypeInformation, List[Any], None],
        **params: Any,
    ) -> DataStream:
        """The stream behind one more operator."""
        type_ = _type_of(output_type)
        node = StreamNode(
            kind,
            NodeSettings(name),
            {"type": type_tree(type_), **params},
            (self._edge,),
            functions,
            type_tree(type_),
        )
        made: DataStream = DataStream._of(self._env, StreamEdge(node), type_)
        return made

    def _exchanged(self, exchange: str) -> DataStream:
        edge = StreamEdge(self._edge.node, exchange, self._edge.tag)
        made: DataStream = DataStream._of(self._env, edge, self._type)
        return made

    def _sink(self, kind: str, name: str, params: dict[str, Any]) -> DataStreamSink:
        node = StreamNode(kind, NodeSettings(name), params, (self._edge,))
        self._env._add_sink(node)
        return DataStreamSink._of(node)

    # Settings

    def get_name(self) -> str:
        """What users see."""
        return self._node.settings.name

    def set_max_parallelism(self, max_parallelism: int) -> DataStream:
        """Set the operator's number of key groups.

        Raises:
            ValidationError: It is not from 1 to 32768.
        """
        self._node.settings.max_parallelism = checked_max_parallelism(max_parallelism)
        return self

    def get_type(self) -> TypeInformation:
        """The type of the values."""
        return self._type

    def get_execution_environment(self) -> Any:
        """The environment that the stream was made with."""
        return self._env

    def get_execution_config(self) -> ExecutionConfig:
        """The environment's options of execution."""
        return self._env.get_config()

    def force_non_parallel(self) -> DataStream:
        """Run the operator in one subtask."""
        self._node.settings.parallelism = self._node.settings.max_parallelism = 1
        return self

    def set_buffer_timeout(self, timeout_millis: int) -> DataStream:
        """Does nothing but warn (``OptionWithoutEffectWarning``): a batch of rows is sent on as soon as it is computed.

        Args:
            timeout_millis: The milliseconds that Flink would wait for more, at most.
        """
        warn_without_effect({"execution.buffer-timeout.interval": f"{timeout_millis} ms"})
        return self

    def start_new_chain(self) -> DataStream:
        """Keep the operator apart from those before it."""
        self._node.settings.chaining = "head"
        return self

    # Operations

    def map(
        self, func: Union[Callable[..., Any], MapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """The result of a function for each value.

        Args:
            func: A function or a ``MapFunction``.
            output_type: The type of the results; None takes any Python object.
        """
        function = stream_function("Map", func, MapFunction, "map")
        return self._then("stream-chain", "Map", {"function": function}, output_type, op="map")

    def flat_map(
        self, func: Union[Callable[..., Any], FlatMapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """The results of a function, any number for each value."""
        function = stream_function("FlatMap", func, FlatMapFunction, "flat_map")
        return self._then("stream-chain", "FlatMap", {"function": function}, output_type, op="flat-map")

    def key_by(
        self, key_selector: Union[Callable[..., Any], KeySelector], key_type: TypeInformation | None = None
    ) -> KeyedStream:
        """The values by a key, which state and timers belong to.

        Args:
            key_selector: A function or a ``KeySelector``; its results must have a hash.
            key_type: The type of the keys; None takes any Python object.
        """
        function = stream_function(
            "Key-By",
            key_selector,
            KeySelector,
            "get_key",
            "Parameter key_selector should be type of KeySelector or a callable function.",
        )
        node = StreamNode(
            "stream-key-by",
            NodeSettings("_stream_key_by_map_operator"),
            {"type": type_tree(_type_of(key_type))},
            (self._edge,),
            {"function": function},
            type_tree(self._type),
        )
        made: KeyedStream = self._keyed_class._of(self._env, StreamEdge(node, "hash"), self._type)
        made._origin = self
        return made

    def filter(self, func: Union[Callable[..., Any], FilterFunction]) -> DataStream:
        """The values for which a function is true."""
        function = stream_function("Filter", func, FilterFunction, "filter")
        return self._then("stream-chain", "Filter", {"function": function}, self._type, op="filter")

    def window_all(self, window_assigner: WindowAssigner) -> AllWindowedStream:
        """Flink's ``window_all``; not built yet."""
        raise not_built("DataStream.window_all")

    def union(self, *streams: DataStream) -> DataStream:
        """The values of several streams of one type as one stream.

        Raises:
            ValidationError: The streams have different types.
        """
        edges = tuple(one._edge for one in (self, *streams))
        for edge, stream in zip(edges, (self, *streams), strict=True):
            if edge.type != self._edge.type:
                raise ValidationError(
                    f"Cannot union streams of different types: {self._type} and {stream._type}",
                    hint="give a map the same output_type in each of them",
                )
        node = StreamNode("stream-union", NodeSettings("Union"), inputs=edges, type=type_tree(self._type))
        made: DataStream = DataStream._of(self._env, StreamEdge(node), self._type)
        return made

    def connect(
        self, ds: Union[DataStream, BroadcastStream]
    ) -> Union[ConnectedStreams, BroadcastConnectedStream]:
        """Flink's ``connect``; not built yet."""
        raise not_built("DataStream.connect")

    def shuffle(self) -> DataStream:
        """Spread the values over the subtasks at random."""
        return self._exchanged("shuffle")

    def project(self, *field_indexes: int) -> DataStream:
        """The fields at these positions of a stream of tuples.

        Raises:
            Exception: The stream has another type.
            ValidationError: There is no field at a position.
        """
        if not isinstance(self._type, TupleTypeInfo):
            raise Exception("Only Tuple DataStreams can be projected.")
        types = self._type.get_field_types()
        for index in field_indexes:
            if not 0 <= index < len(types):
                raise ValidationError(f"there is no field {index}, the tuples have {len(types)}")
        function = StreamFunction("Projection", _Projection(field_indexes))
        output = Types.TUPLE([types[i] for i in field_indexes])
        return self._then("stream-chain", "Projection", {"function": function}, output, op="map")

    def rescale(self) -> DataStream:
        """Spread the values over the near subtasks in turn."""
        return self._exchanged("rescale")

    def rebalance(self) -> DataStream:
        """Spread the values over the subtasks in turn."""
        return self._exchanged("rebalance")

    def forward(self) -> DataStream:
        """Keep the values in the subtask where they are."""
        return self._exchanged("forward")

    def broadcast(
        self,
        broadcast_state_descriptor: Optional[MapStateDescriptor] = None,
        *other_broadcast_state_descriptors: MapStateDescriptor,
    ) -> Union[DataStream, BroadcastStream]:
        """Give every subtask all values. With descriptors, a stream to connect; that is not built yet."""
        if broadcast_state_descriptor is not None:
            for one in (broadcast_state_descriptor, *other_broadcast_state_descriptors):
                if not isinstance(one, MapStateDescriptor):
                    raise TypeError("broadcast_state_descriptor must be MapStateDescriptor")
            return BroadcastStream(self, [broadcast_state_descriptor, *other_broadcast_state_descriptors])
        return self._exchanged("broadcast")

    def process(self, func: ProcessFunction, output_type: TypeInformation | None = None) -> DataStream:
        """What a process function yields for each value.

        Args:
            func: The function.
            output_type: The type of the results; None takes any Python object.
        """
        function = StreamFunction("Process", func, "process_element")
        return self._then("stream-process", "PROCESS", {"function": function}, output_type)

    def assign_timestamps_and_watermarks(self, watermark_strategy: WatermarkStrategy) -> DataStream:
        """Give values their event time, and tell how far it has come."""
        strategy, functions = watermark_strategy, {}
        if strategy.timestamp_assigner is not None:
            functions["assigner"] = StreamFunction(
                "Timestamp-Assigner", strategy.timestamp_assigner, "extract_timestamp"
            )
        delay, idle = strategy.max_out_of_orderness, strategy.idle_timeout
        return self._then(
            "stream-watermarks",
            "Timestamps/Watermarks",
            functions,
            self._type,
            assigner=None,
            watermarks=strategy.kind != "none",
            delay_ms=0 if delay is None else delay.to_millis(),
            idle_ms=None if idle is None else idle.to_millis(),
        )

    def partition_custom(
        self,
        partitioner: Union[Callable[..., Any], Partitioner],
        key_selector: Union[Callable[..., Any], KeySelector],
    ) -> DataStream:
        """Send each value to the subtask that a partitioner gives for its key."""
        functions = {
            "partitioner": stream_function(
                "Partitioner",
                partitioner,
                Partitioner,
                "partition",
                "Parameter partitioner should be type of Partitioner or a callable function.",
            ),
            "selector": stream_function(
                "Key-Selector",
                key_selector,
                KeySelector,
                "get_key",
                "Parameter key_selector should be type of KeySelector or a callable function.",
            ),
        }
        stream = self._then("stream-partition", "_partition_custom", functions, self._type)
        return stream._exchanged("custom")

    def add_sink(self, sink_func: SinkFunction) -> DataStreamSink:
        """Write the values to a sink of the old kind; there is none that the embedded engine has.

        Raises:
            UnsupportedError: Always.
        """
        raise not_built(f"add_sink of a {type(sink_func).__name__}")

    def sink_to(self, sink: Sink) -> DataStreamSink:
        """Write the values to a sink."""
        node = sink_node(sink._sink, type(sink).__name__, self._edge, self._type)
        self._env._add_sink(node)
        return DataStreamSink._of(node)

    def execute_and_collect(
        self, job_execution_name: str | None = None, limit: int | None = None
    ) -> Union[CloseableIterator, list]:
        """Run the program, with all sinks it has so far, and give the values of this stream.

        Args:
            job_execution_name: The job's name.
            limit: Take only so many values, as a list, and cancel the job.

        Raises:
            ValidationError: The limit is not greater than 0.
        """
        if limit is not None and limit < 1:
            raise ValidationError(f"the limit must be greater than 0, not {limit}")
        values = self._env._collect(self._edge, job_execution_name)
        if limit is None:
            return values
        with values:
            return [value for _, value in zip(range(limit), values, strict=False)]

    def print(self, sink_identifier: str | None = None) -> DataStreamSink:
        """Write the values to the standard output, one a line."""
        return self._sink(
            "stream-print",
            "Print to Std. Out",
            {"type": type_tree(self._type), "identifier": sink_identifier},
        )

    def get_side_output(self, output_tag: OutputTag) -> DataStream:
        """The values that a process function gave with this tag."""
        node = self._edge.node
        node.sides[output_tag.tag_id] = type_tree(output_tag.type_info)
        edge = StreamEdge(node, tag=output_tag.tag_id)
        made: DataStream = DataStream._of(self._env, edge, output_tag.type_info)
        return made

    def cache(self) -> CachedDataStream:
        """Flink's ``cache``; not built yet."""
        raise not_built("DataStream.cache")


class DataStreamSink(StreamSettings):
    """What is done with a stream's values."""

    @classmethod
    def _of(cls, node: StreamNode) -> DataStreamSink:
        made = cls()
        made._node = node
        return made


class _Projection:
    """Takes fields out of a tuple."""

    def __init__(self, indexes: tuple[int, ...]) -> None:
        self._indexes = indexes

    def __call__(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([value[i] for i in self._indexes])


def stream_function(
    name: str, func: Any, cls: type, method: str, complaint: str | None = None
) -> StreamFunction:
    """A function or an object of a function class as the engine carries it."""
    if isinstance(func, cls):
        return StreamFunction(name, func, method)
    if not callable(func):
        raise TypeError(complaint or f"The input must be a {cls.__name__} or a callable function")
    return StreamFunction(name, func)


def _type_of(type_: Union[TypeInformation, List[Any], None]) -> TypeInformation:
    """A declared type: None is any Python object, a list is a row."""
    if type_ is None:
        return Types.PICKLED_BYTE_ARRAY()
    if isinstance(type_, list):
        return RowTypeInfo(type_)
    if not isinstance(type_, TypeInformation):
        raise ValidationError(f"expected a type such as Types.INT(), found {type_!r}")
    return type_
