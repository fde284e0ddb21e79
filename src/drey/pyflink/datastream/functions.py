"""Mirror of ``pyflink.datastream.functions``: the classes that users' functions extend.

Flink's documentation has them under "User-Defined Functions", "Process Function" and "Working with State". Times
are milliseconds since 1970. Classes that no operation takes yet say so; they can be defined, and nothing calls
them.
"""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum
from typing import Any, Generic, List, TypeVar

from drey.pyflink.datastream.async_retry import AsyncRetryPredicate, AsyncRetryStrategy
from drey.pyflink.datastream.broadcast_functions import (
    BaseBroadcastProcessFunction,
    BroadcastProcessFunction,
    KeyedBroadcastProcessFunction,
)
from drey.pyflink.datastream.function_base import Function, KeyedStateStore, RuntimeContext
from drey.pyflink.datastream.process_functions import (
    CoProcessFunction,
    KeyedCoProcessFunction,
    KeyedProcessFunction,
    ProcessFunction,
)
from drey.pyflink.datastream.timerservice import TimerService
from drey.pyflink.datastream.window_functions import (
    AllWindowFunction,
    ProcessAllWindowFunction,
    ProcessWindowFunction,
    WindowFunction,
)

__all__ = [
    "RuntimeContext",
    "MapFunction",
    "CoMapFunction",
    "FlatMapFunction",
    "CoFlatMapFunction",
    "ReduceFunction",
    "AggregateFunction",
    "KeySelector",
    "FilterFunction",
    "Partitioner",
    "SourceFunction",
    "SinkFunction",
    "ProcessFunction",
    "CoProcessFunction",
    "KeyedProcessFunction",
    "KeyedCoProcessFunction",
    "TimerService",
    "WindowFunction",
    "AllWindowFunction",
    "ProcessWindowFunction",
    "ProcessAllWindowFunction",
    "BaseBroadcastProcessFunction",
    "BroadcastProcessFunction",
    "KeyedBroadcastProcessFunction",
    "AsyncFunction",
    "AsyncFunctionDescriptor",
    "AsyncRetryPredicate",
    "AsyncRetryStrategy",
]

W = TypeVar("W")
W2 = TypeVar("W2")
IN = TypeVar("IN")
IN1 = TypeVar("IN1")
IN2 = TypeVar("IN2")
OUT = TypeVar("OUT")
KEY = TypeVar("KEY")


class MapFunction(Function):
    """Makes one result of each value, for ``DataStream.map``; on a keyed stream it may use keyed state.

    Example:
        >>> from drey.pyflink.datastream.functions import MapFunction
        >>> class Double(MapFunction):
        ...     def map(self, value):
        ...         return 2 * value
        >>> Double().map(4)
        8
    """

    @abstractmethod
    def map(self, value: Any) -> Any:
        """The result for one value.

        Args:
            value: It; don't change it, as it isn't copied and others may have it, too.

        Returns:
            A value of the operation's ``output_type``; one of another type fails the job.
        """


class CoMapFunction(Function):
    """Makes one result of each value of two streams. ``ConnectedStreams.map``, which takes it, is not built yet."""

    @abstractmethod
    def map1(self, value: Any) -> Any:
        """The result for one value of the first stream."""

    @abstractmethod
    def map2(self, value: Any) -> Any:
        """The result for one value of the second stream."""


class FlatMapFunction(Function):
    """Makes any number of results of each value, for ``flat_map``; on a keyed stream it may use keyed state."""

    @abstractmethod
    def flat_map(self, value: Any) -> Any:
        """The results for one value, usually as a generator.

        Args:
            value: It; don't change it, as it isn't copied and others may have it, too.

        Returns:
            An iterable of values of the operation's ``output_type``.
        """


class CoFlatMapFunction(Function):
    """Makes any number of results of each value of two streams.

    ``ConnectedStreams.flat_map``, which takes it, is not built yet.
    """

    @abstractmethod
    def flat_map1(self, value: Any) -> Any:
        """The results for one value of the first stream."""

    @abstractmethod
    def flat_map2(self, value: Any) -> Any:
        """The results for one value of the second stream."""


