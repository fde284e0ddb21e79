"""Rows as text in the form of Flink's ``Row.toString``: ``+I[1, null, [1, 2], {k=v}]``.

This is what the print connector writes and what test sinks collect. Values look as Java's ``toString`` of
the external classes: DOUBLE as ``Double.toString`` (``1.0``, ``1.0E10``), DECIMAL as ``BigDecimal.toString``,
TIMESTAMP as ``LocalDateTime.toString`` (seconds left out where they and the fraction are zero), TIMESTAMP_LTZ as
``Instant.toString``, BYTES as a list of signed numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl

from drey.types import logical as t
from drey.types.changelog import RowKind
from drey.types.java_double import java_double, java_float
from drey.types.polars_types import MAP_KEY, MAP_VALUE

_PLAIN_SCALE = 6
"""Decimals of at most this scale have no exponent in ``BigDecimal.toString``."""
_KIND_PREFIX = ["+I[", "-U[", "+U[", "-D["]


def row_texts(rows: pl.DataFrame, row_type: t.RowType, kinds: pl.Series | None = None) -> pl.Series:
    """One text per row.

    Args:
        rows: The columns of ``row_type``, in order.
        row_type: Their logical types.
        kinds: Each row's ``RowKind`` as Int8, or None if all are inserts.
    """
    texts = [
        column_texts(column, field.type).alias(f"${index}")
        for index, (column, field) in enumerate(zip(rows.get_columns(), row_type.fields, strict=True))
    ]
    prefix = pl.lit(_KIND_PREFIX[RowKind.INSERT])
    frame = pl.DataFrame(texts) if texts else pl.DataFrame({"$": pl.repeat("", rows.height, eager=True)})
    if kinds is not None:
        marks = kinds.replace_strict([kind.value for kind in RowKind], _KIND_PREFIX, return_dtype=pl.String)
        frame = frame.with_columns(marks.alias("$prefix"))
        prefix = pl.col("$prefix")
    fields = (
        pl.concat_str([f"${index}" for index in range(len(texts))], separator=", ") if texts else pl.lit("")
    )
    return frame.select(pl.concat_str(prefix, fields, pl.lit("]")).alias("text"))["text"]


def column_texts(column: pl.Series, type_: t.LogicalType) -> pl.Series:
    """The text of each value; nulls are ``null``."""
    match type_:
        case t.CharacterType() | t.VariantType():
            texts = column
        case t.BooleanType() | t.IntegerNumericType():
            texts = column.cast(pl.String)
        case t.DateType():
            texts = column.dt.strftime("%Y-%m-%d")
        case t.FloatType() | t.DoubleType():
            texts = float_texts(column)
        case t.DecimalType(scale=scale) if scale <= _PLAIN_SCALE:
            texts = column.cast(pl.String)
        case t.AnyTimestampType():
            texts = _timestamp_texts(column, isinstance(type_, t.LocalZonedTimestampType))
        case _:
            render = value_renderer(type_)
            values = [None if value is None else render(value) for value in external_values(column, type_)]
            texts = pl.Series(column.name, values, dtype=pl.String)
    return texts.fill_null("null")


def float_texts(column: pl.Series) -> pl.Series:
    """``Double.toString`` or ``Float.toString`` of a float column; null stays null."""
    texts = column.cast(pl.String)
    magnitude = column.abs()
    # Between 10^-3 and 10^7 Java and Polars print the same digits; 0.0 and -0.0 too.
    plain = ((magnitude >= 1e-3) & (magnitude < 1e7)) | (magnitude == 0.0)
    odd = (~plain).fill_null(False).arg_true()
    if not len(odd):
        return texts
    java = java_float if column.dtype == pl.Float32 else java_double
    changed = [java(value) for value in column.gather(odd)]
    return texts.scatter(odd, pl.Series(changed, dtype=pl.String))


def _timestamp_texts(column: pl.Series, zoned: bool) -> pl.Series:
    assert isinstance(column.dtype, pl.Datetime)
    digits = {"ms": 3, "us": 6, "ns": 9}[column.dtype.time_unit]
    plain = column.dt.replace_time_zone(None) if zoned else column
    texts = plain.dt.strftime(f"%Y-%m-%dT%H:%M:%S.%{digits}f")
    if digits == 9:
        texts = texts.str.replace(r"(\.\d{6})000$", "$1")
    if digits >= 6:
        texts = texts.str.replace(r"(\.\d{3})000$", "$1")
    texts = texts.str.replace(r"\.000$", "")
    return texts + "Z" if zoned else texts.str.replace(r"^(.{16}):00$", "$1")


def external_values(column: pl.Series, type_: t.LogicalType) -> list[Any]:
    """Python values of a column, with nanoseconds kept: timestamps as integers of their time unit, times as
    nanoseconds, also inside arrays, maps and rows."""
    return column.to_physical().to_list() if _holds_time(type_) else column.to_list()


def _holds_time(type_: t.LogicalType) -> bool:
    match type_:
        case t.AnyTimestampType() | t.TimeType() | t.DateType():
            return True
        case t.ArrayType(element=inner) | t.MultisetType(element=inner):
            return _holds_time(inner)
        case t.MapType(key=key, value=value):
            return _holds_time(key) or _holds_time(value)
        case t.RowType(fields=fields):
            return any(_holds_time(f.type) for f in fields)
    return False


def value_renderer(type_: t.LogicalType) -> Callable[[Any], str]:
    """The function that renders one non-null value as :func:`external_values` gives it."""
    match type_:
        case t.CharacterType() | t.VariantType() | t.IntegerNumericType():
            return str
        case t.BooleanType():
            return lambda value: "true" if value else "false"
        case t.DoubleType():
            return java_double
        case t.FloatType():
            return java_float
        case t.DecimalType():
            return str_decimal
        case t.BytesType():
            return lambda value: "[" + ", ".join(str(b - 256 if b > 127 else b) for b in value) + "]"
        case t.DateType():
            return lambda value: (dt.date(1970, 1, 1) + dt.timedelta(days=value)).isoformat()
        case t.TimeType():
            return lambda value: _time_text(value // 10**9, value % 10**9, optional_seconds=True)
        case t.AnyTimestampType():
            return _timestamp_renderer(type_)
        case t.DayTimeIntervalType():
            return _duration_text
        case t.YearMonthIntervalType():
            return _period_text
        case t.ArrayType(element=element):
            inner = _or_null(element)
            return lambda value: "[" + ", ".join(map(inner, value)) + "]"
        case t.MapType(key=key, value=value):
            return _map_renderer(_or_null(key), _or_null(value))
        case t.MultisetType(element=element):
            return _map_renderer(_or_null(element), str)
        case t.BitmapType():
            return lambda value: "{" + ",".join(map(str, value)) + "}"
        case t.RowType(fields=fields):
            renderers = [_or_null(f.type) for f in fields]
            return lambda value: (
                "+I[" + ", ".join(r(v) for r, v in zip(renderers, value.values(), strict=True)) + "]"
            )
    return str


def _or_null(type_: t.LogicalType) -> Callable[[Any], str]:
    render = value_renderer(type_)
    return lambda value: "null" if value is None else render(value)


def _map_renderer(key: Callable[[Any], str], value: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda entries: (
        "{" + ", ".join(f"{key(entry[MAP_KEY])}={value(entry[MAP_VALUE])}" for entry in entries) + "}"
    )


def str_decimal(value: Any) -> str:
    """``BigDecimal.toString``; Python's Decimal follows the same rule."""
    return str(value)


