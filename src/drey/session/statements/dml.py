"""Queries, INSERT, statement sets and EXPLAIN."""

from __future__ import annotations

from drey.errors import UnsupportedError, ValidationError
from drey.planner.plan import logical as rel
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.sql import Statement
from drey.sql.statements.dml import Insert, StatementSet
from drey.sql.statements.inspection import Explain
from drey.sql.statements.queries import QueryStatement


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
    partition = {}
    for column, value in (statement.partition.values if statement.partition else {}).items():
        if value is None:
            raise ValidationError(f"partition column '{column}' needs a value", position=statement.position)
        partition[column] = value
    columns = tuple(name.text for name in statement.columns) or None
    return session.insert_plan(
        statement.target.parts,
        session.bind(statement.query),
        columns,
        partition,
        statement.overwrite,
        statement.hint_options.values,
    )


def statement_set(session: Session, statement: StatementSet) -> StatementResult:
    inserts = [one for one in statement.statements if isinstance(one, Insert)]
    if len(inserts) != len(statement.statements) or not inserts:
        raise ValidationError("a statement set holds INSERT statements only", position=statement.position)
    return session.run_inserts([insert_plan(session, one) for one in inserts])


def explain(session: Session, statement: Explain) -> StatementResult:
    text = explain_text(session, statement.statement, statement.details)
    return StatementResult.strings("result", [text])


def explain_text(session: Session, statement: Statement, details: frozenset[str]) -> str:
    """The text of EXPLAIN for a query, INSERT or statement set."""
    match statement:
        case QueryStatement():
            plans: list[rel.RelNode] = [rel.LogicalCollectSink(session.bind(statement.query).node)]
        case Insert():
            plans = [insert_plan(session, statement)]
        case StatementSet():
            plans = [insert_plan(session, one) for one in statement.statements if isinstance(one, Insert)]
        case _:
            raise UnsupportedError("EXPLAIN of this statement is not built yet", position=statement.position)
    return session.explain(plans, details)


HANDLERS: Handlers = {QueryStatement: query, Insert: insert, StatementSet: statement_set, Explain: explain}
