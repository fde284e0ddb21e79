"""Mirror of ``pyflink.datastream.functions``."""

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
    """Flink's ``KeyedStateStore``."""

    @abstractmethod
    def get_state(self, state_descriptor: ValueStateDescriptor) -> ValueState:
        """State of one value."""

    @abstractmethod
    def get_list_state(self, state_descriptor: ListStateDescriptor) -> ListState:
        """State of a list."""

    @abstractmethod
    def get_map_state(self, state_descriptor: MapStateDescriptor) -> MapState:
        """State of a map."""

    @abstractmethod
    def get_reducing_state(self, state_descriptor: ReducingStateDescriptor) -> ReducingState:
        """State that reduces values."""

    @abstractmethod
    def get_aggregating_state(self, state_descriptor: AggregatingStateDescriptor) -> AggregatingState:
        """State that aggregates values."""


class RuntimeContext(KeyedStateStore):
    """Flink's ``RuntimeContext``."""

    @abstractmethod
    def get_task_name(self) -> str:
        """The task's name."""

    @abstractmethod
    def get_number_of_parallel_subtasks(self) -> int:
        """The parallelism."""

    @abstractmethod
    def get_max_number_of_parallel_subtasks(self) -> int:
        """The number of key groups."""

    @abstractmethod
    def get_index_of_this_subtask(self) -> int:
        """The subtask's number from 0."""

    @abstractmethod
    def get_attempt_number(self) -> int:
        """How often the task was restarted."""

    @abstractmethod
    def get_task_name_with_subtasks(self) -> str:
        """The name with ``(1/4)`` behind it."""

    @abstractmethod
    def get_job_parameter(self, key: str, default_value: str) -> Any:
        """A global parameter of the job."""

    @abstractmethod
    def get_metrics_group(self) -> MetricGroup:
        """Where to register metrics."""


RuntimeContext.register(StreamRuntimeContext)


class Function(ABC):  # noqa: B024 - the methods that count are the subclasses'
    """Flink's ``Function``."""

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Prepare; called once before the first value."""

    def close(self) -> Any:
        """Clean up; called once after the last value."""


class MapFunction(Function):
    """Flink's ``MapFunction``."""

    @abstractmethod
    def map(self, value: Any) -> Any:
        """The result for one value."""


class CoMapFunction(Function):
    """Flink's ``CoMapFunction``."""

    @abstractmethod
    def map1(self, value: Any) -> Any:
        """The result for one value of the first stream."""

    @abstractmethod
    def map2(self, value: Any) -> Any:
        """The result for one value of the second stream."""


class FlatMapFunction(Function):
    """Flink's ``FlatMapFunction``."""

    @abstractmethod
    def flat_map(self, value: Any) -> Any:
        """The results for one value: any number."""


class CoFlatMapFunction(Function):
    """Flink's ``CoFlatMapFunction``."""

    @abstractmethod
    def flat_map1(self, value: Any) -> Any:
        """The results for one value of the first stream."""

    @abstractmethod
    def flat_map2(self, value: Any) -> Any:
        """The results for one value of the second stream."""


class ReduceFunction(Function):
    """Flink's ``ReduceFunction``."""

    @abstractmethod
    def reduce(self, value1: Any, value2: Any) -> Any:
        """One value of two."""


class AggregateFunction(Function):
    """Flink's ``AggregateFunction``."""

    @abstractmethod
    def create_accumulator(self) -> Any:
        """The accumulator of no values."""

    @abstractmethod
    def add(self, value: Any, accumulator: Any) -> Any:
        """The accumulator with one more value."""

    @abstractmethod
    def get_result(self, accumulator: Any) -> Any:
        """The result of an accumulator."""

    @abstractmethod
    def merge(self, acc_a: Any, acc_b: Any) -> Any:
        """One accumulator of two."""


class KeySelector(Function):
    """Flink's ``KeySelector``."""

    @abstractmethod
    def get_key(self, value: Any) -> Any:
        """The key of a value."""


class FilterFunction(Function):
    """Flink's ``FilterFunction``."""

    @abstractmethod
    def filter(self, value: Any) -> Any:
        """Whether to keep the value."""


class Partitioner(Function):
    """Flink's ``Partitioner``."""

    @abstractmethod
    def partition(self, key: Any, num_partitions: int) -> int:
        """The partition of a key, from 0."""


class SourceFunction:
    """A source of the old kind; connectors extend it, and ``function`` describes what to read."""

    def __init__(self, source_func: Any) -> None:
        self.function = source_func


class SinkFunction:
    """A sink of the old kind; connectors extend it, and ``function`` describes where to write."""

    def __init__(self, sink_func: Any) -> None:
        self.function = sink_func


class ProcessFunction(Function):
    """Flink's ``ProcessFunction``."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

    @abstractmethod
    def process_element(self, value: Any, ctx: ProcessFunction.Context) -> Any:
        """Handle one value; may yield values."""


class KeyedProcessFunction(Function):
    """Flink's ``KeyedProcessFunction``."""

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
    def process_element(self, value: Any, ctx: KeyedProcessFunction.Context) -> Any:
        """Handle one value; may yield values."""

    def on_timer(self, timestamp: int, ctx: KeyedProcessFunction.OnTimerContext) -> Any:
        """Called when a timer of the current key fires; may yield values."""


class CoProcessFunction(Function):
    """Flink's ``CoProcessFunction``."""

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
    """Flink's ``KeyedCoProcessFunction``."""

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
    """Flink's ``AsyncFunction``."""

    @abstractmethod
    async def async_invoke(self, value: IN) -> List[OUT]:
        """The results for one value, when they are there."""

    def timeout(self, value: IN) -> List[OUT]:
        """Called for a call that takes too long; by default the job fails."""
        raise TimeoutError("Async function call has timed out for input: " + str(value))


class AsyncFunctionDescriptor:
    """Flink's ``AsyncFunctionDescriptor``."""

    class OutputMode(Enum):
        """Flink's ``OutputMode``."""

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
    """Flink's ``WindowFunction``."""

    @abstractmethod
    def apply(self, key: KEY, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""


class AllWindowFunction(Function, Generic[IN, OUT, W]):
    """Flink's ``AllWindowFunction``."""

    @abstractmethod
    def apply(self, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""


class ProcessWindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Flink's ``ProcessWindowFunction``."""

    class Context(ABC, Generic[W2]):
        """Flink's ``Context``."""

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
    """Flink's ``ProcessAllWindowFunction``."""

    class Context(ABC, Generic[W2]):
        """Flink's ``Context``."""

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
    """Flink's ``BaseBroadcastProcessFunction``."""

    class BaseContext(ABC):
        """Flink's ``BaseContext``."""

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
        """Flink's ``Context``."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> BroadcastState:
            """Broadcast state."""

    class ReadOnlyContext(BaseContext):
        """Flink's ``ReadOnlyContext``."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> ReadOnlyBroadcastState:
            """Broadcast state."""


class BroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[IN1, IN2, OUT]):
    """Flink's ``BroadcastProcessFunction``."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """Flink's ``Context``."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """Flink's ``ReadOnlyContext``."""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Handle one value; may yield values."""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Handle one value of the broadcast stream; may yield values."""


class KeyedBroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[KEY, IN1, IN2, OUT]):
    """Flink's ``KeyedBroadcastProcessFunction``."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """Flink's ``Context``."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """Flink's ``ReadOnlyContext``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def get_current_key(self) -> KEY:  # type: ignore[type-var]
            """The current key."""

    class OnTimerContext(ReadOnlyContext, ABC):
        """Flink's ``OnTimerContext``."""

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
