"""Mirror of ``pyflink.datastream.functions``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Generic, Iterable, List, Optional, TypeVar

from drey.pyflink.not_built import not_built

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
    from drey.pyflink.datastream.timerservice import TimerService
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
        """Flink's ``get_state``"""

    @abstractmethod
    def get_list_state(self, state_descriptor: ListStateDescriptor) -> ListState:
        """Flink's ``get_list_state``"""

    @abstractmethod
    def get_map_state(self, state_descriptor: MapStateDescriptor) -> MapState:
        """Flink's ``get_map_state``"""

    @abstractmethod
    def get_reducing_state(self, state_descriptor: ReducingStateDescriptor) -> ReducingState:
        """Flink's ``get_reducing_state``"""

    @abstractmethod
    def get_aggregating_state(self, state_descriptor: AggregatingStateDescriptor) -> AggregatingState:
        """Flink's ``get_aggregating_state``"""


class RuntimeContext(KeyedStateStore):
    """Flink's ``RuntimeContext``."""

    @abstractmethod
    def get_task_name(self) -> str:
        """Flink's ``get_task_name``"""

    @abstractmethod
    def get_number_of_parallel_subtasks(self) -> int:
        """Flink's ``get_number_of_parallel_subtasks``"""

    @abstractmethod
    def get_max_number_of_parallel_subtasks(self) -> int:
        """Flink's ``get_max_number_of_parallel_subtasks``"""

    @abstractmethod
    def get_index_of_this_subtask(self) -> int:
        """Flink's ``get_index_of_this_subtask``"""

    @abstractmethod
    def get_attempt_number(self) -> int:
        """Flink's ``get_attempt_number``"""

    @abstractmethod
    def get_task_name_with_subtasks(self) -> str:
        """Flink's ``get_task_name_with_subtasks``"""

    @abstractmethod
    def get_job_parameter(self, key: str, default_value: str) -> Any:
        """Flink's ``get_job_parameter``"""

    @abstractmethod
    def get_metrics_group(self) -> MetricGroup:
        """Flink's ``get_metrics_group``"""


