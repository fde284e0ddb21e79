"""Why a task or a job failed, as a plain value that also travels between processes."""

from __future__ import annotations

from dataclasses import field

from drey.errors import DreyError, JobError
from drey.records import record
from drey.udf.failures import UserCodeError, named_text, user_frames

UNRECOVERABLE = frozenset({"OPTION", "VALIDATION", "NOT_BUILT", "SQL_SYNTAX", "CATALOG", "DEPENDENCY"})
"""Codes of errors that come back at every restart: what is wrong is the job or the installation.

Everything else is restarted, as in Flink: a connector may come back, and an exception of a user's function may depend
on what the function talks to. That a snapshot doesn't fit the job is told by
:class:`~drey.runtime.scheduling.events.RestoreFailed`.
"""

_NO_EXCEPTION_HINT = (
    "a function that is to end its job raises an Exception; sys.exit() ends only the program itself"
)


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
        """The failure that an exception is; that of a user's function is its own.

        What is no ``Exception``, such as a ``SystemExit``, becomes a ``JobError``: raised as itself where somebody waits
        for the job, it would end that program, with an exit code that may say that all went well.
        """
        if isinstance(error, UserCodeError):
            error = error.error
        if not isinstance(error, Exception):
            error = _as_error(error)
        if isinstance(error, DreyError):
            return cls(error.message, error.code, error.code not in UNRECOVERABLE, error)
        return cls(named_text(error), None, True, error)


def _as_error(error: BaseException) -> JobError:
    made = JobError(named_text(error), hint=_NO_EXCEPTION_HINT)
    for note in getattr(error, "__notes__", ()):
        made.add_note(note)
    made.__cause__ = error
    return made.with_traceback(user_frames(error.__traceback__))
