"""Mirror of ``pyflink.datastream.window``. Windows of streams are not built yet, and making one raises an error.

"Windows" in Flink's documentation says what they mean. Times are milliseconds since 1970.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Any, Collection, Generic, Iterable, Optional, TypeVar

from drey.pyflink.common.serializer import TypeSerializer
from drey.pyflink.datastream.functions import ReduceFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Time
    from drey.pyflink.datastream.functions import RuntimeContext
    from drey.pyflink.datastream.output_tag import OutputTag
    from drey.pyflink.datastream.state import ReducingState, State, StateDescriptor
    from drey.pyflink.metrics.metricbase import MetricGroup

__all__ = [
    "Window",
    "TimeWindow",
    "CountWindow",
    "GlobalWindow",
    "WindowAssigner",
    "TumblingProcessingTimeWindows",
    "TumblingEventTimeWindows",
    "SlidingProcessingTimeWindows",
    "SlidingEventTimeWindows",
    "ProcessingTimeSessionWindows",
    "EventTimeSessionWindows",
    "DynamicProcessingTimeSessionWindows",
    "DynamicEventTimeSessionWindows",
    "GlobalWindows",
    "MergingWindowAssigner",
    "CountTumblingWindowAssigner",
    "CountSlidingWindowAssigner",
    "TriggerResult",
    "Trigger",
    "EventTimeTrigger",
    "ProcessingTimeTrigger",
    "ContinuousEventTimeTrigger",
    "ContinuousProcessingTimeTrigger",
    "NeverTrigger",
    "PurgingTrigger",
    "CountTrigger",
    "TimeWindowSerializer",
    "CountWindowSerializer",
    "GlobalWindowSerializer",
    "SessionWindowTimeGapExtractor",
]

T = TypeVar("T")
W = TypeVar("W")
W2 = TypeVar("W2")
IN = TypeVar("IN")
OUT = TypeVar("OUT")
KEY = TypeVar("KEY")


class Window(ABC):
    """A span that values are grouped by; a value may be in several."""

    @abstractmethod
    def max_timestamp(self) -> int:
        """The last time, in ms, that belongs to the window."""


class TimeWindow(Window):
    """Flink's ``TimeWindow``."""

    def __init__(self, start: int, end: int) -> None:
        """Make the object; not built yet."""
        raise not_built("TimeWindow")

    def max_timestamp(self) -> int:
        """Flink's ``max_timestamp``; not built yet."""
        raise not_built("TimeWindow.max_timestamp")

    def intersects(self, other: TimeWindow) -> bool:
        """Flink's ``intersects``; not built yet."""
        raise not_built("TimeWindow.intersects")

    def cover(self, other: TimeWindow) -> TimeWindow:
        """Flink's ``cover``; not built yet."""
        raise not_built("TimeWindow.cover")

    @staticmethod
    def get_window_start_with_offset(timestamp: int, offset: int, window_size: int) -> Any:
        """Flink's ``get_window_start_with_offset``; not built yet."""
        raise not_built("TimeWindow.get_window_start_with_offset")

    @staticmethod
    def merge_windows(
        windows: Iterable[TimeWindow], callback: MergingWindowAssigner.MergeCallback[TimeWindow]
    ) -> None:
        """Flink's ``merge_windows``; not built yet."""
        raise not_built("TimeWindow.merge_windows")


class CountWindow(Window):
    """Flink's ``CountWindow``."""

    def __init__(self, id: int) -> None:
        """Make the object; not built yet."""
        raise not_built("CountWindow")

    def max_timestamp(self) -> int:
        """Flink's ``max_timestamp``; not built yet."""
        raise not_built("CountWindow.max_timestamp")


class GlobalWindow(Window):
    """Flink's ``GlobalWindow``."""

    def __init__(self) -> None:
        """Make the window; nothing uses it yet."""

    @staticmethod
    def get() -> GlobalWindow:
        """Flink's ``get``; not built yet."""
        raise not_built("GlobalWindow.get")

    def max_timestamp(self) -> int:
        """Flink's ``max_timestamp``; not built yet."""
        raise not_built("GlobalWindow.max_timestamp")


