"""MIN and MAX.

NaN loses against every other number in both, so that the result doesn't depend on the order of rows; in
Flink a NaN that comes first stays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from drey.functions.aggregates.accumulator import (
    Accumulator,
    AccumulatorState,
    Rows,
    Slots,
    StateField,
    per_slot,
)
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.types import logical as t
from drey.types.polars_types import polars_type


class NumberExtreme(Accumulator):
    """MIN or MAX of fixed-width values without retraction: the extreme so far, in its physical type."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("value", polars_type(self.info.types[0])),)

    def open(self, state: AccumulatorState) -> None:
        self._value = state.array("value")
        self._least = self.info.name == "MIN"

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        incoming = rows.args[0].to_physical().to_numpy()
        slots = rows.slots
        stored = self._value.values
        new = slots[~self._value.valid[slots]]
        if incoming.dtype.kind == "f":
            self._value.valid[slots] = True
            stored[new] = np.nan
            numbers = ~np.isnan(incoming)
            slots, incoming = slots[numbers], incoming[numbers]
            # A slot that has seen only NaN starts afresh with its first number.
            stored[slots[np.isnan(stored[slots])]] = np.inf if self._least else -np.inf
        elif len(new):
            stored[new] = _worst(stored.dtype, self._least)
            self._value.valid[new] = True
        if stored.dtype.kind == "b":
            (np.logical_and if self._least else np.logical_or).at(stored, slots, incoming)
        else:
            (np.minimum if self._least else np.maximum).at(stored, slots, incoming)

    def result(self, slots: Slots) -> pl.Series:
        return self._value.gather(slots)


def _worst(dtype: np.dtype[Any], least: bool) -> Any:
    if dtype.kind == "b":
        return least
    limits = np.iinfo(dtype)
    return limits.max if least else limits.min


class ValueExtreme(Accumulator):
    """MIN or MAX of strings, decimals and the like without retraction."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("value", polars_type(self.info.types[0])),)

    def open(self, state: AccumulatorState) -> None:
        self._value = state.column("value")
        self._least = self.info.name == "MIN"

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        x = pl.col("x")
        slots, grouped = per_slot(rows, {"x": rows.args[0]}, x.min() if self._least else x.max())
        old, new = self._value.gather(slots), grouped["x"]
        better = (new < old if self._least else new > old).fill_null(True)
        self._value.scatter(slots[better.to_numpy()], new.filter(better))

    def result(self, slots: Slots) -> pl.Series:
        return self._value.gather(slots)


class RetractableExtreme(Accumulator):
    """MIN or MAX under retraction: the current extreme, beside the counts of all values of each group.

    A value that appears is compared with the extreme. Only where the extreme itself vanishes are the group's
    values looked through.
    """

    def __init__(self, info: AggregateInfo, inner: Accumulator) -> None:
        super().__init__(info)
        self._inner = inner

    @property
    def fields(self) -> tuple[StateField, ...]:
        return self._inner.fields

    def open(self, state: AccumulatorState) -> None:
        self._inner.open(state)
        self._value = state.column("value")
        self._counts = state.value_counts("values", [polars_type(self.info.types[0])])

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        changes = self._counts.update(rows)
        vanished = changes.retracted()
        lost: Slots = np.zeros(0, dtype=np.int64)
        if len(vanished):
            current = self._value.gather(vanished.slots)
            hit = current.eq_missing(vanished.args[0]).to_numpy()
            lost = vanished.slots[hit]  # distinct: a slot has one extreme
        appeared = changes.added()
        if len(appeared):
            self._inner.add(appeared)
        if len(lost):
            self._rescan(lost)

    def _rescan(self, slots: Slots) -> None:
        nothing = pl.Series([None], dtype=polars_type(self.info.types[0]))
        self._value.scatter(slots, nothing.new_from_index(0, len(slots)))
        left = self._counts.entries(slots)
        if len(left.owners):
            self._inner.add(Rows(slots[left.owners], left.values))

    def result(self, slots: Slots) -> pl.Series:
        return self._value.gather(slots)


def _accumulator(info: AggregateInfo) -> Accumulator:
    fixed = not isinstance(info.types[0], t.CharacterType | t.BytesType | t.DecimalType)
    plain = NumberExtreme(info) if fixed else ValueExtreme(info)
    return RetractableExtreme(info, plain) if info.retract else plain


def _infer(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1 or call.types[0].family in (
        t.TypeFamily.COLLECTION,
        t.TypeFamily.ROW,
        t.TypeFamily.OTHER,
    ):
        raise call.invalid("<COMPARABLE>")
    return call.types[0]


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    return args[0].min() if info.name == "MIN" else args[0].max()


FUNCTIONS = tuple(
    AggregateFunction(name, _infer, _batch, _accumulator, distinct_matters=False) for name in ("MIN", "MAX")
)
