"""Restarts as long as failures are rare."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import timedelta

from drey.errors import OptionError
from drey.options import ConfigOption
from drey.runtime.configuration import seconds
from drey.runtime.scheduling.restart.strategy import RestartStrategy

MAX_FAILURES = ConfigOption[int](
    "restart-strategy.failure-rate.max-failures-per-interval",
    int,
    1,
    description="failures in an interval that are borne",
)
INTERVAL = ConfigOption[timedelta](
    "restart-strategy.failure-rate.failure-rate-interval", timedelta, timedelta(minutes=1)
)
DELAY = ConfigOption[timedelta](
    "restart-strategy.failure-rate.delay",
    timedelta,
    timedelta(seconds=1),
    description="pause before a restart",
)


class FailureRateRestart(RestartStrategy):
    """Gives up when more than ``max_failures`` failures have come within ``interval``.

    Args:
        max_failures: How many failures are borne in an interval.
        interval: Seconds that are looked back.
        delay: Seconds before each restart.
    """

    def __init__(self, max_failures: int, interval: float, delay: float) -> None:
        self._interval = interval
        self._delay = delay
        self._failures: deque[float] = deque(maxlen=max_failures + 1)

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> FailureRateRestart:
        """As configured.

        Raises:
            OptionError: An option has a bad value.
        """
        failures = MAX_FAILURES.require(options)
        if failures < 1:
            raise OptionError(
                f"invalid value '{failures}' for option '{MAX_FAILURES.key}'", hint="at least 1"
            )
        return cls(failures, seconds(INTERVAL, options), seconds(DELAY, options))

    def on_failure(self, now: float) -> float | None:
        self._failures.append(now)
        full = len(self._failures) == self._failures.maxlen
        return None if full and now - self._failures[0] <= self._interval else self._delay
