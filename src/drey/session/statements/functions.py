"""CREATE, ALTER and DROP FUNCTION."""

from __future__ import annotations

from drey.catalog.objects import CatalogFunction
from drey.session.functions import load_function
from drey.session.python_files import import_from_files
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.sql.statements.functions import AlterFunction, CreateFunction, DropFunction


def _scope(statement: CreateFunction | AlterFunction | DropFunction) -> str:
    if statement.system:
        return "system"
    return "temporary" if statement.temporary else "catalog"


def _function(session: Session, statement: CreateFunction | AlterFunction) -> CatalogFunction:
    """The function; one of a catalog in Java or Scala is only named, since Flink loads it when it is called."""
    if statement.language.upper() != "PYTHON" and _scope(statement) == "catalog":
        return CatalogFunction(statement.identifier, statement.language.upper())
    import_from_files(session.options)
    return load_function(statement.identifier, statement.language)


def create_function(session: Session, statement: CreateFunction) -> StatementResult:
    function = _function(session, statement)
    session.catalogs.create_function(
        statement.path.parts, function, _scope(statement), statement.if_not_exists
    )
    return StatementResult.ok()


def alter_function(session: Session, statement: AlterFunction) -> StatementResult:
    function, scope = _function(session, statement), _scope(statement)
    if session.catalogs.drop_function(statement.path.parts, scope, statement.if_exists):
        session.catalogs.create_function(statement.path.parts, function, scope)
    return StatementResult.ok()


def drop_function(session: Session, statement: DropFunction) -> StatementResult:
    session.catalogs.drop_function(statement.path.parts, _scope(statement), statement.if_exists)
    return StatementResult.ok()


HANDLERS: Handlers = {
    CreateFunction: create_function,
    AlterFunction: alter_function,
    DropFunction: drop_function,
}
