"""LISTAGG: strings joined in order of arrival; NULLs are passed over."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from drey.functions.aggregates.accumulator import (
    Accumulator,
    AccumulatorState,
    Rows,
    Slots,
    StateField,
    per_slot,
)
from drey.functions.aggregates.collect import grouped_values
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import NOT_LITERAL, CallTypes
from drey.functions.inference import CHARACTER
from drey.types import logical as t

_DEFAULT_SEPARATOR = ","


class Joined(Accumulator):
    """LISTAGG without retraction: the text so far."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("text", pl.String()),)

    def open(self, state: AccumulatorState) -> None:
        self._text = state.column("text")

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        separator = separator_of(self.info, rows.args)
        slots, grouped = per_slot(rows, {"x": rows.args[0]}, pl.col("x").str.join(separator))
        old, new = self._text.gather(slots), grouped["x"]
        self._text.scatter(slots, new.zip_with(old.is_null(), old + separator + new))

    def result(self, slots: Slots) -> pl.Series:
        return self._text.gather(slots)


class JoinedRows(Accumulator):
    """LISTAGG under retraction: all values of each group in their order."""

    def open(self, state: AccumulatorState) -> None:
        self._values = state.value_list("values", [pl.String()] * len(self.info.types))

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if len(rows):
            self._values.update(rows)

    def result(self, slots: Slots) -> pl.Series:
        found = self._values.entries(slots)
        joined = pl.col("x").str.join(separator_of(self.info, found.values))
        return grouped_values(len(slots), found.owners, found.values[0], joined)


def separator_of(info: AggregateInfo, args: Sequence[pl.Series]) -> str:
    """The separator: the call's first option, else the constant second argument, else a comma."""
    if info.options:
        return info.options[0]
    if len(args) > 1 and len(args[1]):
        return str(args[1][0])
    return _DEFAULT_SEPARATOR


def _accumulator(info: AggregateInfo) -> Accumulator:
    return JoinedRows(info) if info.retract else Joined(info)


def _infer(call: CallTypes) -> t.LogicalType:
    if not 1 <= len(call.types) <= 2 or not all(CHARACTER(type_) for type_ in call.types):
        raise call.invalid("<CHARACTER>[, <CHARACTER LITERAL>]")
    if len(call.types) == 2 and len(call.literals) == 2 and call.literals[1] is NOT_LITERAL:
        raise call.invalid("<CHARACTER>[, <CHARACTER LITERAL>]")
    return call.types[0]  # Flink keeps the length, though the text doesn't


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    values = args[0].drop_nulls()
    if len(args) > 1 and not info.options:
        joined = values.implode().list.join(args[1].first())
    else:
        joined = values.str.join(separator_of(info, ()))
    return pl.when(args[0].count() > 0).then(joined)


FUNCTIONS = (AggregateFunction("LISTAGG", _infer, _batch, _accumulator),)
