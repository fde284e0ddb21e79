"""Databases behind the jdbc connector, found by the prefix of the url."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping

from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects.dialect import JdbcDialect
from drey.connectors.jdbc.urls import without_secrets
from drey.errors import DependencyError, OptionError, UnsupportedError
from drey.records import record


@record
class DialectEntry:
    """Where a dialect is, without importing it.

    Args:
        title: The database's name, for messages.
        target: ``module:class``.
    """

    title: str
    target: str


_PACKAGE = "drey.connectors.jdbc.dialects"
BUILT_IN: dict[str, DialectEntry] = {
    "mariadb": DialectEntry("MySQL", f"{_PACKAGE}.mysql:MysqlDialect"),
    "mysql": DialectEntry("MySQL", f"{_PACKAGE}.mysql:MysqlDialect"),
    "postgresql": DialectEntry("PostgreSQL", f"{_PACKAGE}.postgresql:PostgresqlDialect"),
    "sqlite": DialectEntry("SQLite", f"{_PACKAGE}.sqlite:SqliteDialect"),
}
"""By the word behind ``jdbc:``; the module is imported when a table uses it."""


def dialect_of(options: Mapping[str, str]) -> JdbcDialect:
    """The dialect of a table's options, ready to connect.

    Raises:
        OptionError: The url is no JDBC url.
        UnsupportedError: No dialect is built for the database.
        DependencyError: The database's driver is not installed.
    """
    url = o.URL.require(options)
    match = re.match(r"jdbc:([a-z0-9]+):", url)
    if match is None:
        raise OptionError(
            f"'{without_secrets(url)}' is no JDBC url", hint="such as jdbc:mysql://localhost:3306/database"
        )
    entry = BUILT_IN.get(match.group(1))
    if entry is None:
        raise UnsupportedError(
            f"the jdbc connector has no dialect for '{match.group(1)}' yet",
            detail=f"url '{without_secrets(url)}'",
            hint="built: " + ", ".join(f"jdbc:{name}:" for name in sorted(BUILT_IN)),
        )
    module, _, name = entry.target.partition(":")
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise DependencyError(
            f"the jdbc connector needs for {entry.title}: pip install 'drey[jdbc]'",
            detail=f"module '{error.name}' is missing",
        ) from error
    dialect: JdbcDialect = getattr(loaded, name)(url, o.USERNAME.get(options), o.PASSWORD.get(options))
    return dialect
