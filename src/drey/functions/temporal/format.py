"""DATE_FORMAT, FROM_UNIXTIME and CONVERT_TZ: points in time as text."""

from __future__ import annotations

import datetime as dt

import polars as pl

from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.parameters import TEXT, WHOLE, Parameter, nullable, one_of, takes
from drey.functions.row_kernels import null_where_any_null, rowwise
from drey.functions.temporal.datetime_parse import parse_with
from drey.functions.temporal.datetime_pattern import Moment, format_moment, strftime_of
from drey.functions.temporal.zones import (
    FIRST_KNOWN,
    calendar_instant,
    calendar_time,
    local_time,
    zone,
    zone_or_gmt,
)
from drey.types import logical as t

DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss"
_TIMESTAMP = Parameter(
    "<TIMESTAMP>", lambda type_: isinstance(type_, t.AnyTimestampType | t.NullType), t.TimestampType(3)
)


def _format_row(local: dt.datetime, nanos: int, pattern: str) -> str:
    return format_moment(pattern, Moment(local, nanos))


def _format_text_row(text: str, pattern: str) -> str | None:
    """A text in the default form, in another one."""
    parsed = parse_with(text, DEFAULT_PATTERN, simple=True)
    if parsed is None:
        return None
    return format_moment(pattern, Moment(parsed.local, parsed.nanos, dt.UTC), simple=True)


def _date_format(call: KernelCall) -> pl.Expr:
    """A TIMESTAMP_LTZ is shown in the session time zone."""
    value, pattern = call.args[0], call.literal(1)
    if isinstance(call.types[0], t.CharacterType):
        return rowwise(call, _format_text_row)
    if isinstance(call.types[0], t.LocalZonedTimestampType):
        value = local_time(value, call.context.time_zone)
    quick = None
    if isinstance(pattern, str) and call.guard is None:
        quick = strftime_of(pattern)
    if quick is not None:
        # An empty format string is not accepted by strftime.
        shown = value.dt.strftime(quick) if quick else pl.lit("")
        return null_where_any_null(shown, [value])
    return rowwise(call, _format_row, args=[value, value.dt.nanosecond(), call.args[1]])


def _infer_date_format(call: CallTypes) -> t.LogicalType:
    choices = (((_TIMESTAMP, TEXT), 0), ((TEXT, TEXT), 0))
    return one_of(*choices, result=nullable(t.string_type()))(call)


def _from_unixtime(call: KernelCall) -> pl.Expr:
    """Seconds since 1970 as the local time of the session time zone."""
    seconds = call.args[0].cast(pl.Int64)
    pattern = call.literal(1) if len(call.args) > 1 else DEFAULT_PATTERN
    quick = strftime_of(pattern, simple=True) if isinstance(pattern, str) and call.guard is None else None
    if quick:
        # Seconds beyond the range of milliseconds wrap, as in Java.
        instant = (seconds * 1000).cast(pl.Datetime("ms", "UTC"))
        return calendar_time(instant, call.context.time_zone).dt.strftime(quick)
    found = zone(call.context.time_zone)

    def row(value: int, chosen: str = DEFAULT_PATTERN) -> str:
        aware = dt.datetime.fromtimestamp(value, found)
        return format_moment(chosen, Moment(aware.replace(tzinfo=None), 0, found), simple=True)

    return rowwise(call, row)


def _convert_tz_row(text: str, source: str, target: str) -> str | None:
    parsed = parse_with(text, DEFAULT_PATTERN, simple=True)
    if parsed is None:
        return None
    instant = calendar_instant(parsed.local, zone_or_gmt(source)).astimezone(dt.UTC)
    found = zone_or_gmt(target)
    early = found.utcoffset(FIRST_KNOWN) if instant.year < FIRST_KNOWN.year else None
    moved = instant.astimezone(found if early is None else dt.timezone(early))
    return moved.strftime("%Y-%m-%d %H:%M:%S")


def _convert_tz(call: KernelCall) -> pl.Expr:
    return rowwise(call, _convert_tz_row)


_TEXT = nullable(t.string_type())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("DATE_FORMAT", _infer_date_format, _date_format, ("DATE_FORMAT",)),
    ScalarFunction(
        "FROM_UNIXTIME", takes(WHOLE, TEXT, optional=1, result=_TEXT), _from_unixtime, ("FROM_UNIXTIME",)
    ),
    ScalarFunction("CONVERT_TZ", takes(TEXT, TEXT, TEXT, result=_TEXT), _convert_tz, ("CONVERT_TZ",)),
)
