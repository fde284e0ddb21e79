"""Statements about catalogs, databases and connections."""

from __future__ import annotations

from dataclasses import field

from drey.records import record
from drey.sql.statements.fragments import Name, ObjectPath, Options, Statement


@record
class CreateCatalog(Statement):
    name: Name
    options: Options = field(default_factory=Options)
    if_not_exists: bool = False
    comment: str | None = None


@record
class AlterCatalogSet(Statement):
    name: Name
    options: Options = field(default_factory=Options)


@record
class AlterCatalogReset(Statement):
    name: Name
    keys: tuple[str, ...] = ()


@record
class AlterCatalogComment(Statement):
    name: Name
    comment: str = ""


@record
class DropCatalog(Statement):
    name: Name
    if_exists: bool = False


@record
class CreateDatabase(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    if_not_exists: bool = False
    comment: str | None = None


@record
class AlterDatabaseSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)


@record
class DropDatabase(Statement):
    """``DROP DATABASE``; RESTRICT is the default."""

    path: ObjectPath
    if_exists: bool = False
    cascade: bool = False


@record
class CreateConnection(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    temporary: bool = False
    system: bool = False
    if_not_exists: bool = False
    comment: str | None = None


@record
class AlterConnectionSet(Statement):
    path: ObjectPath
    options: Options = field(default_factory=Options)
    if_exists: bool = False


@record
class AlterConnectionReset(Statement):
    path: ObjectPath
    keys: tuple[str, ...] = ()
    if_exists: bool = False


@record
class AlterConnectionRename(Statement):
    path: ObjectPath
    new_path: ObjectPath
    if_exists: bool = False


@record
class DropConnection(Statement):
    path: ObjectPath
    temporary: bool = False
    system: bool = False
    if_exists: bool = False
