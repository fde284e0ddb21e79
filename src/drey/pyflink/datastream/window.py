"""Mirror of ``pyflink.datastream.window``. Windows of streams are not built yet, and making one raises an error.

"Windows" in Flink's documentation says what they mean. Times are milliseconds since 1970.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, TypeVar

from drey.pyflink.common.serializer import TypeSerializer
from drey.pyflink.datastream.window_assigners import (
    CountSlidingWindowAssigner,
    CountTumblingWindowAssigner,
    DynamicEventTimeSessionWindows,
    DynamicProcessingTimeSessionWindows,
    EventTimeSessionWindows,
    GlobalWindows,
    MergingWindowAssigner,
    ProcessingTimeSessionWindows,
    SessionWindowTimeGapExtractor,
    SlidingEventTimeWindows,
    SlidingProcessingTimeWindows,
    TumblingEventTimeWindows,
    TumblingProcessingTimeWindows,
    WindowAssigner,
)
from drey.pyflink.datastream.window_kinds import (
    CountWindow,
    CountWindowSerializer,
    GlobalWindow,
    GlobalWindowSerializer,
    TimeWindow,
    TimeWindowSerializer,
    Window,
)
from drey.pyflink.datastream.window_triggers import (
    ContinuousEventTimeTrigger,
    ContinuousProcessingTimeTrigger,
    CountTrigger,
    EventTimeTrigger,
    Min,
    NeverTrigger,
    ProcessingTimeTrigger,
    PurgingTrigger,
    Trigger,
    TriggerResult,
)
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.datastream.output_tag import OutputTag
    from drey.pyflink.datastream.state import StateDescriptor

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


def long_to_int_with_bit_mixing(x: int) -> int:
    """Flink's ``long_to_int_with_bit_mixing``; not built yet."""
    raise not_built("long_to_int_with_bit_mixing")


def mod_inverse(x: int) -> int:
    """Flink's ``mod_inverse``; not built yet."""
    raise not_built("mod_inverse")
