"""The map between Flink's logical types and Polars' data types.

TIMESTAMP(p) is Datetime in ms, us or ns by precision; TIMESTAMP_LTZ(p) the same with time zone UTC;
MAP is a list of (key, value) structs, MULTISET a list of (key, count) structs, BITMAP a sorted list of numbers, VARIANT
its JSON in one spelling; a day-time interval is Int64 milliseconds and a year-month interval Int32 months; RAW is Object.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from drey.errors import UnsupportedError
from drey.types import logical as t

MAP_KEY, MAP_VALUE = "key", "value"


def time_unit(precision: int) -> str:
    """The Polars time unit that holds fractions of a second of this precision."""
    return "ms" if precision <= 3 else "us" if precision <= 6 else "ns"


@lru_cache(maxsize=4096)
def polars_type(type_: t.LogicalType) -> pl.DataType:
    """The Polars data type of a column of this logical type."""
    match type_:
        case t.BooleanType():
            return pl.Boolean()
        case t.CharacterType() | t.VariantType():
            return pl.String()
        case t.BytesType():
            return pl.Binary()
        case t.TinyIntType():
            return pl.Int8()
        case t.SmallIntType():
            return pl.Int16()
        case t.IntType() | t.YearMonthIntervalType():
            return pl.Int32()
        case t.BigIntType() | t.DayTimeIntervalType():
            return pl.Int64()
        case t.FloatType():
            return pl.Float32()
        case t.DoubleType():
            return pl.Float64()
        case t.DecimalType(precision=precision, scale=scale):
            return pl.Decimal(precision, scale)
        case t.DateType():
            return pl.Date()
        case t.TimeType():
            return pl.Time()
        case t.TimestampType(precision=precision):
            return pl.Datetime(time_unit(precision))  # type: ignore[arg-type]
        case t.LocalZonedTimestampType(precision=precision):
            return pl.Datetime(time_unit(precision), "UTC")  # type: ignore[arg-type]
        case t.ArrayType(element=element):
            return pl.List(polars_type(element))
        case t.MapType(key=key, value=value):
            return pl.List(pl.Struct({MAP_KEY: polars_type(key), MAP_VALUE: polars_type(value)}))
        case t.MultisetType(element=element):
            return pl.List(pl.Struct({MAP_KEY: polars_type(element), MAP_VALUE: pl.Int32()}))
        case t.BitmapType():
            return pl.List(pl.UInt32())
        case t.RowType(fields=fields):
            return pl.Struct({f.name: polars_type(f.type) for f in fields})
        case t.RawType():
            return pl.Object()
        case t.NullType():
            return pl.Null()
    raise UnsupportedError(f"columns of type {type_.summary()} are not built yet")


def polars_schema(row_type: t.RowType) -> dict[str, pl.DataType]:
    """Column names and Polars data types of a row type."""
    return {f.name: polars_type(f.type) for f in row_type.fields}


def empty_frame(row_type: t.RowType) -> pl.DataFrame:
    """A frame of no rows with the row type's columns."""
    return pl.DataFrame(schema=polars_schema(row_type))
