"""What executing a statement gives: rows that are there at once, or a running job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.jobs.client import JobHandle
from drey.session.tableau import NULL_TEXT, CellTexts, changelog_lines, table_lines
from drey.types import logical as t
from drey.types.polars_types import polars_schema

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
        max_display_width: The width that printed columns are cut at.
        time_zone: The session time zone, for printing.
        plain_text: True if the only value is a text of several lines, which is printed as it is.
    """

    row_type: t.RowType
    rows: Sequence[tuple[Any, ...]] = ()
    job: JobHandle | None = None
    collects: bool = False
    has_content: bool = True
    streaming: bool = False
    max_display_width: int = 30
    time_zone: str = "UTC"
    plain_text: bool = False
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

    @classmethod
    def text(cls, text: str) -> StatementResult:
        """One text, as of EXPLAIN and SHOW CREATE."""
        result = cls.strings("result", [text])
        result.plain_text = True
        return result

    def batches(self) -> Iterator[ChangelogBatch]:
        """The batches of a query's job, until it ends. They can be taken once."""
        if self.job is None or not self.collects or self._taken:
            return
        self._taken = True
        yield from self.job.results()

    def lines(self, by_type: bool = False) -> Iterator[str]:
        """The result as Flink prints it, line by line as rows arrive.

        Args:
            by_type: Print as ``TableResult.print`` does and not as the SQL client: the columns of a query in batch
                mode are as wide as their types and not as the values, what INSERT returns is not put into a table.
        """
        if not self.has_content:
            yield "OK"
        elif self.plain_text:
            yield from str(self.rows[0][0]).splitlines()
        elif self.collects and (self.streaming or by_type):
            yield from changelog_lines(
                self.row_type,
                self.batches(),
                self.max_display_width,
                self.time_zone,
                self.streaming,
                head_first=not by_type,
            )
        elif by_type and self.job is not None:
            yield from (", ".join(map(str, row)) for row in self.rows)
        else:
            # Flink shows a missing value of DESCRIBE and SHOW as nothing at all
            texts = CellTexts(self.row_type, self.time_zone, NULL_TEXT if self.collects else "")
            frames = [batch.rows for batch in self.batches()] if self.collects else [self._frame()]
            rows = [row for frame in frames for row in texts.rows(frame)]
            yield from table_lines(self.row_type.names, rows, self.max_display_width)

    def _frame(self) -> pl.DataFrame:
        return pl.DataFrame(list(self.rows), schema=polars_schema(self.row_type), orient="row")
