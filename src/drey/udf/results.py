"""The values that a user's function returned, as a column of its declared result type.

As strict as PyFlink's coders, a little stricter where those change a value in silence: an integer type takes
whole numbers in its range only, BOOLEAN only booleans; FLOAT and DOUBLE take any number, DATE takes a datetime, ROW
takes a Row, tuple, list or dict. A DECIMAL is rounded half-even to its scale.
"""

from __future__ import annotations

import datetime as dt
import decimal
import operator
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from drey.errors import UnsupportedError
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type
from drey.types.row import Row

Check = Callable[[Any], Any]

_FAST = (t.BooleanType, t.IntegerNumericType, t.FloatType, t.DoubleType, t.CharacterType, t.BytesType)


class ResultMismatchError(Exception):
    """A value doesn't fit: which one, and what was expected."""

    def __init__(self, index: int, value: Any, expected: str) -> None:
        super().__init__(f"value {index}: expected {expected}, found {value!r}")
        self.index = index
        self.value = value
        self.expected = expected


class _UnfitError(Exception):
    """Raised by a check: the text says what was expected, where that is more than the type."""


def result_series(values: Sequence[Any], type_: t.LogicalType, time_zone: str) -> pl.Series:
    """A column of the values.

    Args:
        values: What the function returned, one for each row.
        type_: Its declared result type.
        time_zone: The session time zone, of naive datetimes for TIMESTAMP_LTZ.

    Raises:
        ResultMismatchError: A value doesn't fit the type.
    """
    dtype = polars_type(type_)
    if isinstance(type_, _FAST):
        try:
            series = pl.Series("", values, dtype=dtype, strict=True)
        except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
            pass
        else:
            if series.dtype == dtype and (type_.nullable or not series.null_count()):
                return series
    check = checker(type_, time_zone)
    checked: list[Any] = []
    for index, value in enumerate(values):
        if value is None:
            if not type_.nullable:
                raise ResultMismatchError(index, value, str(type_))
            checked.append(None)
            continue
        try:
            checked.append(check(value))
        except _UnfitError as unfit:
            raise ResultMismatchError(index, value, str(unfit) or type_.summary()) from None
    return pl.Series("", checked, dtype=dtype, strict=True)


def checker(type_: t.LogicalType, time_zone: str) -> Check:
    """What turns one value (never None) into the one that Polars takes, or refuses it.

    Raises:
        UnsupportedError: Functions can't return this type.
    """
    match type_:
        case t.BooleanType():
            return lambda value: bool(value) if _is_bool(value) else _refuse()
        case t.IntegerNumericType():
            return lambda value: _integer(value, type_)
        case t.FloatType() | t.DoubleType():
            return _float
        case t.CharacterType():
            return lambda value: value if isinstance(value, str) else _refuse()
        case t.BytesType():
            return lambda value: (
                bytes(value) if isinstance(value, bytes | bytearray | memoryview) else _refuse()
            )
        case t.DecimalType():
            return _decimal_checker(type_)
        case t.DateType():
            return _date
        case t.TimeType():
            return lambda value: value if isinstance(value, dt.time) else _refuse()
        case t.TimestampType():
            return lambda value: value.replace(tzinfo=None) if isinstance(value, dt.datetime) else _refuse()
        case t.LocalZonedTimestampType():
            zone = ZoneInfo(time_zone)
            return lambda value: _instant(value, zone)
        case t.ArrayType(element=element):
            return _array_checker(element, time_zone)
        case t.MapType(key=key, value=value):
            return _map_checker(key, value, time_zone)
        case t.RowType():
            return _row_checker(type_, time_zone)
        case t.RawType():
            return lambda value: value
    raise UnsupportedError(f"Python functions can't take or return values of type {type_.summary()}")


def _refuse(expected: str = "") -> Any:
    raise _UnfitError(expected)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def _integer(value: Any, type_: t.IntegerNumericType) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise _UnfitError from None
    if not type_.minimum <= number <= type_.maximum:
        raise _UnfitError(f"{type_.summary()} between {type_.minimum} and {type_.maximum}")
    return number


def _float(value: Any) -> float:
    if isinstance(value, str | bytes) or not hasattr(value, "__float__"):
        raise _UnfitError
    return float(value)


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else _refuse()


def _instant(value: Any, zone: ZoneInfo) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        raise _UnfitError
    aware = value if value.tzinfo is not None else value.replace(tzinfo=zone)
    return aware.astimezone(dt.UTC)


def _decimal_checker(type_: t.DecimalType) -> Check:
    context = decimal.Context(prec=type_.precision, rounding=decimal.ROUND_HALF_EVEN)
    unit = decimal.Decimal(1).scaleb(-type_.scale)

    def check(value: Any) -> decimal.Decimal:
        if not isinstance(value, decimal.Decimal):
            raise _UnfitError
        try:
            return value.quantize(unit, context=context)
        except decimal.InvalidOperation:
            raise _UnfitError from None

    return check


def _checked(value: Any, type_: t.LogicalType, check: Check) -> Any:
    if value is None:
        return None if type_.nullable else _refuse()
    return check(value)


def _array_checker(element: t.LogicalType, time_zone: str) -> Check:
    inner = checker(element, time_zone)

    def check(value: Any) -> list[Any]:
        if isinstance(value, str | bytes | dict) or not hasattr(value, "__iter__"):
            raise _UnfitError
        return [_checked(one, element, inner) for one in value]

    return check


def _map_checker(key: t.LogicalType, value: t.LogicalType, time_zone: str) -> Check:
    check_key, check_value = checker(key, time_zone), checker(value, time_zone)

    def check(entries: Any) -> list[dict[str, Any]]:
        if not isinstance(entries, dict):
            raise _UnfitError
        return [
            {MAP_KEY: _checked(k, key, check_key), MAP_VALUE: _checked(v, value, check_value)}
            for k, v in entries.items()
        ]

    return check


def _row_checker(type_: t.RowType, time_zone: str) -> Check:
    names = list(type_.names)
    checks = [checker(f.type, time_zone) for f in type_.fields]

    def check(value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            if set(value) - set(names):
                raise _UnfitError
            values = [value.get(name) for name in names]
        elif isinstance(value, Row):
            named = "_fields" in value.__dict__ and set(value._fields) == set(names)
            values = value.get_fields_by_names(names) if named else list(value)
        elif isinstance(value, tuple | list):
            values = list(value)
        else:
            raise _UnfitError
        if len(values) != len(names):
            raise _UnfitError
        return {f.name: _checked(v, f.type, c) for f, v, c in zip(type_.fields, values, checks, strict=True)}

    return check
