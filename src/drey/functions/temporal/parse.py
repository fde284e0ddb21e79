"""TO_DATE, TO_TIMESTAMP, TO_TIMESTAMP_LTZ and UNIX_TIMESTAMP: points in time from text and numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from drey.errors import EvaluationError, ValidationError
from drey.functions.definition import NOT_LITERAL, CallTypes, KernelCall, ScalarFunction
from drey.functions.parameters import NUMBER, TEXT, WHOLE, nullable, one_of, takes
from drey.functions.row_kernels import batchwise, rowwise
from drey.functions.temporal.datetime_parse import (
    parse_sql_date,
    parse_sql_timestamp,
    parse_timestamp,
    parse_with,
)
from drey.functions.temporal.datetime_pattern import pattern_tokens, strftime_of
from drey.functions.temporal.format import DEFAULT_PATTERN
from drey.functions.temporal.zones import calendar_instant, zone, zone_or_gmt
from drey.types import logical as t
from drey.types.polars_types import polars_type

_FAILED_UNIX_TIMESTAMP = -(2**63)
# The years 0 to 9999.
_FIRST_SECOND, _LAST_SECOND = -62167219200, 253402300800
_FIXED_WIDTH = {"yyyy": 4, "uuuu": 4, "MM": 2, "dd": 2, "HH": 2, "mm": 2, "ss": 2}
_FIXED_WIDTH.update({"SSS": 3, "SSSSSS": 6, "SSSSSSSSS": 9})


def _strict_form(pattern: str) -> tuple[str, str] | None:
    """(regular expression, strftime) by which Polars reads the pattern just as Java does, or None.

    Only for patterns of fixed-width numbers that give a whole date and no time or a time from the hour down;
    texts of another shape are left to the row parser.
    """
    try:
        quick = strftime_of(pattern)
    except EvaluationError:
        return None
    fields = "".join(token.letter for token in pattern_tokens(pattern)).replace("u", "y")
    if quick is None or "".join(sorted(fields)) not in ("Mdy", "HMdmy", "HMdmsy", "HMSdmsy"):
        return None
    parts: list[str] = []
    for token in pattern_tokens(pattern):
        letters = token.letter * token.count
        if token.letter and letters not in _FIXED_WIDTH:
            return None
        parts.append(f"[0-9]{{{_FIXED_WIDTH[letters]}}}" if token.letter else re.escape(token.text))
    return f"^{''.join(parts)}$", quick


def _parse_column(
    call: KernelCall, pattern: str, row: Callable[[str], Any], quick_type: pl.Date | pl.Datetime
) -> pl.Expr:
    """Parses whole columns where the texts have the pattern's shape, and the rest with ``row``."""
    dtype = polars_type(call.result)
    form = _strict_form(pattern)
    if form is not None and quick_type == pl.Date() and "%H" in form[1]:
        form = None

    def run(texts: pl.Series) -> pl.Series:
        out = pl.Series([None], dtype=dtype).extend_constant(None, max(len(texts) - 1, 0)).head(len(texts))
        if form is not None and len(texts):
            shaped = texts.str.contains(form[0]).fill_null(False)
            quick = texts.zip_with(shaped, pl.Series([None], dtype=pl.String))
            out = quick.str.strptime(quick_type, form[1], strict=False).cast(dtype)
        left = texts.is_not_null() & out.is_null()
        if left.any():
            rows = pl.Series([row(text) for text in texts.filter(left)], dtype=dtype)
            out = out.scatter(left.arg_true(), rows)
        return out

    return batchwise(call, run, args=call.args[:1])


def _to_timestamp_row(text: str, pattern: str | None = None) -> dt.datetime | None:
    """NULL for what can't be read, and for patterns that aren't valid."""
    try:
        parsed = parse_timestamp(text, pattern or DEFAULT_PATTERN)
    except EvaluationError:
        return None
    return None if parsed is None else _to_millis(parsed.local)


def _to_millis(value: dt.datetime) -> dt.datetime:
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def _to_timestamp(call: KernelCall) -> pl.Expr:
    pattern = call.literal(1) if len(call.args) > 1 else DEFAULT_PATTERN
    if not isinstance(pattern, str) or call.guard is not None:
        return rowwise(call, _to_timestamp_row)
    # Polars' nanoseconds would wrap in far years, and milliseconds are what is kept.
    unit = pl.Datetime("us")
    return _parse_column(call, pattern, lambda text: _to_timestamp_row(text, pattern), unit)


def _to_date_row(text: str, pattern: str | None = None) -> dt.date | None:
    if pattern is None:
        return parse_sql_date(text)
    parsed = parse_with(text, pattern, simple=True)
    return None if parsed is None else parsed.local.date()


def _to_date(call: KernelCall) -> pl.Expr:
    pattern = call.literal(1) if len(call.args) > 1 else None
    if len(call.args) > 1 and (not isinstance(pattern, str) or call.guard is not None):
        return rowwise(call, _to_date_row)
    if pattern is None:
        # What follows a blank, as in a timestamp, isn't read.
        day = (
            call.args[0]
            .str.extract("^([0-9]{4}-[0-9]{2}-[0-9]{2})(?: (?s:.)*)?$")
            .str.to_date("%Y-%m-%d", strict=False)
        )
        usual = day.is_not_null() | call.args[0].is_null()
        odd = rowwise(replace(call, guard=~usual), _to_date_row)
        return pl.when(usual).then(day).otherwise(odd)
    return _parse_column(call, pattern, lambda text: _to_date_row(text, pattern), pl.Date())


