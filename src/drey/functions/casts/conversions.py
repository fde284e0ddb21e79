"""Finds the conversion from one type to another."""

from __future__ import annotations

import polars as pl

from drey.functions.casts.conversion import Conversion
from drey.functions.casts.nested import to_nested
from drey.functions.casts.to_binary import to_binary
from drey.functions.casts.to_boolean import to_boolean
from drey.functions.casts.to_number import to_decimal, to_float, to_integer
from drey.functions.casts.to_string import to_string
from drey.functions.casts.to_temporal import to_date, to_interval, to_time, to_timestamp
from drey.types import logical as t


def convert(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """The value in the target's type; the types must be castable (:mod:`drey.types.casting`)."""
    if isinstance(cast.source, t.NullType):
        return pl.lit(None, dtype=cast.dtype)
    if cast.source.same_ignoring_null(cast.target):
        return value
    match cast.target:
        case t.CharacterType():
            return to_string(value, cast)
        case t.IntegerNumericType():
            return to_integer(value, cast)
        case t.FloatType() | t.DoubleType():
            return to_float(value, cast)
        case t.DecimalType():
            return to_decimal(value, cast)
        case t.BooleanType():
            return to_boolean(value, cast)
        case t.BytesType():
            return to_binary(value, cast)
        case t.DateType():
            return to_date(value, cast)
        case t.TimeType():
            return to_time(value, cast)
        case t.AnyTimestampType():
            return to_timestamp(value, cast)
        case t.IntervalType():
            return to_interval(value, cast)
    return to_nested(value, cast, convert)