def _fraction(nanos: int) -> str:
    """Three, six or nine digits, as java.time prints them."""
    if nanos % 1_000_000 == 0:
        return f".{nanos // 1_000_000:03d}"
    if nanos % 1000 == 0:
        return f".{nanos // 1000:06d}"
    return f".{nanos:09d}"


def _time_text(seconds: int, nanos: int, optional_seconds: bool) -> str:
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if seconds % 60 or nanos or not optional_seconds:
        text += f":{seconds % 60:02d}"
    return text + _fraction(nanos) if nanos else text


def _timestamp_renderer(type_: t.AnyTimestampType) -> Callable[[int], str]:
    per_second = 1000 if type_.precision <= 3 else 1_000_000 if type_.precision <= 6 else 1_000_000_000
    zoned = isinstance(type_, t.LocalZonedTimestampType)
    epoch = dt.date(1970, 1, 1)

    def render(value: int) -> str:
        seconds, rest = divmod(value, per_second)
        days, in_day = divmod(seconds, 86400)
        time = _time_text(in_day, rest * (10**9 // per_second), optional_seconds=not zoned)
        return f"{(epoch + dt.timedelta(days=days)).isoformat()}T{time}{'Z' if zoned else ''}"

    return render


def _duration_text(milliseconds: int) -> str:
    """``java.time.Duration.toString``."""
    if milliseconds == 0:
        return "PT0S"
    sign, rest = ("-", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    hours, rest = divmod(rest, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    text = "PT"
    text += f"{sign}{hours}H" if hours else ""
    text += f"{sign}{minutes}M" if minutes else ""
    if rest:
        fraction = f"{rest % 1000:03d}".rstrip("0")
        text += f"{sign}{rest // 1000}{'.' + fraction if fraction else ''}S"
    return text


def _period_text(months: int) -> str:
    """``java.time.Period.toString``, normalised."""
    if months == 0:
        return "P0D"
    sign = "-" if months < 0 else ""
    years, rest = divmod(abs(months), 12)
    return "P" + (f"{sign}{years}Y" if years else "") + (f"{sign}{rest}M" if rest else "")
