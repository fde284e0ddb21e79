"""Streams by a key; their public home is ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, List, Union

from drey.pyflink.common.typeinfo import TypeInformation
from drey.pyflink.datastream.connected_streams import (
    BroadcastConnectedStream,
    BroadcastStream,
    ConnectedStreams,
    WindowedStream,
)
from drey.pyflink.datastream.functions import (
    FilterFunction,
    FlatMapFunction,
    KeyedProcessFunction,
    KeySelector,
    MapFunction,
    Partitioner,
    ReduceFunction,
)
from drey.pyflink.datastream.keyed_aggregates import (
    rolling_max,
    rolling_max_by,
    rolling_min,
    rolling_min_by,
    rolling_sum,
)
from drey.pyflink.datastream.stream_base import DataStream, DataStreamSink, stream_function
from drey.pyflink.not_built import not_built
from drey.udf.stream import StreamFunction

if TYPE_CHECKING:
    from drey.pyflink.datastream.cached_stream import CachedDataStream
    from drey.pyflink.datastream.connectors.base import Sink
    from drey.pyflink.datastream.functions import SinkFunction
    from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup
    from drey.pyflink.datastream.window import WindowAssigner

_PINNED = "Cannot override partitioning for KeyedStream."


class KeyedStream(DataStream):
    """The values of a stream by a key, made by ``DataStream.key_by``; state and timers belong to a key.

    Keys are equal if Python says so: ``1``, ``1.0`` and ``True`` are one key. A key needs a hash.
    """

    _origin: DataStream

    class AccumulateType(Enum):
        """The kinds of rolling aggregates, which PyFlink has as an enum; Drey doesn't use it."""

        MIN = 1
        MAX = 2
        MIN_BY = 3
        MAX_BY = 4
        SUM = 5

    def _values(self) -> DataStream:
        made: DataStream = DataStream._of(self._env, self._edge, self._type)
        return made

    def _per_key(
        self, op: str, function: StreamFunction, output_type: Union[TypeInformation, List[Any], None]
    ) -> DataStream:
        """A map or the like: one with a life of its own may use keyed state in ``open``."""
        if function.method is None:
            return self._values()._then(
                "stream-chain", function.name, {"function": function}, output_type, op=op
            )
        return self._then("stream-keyed-process", function.name, {"function": function}, output_type, op=op)

    def map(
        self, func: Union[Callable[..., Any], MapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """The result of a function for each value; a ``MapFunction`` may use keyed state."""
        function = stream_function("Map", func, MapFunction, "map")
        return self._per_key("map", function, output_type)

    def flat_map(
        self, func: Union[Callable[..., Any], FlatMapFunction], output_type: TypeInformation | None = None
    ) -> DataStream:
        """The results of a function; a ``FlatMapFunction`` may use keyed state."""
        function = stream_function("FlatMap", func, FlatMapFunction, "flat_map")
        return self._per_key("flat-map", function, output_type)

    def reduce(self, func: Union[Callable[..., Any], ReduceFunction]) -> DataStream:
        """For each value the reduction of all values of its key so far.

        Args:
            func: A function of two values or a ``ReduceFunction``.
        """
        function = stream_function("Reduce", func, ReduceFunction, "reduce")
        return self._then("stream-reduce", "Reduce", {"function": function}, self._type)

    def filter(self, func: Union[Callable[..., Any], FilterFunction]) -> DataStream:
        """The values for which a function is true; a ``FilterFunction`` may use keyed state."""
        function = stream_function("Filter", func, FilterFunction, "filter")
        return self._per_key("filter", function, self._type)

    def _rolling(self, make: Callable[[Any], ReduceFunction], position: Any) -> DataStream:
        if not isinstance(position, int | str):
            raise TypeError(
                "The field position must be of int or str type to locate the value to calculate for min, max, min_by, "
                f"max_by and sum.The given type is: {type(position)}"
            )
        return self.reduce(make(position))

    def sum(self, position_to_sum: Union[int, str] = 0) -> DataStream:
        """For each value the first value of its key, with the sum of one field so far.

        In batch mode there is one value for each key, at the end.

        Args:
            position_to_sum: The field's position from 0, or its name in a ``Row``. Position 0 of a value without
                fields, such as an int, is the value itself. Texts are joined, as by Python's ``+``.

        Raises:
            TypeError: The position is neither int nor str.
        """
        return self._rolling(rolling_sum, position_to_sum)

    def min(self, position_to_min: Union[int, str] = 0) -> DataStream:
        """For each value the first value of its key, with the least of one field so far; see :meth:`sum`."""
        return self._rolling(rolling_min, position_to_min)

    def max(self, position_to_max: Union[int, str] = 0) -> DataStream:
        """For each value the first value of its key, with the greatest of one field so far; see :meth:`sum`."""
        return self._rolling(rolling_max, position_to_max)

    def min_by(self, position_to_min_by: Union[int, str] = 0) -> DataStream:
        """For each value that value of its key so far with the least field, the first of equal ones."""
        return self._rolling(rolling_min_by, position_to_min_by)

    def max_by(self, position_to_max_by: Union[int, str] = 0) -> DataStream:
        """For each value that value of its key so far with the greatest field, the first of equal ones."""
        return self._rolling(rolling_max_by, position_to_max_by)

    def add_sink(self, sink_func: SinkFunction) -> DataStreamSink:
        """Write the values to a sink of the old kind."""
        return self._values().add_sink(sink_func)

    def sink_to(self, sink: Sink) -> DataStreamSink:
        """Write the values to a sink; the same as ``sink_to`` of a stream without keys."""
        return self._values().sink_to(sink)

    def key_by(
        self, key_selector: Union[Callable[..., Any], KeySelector], key_type: TypeInformation | None = None
    ) -> KeyedStream:
        """The values by another key instead; see ``DataStream.key_by``."""
        return self._origin.key_by(key_selector, key_type)

    def process(  # type: ignore[override]
        self, func: KeyedProcessFunction, output_type: TypeInformation | None = None
    ) -> DataStream:
        """What a process function yields for each value and each timer, with state for each key.

        Raises:
            TypeError: ``func`` is no ``KeyedProcessFunction``.
        """
        if not isinstance(func, KeyedProcessFunction):
            raise TypeError("KeyedProcessFunction is required for KeyedStream.")
        function = StreamFunction("Keyed-Process", func, "process_element")
        return self._then(
            "stream-keyed-process", "KEYED PROCESS", {"function": function}, output_type, op="process"
        )

    def window(self, window_assigner: WindowAssigner) -> WindowedStream:
        """Flink's ``window``; not built yet."""
        raise not_built("KeyedStream.window")

    def count_window(self, size: int, slide: int = 0) -> Any:
        """Flink's ``count_window``; not built yet."""
        raise not_built("KeyedStream.count_window")

    def union(self, *streams: Any) -> DataStream:
        """The values of this stream and others as one stream without keys; the order among them isn't fixed."""
        return self._values().union(*streams)

    def connect(
        self, ds: Union[DataStream, BroadcastStream]
    ) -> Union[ConnectedStreams, BroadcastConnectedStream]:
        """Flink's ``connect``; not built yet."""
        raise not_built("KeyedStream.connect")

    def shuffle(self) -> DataStream:
        """Always raises an ``Exception``, as in PyFlink: the key decides which subtask a value goes to."""
        raise Exception(_PINNED)

    def project(self, *field_indexes: Any) -> DataStream:
        """The fields at these positions from 0 of a stream of tuples, as tuples; the result has no keys."""
        return self._values().project(*field_indexes)

    def rescale(self) -> DataStream:
        """Always raises an ``Exception``, as in PyFlink: the key decides which subtask a value goes to."""
        raise Exception(_PINNED)

    def rebalance(self) -> DataStream:
        """Always raises an ``Exception``, as in PyFlink: the key decides which subtask a value goes to."""
        raise Exception(_PINNED)

    def forward(self) -> DataStream:
        """Always raises an ``Exception``, as in PyFlink: the key decides which subtask a value goes to."""
        raise Exception(_PINNED)

    def broadcast(self, *args: Any) -> Any:
        """Always raises an ``Exception``, as in PyFlink: the key decides which subtask a value goes to."""
        raise Exception(_PINNED)

    def partition_custom(
        self,
        partitioner: Union[Callable[..., Any], Partitioner],
        key_selector: Union[Callable[..., Any], KeySelector],
    ) -> DataStream:
        """Always raises an ``Exception``, as in PyFlink: the key decides which subtask a value goes to."""
        raise Exception(_PINNED)

    def print(self, sink_identifier: Any = None) -> Any:
        """Write the values to the standard output, one a line; as in PyFlink, without the identifier."""
        return self._values().print()

    def set_parallelism(self, parallelism: int) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set parallelism for KeyedStream is not supported.")

    def name(self, name: str) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set name for KeyedStream is not supported.")

    def get_name(self) -> str:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Get name of KeyedStream is not supported.")

    def uid(self, uid: str) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set uid for KeyedStream is not supported.")

    def set_uid_hash(self, uid_hash: str) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set uid hash for KeyedStream is not supported.")

    def set_max_parallelism(self, max_parallelism: int) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set max parallelism for KeyedStream is not supported.")

    def force_non_parallel(self) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set force non-parallel for KeyedStream is not supported.")

    def set_buffer_timeout(self, timeout_millis: int) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Set buffer timeout for KeyedStream is not supported.")

    def start_new_chain(self) -> DataStream:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Start new chain for KeyedStream is not supported.")

    def disable_chaining(self) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Disable chaining for KeyedStream is not supported.")

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> Any:
        """Always raises an ``Exception``, as in PyFlink: set it on the operator that follows."""
        raise Exception("Setting slot sharing group for KeyedStream is not supported.")

    def cache(self) -> CachedDataStream:
        """Refused: the values of a keyed stream are those of the stream before it."""
        raise Exception("Cache for KeyedStream is not supported.")


DataStream._keyed_class = KeyedStream
