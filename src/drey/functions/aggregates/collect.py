"""COLLECT (a multiset without NULLs) and ARRAY_AGG (an array in order of arrival, with NULLs by default)."""

from __future__ import annotations

import numpy as np
import polars as pl

from drey.functions.aggregates.accumulator import Accumulator, AccumulatorState, Rows, Slots
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type

IGNORE_NULLS = "IGNORE NULLS"
"""The option of ARRAY_AGG that leaves NULLs out."""


def grouped_values(height: int, owners: Slots, values: pl.Series, aggregate: pl.Expr) -> pl.Series:
    """One aggregate of column ``x`` for each owner in ``range(height)``; NULL for an owner without values."""
    frame = pl.DataFrame({"owner": pl.Series(owners), "x": values})
    grouped = frame.group_by("owner", maintain_order=True).agg(aggregate.alias("x"))
    every = pl.DataFrame({"owner": pl.Series(np.arange(height, dtype=np.int64))})
    return every.join(grouped, on="owner", how="left", maintain_order="left")["x"]


class Multiset(Accumulator):
    """COLLECT: how often each group holds each value."""

    def open(self, state: AccumulatorState) -> None:
        self._values = state.value_counts("values", [polars_type(self.info.types[0])])

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if len(rows):
            self._values.update(rows)

    def result(self, slots: Slots) -> pl.Series:
        found = self._values.entries(slots)
        pairs = pl.DataFrame({MAP_KEY: found.values[0], MAP_VALUE: pl.Series(found.counts).cast(pl.Int32)})
        collected = grouped_values(len(slots), found.owners, pairs.to_struct("x"), pl.col("x"))
        return collected.fill_null(pl.Series([[]], dtype=collected.dtype)).cast(polars_type(self.info.result))


class Array(Accumulator):
    """ARRAY_AGG: all values of each group in their order."""

    def open(self, state: AccumulatorState) -> None:
        self._values = state.value_list("values", [polars_type(self.info.types[0])])

    def add(self, rows: Rows) -> None:
        if IGNORE_NULLS in self.info.options:
            rows = rows.not_null()
        if len(rows):
            self._values.update(rows)

    def result(self, slots: Slots) -> pl.Series:
        found = self._values.entries(slots)
        arrays = grouped_values(len(slots), found.owners, found.values[0], pl.col("x"))
        return arrays.cast(polars_type(self.info.result))


def _infer_collect(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1:
        raise call.invalid("<ANY>")
    return t.MultisetType(call.types[0], nullable=False)


def _infer_array(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1:
        raise call.invalid("<ANY>")
    return t.ArrayType(call.types[0], nullable=call.types[0].nullable)


def _collect_batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    counts = args[0].drop_nulls().value_counts(name=MAP_VALUE)
    return counts.struct.rename_fields([MAP_KEY, MAP_VALUE]).implode().cast(polars_type(info.result))


def _array_batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    values = args[0].drop_nulls() if IGNORE_NULLS in info.options else args[0]
    return pl.when(values.len() > 0).then(values.implode())


FUNCTIONS = (
    AggregateFunction("COLLECT", _infer_collect, _collect_batch, Multiset, null_if_empty=False),
    AggregateFunction("ARRAY_AGG", _infer_array, _array_batch, Array),
)
