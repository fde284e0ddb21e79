"""Executes statements: one function for each kind, found by the statement's class."""

from __future__ import annotations

from drey.errors import DreyError, UnsupportedError
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements import (
    alter_table,
    catalogs,
    describe,
    dml,
    functions,
    jobs,
    modules,
    refused,
    show,
    tables,
    views,
)
from drey.session.statements.handler import Handlers
from drey.sql import Statement

HANDLERS: Handlers = {
    **alter_table.HANDLERS,
    **catalogs.HANDLERS,
    **describe.HANDLERS,
    **dml.HANDLERS,
    **functions.HANDLERS,
    **jobs.HANDLERS,
    **modules.HANDLERS,
    **refused.HANDLERS,
    **show.HANDLERS,
    **tables.HANDLERS,
    **views.HANDLERS,
}


def execute_statement(session: Session, statement: Statement) -> StatementResult:
    """Execute one statement on a session.

    Raises:
        UnsupportedError: No handler for this kind of statement exists yet.
    """
    handler = HANDLERS.get(type(statement))
    if handler is None:
        words = " ".join(statement.text.split()[:3])
        raise UnsupportedError(f"statement '{words} ...' is not built yet", position=statement.position)
    try:
        return handler(session, statement)
    except DreyError as error:
        raise error.at(statement.position if error.code != "JOB" else None) from error.__cause__
