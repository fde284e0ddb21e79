"""Queries, INSERT, statement sets and EXPLAIN."""

from __future__ import annotations

from collections.abc import Collection

from drey.catalog.objects import CatalogTable, ObjectIdentifier
from drey.errors import DreyError, SqlSyntaxError, UnsupportedError, ValidationError, did_you_mean
from drey.planner.plan import logical as rel
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.session.statements.tables import insert_of, table_as
from drey.sql import Query, Statement
from drey.sql.statements.dml import Insert, StatementSet
from drey.sql.statements.inspection import Explain
from drey.sql.statements.queries import QueryStatement
from drey.sql.statements.tables import CreateTable


def query(session: Session, statement: QueryStatement) -> StatementResult:
    return session.run_query(session.bind(statement.query))


def insert(session: Session, statement: Insert) -> StatementResult:
    return session.run_inserts([insert_plan(session, statement)])


def insert_plan(session: Session, statement: Insert) -> rel.LogicalSink:
    """The plan of one INSERT."""
    if statement.conflict is not None:
        raise UnsupportedError(
            f"ON CONFLICT DO {statement.conflict} is not built yet", position=statement.position
        )
    name = session.catalogs.qualify(statement.target.parts)
    try:
        table = session.writable(name)
    except DreyError as error:
        raise error.at(statement.target.position) from None
    partition = _static_partition(name, table, statement)
    _check_columns(table, statement, partition)
    return session.insert_plan(
        statement.target.parts,
        session.bind(statement.query),
        tuple(column.text for column in statement.columns) or None,
        partition,
        statement.overwrite,
        statement.hint_options.values,
    )


def _static_partition(name: ObjectIdentifier, table: CatalogTable, statement: Insert) -> dict[str, str]:
    """The constants of PARTITION.

    Raises:
        ValidationError: A column is unknown, is no partition key, or has no value.
    """
    if statement.partition is None:
        return {}
    position = statement.partition.position
    names = table.schema.sink_row_type.names
    values = {}
    for column, value in statement.partition.values.items():
        if column not in names:
            raise ValidationError(
                f"Unknown target column '{column}'", hint=did_you_mean(column, names), position=position
            )
        if column not in table.partition_keys:
            raise ValidationError(
                f"Static partition column '{column}' should be in the partition keys list "
                f"[{', '.join(table.partition_keys)}] for table '{name}'.",
                position=position,
            )
        if value is None:
            raise ValidationError(f"partition column '{column}' needs a value", position=position)
        values[column] = value
    return values


def _check_columns(table: CatalogTable, statement: Insert, partition: Collection[str]) -> None:
    names = table.schema.sink_row_type.names
    seen: set[str] = set()
    for column in statement.columns:
        if column.text not in names:
            raise ValidationError(
                f"Unknown target column '{column.text}'",
                hint=did_you_mean(column.text, names),
                position=column.position,
            )
        if column.text in seen or column.text in partition:
            raise ValidationError(
                f"Target column '{column.text}' is assigned more than once", position=column.position
            )
        seen.add(column.text)


def statement_set(session: Session, statement: StatementSet) -> StatementResult:
    inserts = [one for one in statement.statements if isinstance(one, Insert)]
    if len(inserts) != len(statement.statements) or not inserts:
        raise ValidationError("a statement set holds INSERT statements only", position=statement.position)
    return session.run_inserts([insert_plan(session, one) for one in inserts])


def explain(session: Session, statement: Explain) -> StatementResult:
    text = explain_text(session, statement.statement, statement.details)
    return StatementResult.text(text)


def explain_text(session: Session, statement: Statement, details: frozenset[str]) -> str:
    """The text of EXPLAIN for a query, INSERT or statement set."""
    match statement:
        case QueryStatement():
            plans: list[rel.RelNode] = [rel.LogicalCollectSink(session.bind(statement.query).node)]
        case Insert():
            plans = [insert_plan(session, statement)]
        case StatementSet():
            plans = [insert_plan(session, one) for one in statement.statements if isinstance(one, Insert)]
        case CreateTable(query=Query()):
            plans = [insert_of(session, *table_as(session, statement))]
        case _:
            raise SqlSyntaxError(
                "EXPLAIN takes a query, INSERT, a statement set, or CREATE TABLE .. AS",
                position=statement.position,
            )
    return session.explain(plans, details)


HANDLERS: Handlers = {QueryStatement: query, Insert: insert, StatementSet: statement_set, Explain: explain}
