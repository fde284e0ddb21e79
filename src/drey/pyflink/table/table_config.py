"""Mirror of ``pyflink.table.table_config``: the options of one table environment."""

from __future__ import annotations

import datetime
import os
import zoneinfo
from typing import Any

from drey.errors import OptionError
from drey.older_keys import todays_key
from drey.pyflink.common.configuration import Configuration
from drey.pyflink.common.duration_text import duration_text, parse_duration_text
from drey.pyflink.legacy.table_config import LegacyTableConfig
from drey.pyflink.table.sql_dialect import SqlDialect
from drey.session.defaults import process_options
from drey.session.option_effects import warn_without_effect
from drey.session.workers import expect_workers

__all__ = ["TableConfig"]

_ZONE = "table.local-time-zone"
_CODE_LENGTH = "table.generated-code.max-length"
_TTL = "table.exec.state.ttl"
_DIALECT = "table.sql-dialect"
_PYTHON = "python.executable"


class TableConfig(LegacyTableConfig):
    """Options by key, with methods for some of them.

    Args:
        configuration: The options that the environment's own ones are kept in.
        root: Options of the outer layers, which answer where the environment's own don't.
    """

    def __init__(self, configuration: Configuration | None = None, root: Configuration | None = None) -> None:
        self._configuration = Configuration() if configuration is None else configuration
        self._root = Configuration() if root is None else root

    def get(self, key: str, default_value: Any) -> Any:
        """The value of an option as text.

        The environment's own options count first, then those of the outer layers, then those of the process.

        Args:
            key: The option's key.
            default_value: The answer if no layer has the option.
        """
        from_command = process_options().get(todays_key(key), default_value)
        outer = self._root.get_string(key, from_command)
        return self._configuration.get_string(key, outer)

    def set(self, key: str, value: str) -> TableConfig:
        """Set an option of this environment.

        Args:
            key: The option's key. A known option that has no effect here causes a warning, once per process.
            value: The value as text, such as ``"5 s"``; most are parsed only when they are used.

        Returns:
            This object, so that calls can be chained.

        Example:
            >>> from drey.pyflink.table import TableConfig
            >>> config = TableConfig().set("table.exec.state.ttl", "1 h")
            >>> config.get("table.exec.state.ttl", "0 ms")
            '1 h'
        """
        self._configuration.set_string(key, value)
        expect_workers({key: value})
        warn_without_effect({key: value})
        return self

    def get_local_timezone(self) -> str:
        """The session's time zone: what was set, or the machine's."""
        zone: str = self.get(_ZONE, "default")
        return _machine_zone() if zone == "default" else zone

    def set_local_timezone(self, timezone_id: str) -> None:
        """Set the session's time zone, such as ``Europe/Berlin`` or ``GMT+03:00``.

        Raises:
            OptionError: There is no such zone.
        """
        if not isinstance(timezone_id, str):
            raise Exception("TableConfig.timezone should be a string!")
        if not timezone_id.upper().startswith(("GMT", "UTC", "UT", "+", "-", "Z")):
            try:
                zoneinfo.ZoneInfo(timezone_id)
            except (zoneinfo.ZoneInfoNotFoundError, ValueError):
                raise OptionError(f"Unknown time-zone ID: {timezone_id}") from None
        self.set(_ZONE, timezone_id)

    def get_max_generated_code_length(self) -> int:
        """Kept for Flink, which generates Java code; the embedded engine generates none."""
        return int(self.get(_CODE_LENGTH, "4000"))

    def set_max_generated_code_length(self, max_generated_code_length: int) -> None:
        """Store Flink's limit for generated Java code; the embedded engine generates none and ignores it.

        Raises:
            Exception: The length is no int.
        """
        if not isinstance(max_generated_code_length, int):
            raise Exception("TableConfig.max_generated_code_length should be a int value!")
        self._configuration.set_integer(_CODE_LENGTH, max_generated_code_length)

    def set_idle_state_retention(self, duration: datetime.timedelta) -> None:
        """Forget state that wasn't touched for so long; 0 keeps it for good."""
        self.set(_TTL, duration_text(duration))

    def get_idle_state_retention(self) -> datetime.timedelta:
        """How long untouched state is kept; 0, the default, means for good."""
        return parse_duration_text(self.get(_TTL, "0 ms"))

    def get_configuration(self) -> Configuration:
        """The environment's own options; changes to it count."""
        return self._configuration

    def add_configuration(self, configuration: Configuration) -> None:
        """Copy all options of a configuration into the environment's own; equal keys are replaced.

        Args:
            configuration: The options to copy; later changes to it don't count here.
        """
        self._configuration.add_all(configuration)

    def to_map(self) -> dict[str, str]:
        """The options of all layers by key, as a new dict; the environment's own win over the outer ones."""
        return {**self._root.to_dict(), **self._configuration.to_dict()}

    def get_sql_dialect(self) -> int:
        """The dialect of SQL, one of :class:`~drey.pyflink.table.sql_dialect.SqlDialect`."""
        name: str = self.get(_DIALECT, "default")
        return SqlDialect.HIVE if name.lower() == "hive" else SqlDialect.DEFAULT

    def set_sql_dialect(self, sql_dialect: int) -> None:
        """Set the dialect of SQL.

        Args:
            sql_dialect: ``SqlDialect.DEFAULT`` or ``SqlDialect.HIVE``.

        Raises:
            TypeError: It is neither.
        """
        if sql_dialect not in (SqlDialect.DEFAULT, SqlDialect.HIVE):
            raise TypeError(f"Unsupported SQL dialect: {sql_dialect}, there are DEFAULT and HIVE.")
        self.set(_DIALECT, "hive" if sql_dialect == SqlDialect.HIVE else "default")

    def set_python_executable(self, python_exec: str) -> None:
        """Set the option ``python.executable``; ``OptionWithoutEffectWarning`` says that it is ignored.

        User functions run in the interpreter of the program itself.

        Args:
            python_exec: The path of the interpreter.
        """
        self.set(_PYTHON, python_exec)

    def get_python_executable(self) -> str | None:
        """What :meth:`set_python_executable` was given, or None; user functions run in this interpreter anyway."""
        path: str | None = self._configuration.get_string(_PYTHON, None)
        return path

    @staticmethod
    def get_default() -> TableConfig:
        """A new configuration without options of its own or of outer layers."""
        return TableConfig()


def _machine_zone() -> str:
    """The machine's zone: the variable TZ, or what /etc/localtime links to, or UTC."""
    zone = os.environ.get("TZ", "").lstrip(":")
    if zone:
        return zone
    _, found, name = os.path.realpath("/etc/localtime").partition("/zoneinfo/")
    return name if found else "UTC"
