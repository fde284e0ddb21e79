"""Mirror of ``pyflink.table.table_config``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from datetime import datetime

    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.table.sql_dialect import SqlDialect

__all__ = ["TableConfig"]


class TableConfig:
    """Flink's ``TableConfig``."""

    def __init__(self, j_table_config: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("TableConfig")

    def get(self, key: str, default_value: str) -> str:
        """Flink's ``get``; not built yet."""
        raise not_built("TableConfig.get")

    def set(self, key: str, value: str) -> TableConfig:
        """Flink's ``set``; not built yet."""
        raise not_built("TableConfig.set")

    def get_local_timezone(self) -> str:
        """Flink's ``get_local_timezone``; not built yet."""
        raise not_built("TableConfig.get_local_timezone")

    def set_local_timezone(self, timezone_id: str) -> Any:
        """Flink's ``set_local_timezone``; not built yet."""
        raise not_built("TableConfig.set_local_timezone")

    def get_max_generated_code_length(self) -> int:
        """Flink's ``get_max_generated_code_length``; not built yet."""
        raise not_built("TableConfig.get_max_generated_code_length")

    def set_max_generated_code_length(self, max_generated_code_length: int) -> Any:
        """Flink's ``set_max_generated_code_length``; not built yet."""
        raise not_built("TableConfig.set_max_generated_code_length")

    def set_idle_state_retention(self, duration: datetime.timedelta) -> Any:
        """Flink's ``set_idle_state_retention``; not built yet."""
        raise not_built("TableConfig.set_idle_state_retention")

    def get_idle_state_retention(self) -> datetime.timedelta:
        """Flink's ``get_idle_state_retention``; not built yet."""
        raise not_built("TableConfig.get_idle_state_retention")

    def get_configuration(self) -> Configuration:
        """Flink's ``get_configuration``; not built yet."""
        raise not_built("TableConfig.get_configuration")

    def add_configuration(self, configuration: Configuration) -> Any:
        """Flink's ``add_configuration``; not built yet."""
        raise not_built("TableConfig.add_configuration")

    def to_map(self) -> dict[Any, Any]:
        """Flink's ``to_map``; not built yet."""
        raise not_built("TableConfig.to_map")

    def get_sql_dialect(self) -> SqlDialect:
        """Flink's ``get_sql_dialect``; not built yet."""
        raise not_built("TableConfig.get_sql_dialect")

    def set_sql_dialect(self, sql_dialect: SqlDialect) -> Any:
        """Flink's ``set_sql_dialect``; not built yet."""
        raise not_built("TableConfig.set_sql_dialect")

    def set_python_executable(self, python_exec: str) -> Any:
        """Flink's ``set_python_executable``; not built yet."""
        raise not_built("TableConfig.set_python_executable")

    def get_python_executable(self) -> str:
        """Flink's ``get_python_executable``; not built yet."""
        raise not_built("TableConfig.get_python_executable")

    @staticmethod
    def get_default() -> TableConfig:
        """Flink's ``get_default``; not built yet."""
        raise not_built("TableConfig.get_default")
