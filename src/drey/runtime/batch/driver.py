"""Drives a part of a batch plan as one Polars query: to the task it is a source."""

from __future__ import annotations

import polars as pl

from drey.connectors.api import Fetched, Source, SourceReader, SourceSplit, SplitEnumerator
from drey.runtime.batch.query import BatchQuery
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.source import SourceDriver
from drey.runtime.tasks.batch_size import MOST_ROWS
from drey.types.polars_types import empty_frame

_SPLIT = "query"


class BatchQueryDriver(SourceDriver):
    """Runs an operator of kind ``batch-query``.

    Params: ``{"nodes": [{"kind", "name", "params", "inputs": [position], "output"}]}``, inputs first; the last node
    is the query's result. State: none that could be continued. Batch jobs take no checkpoints; a restored query
    runs again from its start. Metrics: ``rows_in`` counts the rows that its scans have read.
    """

    def start(self) -> None:
        self.assign([SourceSplit(_SPLIT)])
        self.no_more_splits()
        super().start()

    @property
    def rows_read(self) -> int:
        return self.metrics.rows_in

    def _source(self) -> Source:
        return _QuerySource(self._context, self._settings.rows or MOST_ROWS)


class _QuerySource(Source):
    """The query as a source of one split."""

    def __init__(self, context: OperatorContext, max_rows: int) -> None:
        self._context = context
        self._max_rows = max_rows

    def create_enumerator(self) -> SplitEnumerator:
        raise AssertionError("the driver knows the only split")

    def create_reader(self) -> SourceReader:
        return _QueryReader(self._context, self._max_rows)


class _QueryReader(SourceReader):
    """Reads the query's result batch by batch; Polars works ahead in its own threads."""

    def __init__(self, context: OperatorContext, max_rows: int) -> None:
        self._context = context
        self._query = BatchQuery(context, max_rows)
        self._rest = pl.DataFrame()

    def assign(self, splits: list[SourceSplit]) -> None:
        """There is one split, and nothing to remember of it."""

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        if not self._rest.height:
            frame = self._query.next_frame()
            if frame is None:
                return Fetched(empty_frame(self._context.spec.output), None, _SPLIT)
            self._rest = frame
        rows, self._rest = self._rest[:max_rows], self._rest[max_rows:]
        return Fetched(rows, SourceSplit(_SPLIT), _SPLIT)

    def wake_up(self) -> None:
        self._query.cancel()

    def close(self) -> None:
        self._query.close()
