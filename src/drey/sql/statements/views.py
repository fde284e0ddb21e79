"""Statements about views."""

from __future__ import annotations

from dataclasses import dataclass, field

from drey.sql.statements.fragments import Name, ObjectPath, Options, Query, Statement


@dataclass(frozen=True)
class CreateView(Statement):
    """``CREATE [TEMPORARY] VIEW [IF NOT EXISTS] path [(columns)] [COMMENT ..] AS query``."""

    path: ObjectPath
    query: Query
    columns: tuple[Name, ...] = ()
    temporary: bool = False
    if_not_exists: bool = False
    comment: str | None = None


@dataclass(frozen=True)
class AlterViewRename(Statement):
    path: ObjectPath
    new_path: ObjectPath


@dataclass(frozen=True)
class AlterViewQuery(Statement):
    path: ObjectPath
    query: Query


@dataclass(frozen=True)
class AlterViewSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class DropView(Statement):
    path: ObjectPath
    temporary: bool = False
    if_exists: bool = False
