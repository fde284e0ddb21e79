"""The exception hierarchy of Drey.

Every error that a user can cause carries a stable ``code``, a short lower-case ``message``, and,
where they help, a ``detail`` (what exactly was found) and a ``hint`` (what to do, with the nearest
alternatives). Errors about SQL text also carry the place, which ``str()`` underlines.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from drey.records import record


@record
class SourcePosition:
    """A half-open range ``[start, end)`` of character offsets in a SQL text."""

    text: str
    start: int
    end: int

    def underline(self) -> str:
        """The line of the text that holds the range, with the range underlined by ``^``."""
        line_start = self.text.rfind("\n", 0, self.start) + 1
        line_end = self.text.find("\n", self.start)
        line_end = len(self.text) if line_end < 0 else line_end
        number = self.text.count("\n", 0, line_start) + 1
        prefix = f"line {number}: "
        width = max(1, min(self.end, line_end) - self.start)
        marker = " " * (len(prefix) + self.start - line_start) + "^" * width
        return f"{prefix}{self.text[line_start:line_end]}\n{marker}"


class OptionWithoutEffectWarning(UserWarning):
    """An option that Flink knows was set, and this engine has no use for it."""


class DreyError(Exception):
    """The base of every error that Drey raises on purpose.

    Args:
        message: What went wrong, short, lower-case, without a full stop.
        detail: The facts: what was found where.
        hint: What the user can do, with alternatives.
        position: The place in the SQL text, where there is one.
    """

    code = "DREY"

    def __init__(
        self,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        position: SourcePosition | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.hint = hint
        self.position = position

    def __str__(self) -> str:
        parts = [self.message]
        if self.position is not None:
            parts.append(self.position.underline())
        if self.detail:
            parts.append(f"detail: {self.detail}")
        if self.hint:
            parts.append(f"hint: {self.hint}")
        return "\n".join(parts)

    def at(self, position: SourcePosition | None) -> DreyError:
        """Set the place if none is known yet, and return the error itself."""
        if self.position is None:
            self.position = position
        return self


class SqlSyntaxError(DreyError):
    """The text is not Flink SQL."""

    code = "SQL_SYNTAX"


class ValidationError(DreyError):
    """A statement or a Table program is well formed but means nothing: names, types, arguments."""

    code = "VALIDATION"


class UnsupportedError(DreyError):
    """Flink has it and Drey has not built it yet; the message names the feature."""

    code = "NOT_BUILT"


class CatalogError(DreyError):
    """A catalog object is missing, exists already or can't be changed so."""

    code = "CATALOG"


class OptionError(DreyError):
    """A connector, format or configuration option is unknown, missing or has a bad value."""

    code = "OPTION"


class ConnectorError(DreyError):
    """An external system or file can't be reached, read or written."""

    code = "CONNECTOR"


class MalformedRecordError(DreyError):
    """A record of a source can't be decoded; the detail shows file, line and text."""

    code = "MALFORMED_RECORD"


class EvaluationError(DreyError):
    """A built-in function or cast failed on a value, as it does in Flink."""

    code = "EVALUATION"

    def __init__(
        self,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        position: SourcePosition | None = None,
    ) -> None:
        # Polars rebuilds an exception that a kernel raises, with the whole expression appended to its text.
        message = message.partition("\n\nThis error occurred in the following expression:")[0]
        super().__init__(message, detail=detail, hint=hint, position=position)


class UserFunctionError(DreyError):
    """A Python function returned a value that doesn't fit its declared result type."""

    code = "USER_FUNCTION"


class CheckpointError(DreyError):
    """A checkpoint or savepoint can't be written, read or matched with the job."""

    code = "CHECKPOINT"


class JobError(DreyError):
    """A job failed; the cause is chained and the message names the operator."""

    code = "JOB"


class DependencyError(DreyError):
    """An optional package or program is missing; the hint says how to install it."""

    code = "DEPENDENCY"


def nearest(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates closest to ``name``, best first, compared without regard to case."""
    by_lower = {candidate.lower(): candidate for candidate in candidates}
    found = difflib.get_close_matches(name.lower(), list(by_lower), n=limit, cutoff=0.6)
    return [by_lower[lower] for lower in found]


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """A hint that offers the nearest candidates, or None where nothing is near."""
    found = nearest(name, candidates)
    if not found:
        return None
    return "did you mean " + " or ".join(f"'{candidate}'" for candidate in found) + "?"


def causes(error: BaseException) -> list[BaseException]:
    """What an exception was raised from, or while it was handled, the nearest first; as Python shows them."""
    chain = [error]
    while True:
        below = error.__cause__
        if below is None and not error.__suppress_context__:
            below = error.__context__
        if below is None or any(below is known for known in chain):
            return chain[1:]
        chain.append(below)
        error = below
