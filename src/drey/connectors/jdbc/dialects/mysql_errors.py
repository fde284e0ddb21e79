"""What MySQL's and MariaDB's error numbers mean."""

from __future__ import annotations

import pymysql

from drey.connectors.jdbc.dialects.dialect import Diagnosis

_AWAY = Diagnosis(
    "the database can't be reached", lost=True, hint="is the server running at the url's host and port?"
)
_LOST = Diagnosis("the connection to the database was lost", lost=True)
_DENIED = Diagnosis("the database refuses the user", hint="check 'username' and 'password'")
_RIGHTS = Diagnosis("the user has no right to do this", hint="GRANT it in the database")
_DUPLICATE = Diagnosis(
    "a row with the same key exists",
    hint="declare PRIMARY KEY (...) NOT ENFORCED to replace rows, or drop the unique index",
)
_NO_VALUE = Diagnosis("a column of the database takes no NULL and has no default", hint="write the column")
_BAD_VALUE = Diagnosis(
    "a value doesn't fit its column in the database", hint="widen the column, or CAST the value"
)
_DIAGNOSES = {
    **dict.fromkeys((1040, 1203, 2002, 2003, 2004, 2005, 2012, 1129), _AWAY),
    **dict.fromkeys((0, 1053, 1077, 1079, 1080, 1927, 1152, 1158, 1159, 1160, 1161, 2006, 2013, 2014, 2055, 4031), _LOST),
    **dict.fromkeys((1044, 1045, 1698, 1251, 2059), _DENIED),
    **dict.fromkeys((1142, 1143, 1227, 1370), _RIGHTS),
    **dict.fromkeys((1062, 1586), _DUPLICATE),
    **dict.fromkeys((1048, 1364), _NO_VALUE),
    **dict.fromkeys((1264, 1265, 1292, 1366, 1406, 1411, 4025, 3819), _BAD_VALUE),
    1213: Diagnosis("a deadlock with another transaction", transient=True),
    1205: Diagnosis(
        "another transaction holds a lock for too long", transient=True, locked=True, hint="end what locks it"
    ),
    1020: Diagnosis("another transaction changed the row", transient=True),
    1317: Diagnosis("the statement was interrupted in the server", transient=True),
    1049: Diagnosis("the database does not exist", hint="create it, or correct the end of the url"),
    1146: Diagnosis("the table does not exist"),
    1054: Diagnosis("the table has no such column"),
    1290: Diagnosis("the server is read-only"),
    1114: Diagnosis("the table is full"),
    1153: Diagnosis("a statement is larger than the server's max_allowed_packet", hint="raise it in the server"),
}  # fmt: skip


def diagnose(error: Exception) -> Diagnosis:
    """See :meth:`JdbcDialect.diagnose`."""
    code = error.args[0] if error.args and isinstance(error.args[0], int) else None
    if code is not None and code in _DIAGNOSES:
        return _DIAGNOSES[code]
    if isinstance(error, pymysql.err.InterfaceError):
        return _LOST
    return Diagnosis("the database refuses a statement")
