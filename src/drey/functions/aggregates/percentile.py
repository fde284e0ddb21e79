"""PERCENTILE: exact percentiles of a group's numbers, linear between two neighbours.

The position of a percentage ``p`` among ``n`` sorted numbers is ``p * (n - 1) + 1``. A third argument says how often
each number counts; a NULL, zero or negative one leaves the row out. A group keeps each of its different
numbers, as DOUBLE, with its count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import (
    Accumulator,
    AccumulatorState,
    Entries,
    Rows,
    Slots,
    StateField,
    per_slot,
)
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import NOT_LITERAL, CallTypes
from drey.functions.inference import NUMERIC
from drey.types import logical as t
from drey.types.polars_types import polars_type

_SHOWN = "<NUMERIC>, <NUMERIC LITERAL [0.0, 1.0]> or <ARRAY OF THEM>[, <INTEGER>]"
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


class Percentile(Accumulator):
    """Each number of a group with its count, and the percentages, which are the same for all rows."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("percentages", polars_type(self.info.types[1])),)

    def open(self, state: AccumulatorState) -> None:
        self._percentages = state.column("percentages")
        self._values = state.value_counts("values", [pl.Float64()])

    def add(self, rows: Rows) -> None:
        slots, wanted = per_slot(rows, {"x": rows.args[1]}, pl.col("x").first())
        self._percentages.scatter(slots, wanted["x"])
        rows = rows.not_null()
        times = np.ones(len(rows), dtype=np.int64) if rows.signs is None else rows.signs.astype(np.int64)
        if len(rows.args) > 2:
            times = times * rows.args[2].cast(pl.Int64).fill_null(0).clip(0).to_numpy()
            counted = times != 0
            rows, times = rows.where(counted), times[counted]
        if len(rows):
            values = Rows(rows.slots, (rows.args[0].cast(pl.Float64),))
            self._values.update(values, times)

    def result(self, slots: Slots) -> pl.Series:
        found = self._values.entries(slots)
        return percentiles(self.info.result, found, self._percentages.gather(slots))


def percentiles(result: t.LogicalType, values: Entries, percentages: pl.Series) -> pl.Series:
    """The percentiles of each group; NULL for a group without values or percentages.

    Args:
        result: DOUBLE, or ARRAY<DOUBLE>.
        values: The groups' numbers and their counts.
        percentages: Each group's percentage or list of percentages.
    """
    several = isinstance(result, t.ArrayType)
    groups = len(percentages)
    lengths = (percentages.list.len() if several else percentages.is_not_null().cast(pl.Int64)).fill_null(0)
    sizes = lengths.cast(pl.Int64).to_numpy()
    wanted = (percentages.explode(empty_as_null=False) if several else percentages).drop_nulls()
    found, known = _positions(values, groups, np.repeat(np.arange(groups), sizes), wanted.to_numpy())
    missing = pl.Series(~known | (sizes == 0))
    if not several:
        out = np.zeros(groups, dtype=np.float64)
        out[np.flatnonzero(sizes)] = found
        return pl.Series(out).set(missing, None)
    frame = pl.DataFrame({"group": np.repeat(np.arange(groups), sizes), "x": found})
    lists = frame.group_by("group", maintain_order=True).agg("x")
    every = pl.DataFrame({"group": np.arange(groups)}).with_columns(missing.alias("missing"))
    joined = every.join(lists, on="group", how="left", maintain_order="left")
    return joined.select(pl.when(~pl.col("missing")).then("x"))["x"].cast(polars_type(result))


def _positions(
    values: Entries, groups: int, owners: Slots, wanted: Floats
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The value at each wanted percentage of its owner, and which groups have values at all."""
    numbers = values.values[0].to_numpy()
    order = np.lexsort((numbers, values.owners))
    numbers, counts = numbers[order], values.counts[order]
    totals = np.zeros(groups, dtype=np.int64)
    np.add.at(totals, values.owners, values.counts)
    known = totals > 0
    if not len(numbers):
        return np.zeros(len(wanted)), known
    before = np.cumsum(totals) - totals
    reached = np.cumsum(counts)
    position = wanted * (totals[owners] - 1) + 1
    lower, higher = np.floor(position).astype(np.int64), np.ceil(position).astype(np.int64)
    at = np.searchsorted(reached, before[owners] + lower)
    at = np.minimum(at, len(numbers) - 1)
    following = np.minimum(at + 1, len(numbers) - 1)
    exact = reached[at] >= before[owners] + higher
    with np.errstate(invalid="ignore"):
        between = (higher - position) * numbers[at] + (position - lower) * numbers[following]
    return np.where(exact, numbers[at], between), known


def _infer(call: CallTypes) -> t.LogicalType:
    if not 2 <= len(call.types) <= 3 or not NUMERIC(call.types[0]):
        raise call.invalid(_SHOWN)
    if len(call.types) == 3 and not isinstance(call.types[2], t.IntegerNumericType):
        raise call.invalid(_SHOWN)
    several = isinstance(call.types[1], t.ArrayType)
    given = call.types[1].element if isinstance(call.types[1], t.ArrayType) else call.types[1]
    constant = call.literals[1] if len(call.literals) > 1 else NOT_LITERAL
    if not isinstance(given, t.NumericType) or constant is NOT_LITERAL:
        raise call.invalid(_SHOWN)
    for percentage in constant if several else [constant]:
        if percentage is None or not 0 <= percentage <= 1:
            raise call.invalid(_SHOWN)
    if isinstance(call.types[0], t.NullType):
        call.coerce(0, t.DoubleType())
    double = t.DoubleType(nullable=False)
    call.coerce(1, t.ArrayType(double) if several else double)
    return t.ArrayType(t.DoubleType()) if several else t.DoubleType()


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    parts = [args[0].cast(pl.Float64).implode(), args[1].first()]
    if len(args) > 2:
        parts.append(args[2].cast(pl.Int64).fill_null(0).clip(0).implode())

    def compute(columns: Sequence[pl.Series]) -> pl.Series:
        lists = columns[0]
        owners = pl.Series(np.repeat(np.arange(len(lists)), lists.list.len().to_numpy()))
        numbers = lists.explode(empty_as_null=False)
        times = (
            columns[2].explode(empty_as_null=False)
            if len(columns) > 2
            else pl.repeat(1, len(numbers), dtype=pl.Int64, eager=True)
        )
        kept = numbers.is_not_null() & (times > 0)
        owners, numbers, times = owners.filter(kept), numbers.filter(kept), times.filter(kept)
        entries = Entries(owners.to_numpy(), (numbers,), times.to_numpy())
        return percentiles(info.result, entries, columns[1])

    return pl.map_batches(parts, compute, return_dtype=polars_type(info.result), is_elementwise=True)


FUNCTIONS = (AggregateFunction("PERCENTILE", _infer, _batch, Percentile),)
