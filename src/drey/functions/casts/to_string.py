"""Casts to CHAR(n) and VARCHAR(n): Flink's texts, cut to the length; CHAR is filled up with spaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from drey.functions.casts.conversion import Conversion
from drey.functions.row_kernels import map_values
from drey.functions.temporal.zones import local_time
from drey.types import logical as t
from drey.types.java_double import java_double, java_float
from drey.types.polars_types import MAP_KEY, MAP_VALUE

_NULL = "NULL"


def to_string(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """Any value as text of the target's length."""
    target = cast.target
    assert isinstance(target, t.CharacterType)
    text = plain_text(value, cast.source, cast.time_zone)
    if target.length == t.MAX_LENGTH:
        return text
    fits = isinstance(cast.source, t.CharacterType) and cast.source.length <= target.length
    if not fits:
        text = text.str.head(target.length)
    return text.str.pad_end(target.length, " ") if isinstance(target, t.CharType) else text


def plain_text(value: pl.Expr, type_: t.LogicalType, time_zone: str) -> pl.Expr:
    """The text of a value, as long as it is."""
    match type_:
        case t.CharacterType() | t.VariantType():
            return value
        case t.NullType() | t.IntegerNumericType() | t.DecimalType():
            return value.cast(pl.String)
        case t.DateType():
            return value.dt.strftime("%Y-%m-%d").str.tail(10)
        case t.BooleanType():
            return pl.when(value).then(pl.lit("TRUE")).when(~value).then(pl.lit("FALSE"))
        case t.FloatType() | t.DoubleType():
            return _float_text(value, java_double if isinstance(type_, t.DoubleType) else java_float)
        case t.BytesType():
            return _decoded(value)
        case t.TimeType(precision=precision):
            return _time_text(value, precision)
        case t.LocalZonedTimestampType(precision=precision):
            return timestamp_text(local_time(value, time_zone), precision)
        case t.TimestampType(precision=precision):
            return timestamp_text(value, precision)
        case t.YearMonthIntervalType():
            return map_values([value], months_text, pl.String())
        case t.DayTimeIntervalType():
            return map_values([value], millis_text, pl.String())
    return _nested_text(value, type_, time_zone)


def _float_text(value: pl.Expr, java: Callable[[float], str]) -> pl.Expr:
    """Polars prints as Java does between 0.001 and ten million; a loop does the rest."""
    size = value.abs()
    plain = (size >= 1e-3) & (size < 1e7)
    rare = map_values([pl.when(~plain).then(value)], java, pl.String())
    return pl.when(plain).then(value.cast(pl.String)).otherwise(rare)


def _decoded(value: pl.Expr) -> pl.Expr:
    return map_values([value], lambda data: data.decode("utf-8", "replace"), pl.String())


def timestamp_text(value: pl.Expr, precision: int) -> pl.Expr:
    """``2024-01-31 10:20:30.123`` with as many digits as the precision; of a year its last four, as in Flink."""
    if precision in (3, 6, 9):
        return value.dt.strftime(f"%Y-%m-%d %H:%M:%S%.{precision}f").str.tail(20 + precision)
    seconds = value.dt.strftime("%Y-%m-%d %H:%M:%S").str.tail(19)
    return seconds if precision == 0 else pl.concat_str(seconds, pl.lit("."), _fraction(value, precision))


def _fraction(value: pl.Expr, precision: int) -> pl.Expr:
    return value.dt.nanosecond().cast(pl.String).str.zfill(9).str.head(precision)


def _time_text(value: pl.Expr, precision: int) -> pl.Expr:
    seconds = value.dt.strftime("%H:%M:%S")
    if precision == 0:
        return seconds
    # Zeros at the end are left out, but one digit stays.
    fraction = _fraction(value, min(precision, 3)).str.strip_chars_end("0")
    return pl.concat_str(seconds, pl.lit("."), pl.when(fraction == "").then(pl.lit("0")).otherwise(fraction))


def months_text(months: int) -> str:
    """``+1-02`` for fourteen months."""
    years, rest = divmod(abs(months), 12)
    return f"{'-' if months < 0 else '+'}{years}-{rest:02d}"


def millis_text(millis: int) -> str:
    """``+1 02:03:04.567`` for a day and two hours and so on."""
    seconds, fraction = divmod(abs(millis), 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    sign = "-" if millis < 0 else "+"
    return f"{sign}{days} {hour:02d}:{minute:02d}:{second:02d}.{fraction:03d}"


def _nested_text(value: pl.Expr, type_: t.LogicalType, time_zone: str) -> pl.Expr:
    """Arrays, maps, multisets and rows: each leaf becomes text in columns, then one loop joins them."""
    dtype = pl.String()
    match type_:
        case t.ArrayType(element=element):
            texts = value.list.eval(plain_text(pl.element(), element, time_zone))
            return map_values([texts], lambda items: f"[{', '.join(map(_shown, items))}]", dtype)
        case t.MapType(key=key, value=inner):
            return _entries_text(value, key, inner, time_zone)
        case t.MultisetType(element=element):
            return _entries_text(value, element, t.IntType(), time_zone)
        case t.BitmapType():
            return bitmap_text(value)
        case t.StructuredType(fields=fields):
            return _object_text(value, fields, time_zone)
        case t.RowType(fields=fields):
            texts = pl.concat_list(
                [plain_text(value.struct.field(f.name), f.type, time_zone) for f in fields]
            )
            known = pl.when(value.is_not_null()).then(texts)
            return map_values([known], lambda items: f"({', '.join(map(_shown, items))})", dtype)
    return map_values([value], str, dtype)


def _object_text(value: pl.Expr, fields: tuple[t.Field, ...], time_zone: str) -> pl.Expr:
    """``(a=1, b=x)``."""
    names = [f.name for f in fields]
    texts = pl.concat_list([plain_text(value.struct.field(f.name), f.type, time_zone) for f in fields])

    def join(items: list[str | None]) -> str:
        return (
            "(" + ", ".join(f"{name}={_shown(item)}" for name, item in zip(names, items, strict=True)) + ")"
        )

    return map_values([pl.when(value.is_not_null()).then(texts)], join, pl.String())


def bitmap_text(bitmap: pl.Expr) -> pl.Expr:
    """``{1,2,3}``."""
    numbers = bitmap.list.eval(pl.element().cast(pl.String)).list.join(",")
    return pl.concat_str(pl.lit("{"), numbers, pl.lit("}"))


def _entries_text(value: pl.Expr, key: t.LogicalType, inner: t.LogicalType, time_zone: str) -> pl.Expr:
    entry = pl.element().struct
    texts = value.list.eval(
        pl.struct(
            plain_text(entry.field(MAP_KEY), key, time_zone).alias(MAP_KEY),
            plain_text(entry.field(MAP_VALUE), inner, time_zone).alias(MAP_VALUE),
        )
    )

    def join(entries: list[dict[str, Any]]) -> str:
        return "{" + ", ".join(f"{_shown(e[MAP_KEY])}={_shown(e[MAP_VALUE])}" for e in entries) + "}"

    return map_values([texts], join, pl.String())


def _shown(text: str | None) -> str:
    return _NULL if text is None else text
