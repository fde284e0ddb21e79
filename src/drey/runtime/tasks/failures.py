"""What a failure inside a task is for the user: the operator's name for engine errors, nothing for theirs."""

from __future__ import annotations

from types import TracebackType

from polars.exceptions import PanicException

from drey.errors import DreyError, EvaluationError, JobError
from drey.udf.failures import UserCodeError, named_text

_EXPRESSION_NOTE = "\n\nThis error occurred in the following expression"


class JobCancelledError(Exception):
    """Ends a task from inside because the job is being cancelled."""


class naming:  # noqa: N801 - reads as a statement: ``with naming("Calc"): ...``
    """Names the operator in the detail of what fails inside the block; the message stays the cause.

    A user's own exception, a cancellation and a failure that an operator further down has named already pass as
    they are; anything else becomes a ``JobError`` with the failure as its cause, and with the code of the cause if
    that has one, so that a failed cast is still an EVALUATION error. So is a panic of Polars, which is no
    ``Exception`` and would pass every handler.
    """

    __slots__ = ("operator",)

    def __init__(self, operator: str) -> None:
        self.operator = operator

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        panicked = isinstance(error, PanicException)
        if error is None or not (panicked or isinstance(error, Exception)) or isinstance(error, _PASSING):
            return
        if isinstance(error, DreyError):
            # Polars appends the text of its expression to a message that a kernel raised.
            text, detail, hint = error.message.partition(_EXPRESSION_NOTE)[0], error.detail, error.hint
        else:
            text, detail, hint = named_text(error), None, None
        where = f"in operator '{self.operator}'"
        failure = JobError(text, detail=f"{detail}\n{where}" if detail else where, hint=hint)
        if isinstance(error, DreyError):
            failure.code = error.code
        elif panicked:
            failure.code = EvaluationError.code
        raise failure from error


_PASSING = (UserCodeError, JobError, JobCancelledError)
