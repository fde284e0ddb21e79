"""The windows that values of a stream are grouped by.

Users import them from ``pyflink.datastream.window``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any, Iterable

from drey.pyflink.common.serializer import TypeSerializer
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.datastream.window_assigners import MergingWindowAssigner


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
