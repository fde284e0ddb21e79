"""Statements about views."""

from __future__ import annotations

from dataclasses import field

from drey.records import record
from drey.sql.statements.fragments import Name, ObjectPath, Options, Query, Statement


@record
class CreateView(Statement):
    """``CREATE [TEMPORARY] VIEW [IF NOT EXISTS] path [(columns)] [COMMENT ..] AS query``."""

    path: ObjectPath
    query: Query
    columns: tuple[Name, ...] = ()
    temporary: bool = False
    if_not_exists: bool = False
    comment: str | None = None


@record
class AlterViewRename(Statement):
    path: ObjectPath
    new_path: ObjectPath


@record
class AlterViewQuery(Statement):
    path: ObjectPath
    query: Query


@record
class AlterViewSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)


@record
class DropView(Statement):
    path: ObjectPath
    temporary: bool = False
    if_exists: bool = False
