"""Mirror of ``pyflink.common.restart_strategy``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = ["RestartStrategies", "RestartStrategyConfiguration"]


class RestartStrategyConfiguration:
    """Flink's ``RestartStrategyConfiguration``."""

    def get_description(self) -> str:
        """Flink's ``get_description``; not built yet."""
        raise not_built("RestartStrategyConfiguration.get_description")


class RestartStrategies:
    """Flink's ``RestartStrategies``."""

    class NoRestartStrategyConfiguration(RestartStrategyConfiguration):
        """Flink's ``NoRestartStrategyConfiguration``."""

        def __init__(self, j_restart_strategy: Any = None) -> None:
            """Make the object; not built yet."""
            raise not_built("RestartStrategies.NoRestartStrategyConfiguration")

    class FixedDelayRestartStrategyConfiguration(RestartStrategyConfiguration):
        """Flink's ``FixedDelayRestartStrategyConfiguration``."""

        def __init__(
            self,
            restart_attempts: Any = None,
            delay_between_attempts_interval: Any = None,
            j_restart_strategy: Any = None,
        ) -> None:
            """Make the object; not built yet."""
            raise not_built("RestartStrategies.FixedDelayRestartStrategyConfiguration")

        def get_restart_attempts(self) -> int:
            """Flink's ``get_restart_attempts``; not built yet."""
            raise not_built("RestartStrategies.FixedDelayRestartStrategyConfiguration.get_restart_attempts")

        def get_delay_between_attempts_interval(self) -> timedelta:
            """Flink's ``get_delay_between_attempts_interval``; not built yet."""
            raise not_built(
                "RestartStrategies.FixedDelayRestartStrategyConfiguration.get_delay_between_attempts_interval"
            )

    class FailureRateRestartStrategyConfiguration(RestartStrategyConfiguration):
        """Flink's ``FailureRateRestartStrategyConfiguration``."""

        def __init__(
            self,
            max_failure_rate: Any = None,
            failure_interval: Any = None,
            delay_between_attempts_interval: Any = None,
            j_restart_strategy: Any = None,
        ) -> None:
            """Make the object; not built yet."""
            raise not_built("RestartStrategies.FailureRateRestartStrategyConfiguration")

        def get_max_failure_rate(self) -> int:
            """Flink's ``get_max_failure_rate``; not built yet."""
            raise not_built("RestartStrategies.FailureRateRestartStrategyConfiguration.get_max_failure_rate")

        def get_failure_interval(self) -> timedelta:
            """Flink's ``get_failure_interval``; not built yet."""
            raise not_built("RestartStrategies.FailureRateRestartStrategyConfiguration.get_failure_interval")

        def get_delay_between_attempts_interval(self) -> timedelta:
            """Flink's ``get_delay_between_attempts_interval``; not built yet."""
            raise not_built(
                "RestartStrategies.FailureRateRestartStrategyConfiguration.get_delay_between_attempts_interval"
            )

    class FallbackRestartStrategyConfiguration(RestartStrategyConfiguration):
        """Flink's ``FallbackRestartStrategyConfiguration``."""

        def __init__(self, j_restart_strategy: Any = None) -> None:
            """Make the object; not built yet."""
            raise not_built("RestartStrategies.FallbackRestartStrategyConfiguration")

    @staticmethod
    def no_restart() -> NoRestartStrategyConfiguration:
        """Flink's ``no_restart``; not built yet."""
        raise not_built("RestartStrategies.no_restart")

    @staticmethod
    def fall_back_restart() -> FallbackRestartStrategyConfiguration:
        """Flink's ``fall_back_restart``; not built yet."""
        raise not_built("RestartStrategies.fall_back_restart")

    @staticmethod
    def fixed_delay_restart(
        restart_attempts: int, delay_between_attempts: int
    ) -> FixedDelayRestartStrategyConfiguration:
        """Flink's ``fixed_delay_restart``; not built yet."""
        raise not_built("RestartStrategies.fixed_delay_restart")

    @staticmethod
    def failure_rate_restart(
        failure_rate: int, failure_interval: int, delay_interval: int
    ) -> FailureRateRestartStrategyConfiguration:
        """Flink's ``failure_rate_restart``; not built yet."""
        raise not_built("RestartStrategies.failure_rate_restart")
