"""Statements about catalogs, databases and connections."""

from __future__ import annotations

from dataclasses import dataclass, field

from drey.sql.statements.fragments import Name, ObjectPath, Options, Statement


@dataclass(frozen=True)
class CreateCatalog(Statement):
    name: Name
    options: Options = field(default_factory=Options)
    if_not_exists: bool = False
    comment: str | None = None


@dataclass(frozen=True)
class AlterCatalogSet(Statement):
    name: Name
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class AlterCatalogReset(Statement):
    name: Name
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlterCatalogComment(Statement):
    name: Name
    comment: str = ""


@dataclass(frozen=True)
class DropCatalog(Statement):
    name: Name
    if_exists: bool = False


@dataclass(frozen=True)
class CreateDatabase(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    if_not_exists: bool = False
    comment: str | None = None


@dataclass(frozen=True)
class AlterDatabaseSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class DropDatabase(Statement):
    """``DROP DATABASE``; RESTRICT is the default."""

    path: ObjectPath
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True)
class CreateConnection(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    temporary: bool = False
    system: bool = False
    if_not_exists: bool = False
    comment: str | None = None


@dataclass(frozen=True)
class AlterConnectionSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    if_exists: bool = False


@dataclass(frozen=True)
class AlterConnectionReset(Statement):
    path: ObjectPath
    keys: tuple[str, ...] = ()
    if_exists: bool = False


@dataclass(frozen=True)
class AlterConnectionRename(Statement):
    path: ObjectPath
    new_path: ObjectPath
    if_exists: bool = False


@dataclass(frozen=True)
class DropConnection(Statement):
    path: ObjectPath
    temporary: bool = False
    system: bool = False
    if_exists: bool = False
