"""What PostgreSQL's errors mean, by their SQLSTATE."""

from __future__ import annotations

import re
from dataclasses import replace

import psycopg

from drey.connectors.jdbc.dialects.dialect import COMMITS_TABLE, Diagnosis

_AWAY = Diagnosis(
    "the database can't be reached", lost=True, hint="is the server running at the url's host and port?"
)
_LOST = Diagnosis("the connection to the database was lost", lost=True)
_DENIED = Diagnosis("the database refuses the user", hint="check 'username' and 'password'")
_NO_DATABASE = Diagnosis("the database does not exist", hint="create it, or correct the end of the url")
_BAD_VALUE = Diagnosis(
    "a value doesn't fit its column in the database", hint="widen the column, or CAST the value"
)
_LOCKED = Diagnosis(
    "another transaction holds a lock for too long",
    transient=True,
    locked=True,
    hint="end what locks it: while the job waits, SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' shows who waits for whom",
)
_DIAGNOSES = {
    **dict.fromkeys(("57P01", "57P02", "57P05", "25P03"), _LOST),
    **dict.fromkeys(("57P03", "53300"), _AWAY),
    **dict.fromkeys(("28000", "28P01"), _DENIED),
    "3D000": _NO_DATABASE,
    "42501": Diagnosis("the user has no right to do this", hint="GRANT it in the database"),
    "23505": Diagnosis(
        "a row with the same key exists",
        hint="declare PRIMARY KEY (...) NOT ENFORCED to replace rows, or drop the unique index",
    ),
    "23502": Diagnosis("a column of the database takes no NULL and has no default", hint="write the column"),
    "40P01": Diagnosis("a deadlock with another transaction", transient=True),
    "40001": Diagnosis("another transaction changed the row", transient=True),
    "55P03": _LOCKED,
    "57014": Diagnosis("the statement was cancelled in the server", transient=True),
    "42P01": Diagnosis("the table does not exist"),
    "42703": Diagnosis("the table has no such column"),
    "25006": Diagnosis("the server is read-only"),
    "53100": Diagnosis("the server's disk is full"),
}  # fmt: skip
_CONNECTING = (
    (
        re.compile(r"authentication failed|no password supplied|role .* does not exist|no pg_hba\.conf"),
        _DENIED,
    ),
    (re.compile(r"database .* does not exist"), _NO_DATABASE),
)
"""A refused connection has no SQLSTATE, only the server's text."""


def diagnose(error: Exception) -> Diagnosis:
    """See :meth:`JdbcDialect.diagnose`."""
    state = getattr(error, "sqlstate", None)
    if state is None:
        if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return Diagnosis("the database refuses a statement")
        text = str(error)
        known = [diagnosis for pattern, diagnosis in _CONNECTING if pattern.search(text)]
        return known[0] if known else _AWAY if "connection failed" in text else _LOST
    if state == "55P03" and COMMITS_TABLE in str(error):
        return replace(_LOCKED, locked=False)  # it waited for another table than the sink's
    if state in _DIAGNOSES:
        return _DIAGNOSES[state]
    if state.startswith("08"):
        return _LOST
    return _BAD_VALUE if state[:2] in ("22", "23") else Diagnosis("the database refuses a statement")
