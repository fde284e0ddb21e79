"""Mirror of ``pyflink.common.watermark_strategy``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Optional

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Duration


class WatermarkStrategy:
    """Flink's ``WatermarkStrategy``."""

    def with_timestamp_assigner(self, timestamp_assigner: TimestampAssigner) -> WatermarkStrategy:
        """Flink's ``with_timestamp_assigner``; not built yet."""
        raise not_built("WatermarkStrategy.with_timestamp_assigner")

    def with_idleness(self, idle_timeout: Duration) -> WatermarkStrategy:
        """Flink's ``with_idleness``; not built yet."""
        raise not_built("WatermarkStrategy.with_idleness")

    def with_watermark_alignment(
        self,
        watermark_group: str,
        max_allowed_watermark_drift: Duration,
        update_interval: Optional[Duration] = None,
    ) -> WatermarkStrategy:
        """Flink's ``with_watermark_alignment``; not built yet."""
        raise not_built("WatermarkStrategy.with_watermark_alignment")

    @staticmethod
    def for_monotonous_timestamps() -> WatermarkStrategy:
        """Flink's ``for_monotonous_timestamps``; not built yet."""
        raise not_built("WatermarkStrategy.for_monotonous_timestamps")

    @staticmethod
    def for_bounded_out_of_orderness(max_out_of_orderness: Duration) -> WatermarkStrategy:
        """Flink's ``for_bounded_out_of_orderness``; not built yet."""
        raise not_built("WatermarkStrategy.for_bounded_out_of_orderness")

    @staticmethod
    def no_watermarks() -> WatermarkStrategy:
        """Flink's ``no_watermarks``; not built yet."""
        raise not_built("WatermarkStrategy.no_watermarks")


class TimestampAssigner(ABC):
    """Flink's ``TimestampAssigner``."""

    @abstractmethod
    def extract_timestamp(self, value: Any, record_timestamp: int) -> int:
        """Flink's ``extract_timestamp``"""


class AssignerWithPeriodicWatermarksWrapper:
    """Flink's ``AssignerWithPeriodicWatermarksWrapper``."""
