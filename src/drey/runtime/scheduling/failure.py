"""Why a task or a job failed, as a plain value that also travels between processes."""

from __future__ import annotations

from dataclasses import field

from drey.errors import DreyError
from drey.records import record
from drey.udf.failures import UserCodeError

UNRECOVERABLE = frozenset({"OPTION", "VALIDATION", "NOT_BUILT", "SQL_SYNTAX", "CATALOG", "DEPENDENCY"})
"""Codes of errors that come back at every restart: what is wrong is the job or the installation.

Everything else is restarted, as in Flink: a connector may come back, and an exception of a user's function may depend
on what the function talks to. That a snapshot doesn't fit the job is told by
:class:`~drey.runtime.scheduling.events.RestoreFailed`.
"""


@record
class Failure:
    """A reason.

    Args:
        message: For people.
        code: The code of the error if it is the engine's.
        recoverable: False if a restart can't help.
        error: The exception itself where it was raised in this process.
    """

    message: str
    code: str | None = None
    recoverable: bool = True
    error: BaseException | None = field(default=None, compare=False)

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """The failure that an exception is; that of a user's function is its own."""
        if isinstance(error, UserCodeError):
            error = error.error
        if isinstance(error, DreyError):
            return cls(error.message, error.code, error.code not in UNRECOVERABLE, error)
        return cls(f"{type(error).__name__}: {error}", None, True, error)
