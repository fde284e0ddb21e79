"""Mirror of ``pyflink.table.window``: group windows and OVER windows of the Table API.

The finished objects, :class:`GroupWindow` and :class:`OverWindow`, carry what the planner reads.
"""

from __future__ import annotations

from typing import Any

from drey.pyflink.legacy.string_arguments import as_expression, as_expressions
from drey.pyflink.table.expression import Expression
from drey.records import record

__all__ = ["Tumble", "Session", "Slide", "Over", "GroupWindow", "OverWindow"]


@record
class GroupWindow:
    """A group window with everything said.

    Args:
        kind: ``tumble``, ``slide`` or ``session``.
        time_field: The time attribute.
        size: Size, or gap of a session: an interval of time or a number of rows.
        slide: The distance of the starts of sliding windows.
        alias: The name by which ``group_by`` and ``.start`` refer to it.
    """

    kind: str
    time_field: Expression[Any]
    size: Expression[Any]
    alias: str
    slide: Expression[Any] | None = None


class Tumble:
    """Windows of a fixed size, one after another: ``Tumble.over(..).on(..).alias("w")``."""

    @classmethod
    def over(cls, size: Expression[Any]) -> TumbleWithSize:
        """Set the size."""
        return TumbleWithSize(as_expression(size))


class TumbleWithSize:
    """A tumbling window that lacks its time attribute."""

    def __init__(self, size: Expression[Any]) -> None:
        self._size = size

    def on(self, time_field: Expression[Any]) -> TumbleWithSizeOnTime:
        """Set the time attribute."""
        return TumbleWithSizeOnTime(self._size, as_expression(time_field))


class TumbleWithSizeOnTime:
    """A tumbling window that lacks its name."""

    def __init__(self, size: Expression[Any], time_field: Expression[Any]) -> None:
        self._size = size
        self._time_field = time_field

    def alias(self, alias: str) -> GroupWindow:
        """Set the name."""
        return GroupWindow("tumble", self._time_field, self._size, alias)


class Session:
    """Windows that end after a gap: ``Session.with_gap(..).on(..).alias("w")``."""

    @classmethod
    def with_gap(cls, gap: Expression[Any]) -> SessionWithGap:
        """Set the gap."""
        return SessionWithGap(as_expression(gap))


class SessionWithGap:
    """A session window that lacks its time attribute."""

    def __init__(self, gap: Expression[Any]) -> None:
        self._gap = gap

    def on(self, time_field: Expression[Any]) -> SessionWithGapOnTime:
        """Set the time attribute."""
        return SessionWithGapOnTime(self._gap, as_expression(time_field))


class SessionWithGapOnTime:
    """A session window that lacks its name."""

    def __init__(self, gap: Expression[Any], time_field: Expression[Any]) -> None:
        self._gap = gap
        self._time_field = time_field

    def alias(self, alias: str) -> GroupWindow:
        """Set the name."""
        return GroupWindow("session", self._time_field, self._gap, alias)


class Slide:
    """Windows that overlap: ``Slide.over(..).every(..).on(..).alias("w")``."""

    @classmethod
    def over(cls, size: Expression[Any]) -> SlideWithSize:
        """Set the size."""
        return SlideWithSize(as_expression(size))


class SlideWithSize:
    """A sliding window that lacks its slide."""

    def __init__(self, size: Expression[Any]) -> None:
        self._size = size

    def every(self, slide: Expression[Any]) -> SlideWithSizeAndSlide:
        """Set the distance of the starts."""
        return SlideWithSizeAndSlide(self._size, as_expression(slide))


class SlideWithSizeAndSlide:
    """A sliding window that lacks its time attribute."""

    def __init__(self, size: Expression[Any], slide: Expression[Any]) -> None:
        self._size = size
        self._slide = slide

    def on(self, time_field: Expression[Any]) -> SlideWithSizeAndSlideOnTime:
        """Set the time attribute."""
        return SlideWithSizeAndSlideOnTime(self._size, self._slide, as_expression(time_field))


class SlideWithSizeAndSlideOnTime:
    """A sliding window that lacks its name."""

    def __init__(self, size: Expression[Any], slide: Expression[Any], time_field: Expression[Any]) -> None:
        self._size = size
        self._slide = slide
        self._time_field = time_field

    def alias(self, alias: str) -> GroupWindow:
        """Set the name."""
        return GroupWindow("slide", self._time_field, self._size, alias, self._slide)


@record
class OverWindow:
    """An OVER window with everything said.

    Args:
        alias: The name by which ``over`` refers to it.
        partition_by: The keys.
        order_by: The time attribute or column that orders, perhaps with ``.desc``.
        preceding: The lower bound; None for ``UNBOUNDED_RANGE``, which is Flink's default.
        following: The upper bound; None for ``CURRENT_ROW`` or ``CURRENT_RANGE``, like ``preceding``.
    """

    alias: str
    partition_by: tuple[Expression[Any], ...]
    order_by: Expression[Any]
    preceding: Expression[Any] | None = None
    following: Expression[Any] | None = None


class Over:
    """Windows of rows around each row: ``Over.partition_by(..).order_by(..).preceding(..).alias("w")``."""

    @classmethod
    def order_by(cls, order_by: Expression[Any]) -> OverWindowPartitionedOrdered:
        """Set the order, without keys."""
        return OverWindowPartitionedOrdered((), as_expression(order_by))

    @classmethod
    def partition_by(cls, *partition_by: Expression[Any]) -> OverWindowPartitioned:
        """Set the keys."""
        return OverWindowPartitioned(tuple(as_expressions(partition_by)))


class OverWindowPartitionedOrdered:
    """An OVER window that lacks bounds and name."""

    def __init__(self, partition_by: tuple[Expression[Any], ...], order_by: Expression[Any]) -> None:
        self._partition_by = partition_by
        self._order_by = order_by

    def alias(self, alias: str) -> OverWindow:
        """Set the name; the window reaches from the first row to the current one."""
        return OverWindow(alias, self._partition_by, self._order_by)

    def preceding(self, preceding: Expression[Any]) -> OverWindowPartitionedOrderedPreceding:
        """Set the lower bound: an interval, a number of rows or ``UNBOUNDED_...``."""
        return OverWindowPartitionedOrderedPreceding(
            self._partition_by, self._order_by, as_expression(preceding)
        )


class OverWindowPartitionedOrderedPreceding:
    """An OVER window that lacks its name and perhaps its upper bound."""

    def __init__(
        self,
        partition_by: tuple[Expression[Any], ...],
        order_by: Expression[Any],
        preceding: Expression[Any],
    ) -> None:
        self._partition_by = partition_by
        self._order_by = order_by
        self._preceding = preceding
        self._following: Expression[Any] | None = None

    def alias(self, alias: str) -> OverWindow:
        """Set the name."""
        return OverWindow(alias, self._partition_by, self._order_by, self._preceding, self._following)

    def following(self, following: Expression[Any]) -> OverWindowPartitionedOrderedPreceding:
        """Set the upper bound."""
        self._following = as_expression(following)
        return self


class OverWindowPartitioned:
    """An OVER window that lacks its order."""

    def __init__(self, partition_by: tuple[Expression[Any], ...]) -> None:
        self._partition_by = partition_by

    def order_by(self, order_by: Expression[Any]) -> OverWindowPartitionedOrdered:
        """Set the order."""
        return OverWindowPartitionedOrdered(self._partition_by, as_expression(order_by))
