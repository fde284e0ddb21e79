"""Mirror of ``pyflink.datastream.timerservice``."""

from __future__ import annotations

from abc import ABC, abstractmethod

from drey.runtime.state.objects.timers import ObjectTimerService, UnkeyedTimerService


class TimerService(ABC):
    """Tells the time and registers timers for the current key; times are in milliseconds."""

    @abstractmethod
    def current_processing_time(self) -> int:
        """The wall clock."""

    @abstractmethod
    def current_watermark(self) -> int:
        """The event time, a very negative number before the first watermark."""

    @abstractmethod
    def register_processing_time_timer(self, timestamp: int) -> None:
        """Call ``on_timer`` when the wall clock reaches the time."""

    @abstractmethod
    def register_event_time_timer(self, timestamp: int) -> None:
        """Call ``on_timer`` when the watermark reaches the time."""

    def delete_processing_time_timer(self, timestamp: int) -> None:
        """Forget a timer of the wall clock."""

    def delete_event_time_timer(self, timestamp: int) -> None:
        """Forget a timer of the watermark."""


TimerService.register(ObjectTimerService)
TimerService.register(UnkeyedTimerService)
