"""Statements about functions and modules."""

from __future__ import annotations

from dataclasses import field

from drey.records import record
from drey.sql.statements.fragments import Name, ObjectPath, Options, Statement


@record
class FunctionResource:
    """``JAR 'path'`` or ``ARTIFACT 'path'``."""

    kind: str
    path: str


@record
class CreateFunction(Statement):
    """``CREATE [TEMPORARY [SYSTEM]] FUNCTION``; ``language`` is JAVA where the text doesn't say."""

    path: ObjectPath
    identifier: str
    language: str = "JAVA"
    temporary: bool = False
    system: bool = False
    if_not_exists: bool = False
    resources: tuple[FunctionResource, ...] = ()
    options: Options = field(default_factory=Options)


@record
class AlterFunction(Statement):
    path: ObjectPath
    identifier: str
    language: str = "JAVA"
    temporary: bool = False
    system: bool = False
    if_exists: bool = False


@record
class DropFunction(Statement):
    path: ObjectPath
    temporary: bool = False
    system: bool = False
    if_exists: bool = False


@record
class LoadModule(Statement):
    name: Name
    options: Options = field(default_factory=Options)


@record
class UnloadModule(Statement):
    name: Name


@record
class UseModules(Statement):
    names: tuple[Name, ...]
