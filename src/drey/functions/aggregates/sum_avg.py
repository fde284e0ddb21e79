"""SUM, SUM0 and AVG.

Results have Flink's types: SUM of a number keeps the argument's type and wraps on overflow, SUM of a
DECIMAL(p, s) is DECIMAL(38, s) and NULL on overflow; AVG of an integer is that integer type, truncated, and
AVG of a DECIMAL(p, s) is DECIMAL(38, max(6, s)), rounded half up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import (
    Accumulator,
    AccumulatorState,
    Rows,
    Slots,
    StateField,
    per_slot,
)
from drey.functions.aggregates.count import count_rows
from drey.functions.aggregates.decimals import add_decimals, average_decimal
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.functions.inference import NUMERIC
from drey.types import logical as t
from drey.types.polars_types import polars_type


class NumberSum(Accumulator):
    """SUM of integers and floats without retraction: the sum in 64 bits (FLOAT sums in FLOAT), NULL at first."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("sum", _sum_type(self.info)),)

    def open(self, state: AccumulatorState) -> None:
        self._sum = state.array("sum")

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        np.add.at(self._sum.values, rows.slots, _signed(rows, self._sum.values.dtype))
        self._sum.valid[rows.slots] = True

    def result(self, slots: Slots) -> pl.Series:
        return _number_result(self.info, self._sum.values[slots], self._sum.valid[slots])


class CountedSum(Accumulator):
    """SUM under retraction, and AVG, of integers and floats: the sum in 64 bits and the count of values."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("sum", _sum_type(self.info), 0), StateField("count", pl.Int64(), 0))

    def open(self, state: AccumulatorState) -> None:
        self._sum = state.array("sum")
        self._count = state.array("count")

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        np.add.at(self._sum.values, rows.slots, _signed(rows, self._sum.values.dtype))
        count_rows(self._count.values, rows)

    def result(self, slots: Slots) -> pl.Series:
        sums, counts = self._sum.values[slots], self._count.values[slots]
        some = counts > 0
        if self.info.name == "AVG":
            sums = _average(sums, np.where(some, counts, 1))
        return _number_result(self.info, sums, some)


def _sum_type(info: AggregateInfo) -> pl.DataType:
    match info.types[0]:
        case t.FloatType() if info.name != "AVG":
            return pl.Float32()
        case t.FloatType() | t.DoubleType():
            return pl.Float64()
    return pl.Int64()


def _signed(rows: Rows, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    values = rows.args[0].to_numpy().astype(dtype, copy=False)
    return values if rows.signs is None else values * rows.signs.astype(dtype)


def _number_result(info: AggregateInfo, values: npt.NDArray[Any], some: npt.NDArray[np.bool_]) -> pl.Series:
    dtype = polars_type(info.result)
    # The cast of an array wraps, as Flink's sums in the argument's own type do.
    series = pl.Series(values.astype(pl.Series([], dtype=dtype).to_numpy().dtype, copy=False))
    if info.name == "SUM0" or some.all():
        return series
    return series.zip_with(pl.Series(some), pl.Series([None], dtype=dtype))


def _average(sums: npt.NDArray[Any], counts: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    if sums.dtype.kind == "f":
        return np.asarray(sums / counts)
    quotient = sums // counts
    quotient += (sums < 0) & (quotient * counts != sums)
    return quotient


class DecimalSum(Accumulator):
    """SUM and AVG of DECIMAL: the sum as DECIMAL(38, s) and the count of values."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (StateField("sum", self._sum_type), StateField("count", pl.Int64(), 0))

    @property
    def _sum_type(self) -> pl.DataType:
        argument = self.info.types[0]
        assert isinstance(argument, t.DecimalType)
        return pl.Decimal(38, argument.scale)

    def open(self, state: AccumulatorState) -> None:
        self._sum = state.column("sum")
        self._count = state.array("count")

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        values = rows.args[0].cast(self._sum_type)
        if rows.signs is not None:
            values = values.zip_with(pl.Series(rows.signs > 0), -values)
        slots, sums = per_slot(rows, {"x": values}, pl.col("x").sum())
        # NULL with a count is a sum that has overflowed, and stays so; NULL without one is an empty sum.
        empty = pl.Series(self._count.values[slots] == 0)
        old = self._sum.gather(slots)
        zero = pl.Series([0], dtype=self._sum_type)
        self._sum.scatter(slots, add_decimals(zero.zip_with(empty, old), sums["x"]))
        count_rows(self._count.values, rows)

    def result(self, slots: Slots) -> pl.Series:
        sums, counts = self._sum.gather(slots), self._count.values[slots]
        dtype = polars_type(self.info.result)
        if self.info.name == "AVG":
            sums = average_decimal(sums, counts, dtype)
        if self.info.name == "SUM0":
            return sums.fill_null(0)
        return sums.zip_with(pl.Series(counts > 0), pl.Series([None], dtype=dtype))


