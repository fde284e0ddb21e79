"""Mirror of ``pyflink.common.restart_strategy``: what to do when a job fails."""

from __future__ import annotations

import datetime
from typing import Any

from drey.pyflink.common.duration_text import duration_text

__all__ = ["RestartStrategies", "RestartStrategyConfiguration"]

Delay = datetime.timedelta | int


def _delta(value: Delay | None) -> datetime.timedelta:
    """Whole numbers are milliseconds."""
    if isinstance(value, datetime.timedelta):
        return value
    return datetime.timedelta(milliseconds=value or 0)


class RestartStrategyConfiguration:
    """The base; ``options`` gives the configuration keys that mean the same (an addition to PyFlink)."""

    def get_description(self) -> str:
        """A sentence."""
        raise NotImplementedError

    def options(self) -> dict[str, str]:
        """The ``restart-strategy.*`` keys of today."""
        return {}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self.get_description())


class RestartStrategies:
    """Makes restart strategies."""

    @staticmethod
    def no_restart() -> NoRestart:
        """Fail at the first failure."""
        return NoRestart()

    @staticmethod
    def fall_back_restart() -> FallbackRestart:
        """Do what the cluster does."""
        return FallbackRestart()

    @staticmethod
    def fixed_delay_restart(restart_attempts: int, delay_between_attempts: Delay) -> FixedDelayRestart:
        """Restart so many times, each after a delay."""
        return FixedDelayRestart(restart_attempts, delay_between_attempts)

    @staticmethod
    def failure_rate_restart(
        failure_rate: int, failure_interval: Delay, delay_interval: Delay
    ) -> FailureRateRestart:
        """Restart until there are more than so many failures in an interval."""
        return FailureRateRestart(failure_rate, failure_interval, delay_interval)

    class NoRestartStrategyConfiguration(RestartStrategyConfiguration):
        """No restart."""

        def __init__(self) -> None:
            pass

        def get_description(self) -> str:
            return "Restart deactivated."

        def options(self) -> dict[str, str]:
            return {"restart-strategy.type": "none"}

    class FixedDelayRestartStrategyConfiguration(RestartStrategyConfiguration):
        """A number of restarts."""

        def __init__(
            self, restart_attempts: int | None = None, delay_between_attempts_interval: Delay | None = None
        ) -> None:
            self._attempts = 1 if restart_attempts is None else restart_attempts
            self._delay = _delta(delay_between_attempts_interval)

        def get_restart_attempts(self) -> int:
            """How many restarts."""
            return self._attempts

        def get_delay_between_attempts_interval(self) -> datetime.timedelta:
            """The pause before each."""
            return self._delay

        def get_description(self) -> str:
            return f"Restart with fixed delay ({duration_text(self._delay)}). #{self._attempts} restart attempts."

        def options(self) -> dict[str, str]:
            return {
                "restart-strategy.type": "fixed-delay",
                "restart-strategy.fixed-delay.attempts": str(self._attempts),
                "restart-strategy.fixed-delay.delay": duration_text(self._delay),
            }

    class FailureRateRestartStrategyConfiguration(RestartStrategyConfiguration):
        """A number of failures per time."""

        def __init__(
            self,
            max_failure_rate: int | None = None,
            failure_interval: Delay | None = None,
            delay_between_attempts_interval: Delay | None = None,
        ) -> None:
            self._rate = 1 if max_failure_rate is None else max_failure_rate
            self._interval = _delta(failure_interval)
            self._delay = _delta(delay_between_attempts_interval)

        def get_max_failure_rate(self) -> int:
            """How many failures in the interval are borne."""
            return self._rate

        def get_failure_interval(self) -> datetime.timedelta:
            """The interval."""
            return self._interval

        def get_delay_between_attempts_interval(self) -> datetime.timedelta:
            """The pause before each restart."""
            return self._delay

        def get_description(self) -> str:
            return (
                f"Failure rate restart with maximum of {self._rate} failures within interval "
                f"{duration_text(self._interval)} and fixed delay {duration_text(self._delay)}."
            )

        def options(self) -> dict[str, str]:
            prefix = "restart-strategy.failure-rate"
            return {
                "restart-strategy.type": "failure-rate",
                f"{prefix}.max-failures-per-interval": str(self._rate),
                f"{prefix}.failure-rate-interval": duration_text(self._interval),
                f"{prefix}.delay": duration_text(self._delay),
            }

    class FallbackRestartStrategyConfiguration(RestartStrategyConfiguration):
        """The cluster's own."""

        def __init__(self) -> None:
            pass

        def get_description(self) -> str:
            return "Cluster level default restart strategy"


NoRestart: Any = RestartStrategies.NoRestartStrategyConfiguration
FixedDelayRestart: Any = RestartStrategies.FixedDelayRestartStrategyConfiguration
FailureRateRestart: Any = RestartStrategies.FailureRateRestartStrategyConfiguration
FallbackRestart: Any = RestartStrategies.FallbackRestartStrategyConfiguration
