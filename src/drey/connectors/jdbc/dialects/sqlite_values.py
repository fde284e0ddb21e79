"""SQLite's values: parameters of statements, and columns out of whatever storage class the values have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from drey.connectors.formats.cells import TextStyle, cell_reader, fit_decimal
from drey.connectors.formats.value_texts import time_texts, timestamp_texts
from drey.connectors.jdbc.dialects.value_texts import bad_value
from drey.errors import ConnectorError
from drey.types import logical as t
from drey.types.polars_types import polars_type


def to_parameters(column: pl.Series, type_: t.LogicalType) -> list[Any]:
    """The values of a column as statement parameters."""
    match type_:
        case t.BooleanType():
            return column.cast(pl.Int8).to_list()
        case t.FloatType() | t.DoubleType():
            values = column.to_list()
            return [("NaN" if v != v else v) for v in values] if column.is_nan().any() else values
        case t.DecimalType():
            return [None if v is None else str(v) for v in column]
        case t.DateType():
            return column.dt.strftime("%Y-%m-%d").to_list()
        case t.TimeType():
            return time_texts(column).to_list()
        case t.AnyTimestampType():
            return timestamp_texts(column, " ").to_list()
    return column.to_list()


def from_results(name: str, values: Sequence[Any], type_: t.LogicalType) -> pl.Series:
    """A column out of fetched values, whatever their storage classes.

    Raises:
        ConnectorError: A value is not of the type.
    """
    dtype = polars_type(type_)
    if isinstance(type_, t.IntegerNumericType | t.DoubleType | t.CharacterType | t.BytesType):
        try:
            return pl.Series(name, values, dtype=dtype)
        except (TypeError, OverflowError, pl.exceptions.PolarsError):
            pass  # a value of another storage class is among them
    if isinstance(type_, t.DateType | t.TimeType | t.AnyTimestampType):
        return _temporal(name, values, type_)
    convert = _converter(type_)
    converted = []
    for value in values:
        try:
            converted.append(None if value is None else convert(value))
        except (ValueError, TypeError, InvalidOperation):
            raise bad_value(name, value, type_) from None
    try:
        return pl.Series(name, converted, dtype=dtype)
    except (TypeError, OverflowError, pl.exceptions.PolarsError) as error:
        raise ConnectorError(
            f"values of column '{name}' don't fit {type_.summary()}", detail=str(error)
        ) from error


def _temporal(name: str, values: Sequence[Any], type_: t.LogicalType) -> pl.Series:
    texts = pl.Series(name, [_temporal_text(value, type_) for value in values], dtype=pl.String)
    if isinstance(type_, t.AnyTimestampType):
        texts = texts.str.replace("T", " ", literal=True)
        if isinstance(type_, t.LocalZonedTimestampType):
            texts = texts.str.replace(r"(?:Z|\+00:00)?$", "Z")
        texts = texts.str.replace(r"^(\d{4}-\d\d-\d\d)(Z?)$", "$1 00:00:00$2")
    read = cell_reader(type_, TextStyle(), name).read(texts)
    if read.bad:
        raise bad_value(name, values[read.bad[0]], type_)
    return read.values


def _temporal_text(value: Any, type_: t.LogicalType) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and isinstance(type_, t.DateType | t.AnyTimestampType):
        moment = pl.Series([value], dtype=pl.Datetime("ms"))
        text: str = moment.dt.strftime(
            "%Y-%m-%d" if isinstance(type_, t.DateType) else "%Y-%m-%d %H:%M:%S.%3f"
        )[0]
        return text
    return repr(value)


def _converter(type_: t.LogicalType) -> Callable[[Any], Any]:
    """From whatever storage class a value has to the Python value of a type."""
    match type_:
        case t.BooleanType():
            return lambda v: v.strip().lower() == "true" if isinstance(v, str) else bool(v)
        case t.IntegerNumericType():
            return _whole_number
        case t.FloatType() | t.DoubleType():
            return float
        case t.DecimalType():
            quantum = Decimal(1).scaleb(-type_.scale)
            return lambda v: fit_decimal(Decimal(str(v)), type_, quantum)
        case t.BytesType():
            return lambda v: v.encode() if isinstance(v, str) else bytes(v)
    return lambda v: v.decode() if isinstance(v, bytes) else str(v)


def _whole_number(value: Any) -> int:
    if int(value) != float(value) and isinstance(value, float):
        raise ValueError(value)
    return int(value)
