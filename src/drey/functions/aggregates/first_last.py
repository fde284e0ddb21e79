"""FIRST_VALUE, LAST_VALUE and SINGLE_VALUE, by order of arrival.

FIRST_VALUE and LAST_VALUE pass over NULLs, as Flink's do; SINGLE_VALUE is what a scalar subquery uses and
fails on a second row.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from drey.errors import EvaluationError
from drey.functions.aggregates.accumulator import (
    Accumulator,
    AccumulatorState,
    Rows,
    Slots,
    StateField,
    per_slot,
)
from drey.functions.aggregates.count import count_rows
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.types import logical as t
from drey.types.polars_types import polars_type


class EdgeValue(Accumulator):
    """FIRST_VALUE or LAST_VALUE without retraction: the value."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("value", polars_type(self.info.types[0])),)

    def open(self, state: AccumulatorState) -> None:
        self._value = state.column("value")

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        x = pl.col("x")
        first = self.info.name == "FIRST_VALUE"
        slots, edge = per_slot(rows, {"x": rows.args[0]}, x.first() if first else x.last())
        values = edge["x"]
        if first:
            unset = self._value.gather(slots).is_null()
            slots, values = slots[unset.to_numpy()], values.filter(unset)
        self._value.scatter(slots, values)

    def result(self, slots: Slots) -> pl.Series:
        return self._value.gather(slots)


class RetractableEdgeValue(Accumulator):
    """FIRST_VALUE or LAST_VALUE under retraction: all values of each group in their order."""

    def open(self, state: AccumulatorState) -> None:
        self._dtype = polars_type(self.info.types[0])
        self._values = state.value_list("values", [self._dtype])

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if len(rows):
            self._values.update(rows)

    def result(self, slots: Slots) -> pl.Series:
        found = self._values.entries(slots)
        owners = found.owners
        edges = owners[1:] != owners[:-1]
        outer = np.ones(min(1, len(owners)), dtype=np.bool_)
        first = self.info.name == "FIRST_VALUE"
        chosen = np.flatnonzero(np.concatenate([outer, edges] if first else [edges, outer]))
        at = np.full(len(slots), -1, dtype=np.int64)
        at[owners[chosen]] = chosen
        return gather_or_null(found.values[0], at)


def gather_or_null(values: pl.Series, positions: Slots) -> pl.Series:
    """The values at the positions; NULL where a position is negative."""
    present = pl.Series(positions >= 0)
    nothing = pl.Series([None], dtype=values.dtype)
    if not len(values):
        return nothing.new_from_index(0, len(positions))
    return values.gather(pl.Series(np.maximum(positions, 0))).zip_with(present, nothing)


class SingleValue(Accumulator):
    """SINGLE_VALUE: the only row's value."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("value", polars_type(self.info.types[0])), StateField("count", pl.Int64(), 0))

    def open(self, state: AccumulatorState) -> None:
        self._value = state.column("value")
        self._count = state.array("count")

    def add(self, rows: Rows) -> None:
        count_rows(self._count.values, rows)
        if (self._count.values[rows.slots] > 1).any():
            raise EvaluationError(
                "a scalar subquery returned more than one row",
                hint="aggregate its result, for example with MAX, or add a condition that leaves one row",
            )
        added = rows.added()
        if len(added):
            slots, last = per_slot(added, {"x": added.args[0]}, pl.col("x").last())
            self._value.scatter(slots, last["x"])

    def result(self, slots: Slots) -> pl.Series:
        values = self._value.gather(slots)
        nothing = pl.Series([None], dtype=values.dtype)
        return values.zip_with(pl.Series(self._count.values[slots] > 0), nothing)


def _edge(info: AggregateInfo) -> Accumulator:
    return RetractableEdgeValue(info) if info.retract else EdgeValue(info)


def _infer(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1:
        raise call.invalid("<ANY>")
    return call.types[0]


def _edge_batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    values = args[0].drop_nulls()
    return values.first() if info.name == "FIRST_VALUE" else values.last()


def _single_batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    return args[0].item(allow_empty=True)


FUNCTIONS = (
    AggregateFunction("FIRST_VALUE", _infer, _edge_batch, _edge),
    AggregateFunction("LAST_VALUE", _infer, _edge_batch, _edge),
    AggregateFunction("SINGLE_VALUE", _infer, _single_batch, SingleValue, distinct_matters=False),
)