class TimeWindowSerializer(TypeSerializer[TimeWindow]):
    """Flink's ``TimeWindowSerializer``."""

    def __init__(self) -> None:
        """Make the serializer; nothing uses it yet."""

    def serialize(self, element: TimeWindow, stream: BytesIO) -> None:
        """Flink's ``serialize``; not built yet."""
        raise not_built("TimeWindowSerializer.serialize")

    def deserialize(self, stream: BytesIO) -> TimeWindow:
        """Flink's ``deserialize``; not built yet."""
        raise not_built("TimeWindowSerializer.deserialize")


class CountWindowSerializer(TypeSerializer[CountWindow]):
    """Flink's ``CountWindowSerializer``."""

    def __init__(self) -> None:
        """Make the serializer; nothing uses it yet."""

    def serialize(self, element: CountWindow, stream: BytesIO) -> None:
        """Flink's ``serialize``; not built yet."""
        raise not_built("CountWindowSerializer.serialize")

    def deserialize(self, stream: BytesIO) -> CountWindow:
        """Flink's ``deserialize``; not built yet."""
        raise not_built("CountWindowSerializer.deserialize")


class GlobalWindowSerializer(TypeSerializer[GlobalWindow]):
    """Flink's ``GlobalWindowSerializer``."""

    def __init__(self) -> None:
        """Make the serializer; nothing uses it yet."""

    def serialize(self, element: GlobalWindow, stream: BytesIO) -> None:
        """Flink's ``serialize``; not built yet."""
        raise not_built("GlobalWindowSerializer.serialize")

    def deserialize(self, stream: BytesIO) -> GlobalWindow:
        """Flink's ``deserialize``; not built yet."""
        raise not_built("GlobalWindowSerializer.deserialize")


class TriggerResult(Enum):
    """What a trigger decides: compute the window's results (fire), drop its values (purge), both, or neither."""

    CONTINUE = "CONTINUE"
    FIRE_AND_PURGE = "FIRE_AND_PURGE"
    FIRE = "FIRE"
    PURGE = "PURGE"

    def is_fire(self) -> bool:
        """Flink's ``is_fire``; not built yet."""
        raise not_built("TriggerResult.is_fire")

    def is_purge(self) -> bool:
        """Flink's ``is_purge``; not built yet."""
        raise not_built("TriggerResult.is_purge")


