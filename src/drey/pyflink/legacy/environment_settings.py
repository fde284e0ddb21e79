"""Methods of ``EnvironmentSettings`` and its builder that chose among planners, and others since dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from drey.errors import ValidationError
from drey.pyflink.legacy.deprecation import warn_legacy

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration


class LegacySettingsBuilder:
    """Methods that the builder had until 1.14, when there was more than one planner."""

    def use_blink_planner(self) -> Self:
        """Does nothing: the Blink planner is the only one."""
        warn_legacy("EnvironmentSettings.Builder.use_blink_planner()", None)
        return self

    def use_any_planner(self) -> Self:
        """Does nothing: there is one planner."""
        warn_legacy("EnvironmentSettings.Builder.use_any_planner()", None)
        return self

    def use_old_planner(self) -> Self:
        """Fails: programs that need the old planner mean something else today."""
        raise ValidationError(
            "the old planner is gone since Flink 1.14",
            hint="remove use_old_planner(); the planner of today is the former Blink planner",
        )


class LegacySettings:
    """Methods that the settings had."""

    def get_configuration(self) -> Configuration:
        """The whole configuration."""
        raise NotImplementedError

    def is_blink_planner(self) -> bool:
        """True: the Blink planner is the only one."""
        warn_legacy("EnvironmentSettings.is_blink_planner()", None)
        return True

    def to_configuration(self) -> Configuration:
        """The whole configuration, as ``get_configuration``."""
        warn_legacy("EnvironmentSettings.to_configuration()", "settings.get_configuration()")
        return self.get_configuration()

    @classmethod
    def from_configuration(cls, config: Configuration) -> Any:
        """Settings of a configuration."""
        warn_legacy(
            "EnvironmentSettings.from_configuration(config)",
            "EnvironmentSettings.new_instance().with_configuration(config).build()",
        )
        return cls.new_instance().with_configuration(config).build()  # type: ignore[attr-defined]
