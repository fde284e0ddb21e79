"""Mirror of ``pyflink.datastream.functions``: the classes that users' functions extend.

Flink's documentation has them under "User-Defined Functions", "Process Function" and "Working with State". Times
are milliseconds since 1970. Classes that no operation takes yet say so; they can be defined, and nothing calls
them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Generic, Iterable, List, Optional, TypeVar

from drey.pyflink.datastream.async_retry import AsyncRetryPredicate, AsyncRetryStrategy
from drey.pyflink.datastream.timerservice import TimerService
from drey.udf.stream_context import StreamRuntimeContext

if TYPE_CHECKING:
    from drey.pyflink.datastream.state import (
        AggregatingState,
        AggregatingStateDescriptor,
        BroadcastState,
        ListState,
        ListStateDescriptor,
        MapState,
        MapStateDescriptor,
        ReadOnlyBroadcastState,
        ReducingState,
        ReducingStateDescriptor,
        ValueState,
        ValueStateDescriptor,
    )
    from drey.pyflink.datastream.time_domain import TimeDomain
    from drey.pyflink.metrics.metricbase import MetricGroup

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


class KeyedStateStore(ABC):
    """Gives a function its keyed state; see "Working with State" in Flink's documentation.

    Each method registers a state under its descriptor's name, and is meant for ``open``. What it returns works on
    the key of the value or timer that is being processed. A state is in checkpoints, and a restored one is found by
    its name.

    Every method raises ``RuntimeError`` on a stream without keys, and ``ValidationError`` where the name belongs to
    a state of another kind, here or in the snapshot that is restored.
    """

    @abstractmethod
    def get_state(self, state_descriptor: ValueStateDescriptor) -> ValueState:
        """State of one value for each key.

        Args:
            state_descriptor: Its name, type and time to live.

        Returns:
            A state whose ``value`` is None for a key that has none.
        """

    @abstractmethod
    def get_list_state(self, state_descriptor: ListStateDescriptor) -> ListState:
        """State of a list for each key.

        Args:
            state_descriptor: Its name, the type of the elements and the time to live of each of them.

        Returns:
            A state whose ``get`` gives the elements in the order in which they were added.
        """

    @abstractmethod
    def get_map_state(self, state_descriptor: MapStateDescriptor) -> MapState:
        """State of a map for each key.

        Args:
            state_descriptor: Its name, the types of map keys and values, and the time to live of each entry.

        Returns:
            A state that is read and changed like a ``dict``.
        """

    @abstractmethod
    def get_reducing_state(self, state_descriptor: ReducingStateDescriptor) -> ReducingState:
        """State of one value for each key, made of all that were added by a ``ReduceFunction``.

        Args:
            state_descriptor: Its name, the function, the type of the value and its time to live.

        Returns:
            A state whose ``get`` is None for a key that nothing was added to.
        """

    @abstractmethod
    def get_aggregating_state(self, state_descriptor: AggregatingStateDescriptor) -> AggregatingState:
        """State of one accumulator for each key, to which an ``AggregateFunction`` adds values.

        Args:
            state_descriptor: Its name, the function, the type of the accumulator and its time to live.

        Returns:
            A state whose ``get`` is the function's result, or None for a key that nothing was added to.
        """


class RuntimeContext(KeyedStateStore):
    """What a function learns in ``open`` about where it runs; it also gives keyed state and metrics."""

    @abstractmethod
    def get_task_name(self) -> str:
        """The name of the operator that the function runs in, as ``name()`` set it."""

    @abstractmethod
    def get_number_of_parallel_subtasks(self) -> int:
        """The operator's parallelism: how many copies of the function run."""

    @abstractmethod
    def get_max_number_of_parallel_subtasks(self) -> int:
        """The number of key groups, the greatest parallelism with which the job's state can be restored."""

    @abstractmethod
    def get_index_of_this_subtask(self) -> int:
        """The number of this copy of the function, from 0 to the parallelism minus 1."""

    @abstractmethod
    def get_attempt_number(self) -> int:
        """Always 0: unlike in Flink, restarts are not counted here."""

    @abstractmethod
    def get_task_name_with_subtasks(self) -> str:
        """The operator's name with the copy's number from 1 and the parallelism, such as ``Map (1/4)``."""

    @abstractmethod
    def get_job_parameter(self, key: str, default_value: str) -> Any:
        """A parameter that ``env.get_config().set_global_job_parameters`` gave the job.

        Args:
            key: The parameter's key.
            default_value: The answer if there is none.

        Returns:
            The value as text.
        """

    @abstractmethod
    def get_metrics_group(self) -> MetricGroup:
        """Where the function registers counters, gauges, meters and distributions.

        They appear among the operator's metrics under the names of their groups and their own, joined by dots.
        """


