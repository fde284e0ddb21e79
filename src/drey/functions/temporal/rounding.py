"""FLOOR and CEIL of points in time to a unit. Weeks start on Sunday, centuries in years ending in 01."""

from __future__ import annotations

import polars as pl

from drey.errors import ValidationError
from drey.functions.definition import KernelCall
from drey.functions.temporal.arithmetic import DAY_MILLIS, towards_zero
from drey.functions.temporal.zones import calendar_time
from drey.types import logical as t
from drey.types.polars_types import polars_type

_TRUNCATE = {
    "YEAR": "1y",
    "QUARTER": "1q",
    "MONTH": "1mo",
    "DAY": "1d",
    "HOUR": "1h",
    "MINUTE": "1m",
    "SECOND": "1s",
    "MILLISECOND": "1ms",
    "MICROSECOND": "1us",
}
_YEARS = {"DECADE": 10, "CENTURY": 100, "MILLENNIUM": 1000}
_STEP = {**_TRUNCATE, "WEEK": "1w", "DECADE": "10y", "CENTURY": "100y", "MILLENNIUM": "1000y"}
_OF_DATES = ("YEAR", "QUARTER", "MONTH", "WEEK", *_YEARS)
_NANOS = {
    "HOUR": 3_600_000_000_000,
    "MINUTE": 60_000_000_000,
    "SECOND": 1_000_000_000,
    "MILLISECOND": 1_000_000,
}
_DAY_NANOS = 86_400_000_000_000
UNITS = (*_STEP, "NANOSECOND")


def floor_temporal(call: KernelCall) -> pl.Expr:
    """``FLOOR(x TO unit)`` of a DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ; the unit is the call's option.

    TIMESTAMP_LTZ is rounded in the session time zone, with its offset at that moment: across a change to
    summer time the result is off by an hour, as in Flink. For units from days up, a moment before 1970 counts to
    the next day unless it is midnight.
    """
    return _round(call, up=False)


def ceil_temporal(call: KernelCall) -> pl.Expr:
    """``CEIL(x TO unit)``; see :func:`floor_temporal`.

    As in Flink, a timestamp on the first day of a month is not rounded up to the next one (nor to the next
    year, quarter or week), and units from seconds up don't see what is below a millisecond.
    """
    return _round(call, up=True)


def _round(call: KernelCall, *, up: bool) -> pl.Expr:
    unit = call.options[0].upper() if call.options else ""
    if unit not in UNITS:
        raise ValidationError(f"can't round a point in time to '{unit}'", hint=f"units: {', '.join(UNITS)}")
    value, type_ = call.args[0], call.types[0]
    dtype = polars_type(call.result)
    match type_:
        case t.TimeType():
            return _round_time(value, unit, up).cast(dtype)
        case t.DateType():
            if unit not in _OF_DATES:
                return (value + pl.duration(days=1)).cast(dtype) if up and unit == "DAY" else value
            return _round_local(value.cast(pl.Datetime("ms")), unit, up).cast(dtype)
        case t.LocalZonedTimestampType():
            local = calendar_time(value, call.context.time_zone)
            return (value + (_round_local(local, unit, up) - local)).cast(dtype)
        case _:
            return _round_local(value, unit, up).cast(dtype)


def _round_local(value: pl.Expr, unit: str, up: bool) -> pl.Expr:
    if unit == "NANOSECOND":
        return value
    if unit in _OF_DATES:
        days = towards_zero(value.cast(pl.Datetime("ms")).cast(pl.Int64), DAY_MILLIS)
        value = (days * DAY_MILLIS).cast(pl.Datetime("ms"))
    if not up:
        return _floor(value, unit)
    if unit in _YEARS:
        return _floor(value, unit).dt.offset_by(_STEP[unit])
    if unit not in _OF_DATES and unit not in ("MILLISECOND", "MICROSECOND"):
        value = value.dt.truncate("1ms")
    floor = _floor(value, unit)
    return pl.when(floor == value).then(value).otherwise(floor.dt.offset_by(_STEP[unit]))


def _floor(value: pl.Expr, unit: str) -> pl.Expr:
    if unit == "WEEK":
        days = (value.dt.weekday() % 7).cast(pl.Int64)
        return value.dt.truncate("1d") - pl.duration(days=days)
    if unit in _YEARS:
        span = _YEARS[unit]
        offset = 0 if unit == "DECADE" else 1
        year = (value.dt.year() - offset) // span * span + offset
        return pl.datetime(year, 1, 1).cast(pl.Datetime("ms"))
    return value.dt.truncate(_TRUNCATE[unit])


def _round_time(value: pl.Expr, unit: str, up: bool) -> pl.Expr:
    size = _NANOS.get(unit)
    if size is None:
        return value
    nanos = value.cast(pl.Int64)
    floor = nanos // size * size
    if up:
        floor = pl.when(floor == nanos).then(nanos).otherwise(floor + size) % _DAY_NANOS
    return floor.cast(pl.Time)
