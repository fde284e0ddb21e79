"""Points in time plus and minus intervals, and intervals among themselves.

An interval is Int64 milliseconds or Int32 months. Adding months keeps the day of the month, or takes the
month's last day where it is shorter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from drey.functions.definition import NOT_LITERAL, CallTypes, KernelCall, checked
from drey.types import logical as t
from drey.types.polars_types import polars_type, time_unit

DAY_MILLIS = 86_400_000
OUT_OF_RANGE = "timestamps with nanoseconds reach from 1677-09-21 to 2262-04-11 only"
MONTHS = t.YearMonthIntervalType("MONTH")
MILLIS = t.DayTimeIntervalType("SECOND(3)")
_PER_MILLI = {"ms": 1, "us": 1_000, "ns": 1_000_000}
_MONTH_UNITS = ("YEAR", "QUARTER", "MONTH")

_DATETIME = (t.DateType, t.TimeType, t.AnyTimestampType)


def _interval_sum_type(call: CallTypes) -> t.LogicalType | None:
    left, right = call.types
    if isinstance(left, t.YearMonthIntervalType) and isinstance(right, t.YearMonthIntervalType):
        return call.nullable_if_args(MONTHS)
    if isinstance(left, t.DayTimeIntervalType) and isinstance(right, t.DayTimeIntervalType):
        return call.nullable_if_args(MILLIS)
    return None


def _shifted_type(call: CallTypes, moment: t.LogicalType, interval: t.LogicalType) -> t.LogicalType | None:
    if not isinstance(moment, _DATETIME) or not isinstance(interval, t.IntervalType):
        return None
    if isinstance(moment, t.AnyTimestampType):
        moment = moment.with_attribute(t.TimeAttribute.NONE)
    return call.nullable_if_args(moment)


def plus_type(call: CallTypes) -> t.LogicalType | None:
    """The type of ``+`` with an interval, or None if it doesn't exist."""
    left, right = call.types
    return _interval_sum_type(call) or _shifted_type(call, left, right) or _shifted_type(call, right, left)


def minus_type(call: CallTypes) -> t.LogicalType | None:
    """The type of ``-`` with an interval, or of ``(a - b) UNIT`` whose unit is the option."""
    left, right = call.types
    if call.options and isinstance(left, _DATETIME) and isinstance(right, _DATETIME):
        result = MONTHS if call.options[0].startswith(_MONTH_UNITS) else MILLIS
        same = type(left) is type(right) and not (isinstance(left, t.TimeType) and result is MONTHS)
        return call.nullable_if_args(result) if same else None
    return _interval_sum_type(call) or _shifted_type(call, left, right)


def times_type(call: CallTypes) -> t.LogicalType | None:
    """The type of an interval times an integer, or None if it doesn't exist."""
    left, right = call.types
    if isinstance(right, t.IntervalType):
        left, right = right, left
    if isinstance(left, t.IntervalType) and isinstance(right, t.IntegerNumericType):
        return call.nullable_if_args(left)
    return None


def plus(call: KernelCall) -> pl.Expr:
    """``interval + interval``, ``moment + interval`` or ``interval + moment``."""
    left, right = call.args
    if isinstance(call.result, t.IntervalType):
        return left + right
    if isinstance(call.types[0], t.IntervalType):
        return _shifted(call, 1, left, call.literal(0))
    return _shifted(call, 0, right, call.literal(1))


def minus(call: KernelCall) -> pl.Expr:
    """``interval - interval``, ``moment - interval`` or ``(moment - moment) UNIT``."""
    left, right = call.args
    if isinstance(call.types[0], t.IntervalType):
        return left - right
    if not isinstance(call.types[1], t.IntervalType):
        return _difference(call)
    literal = call.literal(1)
    negated = literal if literal is NOT_LITERAL or literal is None else -literal
    return _shifted(call, 0, -right, negated)


def times(call: KernelCall) -> pl.Expr:
    """``interval * integer`` or ``integer * interval``."""
    dtype = polars_type(call.result)
    return call.args[0].cast(dtype) * call.args[1].cast(dtype)


def _shifted(call: KernelCall, index: int, amount: pl.Expr, literal: Any) -> pl.Expr:
    """The moment, which is the argument ``index``, moved by the interval, which is the other; the type stays.

    Args:
        call: The call.
        index: The position of the moments.
        amount: Milliseconds or months.
        literal: The amount where it is constant.
    """
    moment, type_ = call.args[index], call.types[index]
    if isinstance(call.types[1 - index], t.YearMonthIntervalType):
        # Months don't move a time of day.
        if isinstance(type_, t.TimeType):
            return pl.when(amount.is_not_null()).then(moment)
        return through_millis(
            moment, type_, lambda value, kind: add_months(value, kind, amount, literal), call.guard
        )
    dtype = polars_type(type_)
    if isinstance(type_, t.DateType):
        days = towards_zero(amount.cast(pl.Int64), DAY_MILLIS)
        return (moment.cast(pl.Int64) + days).cast(pl.Int32).cast(dtype)
    if isinstance(type_, t.TimeType):
        nanos = moment.cast(pl.Int64) + (amount % DAY_MILLIS) * 1_000_000
        return (nanos % (DAY_MILLIS * 1_000_000)).cast(dtype)
    return through_millis(moment, type_, lambda value, kind: add_millis(value, kind, amount), call.guard)


