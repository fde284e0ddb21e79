"""ORDER BY over bounded input."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.state.snapshot import StateReader, StateWriter

_EMITTED_ROWS = 131072


class SortOperator(Operator):
    """Keeps all rows and emits them in order at the end of the input, kind ``sort``.

    State: all rows so far. Changelog: takes and emits inserts only. Equal rows keep their order of arrival.
    Watermarks pass before all rows.

    Parameters: ``order`` (``[[name, ascending, nulls_first], ...]``), ``offset``, and ``fetch`` (null for all).

    Example:
        >>> from drey.testing.operators import operator_for
        >>> params = {"order": [["x", False, False]], "offset": 0, "fetch": 2}
        >>> operator = operator_for(SortOperator, params, "x BIGINT", "x BIGINT")
        >>> list(operator.process(ChangelogBatch(pl.DataFrame({"x": [1, None, 3]}))))
        []
        >>> [batch.data.rows() for batch in operator.finish()]
        [[(3,), (1,)]]
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._order = RowOrder.from_json(params["order"])
        self._offset: int = params.get("offset") or 0
        self._fetch: int | None = params.get("fetch")
        self._rows: list[pl.DataFrame] = []

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        self._rows.append(batch.rows)
        return ()

    def finish(self, input_index: int = 0) -> Iterable[ChangelogBatch]:
        if self._rows:
            rows = self._order.sort(pl.concat(self._rows)).slice(self._offset, self._fetch)
            self._rows = []
            for offset in range(0, rows.height, _EMITTED_ROWS):
                yield ChangelogBatch(rows.slice(offset, _EMITTED_ROWS))

    def snapshot(self, writer: StateWriter) -> None:
        if self._rows:
            self._rows = [pl.concat(self._rows)]
            writer.table("rows", self._rows[0])

    def restore(self, reader: StateReader) -> None:
        rows = reader.table("rows")
        self._rows = [] if rows is None or not rows.height else [rows]
