"""When windows give a result.

Users import triggers from ``pyflink.datastream.window``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from drey.pyflink.datastream.functions import ReduceFunction
from drey.pyflink.datastream.window_kinds import CountWindow, GlobalWindow, TimeWindow, Window
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Time
    from drey.pyflink.datastream.state import ReducingState, State, StateDescriptor
    from drey.pyflink.metrics.metricbase import MetricGroup

T = TypeVar("T")
W = TypeVar("W")
W2 = TypeVar("W2")


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
