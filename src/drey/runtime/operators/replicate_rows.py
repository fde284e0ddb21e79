"""Repeats rows: INTERSECT ALL and EXCEPT ALL are planned as aggregates over counts and this."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import Operator, OperatorContext


class ReplicateRowsOperator(Operator):
    """Emits each row as often as a count column says, without that column, kind ``replicate-rows``.

    State: none. Changelog: each copy has the row's kind, so taking a row back takes all its copies back. A count
    that is NULL or not positive gives no rows. Watermarks pass.

    Parameters: ``count``, the name of the integer column with the count. Output columns are the others.

    Example:
        >>> from drey.testing.operators import operator_for
        >>> params = {"count": "n"}
        >>> operator = operator_for(ReplicateRowsOperator, params, "n BIGINT, x STRING", "x STRING")
        >>> rows = pl.DataFrame({"n": [2, 0, 1], "x": ["a", "b", "c"]})
        >>> [batch.data.rows() for batch in operator.process(ChangelogBatch(rows))]
        [[('a',), ('a',), ('c',)]]
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        count: str = context.spec.params["count"]
        self._count = pl.col(count).fill_null(0).clip(lower_bound=0)
        self._others = pl.exclude(count)

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        positions = pl.int_range(pl.len()).repeat_by(self._count).explode().drop_nulls()
        chosen = batch.data.select(positions).to_series()
        if len(chosen):
            yield ChangelogBatch(batch.data.select(self._others)[chosen])
