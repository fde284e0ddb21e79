"""BITMAP_BUILD_AGG, BITMAP_OR_AGG, BITMAP_AND_AGG, BITMAP_XOR_AGG, and the same with CARDINALITY.

A group keeps how often it has each number, so that rows can be taken back. A group without a number, for BUILD, or
without a bitmap, for the others, has NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import (
    Accumulator,
    AccumulatorState,
    Rows,
    Slots,
    StateField,
)
from drey.functions.aggregates.collect import grouped_values
from drey.functions.aggregates.count import count_rows
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes, Infer
from drey.types import logical as t
from drey.types.polars_types import polars_type

_ELEMENT = pl.UInt32()
_SMALLER = (t.TinyIntType, t.SmallIntType, t.IntType)
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_MEMBERS: dict[str, Callable[[Counts, Counts], Mask]] = {
    "BUILD": lambda times, bitmaps: times > 0,
    "OR": lambda times, bitmaps: times > 0,
    "AND": lambda times, bitmaps: times == bitmaps,
    "XOR": lambda times, bitmaps: times % 2 == 1,
}
"""Which numbers are in the result: those seen so many times in so many bitmaps."""


def _operation(info: AggregateInfo) -> str:
    return info.name.split("_")[1]


def _finish(info: AggregateInfo, owners: Slots, numbers: pl.Series, known: Mask) -> pl.Series:
    """The bitmap, or the count of its numbers, of each group; NULL for a group that is not known."""
    if isinstance(info.result, t.BitmapType):
        lists = grouped_values(len(known), owners, numbers.cast(_ELEMENT), pl.col("x").sort())
        found = lists.fill_null(pl.Series([[]], dtype=lists.dtype))
    else:
        found = pl.Series(np.bincount(owners, minlength=len(known)).astype(np.int64))
    return found.set(pl.Series(~known), None).cast(polars_type(info.result))


class BuiltBitmap(Accumulator):
    """BITMAP_BUILD_AGG: the numbers of a group, with their counts."""

    def open(self, state: AccumulatorState) -> None:
        self._numbers = state.value_counts("numbers", [_ELEMENT])

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if len(rows):
            self._numbers.update(Rows(rows.slots, (_unsigned(rows.args[0]),), rows.signs))

    def result(self, slots: Slots) -> pl.Series:
        found = self._numbers.entries(slots)
        known = np.bincount(found.owners, minlength=len(slots)) > 0
        return _finish(self.info, found.owners, found.values[0], known)


class JoinedBitmaps(Accumulator):
    """BITMAP_OR_AGG, BITMAP_AND_AGG, BITMAP_XOR_AGG: in how many of a group's bitmaps each number is."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("bitmaps", pl.Int64(), 0),)

    def open(self, state: AccumulatorState) -> None:
        self._bitmaps = state.array("bitmaps")
        self._numbers = state.value_counts("numbers", [_ELEMENT])

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        count_rows(self._bitmaps.values, rows)
        sizes = rows.args[0].list.len().to_numpy()
        if not sizes.any():
            return
        numbers = rows.args[0].explode(empty_as_null=False)
        signs = None if rows.signs is None else np.repeat(rows.signs, sizes)
        self._numbers.update(Rows(np.repeat(rows.slots, sizes), (numbers,), signs))

    def result(self, slots: Slots) -> pl.Series:
        found = self._numbers.entries(slots)
        bitmaps = self._bitmaps.values[slots]
        member = _MEMBERS[_operation(self.info)](found.counts, bitmaps[found.owners])
        numbers = found.values[0].filter(pl.Series(member))
        return _finish(self.info, found.owners[member], numbers, bitmaps > 0)


def _unsigned(numbers: pl.Series) -> pl.Series:
    return numbers.cast(pl.Int32).cast(_ELEMENT, wrap_numerical=True)


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    build = _operation(info) == "BUILD"

    def compute(columns: Sequence[pl.Series]) -> pl.Series:
        (groups,) = columns  # a list of numbers, or of bitmaps, for each group
        owners = np.repeat(np.arange(len(groups)), groups.list.len().to_numpy())
        values = groups.explode(empty_as_null=False)
        bitmaps = np.bincount(owners, minlength=len(groups))
        if build:
            numbers = _unsigned(values)
        else:
            owners = np.repeat(owners, values.list.len().to_numpy())
            numbers = values.explode(empty_as_null=False)
        frame = pl.DataFrame({"owner": owners, "x": numbers}).group_by("owner", "x").len("times")
        found, times = frame["owner"].to_numpy(), frame["times"].cast(pl.Int64).to_numpy()
        member = _MEMBERS[_operation(info)](times, bitmaps[found])
        return _finish(info, found[member], frame["x"].filter(pl.Series(member)), bitmaps > 0)

    return pl.map_batches(
        [args[0].drop_nulls().implode()],
        compute,
        return_dtype=polars_type(info.result),
        is_elementwise=True,
    )


def _infer(result: t.LogicalType, build: bool) -> Infer:
    def infer(call: CallTypes) -> t.LogicalType:
        taken = _SMALLER if build else (t.BitmapType,)
        if len(call.types) != 1 or not isinstance(call.types[0], (*taken, t.NullType)):
            raise call.invalid("<INT>" if build else "<BITMAP>")
        call.coerce(0, t.IntType() if build else t.BitmapType())
        return result

    return infer


FUNCTIONS = tuple(
    AggregateFunction(
        f"BITMAP_{operation}_{'CARDINALITY_AGG' if counts else 'AGG'}",
        _infer(t.BigIntType() if counts else t.BitmapType(), operation == "BUILD"),
        _batch,
        BuiltBitmap if operation == "BUILD" else JoinedBitmaps,
    )
    for operation in _MEMBERS
    for counts in (False, True)
)
