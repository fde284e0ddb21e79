"""Columns to the text that databases read and print, and back."""

from __future__ import annotations

import polars as pl

from drey.connectors.formats.cells import TextStyle, cell_reader
from drey.connectors.formats.value_texts import time_texts, timestamp_texts
from drey.errors import ConnectorError
from drey.types import logical as t

_STYLE = TextStyle(lenient_dates=False)


def texts_of(column: pl.Series, type_: t.LogicalType) -> pl.Series:
    """The values as SQL prints them, without quotes; a TIMESTAMP_LTZ in UTC with ``Z`` behind.

    For all types but BOOLEAN, BYTES and nested ones, which each database spells in its own way.
    """
    match type_:
        case t.CharacterType():
            return column
        case t.IntegerNumericType() | t.FloatType() | t.DoubleType() | t.DecimalType():
            return column.cast(pl.String)
        case t.DateType():
            return column.dt.strftime("%Y-%m-%d")
        case t.TimeType():
            return time_texts(column)
        case t.AnyTimestampType():
            return timestamp_texts(column, " ")
    raise AssertionError(type_)


def column_of(texts: pl.Series, type_: t.LogicalType) -> pl.Series:
    """The column that texts of a database stand for; a TIMESTAMP_LTZ has ``Z`` behind.

    For the same types as :func:`texts_of`.

    Raises:
        ConnectorError: A text is not of the type.
    """
    if isinstance(type_, t.AnyTimestampType):
        # a date alone, from a column of dates
        texts = texts.str.replace(r"^(\d{4}-\d\d-\d\d)(Z?)$", "$1 00:00:00$2")
    if isinstance(type_, t.TimeType):
        times = texts.str.to_time("%H:%M:%S%.f", strict=False, cache=False)
        if times.null_count() == texts.null_count():
            return times
    read = cell_reader(type_, _STYLE, texts.name).read(texts)
    if read.bad:
        raise bad_value(texts.name, texts[read.bad[0]], type_)
    return read.values


def bad_value(name: str, value: object, type_: t.LogicalType) -> ConnectorError:
    """The error that says which value is not of the column's type."""
    return ConnectorError(f"a value of column '{name}' is no {type_.summary()}", detail=f"found {value!r}")
