"""TIMESTAMPADD, TIMESTAMPDIFF and OVERLAPS."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from drey.errors import ValidationError
from drey.functions.definition import NOT_LITERAL, CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import refuse_nulls
from drey.functions.temporal.arithmetic import add_millis, through_millis, towards_zero
from drey.types import logical as t
from drey.types.polars_types import polars_type

_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12, "DECADE": 120, "CENTURY": 1200, "MILLENNIUM": 12000}
_DAYS = {"DAY": 1, "WEEK": 7}
_NANOS = {
    "HOUR": 3_600_000_000_000,
    "MINUTE": 60_000_000_000,
    "SECOND": 1_000_000_000,
    "MILLISECOND": 1_000_000,
    "MICROSECOND": 1000,
    "NANOSECOND": 1,
}
_FRACTION_DIGITS = {"MILLISECOND": 3, "MICROSECOND": 6, "NANOSECOND": 9}
_DAY_NANOS = 86_400_000_000_000
_DAY_MILLIS = 86_400_000


def unit_of(options: tuple[str, ...]) -> str:
    """The unit among a call's options, without the prefix ``SQL_TSI_`` and in the singular.

    Raises:
        ValidationError: It isn't a unit.
    """
    unit = options[0].upper().removeprefix("SQL_TSI_") if options else ""
    unit = unit.removesuffix("S") if unit.removesuffix("S") in (*_MONTHS, *_DAYS, *_NANOS) else unit
    if unit not in _MONTHS and unit not in _DAYS and unit not in _NANOS:
        raise ValidationError(f"unknown unit '{unit}' of time")
    return unit


def _is_temporal(type_: t.LogicalType) -> bool:
    return isinstance(type_, t.DateType | t.TimeType | t.AnyTimestampType)


def _infer_add(call: CallTypes) -> t.LogicalType:
    """Operands are the amount and the point in time. A DATE plus hours is a TIMESTAMP."""
    unit = unit_of(call.options)
    refuse_nulls(call)
    if len(call.types) != 2 or not isinstance(call.types[0], t.IntegerNumericType):
        raise call.invalid("<INTEGER>, <DATETIME>")
    time = call.types[1]
    if not _is_temporal(time):
        raise call.invalid("<INTEGER>, <DATETIME>")
    if isinstance(time, t.DateType) and unit in _NANOS:
        return call.nullable_if_args(t.TimestampType(6))
    if isinstance(time, t.AnyTimestampType):
        precision = max(time.precision, _FRACTION_DIGITS.get(unit, 0))
        time = replace(time, precision=precision, attribute=t.TimeAttribute.NONE)
    return call.nullable_if_args(time)


def add_months(value: pl.Expr, months: pl.Expr | int) -> pl.Expr:
    """A date or local time some months later, on the month's last day where it has no such day."""
    if isinstance(months, int):
        return value.dt.offset_by(f"{months}mo")
    return value.dt.offset_by(pl.format("{}mo", months))


