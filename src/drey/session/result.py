"""What executing a statement gives: rows that are there at once, or a running job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from drey.runtime.elements import ChangelogBatch
from drey.runtime.jobs.client import JobHandle
from drey.types import logical as t

OK_TYPE = t.RowType.of(("result", t.string_type()), nullable=False)
INSERT_RESULT = -1
"""What INSERT reports as affected rows: unknown, as in Flink."""


@dataclass
class StatementResult:
    """The result of one statement.

    Args:
        row_type: The columns.
        rows: The rows of a statement that ran at once, as Python values.
        job: The job of a query or INSERT.
        collects: True if the job's rows are to be collected.
        has_content: False for statements that only say OK.
        streaming: True if collected rows are a changelog to be shown with ``op``.
    """

    row_type: t.RowType
    rows: Sequence[tuple[Any, ...]] = ()
    job: JobHandle | None = None
    collects: bool = False
    has_content: bool = True
    streaming: bool = False
    max_display_width: int = 30
    _taken: bool = field(default=False, repr=False)

    @classmethod
    def ok(cls) -> StatementResult:
        """The result of a statement that changed something in the session."""
        return cls(OK_TYPE, [("OK",)], has_content=False)

    @classmethod
    def table(cls, row_type: t.RowType, rows: Sequence[tuple[Any, ...]]) -> StatementResult:
        """Rows that are there at once."""
        return cls(row_type, rows)

    @classmethod
    def strings(cls, column: str, values: Sequence[str]) -> StatementResult:
        """One column of text."""
        return cls(t.RowType.of((column, t.string_type()), nullable=False), [(v,) for v in values])

    def batches(self) -> Iterator[ChangelogBatch]:
        """The batches of a query's job, until it ends. They can be taken once."""
        if self.job is None or not self.collects or self._taken:
            return
        self._taken = True
        yield from self.job.results()
