"""SET, RESET and USE."""

from __future__ import annotations

from drey.session.result import StatementResult
from drey.session.session import Session
from drey.sql.statements.session import ResetOption, SetOption, UseCatalog, UseDatabase
from drey.types import logical as t

_LISTING = t.RowType.of(("key", t.string_type()), ("value", t.string_type()), nullable=False)


def set_option(session: Session, statement: SetOption) -> StatementResult:
    if statement.key is None:
        return StatementResult.table(_LISTING, sorted(session.options.items()))
    session.options[statement.key] = statement.value or ""
    return StatementResult.ok()


def reset_option(session: Session, statement: ResetOption) -> StatementResult:
    if statement.key is None:
        session.options.clear()
    else:
        session.options.pop(statement.key, None)
    return StatementResult.ok()


def use_catalog(session: Session, statement: UseCatalog) -> StatementResult:
    session.catalogs.use_catalog(statement.name.text)
    return StatementResult.ok()


def use_database(session: Session, statement: UseDatabase) -> StatementResult:
    *catalog, database = statement.path.parts
    if catalog:
        session.catalogs.use_catalog(catalog[0])
    session.catalogs.use_database(database)
    return StatementResult.ok()


HANDLERS = {
    SetOption: set_option,
    ResetOption: reset_option,
    UseCatalog: use_catalog,
    UseDatabase: use_database,
}
