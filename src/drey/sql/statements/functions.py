"""Statements about functions and modules."""

from __future__ import annotations

from dataclasses import dataclass, field

from drey.sql.statements.fragments import Name, ObjectPath, Options, Statement


@dataclass(frozen=True)
class FunctionResource:
    """``JAR 'path'`` or ``ARTIFACT 'path'``."""

    kind: str
    path: str


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class AlterFunction(Statement):
    path: ObjectPath
    identifier: str
    language: str = "JAVA"
    temporary: bool = False
    system: bool = False
    if_exists: bool = False


@dataclass(frozen=True)
class DropFunction(Statement):
    path: ObjectPath
    temporary: bool = False
    system: bool = False
    if_exists: bool = False


@dataclass(frozen=True)
class LoadModule(Statement):
    name: Name
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class UnloadModule(Statement):
    name: Name


@dataclass(frozen=True)
class UseModules(Statement):
    names: tuple[Name, ...]
