"""Mirror of ``pyflink.table.window``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression

__all__ = ["Tumble", "Session", "Slide", "Over", "GroupWindow", "OverWindow"]


class GroupWindow:
    """Flink's ``GroupWindow``."""


class Tumble:
    """Flink's ``Tumble``."""

    @classmethod
    def over(cls, size: Expression) -> TumbleWithSize:
        """Flink's ``over``; not built yet."""
        raise not_built("Tumble.over")


class TumbleWithSize:
    """Flink's ``TumbleWithSize``."""

    def on(self, time_field: Expression) -> TumbleWithSizeOnTime:
        """Flink's ``on``; not built yet."""
        raise not_built("TumbleWithSize.on")


class TumbleWithSizeOnTime:
    """Flink's ``TumbleWithSizeOnTime``."""

    def alias(self, alias: str) -> GroupWindow:
        """Flink's ``alias``; not built yet."""
        raise not_built("TumbleWithSizeOnTime.alias")


class Session:
    """Flink's ``Session``."""

    @classmethod
    def with_gap(cls, gap: Expression) -> SessionWithGap:
        """Flink's ``with_gap``; not built yet."""
        raise not_built("Session.with_gap")


class SessionWithGap:
    """Flink's ``SessionWithGap``."""

    def on(self, time_field: Expression) -> SessionWithGapOnTime:
        """Flink's ``on``; not built yet."""
        raise not_built("SessionWithGap.on")


class SessionWithGapOnTime:
    """Flink's ``SessionWithGapOnTime``."""

    def alias(self, alias: str) -> GroupWindow:
        """Flink's ``alias``; not built yet."""
        raise not_built("SessionWithGapOnTime.alias")


class Slide:
    """Flink's ``Slide``."""

    @classmethod
    def over(cls, size: Expression) -> SlideWithSize:
        """Flink's ``over``; not built yet."""
        raise not_built("Slide.over")


class SlideWithSize:
    """Flink's ``SlideWithSize``."""

    def every(self, slide: Expression) -> SlideWithSizeAndSlide:
        """Flink's ``every``; not built yet."""
        raise not_built("SlideWithSize.every")


class SlideWithSizeAndSlide:
    """Flink's ``SlideWithSizeAndSlide``."""

    def on(self, time_field: Expression) -> SlideWithSizeAndSlideOnTime:
        """Flink's ``on``; not built yet."""
        raise not_built("SlideWithSizeAndSlide.on")


class SlideWithSizeAndSlideOnTime:
    """Flink's ``SlideWithSizeAndSlideOnTime``."""

    def alias(self, alias: str) -> GroupWindow:
        """Flink's ``alias``; not built yet."""
        raise not_built("SlideWithSizeAndSlideOnTime.alias")


class Over:
    """Flink's ``Over``."""

    @classmethod
    def order_by(cls, order_by: Expression) -> OverWindowPartitionedOrdered:
        """Flink's ``order_by``; not built yet."""
        raise not_built("Over.order_by")

    @classmethod
    def partition_by(cls, *partition_by: Expression) -> OverWindowPartitioned:
        """Flink's ``partition_by``; not built yet."""
        raise not_built("Over.partition_by")


class OverWindowPartitionedOrdered:
    """Flink's ``OverWindowPartitionedOrdered``."""

    def alias(self, alias: str) -> OverWindow:
        """Flink's ``alias``; not built yet."""
        raise not_built("OverWindowPartitionedOrdered.alias")

    def preceding(self, preceding: Expression) -> OverWindowPartitionedOrderedPreceding:
        """Flink's ``preceding``; not built yet."""
        raise not_built("OverWindowPartitionedOrdered.preceding")


class OverWindowPartitionedOrderedPreceding:
    """Flink's ``OverWindowPartitionedOrderedPreceding``."""

    def alias(self, alias: str) -> OverWindow:
        """Flink's ``alias``; not built yet."""
        raise not_built("OverWindowPartitionedOrderedPreceding.alias")

    def following(self, following: Expression) -> OverWindowPartitionedOrderedPreceding:
        """Flink's ``following``; not built yet."""
        raise not_built("OverWindowPartitionedOrderedPreceding.following")


class OverWindowPartitioned:
    """Flink's ``OverWindowPartitioned``."""

    def order_by(self, order_by: Expression) -> OverWindowPartitionedOrdered:
        """Flink's ``order_by``; not built yet."""
        raise not_built("OverWindowPartitioned.order_by")


class OverWindow:
    """Flink's ``OverWindow``."""
