"""SET and RESET of the SQL client; ``execute_sql`` refuses them, as Flink does."""

from __future__ import annotations

from drey.session.result import StatementResult
from drey.session.session import Session
from drey.sql.statements.session import ResetOption, SetOption
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
