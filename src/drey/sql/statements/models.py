"""Statements about models."""

from __future__ import annotations

from dataclasses import dataclass, field

from drey.sql.statements.fragments import ObjectPath, Options, Query, Statement
from drey.sql.statements.tables import ColumnDefinition


@dataclass(frozen=True)
class CreateModel(Statement):
    """``CREATE MODEL``; ``query`` where it is trained from one (``AS query``)."""

    path: ObjectPath
    inputs: tuple[ColumnDefinition, ...] = ()
    outputs: tuple[ColumnDefinition, ...] = ()
    options: Options = field(default_factory=Options)
    temporary: bool = False
    if_not_exists: bool = False
    comment: str | None = None
    query: Query | None = None


@dataclass(frozen=True)
class AlterModelSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    if_exists: bool = False


@dataclass(frozen=True)
class AlterModelReset(Statement):
    path: ObjectPath
    keys: tuple[str, ...] = ()
    if_exists: bool = False


@dataclass(frozen=True)
class AlterModelRename(Statement):
    path: ObjectPath
    new_path: ObjectPath
    if_exists: bool = False


@dataclass(frozen=True)
class DropModel(Statement):
    path: ObjectPath
    temporary: bool = False
    if_exists: bool = False
