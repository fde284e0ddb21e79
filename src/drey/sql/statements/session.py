"""Statements about the session."""

from __future__ import annotations

from dataclasses import dataclass

from drey.sql.statements.fragments import Name, ObjectPath, Statement


@dataclass(frozen=True)
class UseCatalog(Statement):
    name: Name


@dataclass(frozen=True)
class UseDatabase(Statement):
    path: ObjectPath


@dataclass(frozen=True)
class SetOption(Statement):
    """``SET 'key' = 'value'``, or ``SET`` alone, which lists."""

    key: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class ResetOption(Statement):
    """``RESET 'key'``, or ``RESET`` alone, which resets all."""

    key: str | None = None


@dataclass(frozen=True)
class AddJar(Statement):
    path: str


@dataclass(frozen=True)
class RemoveJar(Statement):
    path: str


@dataclass(frozen=True)
class StopJob(Statement):
    job_id: str
    with_savepoint: bool = False
    with_drain: bool = False


@dataclass(frozen=True)
class ClientCommand(Statement):
    """``HELP``, ``CLEAR``, ``QUIT`` or ``EXIT`` of the SQL client."""

    command: str
