"""SET and RESET of the SQL client; ``execute_sql`` refuses them, as Flink does."""

from __future__ import annotations

from drey.session.defaults import process_options
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.sql.statements.session import ResetOption, SetOption
from drey.types import logical as t

_LISTING = t.RowType.of(("key", t.string_type()), ("value", t.string_type()), nullable=False)


def set_option(session: Session, statement: SetOption) -> StatementResult:
    """Set an option; without a key list those that are set."""
    if statement.key is None:
        return StatementResult.table(_LISTING, sorted(session.options.items()))
    session.options[statement.key] = statement.value or ""
    return StatementResult.ok()


def reset_option(session: Session, statement: ResetOption) -> StatementResult:
    """Take back an option; without a key all of them, so that those of the command line remain."""
    if statement.key is None:
        session.options.clear()
        session.options.update(process_options())
    else:
        session.options.pop(statement.key, None)
    return StatementResult.ok()
