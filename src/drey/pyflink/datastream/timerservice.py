"""Mirror of ``pyflink.datastream.timerservice``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from drey.pyflink.not_built import not_built


class TimerService(ABC):
    """Flink's ``TimerService``."""

    @abstractmethod
    def current_processing_time(self) -> Any:
        """Flink's ``current_processing_time``"""

    @abstractmethod
    def current_watermark(self) -> Any:
        """Flink's ``current_watermark``"""

    @abstractmethod
    def register_processing_time_timer(self, timestamp: int) -> Any:
        """Flink's ``register_processing_time_timer``"""

    @abstractmethod
    def register_event_time_timer(self, timestamp: int) -> Any:
        """Flink's ``register_event_time_timer``"""

    def delete_processing_time_timer(self, timestamp: int) -> Any:
        """Flink's ``delete_processing_time_timer``; not built yet."""
        raise not_built("TimerService.delete_processing_time_timer")

    def delete_event_time_timer(self, timestamp: int) -> Any:
        """Flink's ``delete_event_time_timer``; not built yet."""
        raise not_built("TimerService.delete_event_time_timer")
