"""Columns to Python values and back: what Python functions, ``collect()`` and ``from_elements`` see.

=====================  ==========================================================
Flink type             Python value
=====================  ==========================================================
BOOLEAN, integers      bool, int
FLOAT, DOUBLE          float
DECIMAL                decimal.Decimal of the type's scale
CHAR, VARCHAR          str
BINARY, VARBINARY      bytes
DATE, TIME             datetime.date, datetime.time
TIMESTAMP              datetime.datetime without zone (microseconds)
TIMESTAMP_LTZ          datetime.datetime in the session time zone
INTERVAL               datetime.timedelta; int of months
ARRAY, MAP, MULTISET   list, dict, dict of counts
ROW                    Row
=====================  ==========================================================

NULL is None everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from drey.errors import UserFunctionError
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type
from drey.types.row import Row

Convert = Callable[[Any], Any]

_WIDE = Context(prec=100)


def to_python(series: pl.Series, type_: t.LogicalType, time_zone: str = "UTC") -> list[Any]:
    """The column's values as Python values.

    Args:
        series: A column of the type's Polars data type.
        type_: Its logical type.
        time_zone: The session time zone, for TIMESTAMP_LTZ.
    """
    if isinstance(type_, t.LocalZonedTimestampType):
        return series.dt.convert_time_zone(time_zone).to_list()
    if isinstance(type_, t.RowType):
        return _rows(series, type_, time_zone)
    values = series.to_list()
    convert = _to_python(type_, time_zone)
    if convert is None:
        return values
    return [None if value is None else convert(value) for value in values]


def _rows(series: pl.Series, type_: t.RowType, zone: str) -> list[Any]:
    """Rows from a struct column, one field after the other: 5 times as fast as value by value."""
    fields = series.struct
    columns = [to_python(fields.field(f.name), f.type, zone) for f in type_.fields]
    make = Row(*type_.names)
    rows: list[Any] = [make(*values) for values in zip(*columns, strict=True)]
    if series.null_count():
        return [None if null else row for row, null in zip(rows, series.is_null().to_list(), strict=True)]
    return rows


def literal_to_python(value: Any, type_: t.LogicalType, time_zone: str = "UTC") -> Any:
    """A constant of an expression as :func:`to_python` gives the values of columns."""
    return to_python(pl.Series([value], dtype=polars_type(type_)), type_, time_zone)[0]


@lru_cache(maxsize=256)
def _to_python(type_: t.LogicalType, zone: str) -> Convert | None:
    """What turns Polars' Python value into ours; None if nothing has to be done."""
    match type_:
        case t.LocalZonedTimestampType():
            target = ZoneInfo(zone)
            return lambda value: value.astimezone(target)
        case t.DayTimeIntervalType():
            return lambda value: dt.timedelta(milliseconds=value)
        case t.ArrayType(element=element):
            inner = _to_python(element, zone)
            return None if inner is None else lambda value: [_apply(inner, one) for one in value]
        case t.MapType(key=key, value=item):
            keys, items = _to_python(key, zone), _to_python(item, zone)
            return lambda value: {_apply(keys, e[MAP_KEY]): _apply(items, e[MAP_VALUE]) for e in value}
        case t.MultisetType(element=element):
            inner = _to_python(element, zone)
            return lambda value: {_apply(inner, e[MAP_KEY]): e[MAP_VALUE] for e in value}
        case t.RowType(fields=fields):
            return _row_maker(fields, zone)
    return None


def _row_maker(fields: tuple[t.Field, ...], zone: str) -> Convert:
    names = [f.name for f in fields]
    converts = [_to_python(f.type, zone) for f in fields]

    def make(value: Mapping[str, Any]) -> Row:
        row = Row(*(_apply(convert, value[name]) for convert, name in zip(converts, names, strict=True)))
        row.set_field_names(names)
        return row

    return make


def _apply(convert: Convert | None, value: Any) -> Any:
    return value if value is None or convert is None else convert(value)


