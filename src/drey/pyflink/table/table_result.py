"""Mirror of ``pyflink.table.table_result``: the rows of a statement, or its job."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any, Optional

import polars as pl

from drey.errors import JobError, ValidationError
from drey.pyflink.common.job_client import JobClient
from drey.pyflink.table.catalog_bridge import resolved_schema
from drey.pyflink.table.result_kind import ResultKind
from drey.pyflink.table.table_schema import TableSchema
from drey.pyflink.table.type_conversion import from_logical
from drey.runtime.jobs.client import JobHandle
from drey.session.final_rows import final_frame
from drey.session.result import StatementResult
from drey.types.changelog import RowKind
from drey.types.python_values import to_python
from drey.types.row import Row
from drey.udf.required_pandas import require_pandas

if TYPE_CHECKING:
    from drey.pyflink.table.catalog import ResolvedSchema

__all__ = ["TableResult", "CloseableIterator"]


class TableResult:
    """What executing a statement gave: rows at once, or a job with or without rows."""

    _statement_result: StatementResult

    @classmethod
    def _of(cls, result: StatementResult) -> TableResult:
        made = cls()
        made._statement_result = result
        return made

    def get_job_client(self) -> Optional[JobClient]:
        """The client of the statement's job.

        Returns:
            A client for a query or an INSERT; None for a statement that starts no job, such as DDL.
        """
        job = self._statement_result.job
        return None if job is None else JobClient._of(job)

    def wait(self, timeout_ms: int | None = None) -> Any:
        """Wait until a query's first row is there, or until an INSERT's job has ended.

        Args:
            timeout_ms: How long to wait, in milliseconds.

        Raises:
            JobError: It took longer.
            Exception: The job failed; an exception of a user's function is raised as it is.
        """
        job = self._statement_result.job
        if job is None:
            return
        timeout = None if timeout_ms is None else timeout_ms / 1000
        if self._statement_result.collects:
            job.results().wait_for_first(timeout)
        elif not job.wait(timeout).terminal:
            raise JobError(f"the job did not end within {timeout_ms} ms")

    def get_table_schema(self) -> TableSchema:
        """The column names and types; today's way is :meth:`get_resolved_schema`."""
        row_type = self._statement_result.row_type
        return TableSchema(list(row_type.names), [from_logical(type_) for type_ in row_type.types])

    def get_resolved_schema(self) -> ResolvedSchema:
        """The names and types of the result's columns.

        Returns:
            A new ``ResolvedSchema``; also a statement without a job has one.
        """
        return resolved_schema(self._statement_result.row_type)

    def get_result_kind(self) -> ResultKind:  # an int, as ResultKind's members are in PyFlink
        """Whether the statement gave content or only succeeded.

        Returns:
            ``ResultKind.SUCCESS_WITH_CONTENT`` or ``ResultKind.SUCCESS``. Both are plain ints, as in PyFlink.
        """
        content = self._statement_result.has_content
        kind: Any = ResultKind.SUCCESS_WITH_CONTENT if content else ResultKind.SUCCESS
        return kind  # type: ignore[no-any-return]

    def collect(self) -> CloseableIterator:
        """The rows one by one, each a ``Row`` with its kind; a job's rows as they come.

        Returns:
            An iterator that is also a context manager. Leaving the block, or calling ``close``, cancels a
            query's job that still runs; use it so for queries that don't end by themselves.
        """
        result = self._statement_result
        close = None if result.job is None or not result.collects else result.job
        return CloseableIterator._of(_rows(result), close)

    def print(self) -> Any:
        """Print the rows as a table on the standard output, line by line.

        Returns None when the job has ended; for a query over an endless source that is never.
        """
        for line in self._statement_result.lines(by_type=True):
            print(line)

    def _to_pandas(self) -> Any:
        result = self._statement_result
        if not result.row_type.fields:
            raise ValidationError("a table without columns can't become a DataFrame")
        frame = final_frame(result.row_type, result.batches())
        require_pandas("to_pandas")
        made = frame.to_pandas()
        for name, dtype in frame.schema.items():
            if dtype == pl.Date:
                # As in PyFlink: pandas has no type of dates, so they stay Python's.
                made[name] = made[name].astype(object)
                made[name] = frame[name].to_list()
        return made


def _rows(result: StatementResult) -> Iterator[Row]:
    for values in [] if result.collects else result.rows:
        yield Row(*values)
    types = result.row_type.types
    for batch in result.batches():
        columns = [
            to_python(column, type_, result.time_zone)
            for column, type_ in zip(batch.rows.get_columns(), types, strict=bool(types))
        ]
        rows = zip(*columns, strict=True) if columns else repeat((), batch.rows.height)
        kinds = None if batch.insert_only else batch.kinds.to_list()
        for index, values in enumerate(rows):
            row = Row(*values)
            if kinds is not None:
                row.set_row_kind(RowKind(kinds[index]))
            yield row


class CloseableIterator:
    """Rows that can be left early: closing cancels the job that makes them."""

    _iterator: Iterator[Row]
    _job: JobHandle | None

    @classmethod
    def _of(cls, rows: Iterator[Row], job: JobHandle | None) -> CloseableIterator:
        made = cls()
        made._iterator, made._job = rows, job
        return made

    def __iter__(self) -> CloseableIterator:
        return self

    def __next__(self) -> Any:
        return next(self._iterator)

    def next(self) -> Any:
        """The next row; waits until there is one.

        Raises:
            StopIteration: There are no more rows.
        """
        return next(self._iterator)

    def close(self) -> Any:
        """Take no more rows; a job that still makes them is cancelled."""
        if self._job is not None and not self._job.status().terminal:
            self._job.cancel()
        if self._job is not None:
            self._job.results().close()

    def __enter__(self) -> CloseableIterator:
        return self

    def __exit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        self.close()
