"""CREATE TABLE in all its forms, and DROP TABLE."""

from __future__ import annotations

from drey.catalog.catalog import TableNotFoundError
from drey.catalog.objects import CatalogTable, ObjectIdentifier
from drey.errors import DreyError, ValidationError, did_you_mean
from drey.planner.binder.scope import BoundRelation
from drey.planner.plan.logical import LogicalSink
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.session.table_as import merge_query
from drey.session.table_like import merge_like
from drey.session.table_parts import TableParts
from drey.sql.statements.tables import ColumnReference, CreateTable, DropTable, LikeClause


def create_table(session: Session, statement: CreateTable) -> StatementResult:
    """CREATE TABLE with columns, LIKE or AS."""
    if statement.query is not None:
        return _create_as(session, statement)
    for column in statement.schema.columns:
        if isinstance(column, ColumnReference):
            raise ValidationError(f"column '{column.name}' needs a type", position=column.position)
    parts = TableParts.written(statement)
    if statement.like is not None:
        like = statement.like
        parts = merge_like(parts, _source(session, like), like.options)
    name = session.catalogs.qualify(statement.path.parts)
    table = parts.resolved(session.context)
    session.catalogs.create_table(name, table, statement.temporary, statement.if_not_exists)
    return StatementResult.ok()


def _source(session: Session, like: LikeClause) -> CatalogTable:
    """The table behind LIKE."""
    name = session.catalogs.qualify(like.source.parts)
    found = session.catalogs.find_table(name)
    if found is None:
        raise TableNotFoundError(
            f"Source table '{name.quoted}' of the LIKE clause not found in the catalog",
            hint=did_you_mean(name.name, session.catalogs.table_names(name.catalog, name.database)),
            position=like.source.position,
        )
    if not isinstance(found, CatalogTable):
        raise ValidationError(
            f"Source table '{name.quoted}' of the LIKE clause can not be a VIEW",
            position=like.source.position,
        )
    return found


# CREATE TABLE AS and REPLACE TABLE AS


def table_as(
    session: Session, statement: CreateTable
) -> tuple[ObjectIdentifier, CatalogTable, BoundRelation]:
    """The name and definition of the table that the statement makes, and the query that fills it."""
    assert statement.query is not None
    relation = session.bind(statement.query)
    parts = TableParts.written(statement)
    merged = merge_query(parts, statement.schema.columns, relation.node.row_type)
    return session.catalogs.qualify(statement.path.parts), merged.resolved(session.context), relation


def insert_of(
    session: Session, name: ObjectIdentifier, table: CatalogTable, relation: BoundRelation
) -> LogicalSink:
    """The plan that fills the new table; its columns are found by name."""
    columns = relation.node.row_type.names
    own = table.schema.sink_row_type.names
    return session.insert_into(name, table, relation, None if columns == own else columns)


def _create_as(session: Session, statement: CreateTable) -> StatementResult:
    name, table, relation = table_as(session, statement)
    path = (name.database, name.name)
    catalog = session.catalogs.catalog(name.catalog)
    old = catalog.find_table(path)
    if statement.replace and not statement.create and old is None:
        raise TableNotFoundError(
            f"The table {name.quoted} to be replaced doesn't exist. You can try to use CREATE TABLE AS statement or "
            "CREATE OR REPLACE TABLE AS statement.",
            position=statement.path.position,
        )
    if old is not None and statement.if_not_exists:
        return session.run_inserts([session.insert_plan(name.parts, relation)])
    plan = insert_of(session, name, table, relation)
    if old is not None and statement.replace:
        catalog.drop_table(path)
    catalog.create_table(path, table)
    try:
        return session.run_inserts([plan])
    except DreyError:
        # The job could not start, so nothing was written: the catalog is as before.
        catalog.drop_table(path)
        if old is not None:
            catalog.create_table(path, old)
        raise


def drop_table(session: Session, statement: DropTable) -> StatementResult:
    name = session.catalogs.qualify(statement.path.parts)
    if not statement.temporary:
        session.catalogs.drop_table(name, view=False, ignore_if_missing=statement.if_exists)
    elif not session.catalogs.drop_temporary(name, view=False) and not statement.if_exists:
        raise TableNotFoundError(
            f"Temporary table or view with identifier '{name}' does not exist.",
            hint=did_you_mean(name.name, [known.name for known in session.catalogs.temporary_tables]),
            position=statement.path.position,
        )
    return StatementResult.ok()


HANDLERS: Handlers = {CreateTable: create_table, DropTable: drop_table}