RuntimeContext.register(StreamRuntimeContext)


class Function(ABC):  # noqa: B024 - the methods that count are the subclasses'
    """The base of all functions that are objects; a plain callable will do for most of them.

    A function is pickled when the job starts, and each subtask has a copy of its own: what can't be pickled, such
    as a connection, is made in ``open``. What is raised in a function fails the job, with the value and the key
    named.
    """

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Called once in each subtask before the first value, and again after a restart.

        Does nothing unless it is overridden.

        Args:
            runtime_context: Gives keyed state, metrics and the subtask's number.
        """

    def close(self) -> Any:
        """Called once in each subtask behind the last value, and when the job fails or is cancelled.

        Does nothing unless it is overridden.
        """


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


class ProcessFunction(Function):
    """Handles each value with its time and yields any number of results, for ``DataStream.process``.

    See "Process Function" in Flink's documentation. ``yield output_tag, value`` sends a value to a side output.
    State and timers need a ``KeyedProcessFunction``.
    """

    class Context(ABC):
        """What is known beside a value; valid while that value is handled."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Tells the time. Registering or deleting a timer raises an ``Exception``, as there is no key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The value's event time in ms; -9223372036854775808 if it has none."""

    @abstractmethod
    def process_element(self, value: Any, ctx: ProcessFunction.Context) -> Any:
        """Handle one value.

        Args:
            value: It; don't change it, as it isn't copied and others may have it, too.
            ctx: Its time, and the time of now.

        Returns:
            None or an iterable of results, usually as a generator. A result has the value's timestamp.
        """


class KeyedProcessFunction(Function):
    """Handles each value of a key with state and timers, for ``KeyedStream.process``.

    See "Process Function" in Flink's documentation. ``yield output_tag, value`` sends a value to a side output.
    """

    class Context(ABC):
        """What is known beside a value; valid while that value is handled."""

        @abstractmethod
        def get_current_key(self) -> Any:
            """The key of the value or timer that is being handled."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Tells the time, and registers and deletes timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The value's event time, or the time that the timer was set to, in ms.

            A value without a time has -9223372036854775808.
            """

    class OnTimerContext(Context):
        """What is known about a timer that fires."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Which clock the timer goes by: ``TimeDomain.EVENT_TIME`` or ``TimeDomain.PROCESSING_TIME``."""

    @abstractmethod
    def process_element(self, value: Any, ctx: KeyedProcessFunction.Context) -> Any:
        """Handle one value; state and timers are those of its key.

        Args:
            value: It; don't change it, as it isn't copied and others may have it, too.
            ctx: Its key and time, and the timers.

        Returns:
            None or an iterable of results, usually as a generator. A result has the value's timestamp.
        """

    def on_timer(self, timestamp: int, ctx: KeyedProcessFunction.OnTimerContext) -> Any:
        """Handle a timer; state and timers are those of its key. Does nothing unless it is overridden.

        A timer of event time fires when the watermark reaches it, before the watermark passes on. One of processing
        time fires within about 100 ms after its time, and not at all if the input ends before.

        Args:
            timestamp: The time that the timer was set to, in ms.
            ctx: The key, the clock and the timers.

        Returns:
            None or an iterable of results. They have the timer's time as timestamp if it goes by event time, else
            none.
        """


class CoProcessFunction(Function):
    """Handles the values of two streams. ``ConnectedStreams.process``, which takes it, is not built yet."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

    @abstractmethod
    def process_element1(self, value: Any, ctx: CoProcessFunction.Context) -> Any:
        """Handle one value of the first stream; may yield values."""

    @abstractmethod
    def process_element2(self, value: Any, ctx: CoProcessFunction.Context) -> Any:
        """Handle one value of the second stream; may yield values."""


class KeyedCoProcessFunction(Function):
    """Handles the values of two keyed streams with common state and timers.

    ``ConnectedStreams.process``, which takes it, is not built yet.
    """

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def get_current_key(self) -> Any:
            """The current key."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

    class OnTimerContext(Context):
        """Flink's ``OnTimerContext``."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Event time or processing time."""

    @abstractmethod
    def process_element1(self, value: Any, ctx: KeyedCoProcessFunction.Context) -> Any:
        """Handle one value of the first stream; may yield values."""

    @abstractmethod
    def process_element2(self, value: Any, ctx: KeyedCoProcessFunction.Context) -> Any:
        """Handle one value of the second stream; may yield values."""

    def on_timer(self, timestamp: int, ctx: KeyedCoProcessFunction.OnTimerContext) -> Any:
        """Called when a timer of the current key fires; may yield values."""


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


class WindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Makes results of a key's values in a window. Windows are not built yet."""

    @abstractmethod
    def apply(self, key: KEY, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""


class AllWindowFunction(Function, Generic[IN, OUT, W]):
    """Makes results of all values in a window. Windows are not built yet."""

    @abstractmethod
    def apply(self, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""


class ProcessWindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Makes results of a key's values in a window, with its time and state. Windows are not built yet."""

    class Context(ABC, Generic[W2]):
        """What is known about a window; nothing makes one yet."""

        @abstractmethod
        def window(self) -> W2:
            """The window."""

        @abstractmethod
        def current_processing_time(self) -> int:
            """The wall clock in milliseconds."""

        @abstractmethod
        def current_watermark(self) -> int:
            """The event time in milliseconds."""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """State of the key and window."""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """State of the key over all windows."""

    @abstractmethod
    def process(
        self, key: KEY, context: ProcessWindowFunction.Context, elements: Iterable[IN]
    ) -> Iterable[OUT]:
        """The results of a window."""

    def clear(self, context: ProcessWindowFunction.Context) -> None:
        """Drop the state of a window that is over."""


class ProcessAllWindowFunction(Function, Generic[IN, OUT, W]):
    """Makes results of all values in a window, with its state. Windows are not built yet."""

    class Context(ABC, Generic[W2]):
        """What is known about a window; nothing makes one yet."""

        @abstractmethod
        def window(self) -> W2:
            """The window."""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """State of the key and window."""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """State of the key over all windows."""

    @abstractmethod
    def process(self, context: ProcessAllWindowFunction.Context, elements: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""

    def clear(self, context: ProcessAllWindowFunction.Context) -> None:
        """Drop the state of a window that is over."""


class BaseBroadcastProcessFunction(Function):
    """The base of functions on a stream and a broadcast one.

    ``BroadcastConnectedStream``, which takes them, is not built yet.
    """

    class BaseContext(ABC):
        """What is known beside a value of either stream; nothing makes one yet."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

        @abstractmethod
        def current_processing_time(self) -> int:
            """The wall clock in milliseconds."""

        @abstractmethod
        def current_watermark(self) -> int:
            """The event time in milliseconds."""

    class Context(BaseContext):
        """What is known beside a value of the broadcast stream, whose state may be changed."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> BroadcastState:
            """Broadcast state."""

    class ReadOnlyContext(BaseContext):
        """What is known beside a value of the other stream, which may only read the broadcast state."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> ReadOnlyBroadcastState:
            """Broadcast state."""


class BroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[IN1, IN2, OUT]):
    """Handles the values of a stream and of a broadcast one. It can't be used yet: nothing calls it."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """What is known beside a value of the broadcast stream, whose state may be changed."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """What is known beside a value of the other stream, which may only read the broadcast state."""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Handle one value; may yield values."""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Handle one value of the broadcast stream; may yield values."""


class KeyedBroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[KEY, IN1, IN2, OUT]):
    """Handles the values of a keyed stream and of a broadcast one. It can't be used yet: nothing calls it."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """What is known beside a value of the broadcast stream, whose state may be changed."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """What is known beside a value of the keyed stream, which may only read the broadcast state."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def get_current_key(self) -> KEY:  # type: ignore[type-var]
            """The current key."""

    class OnTimerContext(ReadOnlyContext, ABC):
        """What is known about a timer that fires."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Event time or processing time."""

        @abstractmethod
        def get_current_key(self) -> KEY:  # type: ignore[type-var]
            """The current key."""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Handle one value; may yield values."""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Handle one value of the broadcast stream; may yield values."""

    def on_timer(self, timestamp: int, ctx: OnTimerContext) -> Any:
        """Called when a timer of the current key fires; may yield values."""
