"""Methods of ``StreamExecutionEnvironment`` that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from drey.pyflink.legacy.deprecation import warn_legacy

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration


class LegacyStreamExecutionEnvironment:
    """Methods that the environment had until 1.20, in terms of the configuration."""

    _configuration: Configuration
    _state_backend: Any = None

    def set_stream_time_characteristic(self, characteristic: Any) -> None:
        """Does nothing: the watermark strategy decides about time."""
        warn_legacy("StreamExecutionEnvironment.set_stream_time_characteristic()", None)

    def set_state_backend(self, state_backend: Any) -> Self:
        """Set where state is kept."""
        warn_legacy(
            "StreamExecutionEnvironment.set_state_backend(backend)",
            "configuration.set_string('state.backend.type', 'hashmap' or 'rocksdb')",
        )
        for key, value in state_backend.options().items():
            self._configuration.set_string(key, value)
        self._state_backend = state_backend
        return self

    def get_state_backend(self) -> Any:
        """What :meth:`set_state_backend` was given, or None."""
        return self._state_backend

    def set_restart_strategy(self, restart_strategy_configuration: Any) -> None:
        """Set what happens when the job fails."""
        options = restart_strategy_configuration.options()
        shown = ", ".join(f"'{key}' = '{value}'" for key, value in options.items())
        warn_legacy("StreamExecutionEnvironment.set_restart_strategy(..)", f"in the configuration {shown}")
        for key, value in options.items():
            self._configuration.set_string(key, value)
