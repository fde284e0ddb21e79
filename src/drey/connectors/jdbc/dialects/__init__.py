"""Databases behind the jdbc connector, found by the prefix of the url."""

from __future__ import annotations

import importlib
import re

from drey.connectors.jdbc.dialects.dialect import JdbcDialect
from drey.errors import OptionError, UnsupportedError

BUILT_IN: dict[str, str] = {
    "sqlite": "drey.connectors.jdbc.dialects.sqlite:SqliteDialect",
}
"""The word behind ``jdbc:`` to ``module:class``; the module is imported when a table uses it."""


def dialect_of(url: str) -> JdbcDialect:
    """The dialect of a JDBC url, ready to connect.

    Raises:
        OptionError: The text is no JDBC url.
        UnsupportedError: No dialect is built for the database.
    """
    match = re.match(r"jdbc:([a-z0-9]+):", url)
    if match is None:
        raise OptionError(f"'{url}' is no JDBC url", hint="such as jdbc:sqlite:/path/to/file.db")
    target = BUILT_IN.get(match.group(1))
    if target is None:
        raise UnsupportedError(
            f"the jdbc connector has no dialect for '{match.group(1)}' yet",
            detail=f"url '{url}'",
            hint="built: " + ", ".join(f"jdbc:{name}:" for name in sorted(BUILT_IN)),
        )
    module, _, name = target.partition(":")
    dialect: JdbcDialect = getattr(importlib.import_module(module), name)(url)
    return dialect
