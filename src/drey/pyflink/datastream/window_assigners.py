"""Which windows a value belongs to.

Users import assigners from ``pyflink.datastream.window``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Collection, Generic, Iterable, TypeVar

from drey.pyflink.common.serializer import TypeSerializer
from drey.pyflink.datastream.window_kinds import CountWindow, GlobalWindow, TimeWindow
from drey.pyflink.datastream.window_triggers import Trigger
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Time
    from drey.pyflink.datastream.functions import RuntimeContext

T = TypeVar("T")
W = TypeVar("W")
W2 = TypeVar("W2")


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


class SessionWindowTimeGapExtractor(ABC):
    """Finds how long a session lasts after a value."""

    @abstractmethod
    def extract(self, element: Any) -> int:
        """The gap after a value in ms."""


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
