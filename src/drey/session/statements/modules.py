"""LOAD, UNLOAD and USE MODULES."""

from __future__ import annotations

from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.sql.statements.functions import LoadModule, UnloadModule, UseModules


def load_module(session: Session, statement: LoadModule) -> StatementResult:
    session.modules.load(statement.name.text, statement.options.values)
    return StatementResult.ok()


def unload_module(session: Session, statement: UnloadModule) -> StatementResult:
    session.modules.unload(statement.name.text)
    return StatementResult.ok()


def use_modules(session: Session, statement: UseModules) -> StatementResult:
    session.modules.use([name.text for name in statement.names])
    return StatementResult.ok()


HANDLERS: Handlers = {LoadModule: load_module, UnloadModule: unload_module, UseModules: use_modules}
