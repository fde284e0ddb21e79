"""Statements about models."""

from __future__ import annotations

from dataclasses import field

from drey.records import record
from drey.sql.statements.fragments import ObjectPath, Options, Query, Statement
from drey.sql.statements.tables import ColumnDefinition


@record
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


@record
class AlterModelSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    if_exists: bool = False


@record
class AlterModelReset(Statement):
    path: ObjectPath
    keys: tuple[str, ...] = ()
    if_exists: bool = False


@record
class AlterModelRename(Statement):
    path: ObjectPath
    new_path: ObjectPath
    if_exists: bool = False


@record
class DropModel(Statement):
    path: ObjectPath
    temporary: bool = False
    if_exists: bool = False