def _accumulator(info: AggregateInfo) -> Accumulator:
    if isinstance(info.types[0], t.DecimalType):
        return DecimalSum(info)
    return CountedSum(info) if info.retract or info.name == "AVG" else NumberSum(info)


def _number(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1 or not NUMERIC(call.types[0]):
        raise call.invalid("<NUMERIC>")
    return call.types[0]


def _infer_sum(call: CallTypes) -> t.LogicalType:
    argument = _number(call)
    if isinstance(argument, t.DecimalType):
        return t.DecimalType(38, argument.scale, nullable=argument.nullable)
    return argument


def _infer_sum0(call: CallTypes) -> t.LogicalType:
    return _infer_sum(call).not_null()


def average_type(argument: t.LogicalType) -> t.LogicalType:
    """The type of AVG and of the statistics over an argument."""
    if isinstance(argument, t.DecimalType):
        return t.DecimalType(38, max(6, argument.scale), nullable=argument.nullable)
    return argument


def _infer_avg(call: CallTypes) -> t.LogicalType:
    return average_type(_number(call))


def _sum_batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    (x,) = args
    dtype = polars_type(info.result)
    if isinstance(info.result, t.DecimalType):
        total = x.cast(dtype).sum()
    elif isinstance(info.result, t.IntegerNumericType) and info.result.bits < 64:
        total = _wrapped(x.cast(pl.Int64).sum(), info.result)
    else:
        total = x.sum()
    return total if info.name == "SUM0" else pl.when(x.count() > 0).then(total)


def _wrapped(total: pl.Expr, type_: t.IntegerNumericType) -> pl.Expr:
    """A 64-bit sum in two's complement of fewer bits."""
    span, low = 1 << type_.bits, type_.minimum
    return ((total - low) % span + low).cast(polars_type(type_))


def _avg_batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    (x,) = args
    count = pl.when(x.count() > 0).then(x.count().cast(pl.Int64))
    dtype = polars_type(info.result)
    match info.result:
        case t.DecimalType():
            total = x.cast(pl.Decimal(38, info.types[0].scale)).sum()  # type: ignore[attr-defined]
            return pl.map_batches(
                [total, count.fill_null(0)],
                lambda s: average_decimal(s[0], s[1].to_numpy(), dtype),
                return_dtype=dtype,
                is_elementwise=True,
            )
        case t.IntegerNumericType():
            total = x.cast(pl.Int64).sum()
            floor = total // count
            inexact = (total < 0) & (floor * count != total)
            return (floor + inexact.cast(pl.Int64)).cast(dtype)
    return (x.cast(pl.Float64).sum() / count).cast(dtype)


FUNCTIONS = (
    AggregateFunction("SUM", _infer_sum, _sum_batch, _accumulator),
    AggregateFunction("SUM0", _infer_sum0, _sum_batch, _accumulator, ("$SUM0",), null_if_empty=False),
    AggregateFunction("AVG", _infer_avg, _avg_batch, _accumulator),
)
