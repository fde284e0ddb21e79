"""Restarts after pauses that grow with each failure and start anew once the job has run well."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from drey.errors import OptionError
from drey.options import ConfigOption
from drey.records import record
from drey.runtime.configuration import seconds
from drey.runtime.scheduling.restart.strategy import RestartStrategy

_PREFIX = "restart-strategy.exponential-delay"
INITIAL_BACKOFF = ConfigOption[timedelta](
    f"{_PREFIX}.initial-backoff", timedelta, timedelta(seconds=1), description="the first pause"
)
MAX_BACKOFF = ConfigOption[timedelta](
    f"{_PREFIX}.max-backoff", timedelta, timedelta(minutes=1), description="the longest pause"
)
MULTIPLIER = ConfigOption[float](
    f"{_PREFIX}.backoff-multiplier", float, 1.5, description="how much longer each pause is"
)
RESET_THRESHOLD = ConfigOption[timedelta](
    f"{_PREFIX}.reset-backoff-threshold",
    timedelta,
    timedelta(hours=1),
    description="after so long without a failure the pauses start anew",
)
JITTER = ConfigOption[float](
    f"{_PREFIX}.jitter-factor", float, 0.1, description="by how much of itself a pause varies at random"
)
ATTEMPTS = ConfigOption[int](
    f"{_PREFIX}.attempts-before-reset-backoff",
    int,
    2147483647,
    description="restarts until the job fails, counted anew when the pauses are",
)


@record
class Backoff:
    """The pauses; times in seconds.

    Args:
        initial: The first and shortest.
        maximum: The longest.
        multiplier: How much longer each is than the one before.
        reset_threshold: After so long without a failure the next pause is the first again.
        jitter: The fraction of itself that a pause varies by.
        attempts: How many restarts follow each other without a reset.
    """

    initial: float = 1.0
    maximum: float = 60.0
    multiplier: float = 1.5
    reset_threshold: float = 3600.0
    jitter: float = 0.1
    attempts: int = 2147483647


class ExponentialDelayRestart(RestartStrategy):
    """The default of a job with checkpoints.

    Failures that come before the restart of an earlier one is due belong to that one: they count once and have
    the same due time, as in Flink since 1.19.

    Args:
        backoff: The pauses.
        jitter: Where randomness comes from.
    """

    def __init__(self, backoff: Backoff, jitter: random.Random) -> None:
        self._backoff = backoff
        self._jitter = jitter
        self._attempt = 0
        self._due = float("-inf")

    @classmethod
    def from_options(cls, options: Mapping[str, str], jitter: random.Random) -> ExponentialDelayRestart:
        """As configured.

        Raises:
            OptionError: An option has a bad value.
        """
        backoff = Backoff(
            initial=seconds(INITIAL_BACKOFF, options),
            maximum=seconds(MAX_BACKOFF, options),
            multiplier=MULTIPLIER.require(options),
            reset_threshold=seconds(RESET_THRESHOLD, options),
            jitter=JITTER.require(options),
            attempts=ATTEMPTS.require(options),
        )
        _check(backoff)
        return cls(backoff, jitter)

    def on_failure(self, now: float) -> float | None:
        if now > self._due:
            if now - self._due >= self._backoff.reset_threshold:
                self._attempt = 0
            self._due = now + self._pause()
            self._attempt += 1
        return None if self._attempt > self._backoff.attempts else self._due - now

    def _pause(self) -> float:
        backoff = self._backoff
        # The power overflows after some 1,700 failures; the longest pause is reached long before.
        pause = backoff.initial * backoff.multiplier ** min(self._attempt, 500)
        pause = min(pause, backoff.maximum)
        pause += self._jitter.uniform(-backoff.jitter, backoff.jitter) * pause
        return max(backoff.initial, min(pause, backoff.maximum))


def _check(backoff: Backoff) -> None:
    rules: list[tuple[ConfigOption[Any], bool, str]] = [
        (INITIAL_BACKOFF, backoff.initial >= 0.001, "at least 1 ms"),
        (MAX_BACKOFF, backoff.maximum >= backoff.initial, f"at least '{INITIAL_BACKOFF.key}'"),
        (MULTIPLIER, 1 < backoff.multiplier <= 100, "above 1, at most 100"),
        (RESET_THRESHOLD, backoff.reset_threshold >= 0.001, "at least 1 ms"),
        (JITTER, 0 <= backoff.jitter <= 1, "between 0 and 1"),
        (ATTEMPTS, backoff.attempts >= 1, "at least 1"),
    ]
    for option, holds, hint in rules:
        if not holds:
            raise OptionError(f"invalid value for option '{option.key}'", hint=hint)
