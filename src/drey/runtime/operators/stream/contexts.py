"""What a process function is given beside a value: its time, its key, the timer service."""

from __future__ import annotations

from typing import Any

from drey.runtime.state.objects.current import CurrentKey
from drey.runtime.state.objects.timers import ObjectTimerService, UnkeyedTimerService
from drey.runtime.tasks.watermarks import MIN_WATERMARK
from drey.udf.stream import TimeDomain


class ProcessContext:
    """PyFlink's ``ProcessFunction.Context``; the operator's loop sets ``stamp``."""

    __slots__ = ("service", "stamp")

    def __init__(self, service: UnkeyedTimerService) -> None:
        self.service = service
        self.stamp = MIN_WATERMARK

    def timer_service(self) -> UnkeyedTimerService:
        """Tells the time; registers nothing."""
        return self.service

    def timestamp(self) -> int:
        """The event time of the current value, in ms; a very negative number if it has none, as in PyFlink."""
        return self.stamp


class KeyedProcessContext:
    """PyFlink's ``KeyedProcessFunction.Context`` and, with ``domain`` set, ``OnTimerContext``."""

    __slots__ = ("current", "domain", "service", "stamp")

    def __init__(self, current: CurrentKey, service: ObjectTimerService) -> None:
        self.current = current
        self.service = service
        self.stamp = MIN_WATERMARK
        self.domain: TimeDomain | None = None

    def get_current_key(self) -> Any:
        """The key of the current value or timer."""
        return self.current.key

    def timer_service(self) -> ObjectTimerService:
        """The timers of the current key."""
        return self.service

    def timestamp(self) -> int:
        """The event time of the current value, or the time of the timer, in ms; a very negative number if the
        value has none."""
        return self.stamp

    def time_domain(self) -> TimeDomain | None:
        """Which clock the timer goes by."""
        return self.domain
