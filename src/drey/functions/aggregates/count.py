"""COUNT(*) and COUNT(x)."""

from __future__ import annotations

import numpy as np
import polars as pl

from drey.functions.aggregates.accumulator import Accumulator, AccumulatorState, Rows, Slots, StateField
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.types import logical as t


class CountAccumulator(Accumulator):
    """Counts rows, or rows whose arguments all aren't NULL."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("count", pl.Int64(), 0),)

    def open(self, state: AccumulatorState) -> None:
        self._count = state.array("count")

    def add(self, rows: Rows) -> None:
        for index in range(len(rows.args)):
            rows = rows.not_null(index)
        count_rows(self._count.values, rows)

    def result(self, slots: Slots) -> pl.Series:
        return self._count.gather(slots)


def count_rows(counts: np.typing.NDArray[np.int64], rows: Rows) -> None:
    """Add the number of rows (those taken back count -1) to each slot's count."""
    np.add.at(counts, rows.slots, 1 if rows.signs is None else rows.signs.astype(np.int64))


def _infer(call: CallTypes) -> t.LogicalType:
    return t.BigIntType(nullable=False)


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    if not args:
        return pl.len().cast(pl.Int64)
    if len(args) == 1:
        return args[0].count().cast(pl.Int64)
    return pl.all_horizontal(arg.is_not_null() for arg in args).sum().cast(pl.Int64)


FUNCTIONS = (AggregateFunction("COUNT", _infer, _batch, CountAccumulator, null_if_empty=False),)