def from_python(
    values: Sequence[Any], type_: t.LogicalType, time_zone: str = "UTC", result: bool = False
) -> pl.Series:
    """A column of Python values.

    Args:
        values: The values; None is NULL.
        type_: The logical type that they have to be of.
        time_zone: The session time zone, for TIMESTAMP_LTZ given without zone.
        result: True for what a function returned, as PyFlink's coders take it: a DECIMAL is rounded half-even
            and must be a Decimal that fits, and a bool is an integer. Else as Flink's data types take it: half-up,
            and NULL for what doesn't fit.

    Raises:
        UserFunctionError: A value is not of the type; ``index`` of the error says which.
    """
    dtype = polars_type(type_)
    if isinstance(type_, t.RawType):
        return pl.Series(values, dtype=pl.Object)
    if isinstance(type_, _EXACT) or (type(type_) in _FAST and _all_of(values, _FAST[type(type_)])):
        try:
            return pl.Series(values, dtype=dtype, strict=True)
        except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
            pass  # the careful way below finds the culprit, or converts what only Polars refuses
    convert = _from_python(type_, time_zone, result)
    converted: list[Any] = []
    for index, value in enumerate(values):
        if value is None:
            converted.append(None)
            continue
        try:
            converted.append(convert(value))
        except (TypeError, ValueError, OverflowError, InvalidOperation, KeyError) as error:
            raise BadValueError(index, value, type_, str(error)) from None
    return pl.Series(converted, dtype=dtype, strict=False)


class BadValueError(UserFunctionError):
    """A Python value is not of the type that it was declared to be.

    Args:
        index: The value's position in its column.
        value: The value.
        type_: The declared type.
        reason: Why it doesn't fit, if there is more to say.
    """

    def __init__(self, index: int, value: Any, type_: t.LogicalType, reason: str = "") -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 100 else shown[:97] + "..."
        super().__init__(
            f"expected a value of type {type_.summary()}, found {shown} of type {type(value).__name__}",
            detail=reason or None,
        )
        self.index = index
        self.value = value


_FAST: dict[type[t.LogicalType], tuple[type, ...]] = {}
_FAST.update(dict.fromkeys((t.TinyIntType, t.SmallIntType, t.IntType, t.BigIntType), (int,)))
_FAST.update(dict.fromkeys((t.FloatType, t.DoubleType), (float,)))
_FAST.update({t.DateType: (dt.date,), t.TimeType: (dt.time,)})

_EXACT = (t.CharacterType, t.BytesType, t.BooleanType)
"""Types for which Polars itself refuses every value of another class."""


def _all_of(values: Sequence[Any], wanted: tuple[type, ...]) -> bool:
    """True if every value is None or exactly of a wanted class (a bool is no int here)."""
    return set(map(type, values)) <= {type(None), *wanted}