class ReduceFunction(Function):
    """Makes one value of two of the same type, for ``KeyedStream.reduce`` and reducing state."""

    @abstractmethod
    def reduce(self, value1: Any, value2: Any) -> Any:
        """One value of two.

        Args:
            value1: What all values of the key so far came to; the first value of a key itself.
            value2: The next value of the key.

        Returns:
            What the key's values come to now. On a stream ``value1`` may be changed and returned: it is copied
            before it is passed on.
        """


class AggregateFunction(Function):
    """Makes a result of many values by way of an accumulator, for aggregating state.

    See "Windows" in Flink's documentation; they take it, too, and are not built yet. The accumulator is what is
    stored for a key.
    """

    @abstractmethod
    def create_accumulator(self) -> Any:
        """The accumulator of no values, a new one at each call; asked for when the first value of a key is added."""

    @abstractmethod
    def add(self, value: Any, accumulator: Any) -> Any:
        """The accumulator with one more value.

        Args:
            value: The value; None is never given.
            accumulator: The key's accumulator, which may be changed and returned.
        """

    @abstractmethod
    def get_result(self, accumulator: Any) -> Any:
        """The result of an accumulator, at each ``get`` of the state; the accumulator goes on being used."""

    @abstractmethod
    def merge(self, acc_a: Any, acc_b: Any) -> Any:
        """One accumulator of two, for windows that merge; nothing calls it as long as windows are not built."""


class KeySelector(Function):
    """Finds the key of a value, for ``DataStream.key_by`` and ``partition_custom``."""

    @abstractmethod
    def get_key(self, value: Any) -> Any:
        """The key of a value: the same for the same value, whenever it is asked for.

        Args:
            value: The value.

        Returns:
            What has a hash, such as a number, a string, a tuple or a ``Row``; a list fails the job. Keys are equal
            if Python says so.
        """


class FilterFunction(Function):
    """Decides which values stay, for ``DataStream.filter``; on a keyed stream it may use keyed state."""

    @abstractmethod
    def filter(self, value: Any) -> Any:
        """Whether to keep the value; what isn't a bool counts as in Python's ``if``."""


class Partitioner(Function):
    """Chooses the subtask for a key, for ``DataStream.partition_custom``."""

    @abstractmethod
    def partition(self, key: Any, num_partitions: int) -> int:
        """The number of the subtask that a value goes to.

        Args:
            key: What the key selector gave for the value.
            num_partitions: How many subtasks there are.

        Returns:
            A number from 0 to ``num_partitions`` minus 1; another one fails the job.
        """


class SourceFunction:
    """The base of connectors' sources of the old kind; ``StreamExecutionEnvironment.add_source`` of one is not built.

    Args:
        source_func: What to read, kept in ``function``.
    """

    def __init__(self, source_func: Any) -> None:
        self.function = source_func


class SinkFunction:
    """The base of connectors' sinks of the old kind; ``DataStream.add_sink`` of one is not built.

    Args:
        sink_func: Where to write, kept in ``function``.
    """

    def __init__(self, sink_func: Any) -> None:
        self.function = sink_func


class AsyncFunction(Function, Generic[IN, OUT]):
    """Awaits the results for each value. ``AsyncDataStream``, which takes it, is not built yet."""

    @abstractmethod
    async def async_invoke(self, value: IN) -> List[OUT]:
        """The results for one value, when they are there."""

    def timeout(self, value: IN) -> List[OUT]:
        """Called for a call that takes too long; by default raises ``TimeoutError``, which fails the job."""
        raise TimeoutError("Async function call has timed out for input: " + str(value))


class AsyncFunctionDescriptor:
    """What ``AsyncDataStream`` would be told of an ``AsyncFunction``; it is not built yet.

    Args:
        async_function: The function.
        timeout: How long a value may take.
        capacity: How many values may be under way.
        async_retry_strategy: When to try again.
        output_mode: Whether results keep the order of the values.
    """

    class OutputMode(Enum):
        """Whether results keep the order of the values."""

        ORDERED = 0
        UNORDERED = 1

    def __init__(
        self, async_function: Any, timeout: Any, capacity: Any, async_retry_strategy: Any, output_mode: Any
    ) -> None:
        self.async_function = async_function
        self.timeout = timeout
        self.capacity = capacity
        self.async_retry_strategy = async_retry_strategy
        self.output_mode = output_mode
