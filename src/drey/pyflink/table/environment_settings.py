"""Mirror of ``pyflink.table.environment_settings``: what a table environment starts with."""

from __future__ import annotations

from drey.pyflink.common.configuration import Configuration
from drey.pyflink.legacy.environment_settings import LegacySettings, LegacySettingsBuilder

__all__ = ["EnvironmentSettings"]

_MODE = "execution.runtime-mode"
_CATALOG = "table.builtin-catalog-name"
_DATABASE = "table.builtin-database-name"


class EnvironmentSettings(LegacySettings):
    """The mode and the names of the built-in catalog and database, with any other configuration.

    ``EnvironmentSettings.in_streaming_mode()`` and ``in_batch_mode()`` are the short ways,
    :meth:`new_instance` the long one.
    """

    class Builder(LegacySettingsBuilder):
        """Collects settings; every method returns the builder."""

        def __init__(self) -> None:
            self._configuration = Configuration()

        def with_configuration(self, config: Configuration) -> EnvironmentSettings.Builder:
            """Take over a configuration."""
            self._configuration.add_all(config)
            return self

        def in_batch_mode(self) -> EnvironmentSettings.Builder:
            """Run on bounded input to the end."""
            self._configuration.set_string(_MODE, "BATCH")
            return self

        def in_streaming_mode(self) -> EnvironmentSettings.Builder:
            """Run on input as it comes; the default."""
            self._configuration.set_string(_MODE, "STREAMING")
            return self

        def with_built_in_catalog_name(self, built_in_catalog_name: str) -> EnvironmentSettings.Builder:
            """Name the catalog in memory; by default ``default_catalog``."""
            self._configuration.set_string(_CATALOG, built_in_catalog_name)
            return self

        def with_built_in_database_name(self, built_in_database_name: str) -> EnvironmentSettings.Builder:
            """Name its database; by default ``default_database``."""
            self._configuration.set_string(_DATABASE, built_in_database_name)
            return self

        def build(self) -> EnvironmentSettings:
            """The settings."""
            return EnvironmentSettings(Configuration(self._configuration))

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def get_built_in_catalog_name(self) -> str:
        """The name of the catalog in memory."""
        name: str = self._configuration.get_string(_CATALOG, "default_catalog")
        return name

    def get_built_in_database_name(self) -> str:
        """The name of its database."""
        name: str = self._configuration.get_string(_DATABASE, "default_database")
        return name

    def is_streaming_mode(self) -> bool:
        """True unless the mode is batch (or left to be chosen, which Flink takes as batch here)."""
        mode: str = self._configuration.get_string(_MODE, "STREAMING")
        return mode.upper() == "STREAMING"

    def get_configuration(self) -> Configuration:
        """The whole configuration."""
        return self._configuration

    @staticmethod
    def new_instance() -> EnvironmentSettings.Builder:
        """A builder."""
        return EnvironmentSettings.Builder()

    @staticmethod
    def in_streaming_mode() -> EnvironmentSettings:
        """Settings for streaming."""
        return EnvironmentSettings.new_instance().in_streaming_mode().build()

    @staticmethod
    def in_batch_mode() -> EnvironmentSettings:
        """Settings for batch."""
        return EnvironmentSettings.new_instance().in_batch_mode().build()