def _from_python(type_: t.LogicalType, zone: str, result: bool) -> Convert:
    match type_:
        case t.BooleanType():
            return _expect(bool, np.bool_, then=bool)
        case t.IntegerNumericType():
            return _integer(type_, result)
        case t.FloatType() | t.DoubleType():
            return _expect(float, int, np.floating, np.integer, *((Decimal,) if result else ()), then=float)
        case t.DecimalType():
            return _result_decimal(type_) if result else _decimal(type_)
        case t.CharacterType():
            return _expect(str)
        case t.BytesType():
            return _expect(bytes, bytearray, memoryview, then=bytes)
        case t.DateType():
            return _expect(dt.date, then=lambda v: v.date() if isinstance(v, dt.datetime) else v)
        case t.TimeType():
            return _expect(dt.time, then=lambda v: v.replace(tzinfo=None))
        case t.TimestampType():
            return _expect(dt.datetime, then=lambda v: v.replace(tzinfo=None))
        case t.LocalZonedTimestampType():
            return _zoned(ZoneInfo(zone))
        case t.DayTimeIntervalType():
            return _expect(dt.timedelta, then=lambda v: v // dt.timedelta(milliseconds=1))
        case t.YearMonthIntervalType():
            return _expect(int)
        case t.ArrayType(element=element):
            one = _nullable(_from_python(element, zone, result))
            return _expect(list, tuple, np.ndarray, Sequence, then=lambda v: [one(x) for x in v])
        case t.MapType(key=key, value=value):
            return _entries(_from_python(key, zone, result), _nullable(_from_python(value, zone, result)))
        case t.MultisetType(element=element):
            return _entries(_nullable(_from_python(element, zone, result)), int)
        case t.RowType():
            return _row(type_, zone, result)
    return lambda value: value


def _nullable(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _expect(*classes: type, then: Convert | None = None) -> Convert:
    def convert(value: Any) -> Any:
        if not isinstance(value, classes) or (isinstance(value, bool) and bool not in classes):
            raise TypeError(f"expected {classes[0].__name__}")
        return value if then is None else then(value)

    return convert


def _integer(type_: t.IntegerNumericType, booleans: bool) -> Convert:
    def convert(value: Any) -> int:
        if (isinstance(value, bool) and not booleans) or not isinstance(value, int | np.integer):
            raise TypeError("expected int")
        if not type_.minimum <= value <= type_.maximum:
            raise OverflowError(f"outside of {type_.minimum} to {type_.maximum}")
        return int(value)

    return convert


def _decimal(type_: t.DecimalType) -> Convert:
    quantum = Decimal(1).scaleb(-type_.scale)
    limit = Decimal(10) ** (type_.precision - type_.scale)

    def convert(value: Any) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            raise TypeError("expected decimal.Decimal")
        rounded = Decimal(value).quantize(quantum, ROUND_HALF_UP, _WIDE)
        return rounded if rounded.copy_abs() < limit else None  # as Flink: what doesn't fit is NULL

    return convert


def _result_decimal(type_: t.DecimalType) -> Convert:
    quantum, context = (
        Decimal(1).scaleb(-type_.scale),
        Context(prec=type_.precision, rounding=ROUND_HALF_EVEN),
    )

    def convert(value: Any) -> Decimal:
        if not isinstance(value, Decimal):
            raise TypeError("expected decimal.Decimal")
        try:
            return value.quantize(quantum, context=context)
        except InvalidOperation:
            raise ValueError(f"more than {type_.precision} digits") from None

    return convert


def _zoned(zone: ZoneInfo) -> Convert:
    def convert(value: Any) -> dt.datetime:
        if not isinstance(value, dt.datetime):
            raise TypeError("expected datetime")
        aware = value if value.tzinfo is not None else value.replace(tzinfo=zone)
        return aware.astimezone(dt.UTC)

    return convert


def _entries(key: Convert, value: Convert) -> Convert:
    def convert(mapping: Any) -> list[dict[str, Any]]:
        if not isinstance(mapping, Mapping):
            raise TypeError("expected dict")
        return [{MAP_KEY: key(k), MAP_VALUE: value(v)} for k, v in mapping.items()]

    return convert


def _row(type_: t.RowType, zone: str, result: bool) -> Convert:
    names = type_.names
    converts = [_nullable(_from_python(f.type, zone, result)) for f in type_.fields]

    def convert(value: Any) -> dict[str, Any]:
        items = _items(value, names)
        return {name: one(item) for name, one, item in zip(names, converts, items, strict=True)}

    return convert


def _items(value: Any, names: tuple[str, ...]) -> Iterable[Any]:
    """The values of a row given as a Row, tuple, list or dict, in the type's order."""
    if isinstance(value, Mapping):
        return [value[name] for name in names]
    if isinstance(value, Row) and "_fields" in value.__dict__ and set(value._fields) == set(names):
        return [value[name] for name in names]
    if not isinstance(value, Row | tuple | list):
        raise TypeError("expected Row, tuple, list or dict")
    if len(value) != len(names):
        raise ValueError(f"expected {len(names)} values, found {len(value)}")
    return list(value)
