"""LIMIT without ORDER BY on input that only inserts."""

from __future__ import annotations

from collections.abc import Iterable

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.state.snapshot import StateReader, StateWriter


class LimitOperator(Operator):
    """Passes ``fetch`` rows after skipping ``offset``, in order of arrival, kind ``limit``.

    State: the number of rows seen. It is forgotten ``table.exec.state.ttl`` after the last row that was skipped or
    passed, and then as many are passed again; of more than one row that is looked for only once in that time, as by
    Flink's ``AppendOnlyTopNFunction``. Changelog: takes and emits inserts only; with retractions LIMIT is a
    ``sort-limit`` without order. Watermarks pass.

    Parameters: ``offset`` and ``fetch`` (null for no end).

    Example:
        >>> import polars as pl
        >>> from drey.testing.operators import operator_for
        >>> operator = operator_for(LimitOperator, {"offset": 1, "fetch": 2}, "x BIGINT", "x BIGINT")
        >>> [batch.data.rows() for batch in operator.process(ChangelogBatch(pl.DataFrame({"x": [1, 2, 3, 4]})))]
        [[(2,), (3,)]]
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        self._offset: int = context.spec.params["offset"] or 0
        self._fetch: int | None = context.spec.params["fetch"]
        self._seen = 0
        self._ttl = context.state_ttl
        self._written = 0
        self._looked = 0

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        if self._ttl is not None:
            self._live(self._ttl.ttl)
        start = max(self._offset - self._seen, 0)
        end = len(batch) if self._fetch is None else self._offset + self._fetch - self._seen
        self._seen += len(batch)
        chosen = batch.data.slice(start, max(end - start, 0))
        if chosen.height:
            yield ChangelogBatch(chosen)

    def _live(self, ttl: int) -> None:
        """Forget what is past its life before a batch that may count."""
        now, end = self.context.clock(), self._offset + (self._fetch or 0)
        if end == 1 or self._looked + ttl <= now:
            self._looked = now
            if self._written + ttl <= now:
                self._seen = 0
        if self._fetch is None or self._seen < end:
            self._written = now

    def snapshot(self, writer: StateWriter) -> None:
        writer.value("seen", self._seen)
        if self._ttl is not None:
            writer.value("written", self._written)

    def restore(self, reader: StateReader) -> None:
        self._seen = reader.value("seen") or 0
        self._written = reader.value("written") or self.context.clock()
