"""Statements that change data, statement sets and compiled plans."""

from __future__ import annotations

from dataclasses import field

from drey.errors import SourcePosition
from drey.records import record
from drey.sql.statements.fragments import (
    Name,
    ObjectPath,
    Options,
    PartitionSpec,
    Query,
    ScalarExpression,
    Statement,
)


@record
class Insert(Statement):
    """``INSERT INTO | OVERWRITE``.

    ``hint_options`` are those of ``/*+ OPTIONS(..) */`` behind the target; ``conflict`` is NOTHING, ERROR,
    DEDUPLICATE or None.
    """

    target: ObjectPath
    query: Query
    columns: tuple[Name, ...] = ()
    partition: PartitionSpec | None = None
    overwrite: bool = False
    hint_options: Options = field(default_factory=Options)
    conflict: str | None = None


@record
class Assignment:
    """``column = expression`` of UPDATE."""

    column: Name
    expression: ScalarExpression


@record
class Update(Statement):
    target: ObjectPath
    assignments: tuple[Assignment, ...]
    where: ScalarExpression | None = None


@record
class Delete(Statement):
    target: ObjectPath
    where: ScalarExpression | None = None


@record
class MergeAction:
    """One ``WHEN [NOT] MATCHED [AND condition] THEN ..``: ``kind`` UPDATE, DELETE or INSERT."""

    matched: bool
    kind: str
    condition: ScalarExpression | None = None
    assignments: tuple[Assignment, ...] = ()
    columns: tuple[Name, ...] = ()
    values: tuple[ScalarExpression, ...] = ()
    position: SourcePosition | None = field(default=None, compare=False, repr=False)


@record
class Merge(Statement):
    """``MERGE INTO target [AS alias] USING source ON condition WHEN ..``; Flink parses it only."""

    target: ObjectPath
    source: Query
    condition: ScalarExpression
    actions: tuple[MergeAction, ...]
    alias: Name | None = None


@record
class StatementSet(Statement):
    """``EXECUTE STATEMENT SET BEGIN insert; .. END``: one job."""

    statements: tuple[Statement, ...]


@record
class BeginStatementSet(Statement):
    """``BEGIN STATEMENT SET`` of the SQL client."""


@record
class EndStatementSet(Statement):
    """``END`` of the SQL client."""


@record
class CompilePlan(Statement):
    """``COMPILE [AND EXECUTE] PLAN 'file' [IF NOT EXISTS] FOR statement``."""

    file: str
    statement: Statement
    if_not_exists: bool = False
    execute: bool = False


@record
class ExecutePlan(Statement):
    file: str


@record
class CallProcedure(Statement):
    """``CALL procedure(..)``; the call is a FunctionCall node."""

    path: ObjectPath
    call: ScalarExpression