def _unix_timestamp(call: KernelCall) -> pl.Expr:
    """Seconds since 1970 of a local time in the session time zone; the smallest BIGINT for other texts.

    Without arguments it is the current time, read once per batch.
    """
    if not call.args:
        clock = pl.lit(0, dtype=pl.Int64)
        return clock.map_batches(_clock_seconds, return_dtype=pl.Int64, is_elementwise=True)
    session = zone(call.context.time_zone)

    def row(text: str, pattern: str = DEFAULT_PATTERN) -> int:
        parsed = parse_with(text, pattern, simple=True)
        if parsed is None:
            return _FAILED_UNIX_TIMESTAMP
        zoned = calendar_instant(
            parsed.local, session if parsed.offset is None else dt.timezone(parsed.offset)
        )
        return int((zoned - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(seconds=1))

    return rowwise(call, row)


def _clock_seconds(column: pl.Series) -> pl.Series:
    now = int(dt.datetime.now(dt.UTC).timestamp())
    return pl.Series(column.name, [now] * len(column), dtype=pl.Int64)


def _infer_to_timestamp_ltz(call: CallTypes) -> t.LogicalType:
    """``number[, precision]`` or ``text[, pattern[, zone]]``."""
    infer = one_of(
        ((NUMBER, WHOLE), 1),
        ((TEXT, TEXT, TEXT), 2),
        nulls=len(call.types) == 1,
        result=nullable(t.LocalZonedTimestampType(_ltz_precision(call))),
    )
    return infer(call)


def _ltz_precision(call: CallTypes) -> int:
    """3, or more where a constant precision or fraction in the pattern asks for it."""
    literal = call.literals[1] if len(call.literals) > 1 else None
    if len(call.types) < 2 or literal is NOT_LITERAL or literal is None:
        return 3
    if isinstance(literal, int):
        if not 0 <= literal <= 9:
            raise ValidationError(
                f"unsupported precision {literal} of TO_TIMESTAMP_LTZ", hint="supported: 0 to 9"
            )
        return max(3, literal)
    if len(call.literals) > 2 and isinstance(call.literals[2], str):
        zone(call.literals[2])
    digits = [token.count for token in pattern_tokens(str(literal)) if token.letter == "S"]
    return max(3, min(max(digits, default=3), 9))


def _to_timestamp_ltz(call: KernelCall) -> pl.Expr:
    if isinstance(call.types[0], t.CharacterType):
        return rowwise(call, _text_to_instant)
    dtype = polars_type(call.result)
    unit = {"ms": 1000, "us": 1_000_000, "ns": 1_000_000_000}[dtype.time_unit]  # type: ignore[attr-defined]
    precision = call.literal(1) if len(call.args) > 1 else 3
    if precision is NOT_LITERAL:
        number = rowwise(call, lambda value, p: _scaled(value, p, unit), dtype=pl.Int64())
    elif precision is None:
        return pl.lit(None, dtype=dtype)
    else:
        number = _scaled_column(call, unit, 10**precision)
    return number.cast(dtype)


def _scaled_column(call: KernelCall, unit: int, per_second: int) -> pl.Expr:
    """The number, of which one second has ``per_second``, in the result's unit; NULL past the years 0 to 9999."""
    value = call.args[0]
    if _is_fractional(call.types[0]):
        value = value.cast(pl.Float64).fill_nan(0.0)
        value = pl.when(value.is_between(_FIRST_SECOND * per_second, _LAST_SECOND * per_second)).then(value)
        return (value * (unit / per_second)).floor().cast(pl.Int64)
    value = value.cast(pl.Int64)
    value = pl.when((value >= _FIRST_SECOND * per_second) & (value < _LAST_SECOND * per_second)).then(value)
    return value * (unit // per_second) if unit >= per_second else value // (per_second // unit)


def _is_fractional(type_: t.LogicalType) -> bool:
    return isinstance(type_, t.FloatType | t.DoubleType)


def _scaled(value: Any, precision: int, unit: int) -> int:
    if not isinstance(value, float):
        value = int(value)
    return int(value * unit // 10**precision)


def _text_to_instant(text: str, pattern: str | None = None, zone_name: str = "UTC") -> dt.datetime:
    parsed = parse_with(text, pattern) if pattern is not None else parse_sql_timestamp(text)
    if parsed is None:
        raise EvaluationError(f"Text '{text}' could not be parsed at index 0")
    found: dt.tzinfo = zone_or_gmt(zone_name) if parsed.offset is None else dt.timezone(parsed.offset)
    return parsed.local.replace(tzinfo=found).astimezone(dt.UTC)


_DATE = nullable(t.DateType())
_TIMESTAMP = nullable(t.TimestampType(3))
_SECONDS = takes(TEXT, TEXT, optional=2, result=lambda call: call.nullable_if_args(t.BigIntType()))

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("TO_DATE", takes(TEXT, TEXT, optional=1, result=_DATE), _to_date, ("TO_DATE",)),
    ScalarFunction(
        "TO_TIMESTAMP",
        takes(TEXT, TEXT, optional=1, result=_TIMESTAMP),
        _to_timestamp,
        ("TO_TIMESTAMP",),
    ),
    ScalarFunction("TO_TIMESTAMP_LTZ", _infer_to_timestamp_ltz, _to_timestamp_ltz, ("TO_TIMESTAMP_LTZ",)),
    ScalarFunction(
        "UNIX_TIMESTAMP", _SECONDS, _unix_timestamp, ("UNIX_TIMESTAMP",), deterministic=False, dynamic=True
    ),
)
