"""So many restarts, each after the same pause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from drey.errors import OptionError
from drey.options import ConfigOption
from drey.runtime.configuration import seconds
from drey.runtime.scheduling.restart.strategy import RestartStrategy

ATTEMPTS = ConfigOption[int](
    "restart-strategy.fixed-delay.attempts", int, 1, description="restarts in the whole life of the job"
)
DELAY = ConfigOption[timedelta](
    "restart-strategy.fixed-delay.delay", timedelta, timedelta(seconds=1), description="pause before each"
)


class FixedDelayRestart(RestartStrategy):
    """Counts failures over the whole life of the job, however far apart they are.

    Args:
        attempts: How many restarts there are.
        delay: Seconds before each.
    """

    def __init__(self, attempts: int, delay: float) -> None:
        self._left = attempts
        self._delay = delay

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> FixedDelayRestart:
        """As configured.

        Raises:
            OptionError: An option has a bad value.
        """
        attempts = ATTEMPTS.require(options)
        if attempts < 0:
            raise OptionError(f"invalid value '{attempts}' for option '{ATTEMPTS.key}'", hint="at least 0")
        return cls(attempts, seconds(DELAY, options))

    def on_failure(self, now: float) -> float | None:
        if self._left <= 0:
            return None
        self._left -= 1
        return self._delay