class Function(ABC):
    """Flink's ``Function``."""

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("Function.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("Function.close")


class MapFunction(Function):
    """Flink's ``MapFunction``."""

    @abstractmethod
    def map(self, value: Any) -> Any:
        """Flink's ``map``"""


class CoMapFunction(Function):
    """Flink's ``CoMapFunction``."""

    @abstractmethod
    def map1(self, value: Any) -> Any:
        """Flink's ``map1``"""

    @abstractmethod
    def map2(self, value: Any) -> Any:
        """Flink's ``map2``"""


class FlatMapFunction(Function):
    """Flink's ``FlatMapFunction``."""

    @abstractmethod
    def flat_map(self, value: Any) -> Any:
        """Flink's ``flat_map``"""


class CoFlatMapFunction(Function):
    """Flink's ``CoFlatMapFunction``."""

    @abstractmethod
    def flat_map1(self, value: Any) -> Any:
        """Flink's ``flat_map1``"""

    @abstractmethod
    def flat_map2(self, value: Any) -> Any:
        """Flink's ``flat_map2``"""


class ReduceFunction(Function):
    """Flink's ``ReduceFunction``."""

    @abstractmethod
    def reduce(self, value1: Any, value2: Any) -> Any:
        """Flink's ``reduce``"""


class AggregateFunction(Function):
    """Flink's ``AggregateFunction``."""

    @abstractmethod
    def create_accumulator(self) -> Any:
        """Flink's ``create_accumulator``"""

    @abstractmethod
    def add(self, value: Any, accumulator: Any) -> Any:
        """Flink's ``add``"""

    @abstractmethod
    def get_result(self, accumulator: Any) -> Any:
        """Flink's ``get_result``"""

    @abstractmethod
    def merge(self, acc_a: Any, acc_b: Any) -> Any:
        """Flink's ``merge``"""


class KeySelector(Function):
    """Flink's ``KeySelector``."""

    @abstractmethod
    def get_key(self, value: Any) -> Any:
        """Flink's ``get_key``"""


class NullByteKeySelector(KeySelector):
    """Flink's ``NullByteKeySelector``."""

    def get_key(self, value: Any) -> Any:
        """Flink's ``get_key``; not built yet."""
        raise not_built("NullByteKeySelector.get_key")


class FilterFunction(Function):
    """Flink's ``FilterFunction``."""

    @abstractmethod
    def filter(self, value: Any) -> Any:
        """Flink's ``filter``"""


class Partitioner(Function):
    """Flink's ``Partitioner``."""

    @abstractmethod
    def partition(self, key: Any, num_partitions: int) -> int:
        """Flink's ``partition``"""


class FunctionWrapper(Function):
    """Flink's ``FunctionWrapper``."""

    def __init__(self, func: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("FunctionWrapper")


class ReduceFunctionWrapper(FunctionWrapper):
    """Flink's ``ReduceFunctionWrapper``."""

    def __init__(self, func: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("ReduceFunctionWrapper")

    def reduce(self, value1: Any, value2: Any) -> Any:
        """Flink's ``reduce``; not built yet."""
        raise not_built("ReduceFunctionWrapper.reduce")


class JavaFunctionWrapper:
    """Flink's ``JavaFunctionWrapper``."""

    def get_java_function(self) -> Any:
        """Flink's ``get_java_function``; not built yet."""
        raise not_built("JavaFunctionWrapper.get_java_function")


class SourceFunction:
    """Flink's ``SourceFunction``."""

    def __init__(self, source_func: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("SourceFunction")


class SinkFunction:
    """Flink's ``SinkFunction``."""

    def __init__(self, sink_func: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("SinkFunction")


class ProcessFunction(Function):
    """Flink's ``ProcessFunction``."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Flink's ``timer_service``"""

        @abstractmethod
        def timestamp(self) -> int:
            """Flink's ``timestamp``"""

    @abstractmethod
    def process_element(self, value: Any, ctx: ProcessFunction.Context) -> Any:
        """Flink's ``process_element``"""


class KeyedProcessFunction(Function):
    """Flink's ``KeyedProcessFunction``."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def get_current_key(self) -> Any:
            """Flink's ``get_current_key``"""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Flink's ``timer_service``"""

        @abstractmethod
        def timestamp(self) -> int:
            """Flink's ``timestamp``"""

    class OnTimerContext(Context):
        """Flink's ``OnTimerContext``."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Flink's ``time_domain``"""

    @abstractmethod
    def process_element(self, value: Any, ctx: KeyedProcessFunction.Context) -> Any:
        """Flink's ``process_element``"""

    def on_timer(self, timestamp: int, ctx: KeyedProcessFunction.OnTimerContext) -> Any:
        """Flink's ``on_timer``; not built yet."""
        raise not_built("KeyedProcessFunction.on_timer")


class CoProcessFunction(Function):
    """Flink's ``CoProcessFunction``."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Flink's ``timer_service``"""

        @abstractmethod
        def timestamp(self) -> int:
            """Flink's ``timestamp``"""

    @abstractmethod
    def process_element1(self, value: Any, ctx: CoProcessFunction.Context) -> Any:
        """Flink's ``process_element1``"""

    @abstractmethod
    def process_element2(self, value: Any, ctx: CoProcessFunction.Context) -> Any:
        """Flink's ``process_element2``"""


class KeyedCoProcessFunction(Function):
    """Flink's ``KeyedCoProcessFunction``."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def get_current_key(self) -> Any:
            """Flink's ``get_current_key``"""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Flink's ``timer_service``"""

        @abstractmethod
        def timestamp(self) -> int:
            """Flink's ``timestamp``"""

    class OnTimerContext(Context):
        """Flink's ``OnTimerContext``."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Flink's ``time_domain``"""

    @abstractmethod
    def process_element1(self, value: Any, ctx: KeyedCoProcessFunction.Context) -> Any:
        """Flink's ``process_element1``"""

    @abstractmethod
    def process_element2(self, value: Any, ctx: KeyedCoProcessFunction.Context) -> Any:
        """Flink's ``process_element2``"""

    def on_timer(self, timestamp: int, ctx: KeyedCoProcessFunction.OnTimerContext) -> Any:
        """Flink's ``on_timer``; not built yet."""
        raise not_built("KeyedCoProcessFunction.on_timer")


class AsyncRetryPredicate(ABC, Generic[OUT]):
    """Flink's ``AsyncRetryPredicate``."""

    @abstractmethod
    def result_predicate(self) -> Optional[Callable[[List[OUT]], bool]]:
        """Flink's ``result_predicate``"""

    @abstractmethod
    def exception_predicate(self) -> Optional[Callable[[Exception], bool]]:
        """Flink's ``exception_predicate``"""


class AsyncRetryStrategy(ABC, Generic[OUT]):
    """Flink's ``AsyncRetryStrategy``."""

    @abstractmethod
    def can_retry(self, current_attempts: int) -> bool:
        """Flink's ``can_retry``"""

    @abstractmethod
    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """Flink's ``get_backoff_time_millis``"""

    @abstractmethod
    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """Flink's ``get_retry_predicate``"""

    @staticmethod
    def no_restart() -> Any:
        """Flink's ``no_restart``; not built yet."""
        raise not_built("AsyncRetryStrategy.no_restart")

    @staticmethod
    def fixed_delay(
        max_attempts: int,
        backoff_time_millis: int,
        result_predicate: Optional[Callable[[List[OUT]], bool]],
        exception_predicate: Optional[Callable[[Exception], bool]],
    ) -> Any:
        """Flink's ``fixed_delay``; not built yet."""
        raise not_built("AsyncRetryStrategy.fixed_delay")

    @staticmethod
    def exponential_backoff(
        max_attempts: int,
        initial_delay: int,
        max_retry_delay: int,
        multiplier: float,
        result_predicate: Optional[Callable[[List[OUT]], bool]],
        exception_predicate: Optional[Callable[[Exception], bool]],
    ) -> Any:
        """Flink's ``exponential_backoff``; not built yet."""
        raise not_built("AsyncRetryStrategy.exponential_backoff")


class AsyncFunction(Function, Generic[IN, OUT]):
    """Flink's ``AsyncFunction``."""

    @abstractmethod
    async def async_invoke(self, value: IN) -> List[OUT]:
        """Flink's ``async_invoke``"""

    def timeout(self, value: IN) -> List[OUT]:
        """Flink's ``timeout``; not built yet."""
        raise not_built("AsyncFunction.timeout")


class AsyncFunctionDescriptor:
    """Flink's ``AsyncFunctionDescriptor``."""

    class OutputMode(Enum):
        """Flink's ``OutputMode``."""

        ORDERED = 0
        UNORDERED = 1

    def __init__(
        self, async_function: Any, timeout: Any, capacity: Any, async_retry_strategy: Any, output_mode: Any
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("AsyncFunctionDescriptor")


class WindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Flink's ``WindowFunction``."""

    @abstractmethod
    def apply(self, key: KEY, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """Flink's ``apply``"""


class AllWindowFunction(Function, Generic[IN, OUT, W]):
    """Flink's ``AllWindowFunction``."""

    @abstractmethod
    def apply(self, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """Flink's ``apply``"""


class ProcessWindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Flink's ``ProcessWindowFunction``."""

    class Context(ABC, Generic[W2]):
        """Flink's ``Context``."""

        @abstractmethod
        def window(self) -> W2:
            """Flink's ``window``"""

        @abstractmethod
        def current_processing_time(self) -> int:
            """Flink's ``current_processing_time``"""

        @abstractmethod
        def current_watermark(self) -> int:
            """Flink's ``current_watermark``"""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """Flink's ``window_state``"""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """Flink's ``global_state``"""

    @abstractmethod
    def process(
        self, key: KEY, context: ProcessWindowFunction.Context, elements: Iterable[IN]
    ) -> Iterable[OUT]:
        """Flink's ``process``"""

    def clear(self, context: ProcessWindowFunction.Context) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("ProcessWindowFunction.clear")


class ProcessAllWindowFunction(Function, Generic[IN, OUT, W]):
    """Flink's ``ProcessAllWindowFunction``."""

    class Context(ABC, Generic[W2]):
        """Flink's ``Context``."""

        @abstractmethod
        def window(self) -> W2:
            """Flink's ``window``"""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """Flink's ``window_state``"""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """Flink's ``global_state``"""

    @abstractmethod
    def process(self, context: ProcessAllWindowFunction.Context, elements: Iterable[IN]) -> Iterable[OUT]:
        """Flink's ``process``"""

    def clear(self, context: ProcessAllWindowFunction.Context) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("ProcessAllWindowFunction.clear")


class PassThroughWindowFunction(WindowFunction[IN, IN, KEY, W]):
    """Flink's ``PassThroughWindowFunction``."""

    def apply(self, key: KEY, window: W, inputs: Iterable[IN]) -> Iterable[IN]:
        """Flink's ``apply``; not built yet."""
        raise not_built("PassThroughWindowFunction.apply")


class PassThroughAllWindowFunction(AllWindowFunction[IN, IN, W]):
    """Flink's ``PassThroughAllWindowFunction``."""

    def apply(self, window: W, inputs: Iterable[IN]) -> Iterable[IN]:
        """Flink's ``apply``; not built yet."""
        raise not_built("PassThroughAllWindowFunction.apply")


class InternalWindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Flink's ``InternalWindowFunction``."""

    class InternalWindowContext(ABC):
        """Flink's ``InternalWindowContext``."""

        @abstractmethod
        def current_processing_time(self) -> int:
            """Flink's ``current_processing_time``"""

        @abstractmethod
        def current_watermark(self) -> int:
            """Flink's ``current_watermark``"""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """Flink's ``window_state``"""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """Flink's ``global_state``"""

    @abstractmethod
    def process(self, key: KEY, window: W, context: InternalWindowContext, input_data: IN) -> Iterable[OUT]:
        """Flink's ``process``"""

    @abstractmethod
    def clear(self, window: W, context: InternalWindowContext) -> Any:
        """Flink's ``clear``"""


class InternalSingleValueWindowFunction(InternalWindowFunction[IN, OUT, KEY, W]):
    """Flink's ``InternalSingleValueWindowFunction``."""

    def __init__(self, wrapped_function: WindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalSingleValueWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalSingleValueWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalSingleValueWindowFunction.close")

    def process(
        self, key: KEY, window: W, context: InternalWindowFunction.InternalWindowContext, input_data: IN
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalSingleValueWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalSingleValueWindowFunction.clear")


class InternalSingleValueAllWindowFunction(InternalWindowFunction[IN, OUT, int, W]):
    """Flink's ``InternalSingleValueAllWindowFunction``."""

    def __init__(self, wrapped_function: AllWindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalSingleValueAllWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalSingleValueAllWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalSingleValueAllWindowFunction.close")

    def process(
        self, key: int, window: W, context: InternalWindowFunction.InternalWindowContext, input_data: IN
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalSingleValueAllWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalSingleValueAllWindowFunction.clear")


class InternalIterableWindowFunction(InternalWindowFunction[Iterable[IN], OUT, KEY, W]):
    """Flink's ``InternalIterableWindowFunction``."""

    def __init__(self, wrapped_function: WindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalIterableWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalIterableWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalIterableWindowFunction.close")

    def process(
        self,
        key: KEY,
        window: W,
        context: InternalWindowFunction.InternalWindowContext,
        input_data: Iterable[IN],
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalIterableWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalIterableWindowFunction.clear")


class InternalIterableAllWindowFunction(InternalWindowFunction[Iterable[IN], OUT, int, W]):
    """Flink's ``InternalIterableAllWindowFunction``."""

    def __init__(self, wrapped_function: AllWindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalIterableAllWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalIterableAllWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalIterableAllWindowFunction.close")

    def process(
        self,
        key: int,
        window: W,
        context: InternalWindowFunction.InternalWindowContext,
        input_data: Iterable[IN],
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalIterableAllWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalIterableAllWindowFunction.clear")


class InternalProcessWindowContext(ProcessWindowFunction.Context[W]):
    """Flink's ``InternalProcessWindowContext``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def window(self) -> W:
        """Flink's ``window``; not built yet."""
        raise not_built("InternalProcessWindowContext.window")

    def current_processing_time(self) -> int:
        """Flink's ``current_processing_time``; not built yet."""
        raise not_built("InternalProcessWindowContext.current_processing_time")

    def current_watermark(self) -> int:
        """Flink's ``current_watermark``; not built yet."""
        raise not_built("InternalProcessWindowContext.current_watermark")

    def window_state(self) -> KeyedStateStore:
        """Flink's ``window_state``; not built yet."""
        raise not_built("InternalProcessWindowContext.window_state")

    def global_state(self) -> KeyedStateStore:
        """Flink's ``global_state``; not built yet."""
        raise not_built("InternalProcessWindowContext.global_state")


class InternalProcessAllWindowContext(ProcessAllWindowFunction.Context[W]):
    """Flink's ``InternalProcessAllWindowContext``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def window(self) -> W:
        """Flink's ``window``; not built yet."""
        raise not_built("InternalProcessAllWindowContext.window")

    def window_state(self) -> KeyedStateStore:
        """Flink's ``window_state``; not built yet."""
        raise not_built("InternalProcessAllWindowContext.window_state")

    def global_state(self) -> KeyedStateStore:
        """Flink's ``global_state``; not built yet."""
        raise not_built("InternalProcessAllWindowContext.global_state")


class InternalSingleValueProcessWindowFunction(InternalWindowFunction[IN, OUT, KEY, W]):
    """Flink's ``InternalSingleValueProcessWindowFunction``."""

    def __init__(self, wrapped_function: ProcessWindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalSingleValueProcessWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalSingleValueProcessWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalSingleValueProcessWindowFunction.close")

    def process(
        self, key: KEY, window: W, context: InternalWindowFunction.InternalWindowContext, input_data: IN
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalSingleValueProcessWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalSingleValueProcessWindowFunction.clear")


class InternalSingleValueProcessAllWindowFunction(InternalWindowFunction[IN, OUT, int, W]):
    """Flink's ``InternalSingleValueProcessAllWindowFunction``."""

    def __init__(self, wrapped_function: ProcessAllWindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalSingleValueProcessAllWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalSingleValueProcessAllWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalSingleValueProcessAllWindowFunction.close")

    def process(
        self, key: int, window: W, context: InternalWindowFunction.InternalWindowContext, input_data: IN
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalSingleValueProcessAllWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalSingleValueProcessAllWindowFunction.clear")


class InternalIterableProcessWindowFunction(InternalWindowFunction[Iterable[IN], OUT, KEY, W]):
    """Flink's ``InternalIterableProcessWindowFunction``."""

    def __init__(self, wrapped_function: ProcessWindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalIterableProcessWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalIterableProcessWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalIterableProcessWindowFunction.close")

    def process(
        self,
        key: KEY,
        window: W,
        context: InternalWindowFunction.InternalWindowContext,
        input_data: Iterable[IN],
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalIterableProcessWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalIterableProcessWindowFunction.clear")


class BaseBroadcastProcessFunction(Function):
    """Flink's ``BaseBroadcastProcessFunction``."""

    class BaseContext(ABC):
        """Flink's ``BaseContext``."""

        @abstractmethod
        def timestamp(self) -> int:
            """Flink's ``timestamp``"""

        @abstractmethod
        def current_processing_time(self) -> int:
            """Flink's ``current_processing_time``"""

        @abstractmethod
        def current_watermark(self) -> int:
            """Flink's ``current_watermark``"""

    class Context(BaseContext):
        """Flink's ``Context``."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> BroadcastState:
            """Flink's ``get_broadcast_state``"""

    class ReadOnlyContext(BaseContext):
        """Flink's ``ReadOnlyContext``."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> ReadOnlyBroadcastState:
            """Flink's ``get_broadcast_state``"""


class BroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[IN1, IN2, OUT]):
    """Flink's ``BroadcastProcessFunction``."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """Flink's ``Context``."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """Flink's ``ReadOnlyContext``."""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Flink's ``process_element``"""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Flink's ``process_broadcast_element``"""


class KeyedBroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[KEY, IN1, IN2, OUT]):
    """Flink's ``KeyedBroadcastProcessFunction``."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """Flink's ``Context``."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """Flink's ``ReadOnlyContext``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Flink's ``timer_service``"""

        @abstractmethod
        def get_current_key(self) -> KEY:
            """Flink's ``get_current_key``"""

    class OnTimerContext(ReadOnlyContext, ABC):
        """Flink's ``OnTimerContext``."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Flink's ``time_domain``"""

        @abstractmethod
        def get_current_key(self) -> KEY:
            """Flink's ``get_current_key``"""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Flink's ``process_element``"""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Flink's ``process_broadcast_element``"""

    def on_timer(self, timestamp: int, ctx: OnTimerContext) -> Any:
        """Flink's ``on_timer``; not built yet."""
        raise not_built("KeyedBroadcastProcessFunction.on_timer")


class InternalIterableProcessAllWindowFunction(InternalWindowFunction[Iterable[IN], OUT, int, W]):
    """Flink's ``InternalIterableProcessAllWindowFunction``."""

    def __init__(self, wrapped_function: ProcessAllWindowFunction) -> None:
        """Make the object; not built yet."""
        raise not_built("InternalIterableProcessAllWindowFunction")

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("InternalIterableProcessAllWindowFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("InternalIterableProcessAllWindowFunction.close")

    def process(
        self,
        key: int,
        window: W,
        context: InternalWindowFunction.InternalWindowContext,
        input_data: Iterable[IN],
    ) -> Iterable[OUT]:
        """Flink's ``process``; not built yet."""
        raise not_built("InternalIterableProcessAllWindowFunction.process")

    def clear(self, window: W, context: InternalWindowFunction.InternalWindowContext) -> Any:
        """Flink's ``clear``; not built yet."""
        raise not_built("InternalIterableProcessAllWindowFunction.clear")
