"""APPROX_COUNT_DISTINCT: the number of different values. It is exact here, so it keeps each value of a group."""

from __future__ import annotations

import polars as pl

from drey.functions.aggregates.accumulator import Accumulator, DistinctAccumulator
from drey.functions.aggregates.count import CountAccumulator
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.types import logical as t
from drey.types.polars_types import polars_type


def _accumulator(info: AggregateInfo) -> Accumulator:
    return DistinctAccumulator(CountAccumulator(info), [polars_type(type_) for type_ in info.types])


def _infer(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1:
        raise call.invalid("<ANY>")
    return t.BigIntType(nullable=False)


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    return args[0].drop_nulls().n_unique().cast(pl.Int64)


FUNCTIONS = (
    AggregateFunction(
        "APPROX_COUNT_DISTINCT", _infer, _batch, _accumulator, null_if_empty=False, distinct_matters=False
    ),
)
