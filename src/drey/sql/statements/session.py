"""Statements about the session."""

from __future__ import annotations

from drey.records import record
from drey.sql.statements.fragments import Name, ObjectPath, Statement


@record
class UseCatalog(Statement):
    name: Name


@record
class UseDatabase(Statement):
    path: ObjectPath


@record
class SetOption(Statement):
    """``SET 'key' = 'value'``, or ``SET`` alone, which lists."""

    key: str | None = None
    value: str | None = None


@record
class ResetOption(Statement):
    """``RESET 'key'``, or ``RESET`` alone, which resets all."""

    key: str | None = None


@record
class AddJar(Statement):
    path: str


@record
class RemoveJar(Statement):
    path: str


@record
class StopJob(Statement):
    job_id: str
    with_savepoint: bool = False
    with_drain: bool = False


@record
class ClientCommand(Statement):
    """``HELP``, ``CLEAR``, ``QUIT`` or ``EXIT`` of the SQL client."""

    command: str