def through_millis(
    moment: pl.Expr,
    type_: t.LogicalType,
    move: Callable[[pl.Expr, t.LogicalType], pl.Expr],
    guard: pl.Expr | None,
) -> pl.Expr:
    """``move(moment, its type)``; nanoseconds are moved as milliseconds, and fail beyond their 584 years."""
    if not isinstance(type_, t.AnyTimestampType) or time_unit(type_.precision) != "ns":
        return move(moment, type_)
    nanos, size = moment.cast(pl.Int64), _PER_MILLI["ns"]
    coarse = replace(type_, precision=3)
    moved = move((nanos // size).cast(polars_type(coarse)), coarse).cast(pl.Int64)
    limit = (2**63 - 1) // size
    result = (moved * size + nanos % size).cast(polars_type(type_))
    return checked(result, ~moved.is_between(-limit, limit - 1), OUT_OF_RANGE, [], guard)


def add_millis(moment: pl.Expr, type_: t.LogicalType, millis: pl.Expr) -> pl.Expr:
    """A timestamp moved by milliseconds; far too many wrap, as in Java."""
    assert isinstance(type_, t.AnyTimestampType)
    factor = _PER_MILLI[time_unit(type_.precision)]
    moved = moment.cast(pl.Int64) + (millis if factor == 1 else millis * factor)
    return moved.cast(polars_type(type_))


def towards_zero(value: pl.Expr, divisor: int) -> pl.Expr:
    """The quotient of whole numbers as Java has it."""
    down = value // divisor
    return down + ((value < 0) & (down * divisor != value)).cast(pl.Int64)


def add_months(moment: pl.Expr, type_: t.LogicalType, months: pl.Expr, literal: Any = NOT_LITERAL) -> pl.Expr:
    """DATE or TIMESTAMP moved by whole months, the day cut to the month's last."""
    if literal is None:
        return pl.lit(None, dtype=polars_type(type_))
    if literal is not NOT_LITERAL:
        return moment.dt.offset_by(f"{int(literal)}mo")
    date = moment if isinstance(type_, t.DateType) else moment.dt.date()
    total = date.dt.year().cast(pl.Int32) * 12 + date.dt.month().cast(pl.Int32) - 1 + months
    first = pl.date(total // 12, total % 12 + 1, 1)
    moved = first + pl.duration(days=pl.min_horizontal(date.dt.day(), first.dt.days_in_month()) - 1)
    moved = pl.when(date.is_not_null() & months.is_not_null()).then(moved)
    if isinstance(type_, t.DateType):
        return moved
    dtype = polars_type(type_)
    days = (moved.cast(pl.Int64) - date.cast(pl.Int64)) * DAY_MILLIS
    assert isinstance(type_, t.AnyTimestampType)
    factor = _PER_MILLI[time_unit(type_.precision)]
    return (moment.cast(pl.Int64) + days * factor).cast(dtype)


def _difference(call: KernelCall) -> pl.Expr:
    if isinstance(call.types[0], t.TimeType):
        one, two = (arg.cast(pl.Int64) // 1_000_000 for arg in call.args)
        return one - two
    left, right = (
        arg.cast(pl.Datetime("ms")) if isinstance(type_, t.DateType) else arg.dt.replace_time_zone(None)
        for arg, type_ in zip(call.args, call.types, strict=True)
    )
    if not call.options[0].startswith(_MONTH_UNITS):
        return left.cast(pl.Datetime("ms")).cast(pl.Int64) - right.cast(pl.Datetime("ms")).cast(pl.Int64)
    return months_between(left, right)


def months_between(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """The whole months from ``right`` to ``left``, towards zero."""
    forward = left >= right
    late = pl.when(forward).then(left).otherwise(right)
    early = pl.when(forward).then(right).otherwise(left)
    months = (late.dt.year() - early.dt.year()) * 12 + late.dt.month().cast(pl.Int32) - early.dt.month()
    reached = add_months(early, t.TimestampType(3), months)
    whole = months - (reached > late).cast(pl.Int32)
    return pl.when(forward).then(whole).otherwise(-whole).cast(pl.Int32)
