"""Mirror of ``pyflink.table.environment_settings``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration

__all__ = ["EnvironmentSettings"]


class EnvironmentSettings:
    """Flink's ``EnvironmentSettings``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def with_configuration(self, config: Configuration) -> EnvironmentSettings.Builder:
            """Flink's ``with_configuration``; not built yet."""
            raise not_built("EnvironmentSettings.Builder.with_configuration")

        def in_batch_mode(self) -> EnvironmentSettings.Builder:
            """Flink's ``in_batch_mode``; not built yet."""
            raise not_built("EnvironmentSettings.Builder.in_batch_mode")

        def in_streaming_mode(self) -> EnvironmentSettings.Builder:
            """Flink's ``in_streaming_mode``; not built yet."""
            raise not_built("EnvironmentSettings.Builder.in_streaming_mode")

        def with_built_in_catalog_name(self, built_in_catalog_name: str) -> EnvironmentSettings.Builder:
            """Flink's ``with_built_in_catalog_name``; not built yet."""
            raise not_built("EnvironmentSettings.Builder.with_built_in_catalog_name")

        def with_built_in_database_name(self, built_in_database_name: str) -> EnvironmentSettings.Builder:
            """Flink's ``with_built_in_database_name``; not built yet."""
            raise not_built("EnvironmentSettings.Builder.with_built_in_database_name")

        def build(self) -> EnvironmentSettings:
            """Flink's ``build``; not built yet."""
            raise not_built("EnvironmentSettings.Builder.build")

    def get_built_in_catalog_name(self) -> str:
        """Flink's ``get_built_in_catalog_name``; not built yet."""
        raise not_built("EnvironmentSettings.get_built_in_catalog_name")

    def get_built_in_database_name(self) -> str:
        """Flink's ``get_built_in_database_name``; not built yet."""
        raise not_built("EnvironmentSettings.get_built_in_database_name")

    def is_streaming_mode(self) -> bool:
        """Flink's ``is_streaming_mode``; not built yet."""
        raise not_built("EnvironmentSettings.is_streaming_mode")

    def get_configuration(self) -> Configuration:
        """Flink's ``get_configuration``; not built yet."""
        raise not_built("EnvironmentSettings.get_configuration")

    @staticmethod
    def new_instance() -> EnvironmentSettings.Builder:
        """Flink's ``new_instance``; not built yet."""
        raise not_built("EnvironmentSettings.new_instance")

    @staticmethod
    def in_streaming_mode() -> EnvironmentSettings:
        """Flink's ``in_streaming_mode``; not built yet."""
        raise not_built("EnvironmentSettings.in_streaming_mode")

    @staticmethod
    def in_batch_mode() -> EnvironmentSettings:
        """Flink's ``in_batch_mode``; not built yet."""
        raise not_built("EnvironmentSettings.in_batch_mode")
