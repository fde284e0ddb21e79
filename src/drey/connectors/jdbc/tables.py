"""Checks that a database has the table that a spec describes."""

from __future__ import annotations

from typing import Any

from drey.connectors.api.factory import TableSpec
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects.dialect import JdbcDialect, TableFacts
from drey.errors import ConnectorError, did_you_mean


def require_table(dialect: JdbcDialect, connection: Any, spec: TableSpec) -> TableFacts:
    """What the database says of the table.

    Raises:
        ConnectorError: The table or a column is missing.
    """
    table = o.TABLE.require(spec.options)
    try:
        facts = dialect.facts(connection, table)
    except dialect.errors as error:
        raise ConnectorError("can't look at a table", detail=f"table '{table}': {error}") from error
    if facts is None:
        raise ConnectorError(
            f"table '{table}' does not exist in the database",
            detail=f"table {spec.path}, url '{o.URL.require(spec.options)}'",
            hint=f"create it: {dialect.create_table(table, spec.row_type, spec.primary_key)}",
        )
    for name in spec.row_type.names:
        if name not in facts.columns:
            raise ConnectorError(
                f"table '{table}' of the database has no column '{name}'",
                detail="it has " + ", ".join(facts.columns),
                hint=did_you_mean(name, facts.columns),
            )
    return facts


def require_unique(dialect: JdbcDialect, facts: TableFacts, spec: TableSpec) -> None:
    """Refuse a primary key that the database does not enforce.

    Raises:
        ConnectorError: No primary key or unique index has exactly the key's columns.
    """
    if frozenset(spec.primary_key) in facts.unique:
        return
    table = o.TABLE.require(spec.options)
    columns = ", ".join(dialect.quote(name) for name in spec.primary_key)
    index = dialect.quote("_".join([table.rpartition(".")[2], *spec.primary_key]))
    raise ConnectorError(
        f"table '{table}' of the database has no unique constraint on the primary key",
        detail=f"table {spec.path} declares PRIMARY KEY ({', '.join(spec.primary_key)}), which upserts go by",
        hint=f"create one: CREATE UNIQUE INDEX {index} ON {dialect.quote(table)} ({columns})",
    )
