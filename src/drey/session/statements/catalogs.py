"""CREATE, ALTER, DROP and USE of catalogs and databases."""

from __future__ import annotations

from dataclasses import replace

from drey.catalog.catalog import Catalog, DatabaseNotFoundError
from drey.catalog.factory import TYPE, check_options, make_catalog
from drey.catalog.manager import CatalogNotFoundError
from drey.catalog.objects import CatalogDatabase
from drey.errors import CatalogError, OptionError, ValidationError, did_you_mean
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.sql import Name, ObjectPath, Options
from drey.sql.statements.catalogs import (
    AlterCatalogComment,
    AlterCatalogReset,
    AlterCatalogSet,
    AlterDatabaseSet,
    CreateCatalog,
    CreateDatabase,
    DropCatalog,
    DropDatabase,
)
from drey.sql.statements.session import UseCatalog, UseDatabase


def create_catalog(session: Session, statement: CreateCatalog) -> StatementResult:
    name = statement.name.text
    if statement.if_not_exists and name in session.catalogs.catalogs:
        return StatementResult.ok()
    if name in session.catalogs.catalogs:
        raise CatalogError(f"Catalog {name} already exists.", position=statement.name.position)
    try:
        catalog = make_catalog(name, statement.options.values, statement.comment)
    except OptionError as error:
        raise _at_option(error, statement.options) from None
    session.catalogs.register_catalog(name, catalog)
    return StatementResult.ok()


def _at_option(error: OptionError, options: Options) -> OptionError:
    """The error with the option that it is about underlined."""
    named = [key for key in options.positions if key in f"{error.detail}"]
    if not named and TYPE in options.positions:
        named = [TYPE]
    error.at(options.positions[named[0]] if named else None)
    return error


def _altered(session: Session, name: Name) -> Catalog:
    found = session.catalogs.catalogs.get(name.text)
    if found is None:
        raise CatalogNotFoundError(
            f"Catalog {name.text} does not exist in the catalog store.",
            hint=did_you_mean(name.text, session.catalogs.catalogs),
            position=name.position,
        )
    return found


def alter_catalog_set(session: Session, statement: AlterCatalogSet) -> StatementResult:
    catalog = _altered(session, statement.name)
    # Flink keeps the new options even where making the catalog anew from them fails.
    catalog.options.update(statement.options.values)
    try:
        check_options(catalog.options)
    except OptionError as error:
        raise _at_option(error, statement.options) from None
    return StatementResult.ok()


def alter_catalog_reset(session: Session, statement: AlterCatalogReset) -> StatementResult:
    if not statement.keys:
        raise ValidationError("ALTER CATALOG RESET does not support empty key")
    if TYPE in statement.keys:
        raise ValidationError("ALTER CATALOG RESET does not support changing 'type'")
    catalog = _altered(session, statement.name)
    for key in statement.keys:
        catalog.options.pop(key, None)
    check_options(catalog.options)
    return StatementResult.ok()


def alter_catalog_comment(session: Session, statement: AlterCatalogComment) -> StatementResult:
    catalog = _altered(session, statement.name)
    check_options(catalog.options)
    catalog.comment = statement.comment
    return StatementResult.ok()


def drop_catalog(session: Session, statement: DropCatalog) -> StatementResult:
    name = statement.name.text
    if name not in session.catalogs.catalogs:
        if statement.if_exists:
            return StatementResult.ok()
        raise CatalogNotFoundError(
            f"Catalog {name} does not exist.",
            hint=did_you_mean(name, session.catalogs.catalogs),
            position=statement.name.position,
        )
    session.catalogs.drop_catalog(name)
    return StatementResult.ok()


def _database(session: Session, path: ObjectPath, action: str) -> tuple[Catalog, str]:
    """The catalog and the name of a database's path."""
    match path.parts:
        case (database,):
            return session.catalogs.catalog(session.catalogs.current_catalog), database
        case (catalog, database):
            return existing_catalog(session, catalog, path), database
    raise ValidationError(f"{action} database identifier format error", position=path.position)


def existing_catalog(session: Session, name: str, path: ObjectPath) -> Catalog:
    """The catalog of a path's first part.

    Raises:
        CatalogNotFoundError: There is none.
    """
    found = session.catalogs.catalogs.get(name)
    if found is None:
        raise CatalogNotFoundError(
            f"Catalog {name} does not exist",
            hint=did_you_mean(name, session.catalogs.catalogs),
            position=path.position,
        )
    return found


def create_database(session: Session, statement: CreateDatabase) -> StatementResult:
    catalog, name = _database(session, statement.path, "create")
    database = CatalogDatabase(dict(statement.options.values), statement.comment)
    catalog.create_database(name, database, statement.if_not_exists)
    return StatementResult.ok()


def alter_database_set(session: Session, statement: AlterDatabaseSet) -> StatementResult:
    catalog, name = _database(session, statement.path, "alter")
    old = catalog.database(name)
    catalog.alter_database(name, replace(old, options={**old.options, **statement.options.values}))
    return StatementResult.ok()


def drop_database(session: Session, statement: DropDatabase) -> StatementResult:
    catalog, name = _database(session, statement.path, "drop")
    if (catalog.name, name) == (session.catalogs.current_catalog, session.catalogs.current_database):
        raise ValidationError("Cannot drop a database which is currently in use.")
    catalog.drop_database(name, statement.if_exists, statement.cascade)
    return StatementResult.ok()


def use_catalog(session: Session, statement: UseCatalog) -> StatementResult:
    session.catalogs.use_catalog(statement.name.text)
    return StatementResult.ok()


def use_database(session: Session, statement: UseDatabase) -> StatementResult:
    match statement.path.parts:
        case (database,):
            session.catalogs.use_database(database)
        case (catalog, database):
            if database not in session.catalogs.catalog(catalog).databases():
                raise DatabaseNotFoundError(
                    f"A database with name [{database}] does not exist in the catalog: [{catalog}].",
                    hint=did_you_mean(database, session.catalogs.catalog(catalog).databases()),
                )
            session.catalogs.use_catalog(catalog)
            session.catalogs.use_database(database)
        case _:
            raise ValidationError("use database identifier format error")
    return StatementResult.ok()


HANDLERS: Handlers = {
    CreateCatalog: create_catalog,
    AlterCatalogSet: alter_catalog_set,
    AlterCatalogReset: alter_catalog_reset,
    AlterCatalogComment: alter_catalog_comment,
    DropCatalog: drop_catalog,
    CreateDatabase: create_database,
    AlterDatabaseSet: alter_database_set,
    DropDatabase: drop_database,
    UseCatalog: use_catalog,
    UseDatabase: use_database,
}
