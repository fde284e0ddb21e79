"""EXTRACT and the functions named after its units: YEAR(x), DAYOFWEEK(x), HOUR(x)."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from drey.errors import ValidationError
from drey.functions.definition import CallTypes, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import refuse_nulls
from drey.functions.temporal.arithmetic import DAY_MILLIS, towards_zero
from drey.functions.temporal.zones import calendar_time
from drey.types import logical as t

_DATE_PARTS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "YEAR": lambda x: x.dt.year(),
    "QUARTER": lambda x: x.dt.quarter(),
    "MONTH": lambda x: x.dt.month(),
    "WEEK": lambda x: x.dt.week(),
    "DAY": lambda x: x.dt.day(),
    "DOW": lambda x: x.dt.weekday() % 7 + 1,
    "ISODOW": lambda x: x.dt.weekday(),
    "DOY": lambda x: x.dt.ordinal_day(),
    "ISOYEAR": lambda x: x.dt.iso_year(),
    "EPOCH": lambda x: x.dt.epoch("s"),
    "DECADE": lambda x: x.dt.year() // 10,
    "CENTURY": lambda x: (x.dt.year() + 99) // 100,
    "MILLENNIUM": lambda x: (x.dt.year() + 999) // 1000,
}
_TIME_PARTS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "HOUR": lambda x: x.dt.hour(),
    "MINUTE": lambda x: x.dt.minute(),
    "SECOND": lambda x: x.dt.second(),
    "MILLISECOND": lambda x: x.dt.nanosecond() // 1_000_000,
    "MICROSECOND": lambda x: x.dt.nanosecond() // 1000,
    "NANOSECOND": lambda x: x.dt.nanosecond(),
}
# (units before the next larger one, base units in it); months and milliseconds are the bases.
_MONTH_PARTS = {
    "YEAR": (None, 12),
    "QUARTER": (4, 3),
    "MONTH": (12, 1),
    "DECADE": (None, 120),
    "CENTURY": (None, 1200),
    "MILLENNIUM": (None, 12000),
}
_MILLI_PARTS = {
    "DAY": (None, 86_400_000),
    "HOUR": (24, 3_600_000),
    "MINUTE": (60, 60_000),
    "SECOND": (60, 1000),
    "MILLISECOND": (1000, 1),
}
UNITS = (*_DATE_PARTS, *_TIME_PARTS)


def _unit(options: tuple[str, ...]) -> str:
    unit = options[0].upper() if options else ""
    if unit not in UNITS:
        raise ValidationError(f"unknown unit '{unit}' of time", hint=f"units: {', '.join(UNITS)}")
    return unit


def _check(unit: str, type_: t.LogicalType) -> None:
    match type_:
        case t.DateType() if unit in ("MICROSECOND", "NANOSECOND"):
            raise ValidationError(f"unit {unit} can not be applied to DATE variable")
        case t.TimeType() if unit not in _TIME_PARTS or unit in ("MICROSECOND", "NANOSECOND"):
            raise ValidationError(f"unit {unit} can not be applied to time variable")
        case t.YearMonthIntervalType() if unit not in _MONTH_PARTS:
            raise ValidationError(f"unit '{unit}' is not part of {type_.summary()}")
        case t.DayTimeIntervalType() if unit not in _MILLI_PARTS:
            raise ValidationError(f"unit '{unit}' is not part of {type_.summary()}")


def _infer(fixed: str | None) -> Callable[[CallTypes], t.LogicalType]:
    def infer(call: CallTypes) -> t.LogicalType:
        refuse_nulls(call, t.TimestampType(3))
        kinds = t.DateType | t.TimeType | t.AnyTimestampType | t.IntervalType
        if len(call.types) != 1 or not isinstance(call.types[0], kinds):
            raise call.invalid("<DATETIME> or <INTERVAL>")
        _check(fixed or _unit(call.options), call.types[0])
        return call.nullable_if_args(t.BigIntType())

    return infer


def _truncated(value: pl.Expr, before: int | None, size: int) -> pl.Expr:
    """A part of an interval; those of a negative interval are negative."""
    part = value.abs() // size
    return (part if before is None else part % before) * value.sign()


def _of_moment(value: pl.Expr, unit: str) -> pl.Expr:
    """A part of a timestamp. As in Flink, milliseconds since 1970 are divided towards zero.

    So an hour of the day before 1970 belongs to the next day and is negative.
    """
    millis = value.cast(pl.Datetime("ms")).cast(pl.Int64)
    if unit == "EPOCH":
        return towards_zero(millis, 1000)
    days = towards_zero(millis, DAY_MILLIS)
    if unit in _DATE_PARTS:
        return _DATE_PARTS[unit](days.cast(pl.Int32).cast(pl.Date))
    if unit in ("MICROSECOND", "NANOSECOND"):
        nanos = (millis - towards_zero(millis, 1000) * 1000) * 1_000_000 + value.dt.nanosecond() % 1_000_000
        return nanos if unit == "NANOSECOND" else nanos // 1000
    return _truncated(millis - days * DAY_MILLIS, *_MILLI_PARTS[unit])


def extract(value: pl.Expr, type_: t.LogicalType, unit: str, time_zone: str) -> pl.Expr:
    """A part of a point in time or an interval, as BIGINT."""
    match type_:
        case t.YearMonthIntervalType():
            return _truncated(value.cast(pl.Int64), *_MONTH_PARTS[unit])
        case t.DayTimeIntervalType():
            return _truncated(value, *_MILLI_PARTS[unit])
        case t.LocalZonedTimestampType():
            return _of_moment(calendar_time(value, time_zone), unit).cast(pl.Int64)
        case t.TimestampType():
            return _of_moment(value, unit).cast(pl.Int64)
        case t.DateType() if unit in _TIME_PARTS:
            return value.cast(pl.Int64) * 0
    parts = _DATE_PARTS.get(unit) or _TIME_PARTS[unit]
    return parts(value).cast(pl.Int64)


def _kernel(fixed: str | None) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        unit = fixed or _unit(call.options)
        return extract(call.args[0], call.types[0], unit, call.context.time_zone)

    return kernel


_NAMED = {
    "YEAR": "YEAR",
    "QUARTER": "QUARTER",
    "MONTH": "MONTH",
    "WEEK": "WEEK",
    "DAYOFYEAR": "DOY",
    "DAYOFMONTH": "DAY",
    "DAYOFWEEK": "DOW",
    "HOUR": "HOUR",
    "MINUTE": "MINUTE",
    "SECOND": "SECOND",
}

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("EXTRACT", _infer(None), _kernel(None), ("EXTRACT",)),
    *(ScalarFunction(name, _infer(unit), _kernel(unit), (name,)) for name, unit in _NAMED.items()),
)