def _add(call: KernelCall) -> pl.Expr:
    unit = unit_of(call.options)
    amount, value, type_ = call.args[0].cast(pl.Int64), call.args[1], call.types[1]
    dtype = polars_type(call.result)
    if isinstance(type_, t.TimeType):
        size = _NANOS.get(unit, 0)
        step = amount * (size // 1_000_000) % _DAY_MILLIS * 1_000_000 if size >= 1_000_000 else amount * size
        return ((value.cast(pl.Int64) + step) % _DAY_NANOS).cast(pl.Time)
    if unit in _MONTHS:
        count = call.literal(0)
        constant = count is not NOT_LITERAL and count is not None
        months = count * _MONTHS[unit] if constant else amount * _MONTHS[unit]
        # An instant moves in UTC, whatever the session time zone.
        return through_millis(value, type_, lambda v, _: add_months(v, months), call.guard).cast(dtype)
    if unit in _DAYS and isinstance(type_, t.DateType):
        return (value + pl.duration(days=amount * _DAYS[unit])).cast(dtype)
    value = value.cast(dtype)
    millis = _DAYS[unit] * _DAY_MILLIS if unit in _DAYS else _NANOS[unit] // 1_000_000
    if millis:
        return through_millis(
            value, call.result, lambda v, kind: add_millis(v, kind, amount * millis), call.guard
        )
    return (value + pl.duration(nanoseconds=amount * _NANOS[unit])).cast(dtype)


def _infer_difference(call: CallTypes) -> t.LogicalType:
    unit_of(call.options)
    if len(call.types) != 2:
        raise call.invalid("<DATETIME>, <DATETIME>")
    refuse_nulls(call, t.TimestampType(3))
    if not all(map(_is_temporal, call.types)):
        raise call.invalid("<DATETIME>, <DATETIME>")
    if len({isinstance(type_, t.LocalZonedTimestampType) for type_ in call.types}) > 1:
        raise ValidationError(
            "TIMESTAMP_LTZ only supports diff between the same type",
            hint="cast the other point in time to TIMESTAMP_LTZ",
        )
    return call.nullable_if_args(t.IntType())


def _millis(value: pl.Expr, type_: t.LogicalType) -> pl.Expr:
    """Milliseconds since 1970, or since midnight."""
    match type_:
        case t.DateType():
            return value.cast(pl.Int32).cast(pl.Int64) * _DAY_MILLIS
        case t.TimeType():
            return value.cast(pl.Int64) // 1_000_000
        case _:
            return value.dt.epoch("ms")


def _truncating(value: pl.Expr, size: int) -> pl.Expr:
    return value if size == 1 else value.abs() // size * value.sign()


def months_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whole months from ``start`` to ``end``, both in milliseconds, as Calcite counts them."""
    first, last = start // _DAY_MILLIS, end // _DAY_MILLIS
    low, high = pl.min_horizontal(first, last), pl.max_horizontal(first, last)
    low_date, high_date = low.cast(pl.Int32).cast(pl.Date), high.cast(pl.Int32).cast(pl.Date)
    estimate = (high_date.dt.year() - low_date.dt.year()).cast(pl.Int64) * 12
    estimate = estimate + high_date.dt.month().cast(pl.Int64) - low_date.dt.month().cast(pl.Int64)
    reached = add_months(low_date, estimate)
    whole = estimate - (reached > high_date).cast(pl.Int64)
    signed = pl.when(last < first).then(-whole).otherwise(whole)
    landed = add_months(first.cast(pl.Int32).cast(pl.Date), signed) == last.cast(pl.Int32).cast(pl.Date)
    short = landed & (end % _DAY_MILLIS < start % _DAY_MILLIS)
    return signed - short.cast(pl.Int64)


def _difference(call: KernelCall) -> pl.Expr:
    """Operands are the start and the end; the result wraps like a Java int."""
    unit = unit_of(call.options)
    start, end = (_millis(a, type_) for a, type_ in zip(call.args, call.types, strict=True))
    if unit in _MONTHS:
        count = _truncating(months_between(start, end), _MONTHS[unit])
    elif unit == "DAY":
        count = _truncating(end - start, _DAY_MILLIS)
    elif unit == "WEEK":
        # Flink counts the seconds in 32 bits first: past 68 years the number of weeks is of no use.
        seconds = _truncating(end - start, 1000).cast(pl.Int32, wrap_numerical=True)
        count = towards_zero(seconds.cast(pl.Int64), 604_800)
    elif unit == "MILLISECOND" and any(isinstance(type_, t.DateType) for type_ in call.types):
        # Against a DATE only whole seconds count.
        count = _truncating(end - start, 1000) * 1000
    elif _NANOS[unit] >= 1_000_000:
        count = _truncating(end - start, _NANOS[unit] // 1_000_000)
    else:
        count = (end - start) * (1_000_000 // _NANOS[unit])
    return count.cast(pl.Int32, wrap_numerical=True)


def _infer_overlaps(call: CallTypes) -> t.LogicalType:
    """Operands are start and end (or length) of two periods."""
    if len(call.types) != 4:
        raise call.invalid("<DATETIME>, <DATETIME or INTERVAL>, <DATETIME>, <DATETIME or INTERVAL>")
    for index in (0, 2):
        start, end = call.types[index], call.types[index + 1]
        if not _is_temporal(start) or not (_is_temporal(end) or isinstance(end, t.IntervalType)):
            raise call.invalid("<DATETIME>, <DATETIME or INTERVAL>, <DATETIME>, <DATETIME or INTERVAL>")
    return call.nullable_if_args(t.BooleanType())


def _end(start: pl.Expr, start_type: t.LogicalType, end: pl.Expr, end_type: t.LogicalType) -> pl.Expr:
    match end_type:
        case t.DayTimeIntervalType():
            return _millis(start, start_type) + end
        case t.YearMonthIntervalType():
            return _millis(add_months(start, end), start_type)
        case _:
            return _millis(end, end_type)


def _overlaps(call: KernelCall) -> pl.Expr:
    periods = []
    for index in (0, 2):
        start = _millis(call.args[index], call.types[index])
        end = _end(call.args[index], call.types[index], call.args[index + 1], call.types[index + 1])
        # Where a bound is NULL the comparison doesn't hold, and the other bound may still decide.
        ordered = start <= end
        low = pl.when(ordered).then(start).otherwise(end)
        high = pl.when(ordered).then(end).otherwise(start)
        periods.append((low, high))
    (low, high), (other_low, other_high) = periods
    return (low <= other_high) & (other_low <= high)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("TIMESTAMP_ADD", _infer_add, _add, ("TIMESTAMPADD",)),
    ScalarFunction("TIMESTAMP_DIFF", _infer_difference, _difference, ("TIMESTAMPDIFF",)),
    ScalarFunction("TEMPORAL_OVERLAPS", _infer_overlaps, _overlaps),
)
