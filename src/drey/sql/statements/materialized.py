"""Statements about materialized tables.

What ALTER MATERIALIZED TABLE shares with ALTER TABLE is in :mod:`drey.sql.statements.tables`, with
``materialized`` set.
"""

from __future__ import annotations

from dataclasses import field

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
from drey.sql.statements.tables import Distribution, TableSchemaDefinition


@record
class StartMode:
    """``START_MODE = kind[(argument)]``."""

    kind: str
    argument: ScalarExpression | None = None


@record
class CreateMaterializedTable(Statement):
    """``CREATE [OR ALTER] MATERIALIZED TABLE``; ``freshness`` is an interval expression."""

    path: ObjectPath
    query: Query
    schema: TableSchemaDefinition = field(default_factory=TableSchemaDefinition)
    or_alter: bool = False
    if_not_exists: bool = False
    comment: str | None = None
    distribution: Distribution | None = None
    partitioned_by: tuple[Name, ...] = ()
    options: Options = field(default_factory=Options)
    freshness: ScalarExpression | None = None
    refresh_mode: str | None = None
    start_mode: StartMode | None = None


@record
class AlterMaterializedTableSuspend(Statement):
    path: ObjectPath


@record
class AlterMaterializedTableResume(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)


@record
class AlterMaterializedTableRefresh(Statement):
    path: ObjectPath
    partition: PartitionSpec | None = None


@record
class AlterMaterializedTableQuery(Statement):
    path: ObjectPath
    query: Query


@record
class AlterMaterializedTableFreshness(Statement):
    path: ObjectPath
    freshness: ScalarExpression


@record
class AlterMaterializedTableRefreshMode(Statement):
    """``SET REFRESH_MODE = mode``, or ``RESET REFRESH_MODE`` where mode is None."""

    path: ObjectPath
    mode: str | None


@record
class DropMaterializedTable(Statement):
    path: ObjectPath
    if_exists: bool = False
