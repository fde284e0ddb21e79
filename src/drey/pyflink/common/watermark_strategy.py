"""Mirror of ``pyflink.common.watermark_strategy``: how a stream learns what time it is."""

from __future__ import annotations

import abc
from copy import copy
from typing import Any

from drey.errors import ValidationError
from drey.pyflink.common.time import Duration


class WatermarkStrategy:
    """Made by the static methods; the ``with_`` methods return changed copies.

    The engine reads ``kind`` (``none``, ``monotonous`` or ``bounded``), ``max_out_of_orderness``,
    ``timestamp_assigner``, ``idle_timeout`` and ``alignment``, a triple of group, drift and interval.

    Args:
        kind: How watermarks follow timestamps.
        max_out_of_orderness: How much later than its successors a value may come.
    """

    def __init__(self, kind: str, max_out_of_orderness: Duration | None = None) -> None:
        self.kind = kind
        self.max_out_of_orderness = max_out_of_orderness
        self.timestamp_assigner: TimestampAssigner | None = None
        self.idle_timeout: Duration | None = None
        self.alignment: tuple[str, Duration, Duration | None] | None = None

    def _with(self, **changes: Any) -> WatermarkStrategy:
        result = copy(self)
        result.__dict__.update(changes)
        return result

    def with_timestamp_assigner(self, timestamp_assigner: TimestampAssigner) -> WatermarkStrategy:
        """Take the timestamps from this assigner."""
        return self._with(timestamp_assigner=timestamp_assigner)

    def with_idleness(self, idle_timeout: Duration) -> WatermarkStrategy:
        """Don't wait for a split that has been silent for so long.

        Raises:
            ValidationError: The time is not greater than zero.
        """
        if idle_timeout.to_millis() <= 0:
            raise ValidationError("the idle timeout must be greater than zero")
        return self._with(idle_timeout=idle_timeout)

    def with_watermark_alignment(
        self,
        watermark_group: str,
        max_allowed_watermark_drift: Duration,
        update_interval: Duration | None = None,
    ) -> WatermarkStrategy:
        """Hold back sources of the group that are too far ahead."""
        return self._with(alignment=(watermark_group, max_allowed_watermark_drift, update_interval))

    @staticmethod
    def for_monotonous_timestamps() -> WatermarkStrategy:
        """Timestamps never go back."""
        return WatermarkStrategy("monotonous", Duration.of_millis(0))

    @staticmethod
    def for_bounded_out_of_orderness(max_out_of_orderness: Duration) -> WatermarkStrategy:
        """Timestamps go back by at most so much."""
        return WatermarkStrategy("bounded", max_out_of_orderness)

    @staticmethod
    def no_watermarks() -> WatermarkStrategy:
        """No event time."""
        return WatermarkStrategy("none")


class TimestampAssigner(abc.ABC):
    """Finds the event time in a value."""

    @abc.abstractmethod
    def extract_timestamp(self, value: Any, record_timestamp: int) -> int:
        """The event time in milliseconds.

        Args:
            value: The value.
            record_timestamp: The time that the value has already, or a very negative number.
        """


class AssignerWithPeriodicWatermarksWrapper:
    """Kept for the connector of Kafka's legacy source, which hands a Java assigner through.

    Args:
        assigner: The assigner.
    """

    def __init__(self, assigner: Any) -> None:
        self._assigner = assigner
