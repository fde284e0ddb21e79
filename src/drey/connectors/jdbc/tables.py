"""Checks that a database has the table that a spec describes."""

from __future__ import annotations

from typing import Any

from drey.connectors.api.factory import TableSpec
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects.dialect import JdbcDialect, TableFacts, Target
from drey.connectors.jdbc.urls import without_secrets
from drey.errors import ConnectorError, did_you_mean


def require_table(dialect: JdbcDialect, connection: Any, spec: TableSpec) -> TableFacts:
    """What the database says of the table.

    Raises:
        ConnectorError: The table or a column is missing, or a column's type doesn't fit.
    """
    table = o.TABLE.require(spec.options)
    try:
        facts = dialect.facts(connection, table)
    except dialect.errors as error:
        message = f"can't look at table '{table}' of a database: {dialect.diagnose(error).message}"
        raise ConnectorError(message, detail=f"table {spec.path}: {error}") from error
    if facts is None:
        url = without_secrets(o.URL.require(spec.options))
        raise ConnectorError(
            f"table '{table}' does not exist in the database",
            detail=f"table {spec.path}, url '{url}'",
            hint=f"create it: {dialect.create_table(table, spec.row_type, spec.primary_key)}",
        )
    for field in spec.row_type.fields:
        found = facts.column(field.name)
        if found is None:
            raise ConnectorError(
                f"table '{table}' of the database has no column '{field.name}'",
                detail="it has " + ", ".join(facts.columns),
                hint=did_you_mean(field.name, facts.columns)
                or "leave it out of the table's declaration, or add it to the database's table",
            )
        if not dialect.fits(facts.columns[found], field.type):
            raise ConnectorError(
                f"column '{field.name}' of table '{table}' has another type in the database",
                detail=f"{facts.columns[found]} there, {field.type.summary()} in table {spec.path}",
                hint=f"for {field.type.summary()} the database has {dialect.column_type(field.type)}",
            )
    return facts


def target_of(dialect: JdbcDialect, facts: TableFacts, spec: TableSpec) -> Target:
    """The table as statements that write need it."""
    names = [facts.column(name) or name for name in spec.row_type.names]
    return Target(
        table=facts.name,
        columns=tuple(names),
        types=tuple(field.type for field in spec.row_type.fields),
        declared=tuple(facts.columns[name] for name in names),
        key=tuple(spec.row_type.names.index(name) for name in spec.primary_key),
    )


def require_unique(dialect: JdbcDialect, facts: TableFacts, spec: TableSpec) -> None:
    """Refuse a primary key that the database does not enforce.

    Raises:
        ConnectorError: No primary key or unique index has exactly the key's columns.
    """
    if frozenset(facts.column(name) or name for name in spec.primary_key) in facts.unique:
        return
    table = o.TABLE.require(spec.options)
    columns = ", ".join(dialect.quote(facts.column(name) or name) for name in spec.primary_key)
    index = dialect.quote("_".join([table.rpartition(".")[2], *spec.primary_key]))
    raise ConnectorError(
        f"table '{table}' of the database has no unique constraint on the primary key",
        detail=f"table {spec.path} declares PRIMARY KEY ({', '.join(spec.primary_key)}), which upserts go by",
        hint=f"create one: CREATE UNIQUE INDEX {index} ON {facts.name} ({columns})",
    )
