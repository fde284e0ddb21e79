"""Casts to DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ and the intervals."""

from __future__ import annotations

import polars as pl

from drey.functions.casts.conversion import Conversion
from drey.functions.casts.timestamp_text import parse_date, parse_time, parse_timestamp, timestamp_failure
from drey.functions.row_kernels import map_values
from drey.functions.temporal.arithmetic import DAY_MILLIS, OUT_OF_RANGE, towards_zero
from drey.functions.temporal.zones import instant_of, local_time
from drey.types import logical as t
from drey.types.polars_types import time_unit

_NANOSECOND_YEARS = (1678, 2261)
_TIME_FORMAT = "Expected format: HH:mm:ss[.fff] where HH is 00-23, mm is 00-59, ss is 00-59"


def to_date(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """To DATE, from a timestamp its day (LTZ: in the session time zone)."""
    if isinstance(cast.source, t.CharacterType):
        return _date_from_text(value, cast)
    if isinstance(cast.source, t.LocalZonedTimestampType):
        return local_time(value, cast.time_zone).dt.date()
    # As in Flink, milliseconds are divided towards zero: before 1970 only midnight keeps its day.
    millis = value.cast(pl.Datetime("ms")).cast(pl.Int64)
    return towards_zero(millis, DAY_MILLIS).cast(pl.Int32).cast(pl.Date)


def _wall_clock(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """A timestamp without its zone, as clocks show it in the session time zone."""
    return local_time(value, cast.time_zone) if isinstance(cast.source, t.LocalZonedTimestampType) else value


def _date_from_text(value: pl.Expr, cast: Conversion) -> pl.Expr:
    iso = value.str.contains(r"^\d{4}-\d{2}-\d{2}$")
    fast = pl.when(iso).then(value).str.to_date("%Y-%m-%d", strict=False)
    slow = map_values([pl.when(~iso).then(value)], parse_date, pl.Date())
    return cast.require(value, pl.coalesce(fast, slow), "For input string: '{0}'.")


def to_time(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """To TIME(p); fractions past the precision are cut, and Flink keeps milliseconds at most."""
    target = cast.target
    assert isinstance(target, t.TimeType)
    if isinstance(cast.source, t.CharacterType):
        parsed = map_values([value], parse_time, pl.Time())
        time = cast.require(value, parsed, "Invalid time format: '{0}'. " + _TIME_FORMAT)
    elif isinstance(cast.source, t.TimeType):
        time = value
    else:
        time = _wall_clock(value, cast).dt.time()
    step = int(10 ** (9 - min(target.precision, 3)))
    nanos = time.cast(pl.Int64)
    return (nanos - nanos % step).cast(pl.Time)


def to_timestamp(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """To TIMESTAMP(p) and TIMESTAMP_LTZ(p), through the session time zone; digits past p are cut."""
    target = cast.target
    assert isinstance(target, t.AnyTimestampType)
    unit = time_unit(target.precision)
    zoned = isinstance(target, t.LocalZonedTimestampType)
    match cast.source:
        case t.CharacterType():
            local = _timestamp_from_text(value, cast, unit)
        case t.DateType():
            local = value.cast(pl.Datetime(unit), strict=False)  # type: ignore[arg-type]
            local = cast.require(value, local, OUT_OF_RANGE) if unit == "ns" else local
        case t.TimeType():
            # A time of day is that time on the first day of 1970.
            local = value.cast(pl.Int64).cast(pl.Datetime("ns")).dt.cast_time_unit(unit)  # type: ignore[arg-type]
        case t.LocalZonedTimestampType():
            moment = value if zoned else _wall_clock(value, cast)
            return cut_fraction(moment, cast.source.precision, cast)
        case _:
            local = value
    source_precision = cast.source.precision if isinstance(cast.source, t.TimestampType) else 9
    local = cut_fraction(local, source_precision, cast)
    return instant_of(local, cast.time_zone) if zoned else local


def cut_fraction(value: pl.Expr, source_precision: int, cast: Conversion) -> pl.Expr:
    """A timestamp in the data type of the target's precision, its further digits cut off."""
    assert isinstance(cast.target, t.AnyTimestampType)
    precision = cast.target.precision
    unit = time_unit(precision)
    if precision >= source_precision:
        if unit == time_unit(source_precision):
            return value
        zone = "UTC" if isinstance(cast.target, t.LocalZonedTimestampType) else None
        zone = zone if isinstance(cast.source, t.LocalZonedTimestampType) else None
        finer = value.cast(pl.Datetime(unit, zone), strict=False)  # type: ignore[arg-type]
        return cast.require(value, finer, OUT_OF_RANGE) if unit == "ns" else finer
    if precision < 3 and isinstance(cast.source, t.AnyTimestampType):
        # As in Flink: towards zero, so towards 1970; digits of a text are cut as they stand.
        step = 10 ** (3 - precision)
        zone = "UTC" if isinstance(cast.source, t.LocalZonedTimestampType) else None
        zone = zone if isinstance(cast.target, t.LocalZonedTimestampType) else None
        millis = value.cast(pl.Datetime("ms", zone)).cast(pl.Int64)
        kept: pl.Expr = towards_zero(millis, step) * step
        return kept.cast(pl.Datetime("ms", zone))
    if precision % 3:
        value = value.dt.truncate(f"{10 ** (9 - precision)}ns")
    else:
        value = value.dt.truncate({0: "1s", 3: "1ms", 6: "1us"}[precision])
    return value.dt.cast_time_unit(unit)  # type: ignore[arg-type]


def _timestamp_from_text(value: pl.Expr, cast: Conversion, unit: str) -> pl.Expr:
    dtype = pl.Datetime(unit)  # type: ignore[arg-type]
    iso = value.str.contains(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,9})?$")
    if unit == "ns":
        # A year out of Polars' nanoseconds would wrap.
        iso = iso & value.str.head(4).cast(pl.Int32, strict=False).is_between(*_NANOSECOND_YEARS)
    text = pl.when(iso).then(value)
    fast = text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit=unit, strict=False)  # type: ignore[arg-type]
    slow = map_values([pl.when(~iso).then(value)], parse_timestamp, pl.Datetime("us"))
    return cast.require(value, pl.coalesce(fast, slow.cast(dtype, strict=False)), _timestamp_failure)


def _timestamp_failure(text: str) -> str:
    return timestamp_failure(text) or OUT_OF_RANGE


def to_interval(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """Numbers are milliseconds or months; among intervals of one kind nothing changes."""
    return value.cast(cast.dtype, wrap_numerical=True)
