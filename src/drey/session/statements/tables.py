"""CREATE TABLE and DROP TABLE."""

from __future__ import annotations

from drey.catalog.legacy_options import modernize_options
from drey.catalog.objects import CatalogTable, Distribution
from drey.errors import UnsupportedError, ValidationError, did_you_mean
from drey.session.result import StatementResult
from drey.session.schemas import resolve_schema
from drey.session.session import Session
from drey.sql.statements.tables import CreateTable, DropTable


def create_table(session: Session, statement: CreateTable) -> StatementResult:
    """CREATE TABLE with columns."""
    if statement.query is not None:
        raise UnsupportedError("CREATE TABLE ... AS is not built yet", position=statement.query.position)
    if statement.like is not None:
        raise UnsupportedError("CREATE TABLE ... LIKE is not built yet", position=statement.like.position)
    schema = resolve_schema(session.context, statement.schema)
    names = schema.row_type.names
    for column in statement.partitioned_by:
        if column.text not in names:
            raise ValidationError(
                f"Partition column '{column.text}' not defined in the table schema.",
                detail=f"Available columns: {', '.join(names)}",
                hint=did_you_mean(column.text, names),
                position=column.position,
            )
    distribution = None
    if statement.distribution is not None:
        columns = tuple(name.text for name in statement.distribution.columns)
        distribution = Distribution(statement.distribution.kind, columns, statement.distribution.buckets)
    table = CatalogTable(
        schema,
        modernize_options(statement.options.values),
        statement.comment,
        tuple(name.text for name in statement.partitioned_by),
        distribution,
    )
    name = session.catalogs.qualify(statement.path.parts)
    session.catalogs.create_table(name, table, statement.temporary, statement.if_not_exists)
    return StatementResult.ok()


def drop_table(session: Session, statement: DropTable) -> StatementResult:
    name = session.catalogs.qualify(statement.path.parts)
    if statement.temporary:
        if not session.catalogs.drop_temporary(name, view=False) and not statement.if_exists:
            raise ValidationError(f"Temporary table with identifier '{name}' does not exist.")
    else:
        session.catalogs.drop_table(name, view=False, ignore_if_missing=statement.if_exists)
    return StatementResult.ok()


HANDLERS = {CreateTable: create_table, DropTable: drop_table}