class Trigger(ABC, Generic[T, W]):
    """Decides when a window's results are computed. Windows are not built yet: nothing calls one."""

    class TriggerContext(ABC):
        """The time, timers and state of a key and window; nothing makes one yet."""

        @abstractmethod
        def get_current_processing_time(self) -> int:
            """The wall clock in ms."""

        @abstractmethod
        def get_metric_group(self) -> MetricGroup:
            """Where to register metrics."""

        @abstractmethod
        def get_current_watermark(self) -> int:
            """The event time in ms."""

        @abstractmethod
        def register_processing_time_timer(self, time: int) -> None:
            """Ask for ``on_processing_time`` when the wall clock reaches a time in ms."""

        @abstractmethod
        def register_event_time_timer(self, time: int) -> None:
            """Ask for ``on_event_time`` when the watermark reaches a time in ms."""

        @abstractmethod
        def delete_processing_time_timer(self, time: int) -> None:
            """Forget a timer of the wall clock."""

        @abstractmethod
        def delete_event_time_timer(self, time: int) -> None:
            """Forget a timer of the watermark."""

        @abstractmethod
        def get_partitioned_state(self, state_descriptor: StateDescriptor) -> State:
            """State of the key and window by its descriptor."""

    class OnMergeContext(TriggerContext):
        """The same for a window that others were merged into."""

        @abstractmethod
        def merge_partitioned_state(self, state_descriptor: StateDescriptor) -> None:
            """Merge the states that the merged windows have under a descriptor."""

    @abstractmethod
    def on_element(self, element: T, timestamp: int, window: W, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Decide for a value that came into a window; its timestamp is in ms."""

    @abstractmethod
    def on_processing_time(self, time: int, window: W, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Decide when a timer of the wall clock fires at a time in ms."""

    @abstractmethod
    def on_event_time(self, time: int, window: W, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Decide when a timer of the watermark fires at a time in ms."""

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("Trigger.can_merge")

    @abstractmethod
    def on_merge(self, window: W, ctx: Trigger.OnMergeContext) -> None:
        """Take over state and timers of windows that were merged into this one."""

    @abstractmethod
    def clear(self, window: W, ctx: Trigger.TriggerContext) -> None:
        """Drop the trigger's state and timers of a window that is over."""


class WindowAssigner(ABC, Generic[T, W]):
    """Decides which windows a value is in. Windows are not built yet: nothing calls one."""

    class WindowAssignerContext(ABC):
        """The time and the runtime context; nothing makes one yet."""

        @abstractmethod
        def get_current_processing_time(self) -> int:
            """The wall clock in ms."""

        @abstractmethod
        def get_runtime_context(self) -> RuntimeContext:
            """Where the operator runs, its metrics and state."""

    @abstractmethod
    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[W]:
        """The windows of a value; its timestamp is in ms."""

    @abstractmethod
    def get_default_trigger(self, env: Any) -> Trigger[T, W]:
        """The trigger of windows for which none is set."""

    @abstractmethod
    def get_window_serializer(self) -> TypeSerializer[W]:
        """What writes windows into state."""

    @abstractmethod
    def is_event_time(self) -> bool:
        """Whether the windows go by event time rather than by the wall clock."""


class MergingWindowAssigner(WindowAssigner[T, W]):
    """Decides which windows a value is in, and which of them become one, as sessions do."""

    class MergeCallback(ABC, Generic[W2]):
        """Is told which windows to merge."""

        @abstractmethod
        def merge(self, to_be_merged: Iterable[W2], merge_result: W2) -> None:
            """Make one window of several; ``merge_result`` is it."""

    @abstractmethod
    def merge_windows(self, windows: Iterable[W], callback: MergingWindowAssigner.MergeCallback[W]) -> None:
        """Tell the callback which of these windows become one."""


class WindowOperationDescriptor:
    """Flink's ``WindowOperationDescriptor``."""

    def __init__(
        self,
        assigner: WindowAssigner,
        trigger: Trigger,
        allowed_lateness: int,
        late_data_output_tag: Optional[OutputTag],
        window_state_descriptor: StateDescriptor,
        window_serializer: TypeSerializer,
        internal_window_function: Any,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("WindowOperationDescriptor")

    def generate_op_name(self) -> Any:
        """Flink's ``generate_op_name``; not built yet."""
        raise not_built("WindowOperationDescriptor.generate_op_name")

    def generate_op_desc(self, windowed_stream_type: Any, func_desc: Any) -> Any:
        """Flink's ``generate_op_desc``; not built yet."""
        raise not_built("WindowOperationDescriptor.generate_op_desc")


class SessionWindowTimeGapExtractor(ABC):
    """Finds how long a session lasts after a value."""

    @abstractmethod
    def extract(self, element: Any) -> int:
        """The gap after a value in ms."""


class EventTimeTrigger(Trigger[T, TimeWindow]):
    """Flink's ``EventTimeTrigger``."""

    def on_element(
        self, element: T, timestamp: int, window: TimeWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("EventTimeTrigger.on_element")

    def on_processing_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("EventTimeTrigger.on_processing_time")

    def on_event_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("EventTimeTrigger.on_event_time")

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("EventTimeTrigger.can_merge")

    def on_merge(self, window: TimeWindow, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("EventTimeTrigger.on_merge")

    def clear(self, window: TimeWindow, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("EventTimeTrigger.clear")

    @staticmethod
    def create() -> EventTimeTrigger:
        """Flink's ``create``; not built yet."""
        raise not_built("EventTimeTrigger.create")


class ContinuousEventTimeTrigger(Trigger[T, TimeWindow]):
    """Flink's ``ContinuousEventTimeTrigger``."""

    def __init__(self, interval: int) -> None:
        """Make the object; not built yet."""
        raise not_built("ContinuousEventTimeTrigger")

    @staticmethod
    def of(interval: Time) -> ContinuousEventTimeTrigger:
        """Flink's ``of``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.of")

    def on_element(
        self, element: T, timestamp: int, window: TimeWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.on_element")

    def on_processing_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.on_processing_time")

    def on_event_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.on_event_time")

    def on_merge(self, window: TimeWindow, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.on_merge")

    def clear(self, window: TimeWindow, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.clear")

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.can_merge")

    def register_next_fire_timestamp(
        self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext, fire_timestamp_state: ReducingState
    ) -> Any:
        """Flink's ``register_next_fire_timestamp``; not built yet."""
        raise not_built("ContinuousEventTimeTrigger.register_next_fire_timestamp")


class Min(ReduceFunction):
    """Flink's ``Min``."""

    def reduce(self, value1: Any, value2: Any) -> Any:
        """Flink's ``reduce``; not built yet."""
        raise not_built("Min.reduce")


class ProcessingTimeTrigger(Trigger[T, TimeWindow]):
    """Flink's ``ProcessingTimeTrigger``."""

    def on_element(
        self, element: T, timestamp: int, window: TimeWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("ProcessingTimeTrigger.on_element")

    def on_processing_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("ProcessingTimeTrigger.on_processing_time")

    def on_event_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("ProcessingTimeTrigger.on_event_time")

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("ProcessingTimeTrigger.can_merge")

    def on_merge(self, window: TimeWindow, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("ProcessingTimeTrigger.on_merge")

    def clear(self, window: TimeWindow, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("ProcessingTimeTrigger.clear")

    @staticmethod
    def create() -> ProcessingTimeTrigger:
        """Flink's ``create``; not built yet."""
        raise not_built("ProcessingTimeTrigger.create")


class ContinuousProcessingTimeTrigger(Trigger[T, TimeWindow]):
    """Flink's ``ContinuousProcessingTimeTrigger``."""

    def __init__(self, interval: int) -> None:
        """Make the object; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger")

    @staticmethod
    def of(interval: Time) -> ContinuousProcessingTimeTrigger:
        """Flink's ``of``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.of")

    def on_element(
        self, element: T, timestamp: int, window: TimeWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.on_element")

    def on_processing_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.on_processing_time")

    def on_event_time(self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.on_event_time")

    def on_merge(self, window: TimeWindow, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.on_merge")

    def clear(self, window: TimeWindow, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.clear")

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.can_merge")

    def register_next_fire_timestamp(
        self, time: int, window: TimeWindow, ctx: Trigger.TriggerContext, fire_timestamp_state: ReducingState
    ) -> Any:
        """Flink's ``register_next_fire_timestamp``; not built yet."""
        raise not_built("ContinuousProcessingTimeTrigger.register_next_fire_timestamp")


class PurgingTrigger(Trigger[T, Window]):
    """Flink's ``PurgingTrigger``."""

    def __init__(self, nested_trigger: Trigger[T, Window]) -> None:
        """Make the object; not built yet."""
        raise not_built("PurgingTrigger")

    @staticmethod
    def of(nested_trigger: Trigger[T, Window]) -> PurgingTrigger:
        """Flink's ``of``; not built yet."""
        raise not_built("PurgingTrigger.of")

    def on_element(
        self, element: T, timestamp: int, window: Window, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("PurgingTrigger.on_element")

    def on_event_time(self, time: int, window: Window, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("PurgingTrigger.on_event_time")

    def on_processing_time(self, time: int, window: Window, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("PurgingTrigger.on_processing_time")

    def clear(self, window: Window, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("PurgingTrigger.clear")

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("PurgingTrigger.can_merge")

    def on_merge(self, window: Window, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("PurgingTrigger.on_merge")


class CountTrigger(Trigger[T, CountWindow]):
    """Flink's ``CountTrigger``."""

    def __init__(self, window_size: int) -> None:
        """Make the object; not built yet."""
        raise not_built("CountTrigger")

    @staticmethod
    def of(window_size: int) -> CountTrigger:
        """Flink's ``of``; not built yet."""
        raise not_built("CountTrigger.of")

    def on_element(
        self, element: T, timestamp: int, window: CountWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("CountTrigger.on_element")

    def on_processing_time(
        self, time: int, window: CountWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("CountTrigger.on_processing_time")

    def on_event_time(self, time: int, window: CountWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("CountTrigger.on_event_time")

    def can_merge(self) -> bool:
        """Flink's ``can_merge``; not built yet."""
        raise not_built("CountTrigger.can_merge")

    def on_merge(self, window: CountWindow, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("CountTrigger.on_merge")

    def clear(self, window: CountWindow, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("CountTrigger.clear")


class NeverTrigger(Trigger[T, GlobalWindow]):
    """Flink's ``NeverTrigger``."""

    def on_element(
        self, element: T, timestamp: int, window: GlobalWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_element``; not built yet."""
        raise not_built("NeverTrigger.on_element")

    def on_processing_time(
        self, time: int, window: GlobalWindow, ctx: Trigger.TriggerContext
    ) -> TriggerResult:
        """Flink's ``on_processing_time``; not built yet."""
        raise not_built("NeverTrigger.on_processing_time")

    def on_event_time(self, time: int, window: GlobalWindow, ctx: Trigger.TriggerContext) -> TriggerResult:
        """Flink's ``on_event_time``; not built yet."""
        raise not_built("NeverTrigger.on_event_time")

    def on_merge(self, window: GlobalWindow, ctx: Trigger.OnMergeContext) -> None:
        """Flink's ``on_merge``; not built yet."""
        raise not_built("NeverTrigger.on_merge")

    def clear(self, window: GlobalWindow, ctx: Trigger.TriggerContext) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("NeverTrigger.clear")


class CountTumblingWindowAssigner(WindowAssigner[T, CountWindow]):
    """Flink's ``CountTumblingWindowAssigner``."""

    def __init__(self, window_size: int) -> None:
        """Make the object; not built yet."""
        raise not_built("CountTumblingWindowAssigner")

    @staticmethod
    def of(window_size: int) -> CountTumblingWindowAssigner:
        """Flink's ``of``; not built yet."""
        raise not_built("CountTumblingWindowAssigner.of")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[CountWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("CountTumblingWindowAssigner.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, CountWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("CountTumblingWindowAssigner.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[CountWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("CountTumblingWindowAssigner.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("CountTumblingWindowAssigner.is_event_time")


class CountSlidingWindowAssigner(WindowAssigner[T, CountWindow]):
    """Flink's ``CountSlidingWindowAssigner``."""

    def __init__(self, window_size: int, window_slide: int) -> None:
        """Make the object; not built yet."""
        raise not_built("CountSlidingWindowAssigner")

    @staticmethod
    def of(window_size: int, window_slide: int) -> CountSlidingWindowAssigner:
        """Flink's ``of``; not built yet."""
        raise not_built("CountSlidingWindowAssigner.of")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[CountWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("CountSlidingWindowAssigner.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, CountWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("CountSlidingWindowAssigner.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[CountWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("CountSlidingWindowAssigner.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("CountSlidingWindowAssigner.is_event_time")


class TumblingProcessingTimeWindows(WindowAssigner[T, TimeWindow]):
    """Flink's ``TumblingProcessingTimeWindows``."""

    def __init__(self, size: int, offset: int) -> None:
        """Make the object; not built yet."""
        raise not_built("TumblingProcessingTimeWindows")

    @staticmethod
    def of(size: Time, offset: Time | None = None) -> TumblingProcessingTimeWindows:
        """Flink's ``of``; not built yet."""
        raise not_built("TumblingProcessingTimeWindows.of")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("TumblingProcessingTimeWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("TumblingProcessingTimeWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("TumblingProcessingTimeWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("TumblingProcessingTimeWindows.is_event_time")


class TumblingEventTimeWindows(WindowAssigner[T, TimeWindow]):
    """Flink's ``TumblingEventTimeWindows``."""

    def __init__(self, size: int, offset: int) -> None:
        """Make the object; not built yet."""
        raise not_built("TumblingEventTimeWindows")

    @staticmethod
    def of(size: Time, offset: Time | None = None) -> TumblingEventTimeWindows:
        """Flink's ``of``; not built yet."""
        raise not_built("TumblingEventTimeWindows.of")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("TumblingEventTimeWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("TumblingEventTimeWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("TumblingEventTimeWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("TumblingEventTimeWindows.is_event_time")


class SlidingProcessingTimeWindows(WindowAssigner[T, TimeWindow]):
    """Flink's ``SlidingProcessingTimeWindows``."""

    def __init__(self, size: int, slide: int, offset: int) -> None:
        """Make the object; not built yet."""
        raise not_built("SlidingProcessingTimeWindows")

    @staticmethod
    def of(size: Time, slide: Time, offset: Time | None = None) -> SlidingProcessingTimeWindows:
        """Flink's ``of``; not built yet."""
        raise not_built("SlidingProcessingTimeWindows.of")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("SlidingProcessingTimeWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("SlidingProcessingTimeWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("SlidingProcessingTimeWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("SlidingProcessingTimeWindows.is_event_time")


class SlidingEventTimeWindows(WindowAssigner[T, TimeWindow]):
    """Flink's ``SlidingEventTimeWindows``."""

    def __init__(self, size: int, slide: int, offset: int) -> None:
        """Make the object; not built yet."""
        raise not_built("SlidingEventTimeWindows")

    @staticmethod
    def of(size: Time, slide: Time, offset: Time | None = None) -> SlidingEventTimeWindows:
        """Flink's ``of``; not built yet."""
        raise not_built("SlidingEventTimeWindows.of")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("SlidingEventTimeWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("SlidingEventTimeWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("SlidingEventTimeWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("SlidingEventTimeWindows.is_event_time")


class ProcessingTimeSessionWindows(MergingWindowAssigner[T, TimeWindow]):
    """Flink's ``ProcessingTimeSessionWindows``."""

    def __init__(self, session_gap: int) -> None:
        """Make the object; not built yet."""
        raise not_built("ProcessingTimeSessionWindows")

    @staticmethod
    def with_gap(size: Time) -> ProcessingTimeSessionWindows:
        """Flink's ``with_gap``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.with_gap")

    @staticmethod
    def with_dynamic_gap(extractor: SessionWindowTimeGapExtractor) -> DynamicProcessingTimeSessionWindows:
        """Flink's ``with_dynamic_gap``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.with_dynamic_gap")

    def merge_windows(
        self, windows: Iterable[TimeWindow], callback: MergingWindowAssigner.MergeCallback[TimeWindow]
    ) -> None:
        """Flink's ``merge_windows``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.merge_windows")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("ProcessingTimeSessionWindows.is_event_time")


class EventTimeSessionWindows(MergingWindowAssigner[T, TimeWindow]):
    """Flink's ``EventTimeSessionWindows``."""

    def __init__(self, session_gap: int) -> None:
        """Make the object; not built yet."""
        raise not_built("EventTimeSessionWindows")

    @staticmethod
    def with_gap(size: Time) -> EventTimeSessionWindows:
        """Flink's ``with_gap``; not built yet."""
        raise not_built("EventTimeSessionWindows.with_gap")

    @staticmethod
    def with_dynamic_gap(extractor: SessionWindowTimeGapExtractor) -> DynamicEventTimeSessionWindows:
        """Flink's ``with_dynamic_gap``; not built yet."""
        raise not_built("EventTimeSessionWindows.with_dynamic_gap")

    def merge_windows(
        self, windows: Iterable[TimeWindow], callback: MergingWindowAssigner.MergeCallback[TimeWindow]
    ) -> None:
        """Flink's ``merge_windows``; not built yet."""
        raise not_built("EventTimeSessionWindows.merge_windows")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("EventTimeSessionWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("EventTimeSessionWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("EventTimeSessionWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("EventTimeSessionWindows.is_event_time")


class DynamicProcessingTimeSessionWindows(MergingWindowAssigner[T, TimeWindow]):
    """Flink's ``DynamicProcessingTimeSessionWindows``."""

    def __init__(self, session_window_time_gap_extractor: SessionWindowTimeGapExtractor) -> None:
        """Make the object; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows")

    @staticmethod
    def with_dynamic_gap(extractor: SessionWindowTimeGapExtractor) -> DynamicProcessingTimeSessionWindows:
        """Flink's ``with_dynamic_gap``; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows.with_dynamic_gap")

    def merge_windows(
        self, windows: Iterable[TimeWindow], callback: MergingWindowAssigner.MergeCallback[TimeWindow]
    ) -> None:
        """Flink's ``merge_windows``; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows.merge_windows")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("DynamicProcessingTimeSessionWindows.is_event_time")


class DynamicEventTimeSessionWindows(MergingWindowAssigner[T, TimeWindow]):
    """Flink's ``DynamicEventTimeSessionWindows``."""

    def __init__(self, session_window_time_gap_extractor: SessionWindowTimeGapExtractor) -> None:
        """Make the object; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows")

    @staticmethod
    def with_dynamic_gap(extractor: SessionWindowTimeGapExtractor) -> DynamicEventTimeSessionWindows:
        """Flink's ``with_dynamic_gap``; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows.with_dynamic_gap")

    def merge_windows(
        self, windows: Iterable[TimeWindow], callback: MergingWindowAssigner.MergeCallback[TimeWindow]
    ) -> None:
        """Flink's ``merge_windows``; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows.merge_windows")

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[TimeWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows.assign_windows")

    def get_default_trigger(self, env: Any) -> Trigger[T, TimeWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[TimeWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("DynamicEventTimeSessionWindows.is_event_time")


class GlobalWindows(WindowAssigner[T, GlobalWindow]):
    """Flink's ``GlobalWindows``."""

    def __init__(self) -> None:
        """Make the assigner; nothing uses it yet."""

    def assign_windows(
        self, element: T, timestamp: int, context: WindowAssigner.WindowAssignerContext
    ) -> Collection[GlobalWindow]:
        """Flink's ``assign_windows``; not built yet."""
        raise not_built("GlobalWindows.assign_windows")

    @staticmethod
    def create() -> GlobalWindows:
        """Flink's ``create``; not built yet."""
        raise not_built("GlobalWindows.create")

    def get_default_trigger(self, env: Any) -> Trigger[T, GlobalWindow]:
        """Flink's ``get_default_trigger``; not built yet."""
        raise not_built("GlobalWindows.get_default_trigger")

    def get_window_serializer(self) -> TypeSerializer[GlobalWindow]:
        """Flink's ``get_window_serializer``; not built yet."""
        raise not_built("GlobalWindows.get_window_serializer")

    def is_event_time(self) -> bool:
        """Flink's ``is_event_time``; not built yet."""
        raise not_built("GlobalWindows.is_event_time")


def long_to_int_with_bit_mixing(x: int) -> int:
    """Flink's ``long_to_int_with_bit_mixing``; not built yet."""
    raise not_built("long_to_int_with_bit_mixing")


def mod_inverse(x: int) -> int:
    """Flink's ``mod_inverse``; not built yet."""
    raise not_built("mod_inverse")
