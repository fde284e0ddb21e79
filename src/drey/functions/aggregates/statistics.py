"""STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP and their short names.

Computed in doubles by the method of Welford, row by row as Flink does while a group has few rows in a batch, so
that the last digit agrees. Larger batches are joined as Chan, Golub and LeVeque do ("Updating formulae and a
pairwise algorithm for computing sample variances", 1979). The result has the type of AVG over the
argument: an integer is truncated, a DECIMAL rounded half up, as in Flink.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import Accumulator, AccumulatorState, Rows, Slots, StateField
from drey.functions.aggregates.decimals import decimal_of_float
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.aggregates.sum_avg import average_type
from drey.functions.definition import CallTypes
from drey.functions.inference import NUMERIC
from drey.types import logical as t
from drey.types.polars_types import polars_type

_FEW_ROWS = 32

Floats = npt.NDArray[np.float64]


class Moments(Accumulator):
    """The count, the mean and the sum of squared distances from it."""

    @property
    def fields(self) -> tuple[StateField, ...]:
        return (
            StateField("count", pl.Int64(), 0),
            StateField("mean", pl.Float64(), 0),
            StateField("m2", pl.Float64(), 0),
        )

    def open(self, state: AccumulatorState) -> None:
        self._count = state.array("count")
        self._mean = state.array("mean")
        self._m2 = state.array("m2")

    def add(self, rows: Rows) -> None:
        rows = rows.not_null()
        if not len(rows):
            return
        slots, groups = np.unique(rows.slots, return_inverse=True)
        if np.bincount(groups).max() <= _FEW_ROWS:
            self._step_by_step(rows, slots, groups)
            return
        if len(added := rows.added()):
            self._join(added, 1)
        if rows.signs is not None and len(retracted := rows.retracted()):
            self._join(retracted, -1)

    def _step_by_step(self, rows: Rows, slots: Slots, groups: Slots) -> None:
        """Welford's step for the first row of every group, then for the second of those that have one, ..."""
        order = np.argsort(groups, kind="stable")
        counts = np.bincount(groups)
        starts = np.cumsum(counts) - counts
        x = rows.args[0].cast(pl.Float64).to_numpy()[order]
        signs = np.ones(len(x)) if rows.signs is None else rows.signs[order].astype(np.float64)
        for step in range(int(counts.max())):
            some = counts > step
            at, where = starts[some] + step, slots[some]
            sign = signs[at]
            n = self._count.values[where] + sign
            left = n > 0
            delta = x[at] - self._mean.values[where]
            mean = self._mean.values[where] + sign * delta / np.where(left, n, 1.0)
            m2 = self._m2.values[where] + sign * delta * (x[at] - mean)
            self._count.values[where] = n
            self._mean.values[where] = np.where(left, mean, 0.0)
            self._m2.values[where] = np.where(left, m2, 0.0)

    def _join(self, rows: Rows, sign: int) -> None:
        """Join the rows' own moments to the stored ones, or take them out."""
        slots, groups = np.unique(rows.slots, return_inverse=True)
        x = rows.args[0].cast(pl.Float64).to_numpy()
        n = np.bincount(groups).astype(np.float64)
        mean = np.bincount(groups, weights=x) / n
        m2 = np.bincount(groups, weights=(x - mean[groups]) ** 2)
        old_n = self._count.values[slots].astype(np.float64)
        delta = mean - self._mean.values[slots]
        new_n = old_n + sign * n
        left = np.where(new_n > 0, new_n, 1.0)
        if sign > 0:
            step, spread = delta * n / left, delta**2 * old_n * n / left
        else:
            step = -delta * n / left
            spread = -(m2 * 2 + delta**2 * n * old_n / left)
        some = new_n > 0
        self._count.values[slots] = new_n.astype(np.int64)
        self._mean.values[slots] = np.where(some, self._mean.values[slots] + step, 0.0)
        # Rounding may leave a trace below zero when everything but equal values has gone.
        total = np.maximum(self._m2.values[slots] + m2 + spread, 0.0)
        self._m2.values[slots] = np.where(new_n > 1, total, np.where(np.isnan(total), total, 0.0))

    def result(self, slots: Slots) -> pl.Series:
        return _finish(self.info, self._count.values[slots], self._m2.values[slots])


def _finish(info: AggregateInfo, counts: npt.NDArray[np.int64], m2: Floats) -> pl.Series:
    sample = info.name.endswith("_SAMP")
    enough = counts > (1 if sample else 0)
    # Retractions may leave a trace below zero.
    values = np.maximum(m2, 0.0) / np.where(enough, counts - (1 if sample else 0), 1)
    if info.name.startswith("STDDEV"):
        values = np.sqrt(values)
    dtype = polars_type(info.result)
    match info.result:
        case t.DecimalType():
            series = decimal_of_float(values, dtype)
        case t.IntegerNumericType() as type_:
            series = pl.Series(_to_integer(values, type_)).cast(dtype)
        case _:
            series = pl.Series(values).cast(dtype)
    return series.zip_with(pl.Series(enough), pl.Series([None], dtype=dtype))


def _to_integer(values: Floats, type_: t.IntegerNumericType) -> npt.NDArray[Any]:
    """Java's narrowing of a double: saturated to INT or BIGINT, wrapped to the smaller types, NaN to zero."""
    wide = np.nan_to_num(np.trunc(values), nan=0.0)
    limit = 2.0**63 if type_.bits == 64 else 2.0**31
    top = int(limit) - 1
    whole = np.where(wide >= limit, top, np.where(wide < limit, wide, 0.0).astype(np.int64))
    if type_.bits < 32:
        span = 1 << type_.bits
        whole = (whole - type_.minimum) % span + type_.minimum
    return whole


def _infer(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1 or not NUMERIC(call.types[0]):
        raise call.invalid("<NUMERIC>")
    # A sample of one row has no variance, whatever the argument.
    result = average_type(call.types[0])
    return (
        result.with_nullable(True) if call.name.upper().endswith(("_SAMP", "STDDEV", "VARIANCE")) else result
    )


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    (x,) = (arg.cast(pl.Float64) for arg in args)
    count = x.count().cast(pl.Int64)
    m2 = ((x - x.mean()) ** 2).sum()
    return pl.map_batches(
        [count, m2],
        lambda s: _finish(info, s[0].to_numpy(), s[1].to_numpy()),
        return_dtype=polars_type(info.result),
        is_elementwise=True,
    )


FUNCTIONS = (
    AggregateFunction("STDDEV_POP", _infer, _batch, Moments),
    AggregateFunction("STDDEV_SAMP", _infer, _batch, Moments, ("STDDEV",)),
    AggregateFunction("VAR_POP", _infer, _batch, Moments),
    AggregateFunction("VAR_SAMP", _infer, _batch, Moments, ("VARIANCE",)),
)
