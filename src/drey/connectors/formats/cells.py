"""Text cells to typed columns: vectorised where all is plain, cell by cell where a value is unusual.

A :class:`CellReader` tries Polars' cast on the whole column first and then its exact Python function on just
the cells that the cast refused, so that the result is Java's parsing (``Integer.parseInt``,
``Double.parseDouble``, ``Date.valueOf``, java.time's formatters) at the price of a cast.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any

import polars as pl

from drey.errors import UnsupportedError
from drey.records import record
from drey.types import logical as t
from drey.types.polars_types import polars_type, time_unit

JAVA_SPACES = "".join(map(chr, range(33)))
"""What ``String.trim`` removes."""

_EPOCH = dt.date(1970, 1, 1)
_FLOAT = re.compile(r"[+-]?(NaN|Infinity|((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)[fFdD]?)")
_HEX_FLOAT = re.compile(r"([+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?\d+)[fFdD]?")
_LENIENT_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?")
_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)([ T])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?")


@record
class Converted:
    """A typed column, and the positions of cells that are no value of the type (their values are null)."""

    values: pl.Series
    bad: list[int]


@record
class CellReader:
    """Reads text cells as one type.

    Args:
        dtype: The Polars type of the result.
        fast: Reads a column; gives null for cells that it can't read. Not called for nested types. It may lose the
            column's name.
        exact: Reads one cell, as the physical Python value (timestamps as integers); None for null.
            Raises ValueError if the text is no value.
    """

    dtype: pl.DataType
    fast: Callable[[pl.Series], pl.Series]
    exact: Callable[[str], Any]

    def read(self, texts: pl.Series) -> Converted:
        """The typed column of a String column, with its name; null cells stay null."""
        bad: list[int] = []
        if self.dtype.is_nested():
            found = [None if text is None else self._one(text, at, bad) for at, text in enumerate(texts)]
            return Converted(pl.Series(texts.name, found, dtype=physical(self.dtype)).cast(self.dtype), bad)
        values = self.fast(texts).alias(texts.name)
        if values.null_count() > texts.null_count():
            positions = (values.is_null() & texts.is_not_null()).arg_true()
            found = [
                self._one(text, at, bad) for text, at in zip(texts.gather(positions), positions, strict=True)
            ]
            values = values.scatter(positions, pl.Series(found, dtype=physical(self.dtype)).cast(self.dtype))
        return Converted(values, bad)

    def _one(self, text: str, at: int, bad: list[int]) -> Any:
        try:
            return self.exact(text)
        except ValueError:
            bad.append(at)
            return None


def physical(dtype: pl.DataType) -> pl.DataType:
    """The type with dates, times and timestamps as the integers that hold them."""
    match dtype:
        case pl.Date():
            return pl.Int32()
        case pl.Time() | pl.Datetime():
            return pl.Int64()
        case pl.List():
            return pl.List(physical(dtype.inner))  # type: ignore[arg-type]
        case pl.Struct():
            return pl.Struct({f.name: physical(f.dtype) for f in dtype.fields})  # type: ignore[arg-type]
    return dtype


@record
class TextStyle:
    """How a format writes values that have more than one spelling.

    Args:
        iso_timestamps: ``T`` between date and time, seconds optional; else a space and seconds required.
        lenient_dates: ``Date.valueOf``: one-digit months, day overflow; else ISO only.
        trim_decimals: Spaces around decimals are dropped; else they are an error.
        short_times: ``12:13`` is a time.
        element_delimiter: Between array elements and row fields; None if nested types have no text.
    """

    iso_timestamps: bool = False
    lenient_dates: bool = True
    trim_decimals: bool = False
    short_times: bool = True
    element_delimiter: str | None = None


def cell_reader(type_: t.LogicalType, style: TextStyle, column: str) -> CellReader:
    """The reader of a type.

    Raises:
        UnsupportedError: The type has no text form in the format.
    """
    dtype = polars_type(type_)
    match type_:
        case t.CharacterType():
            return CellReader(dtype, lambda texts: texts, str)
        case t.BooleanType():
            return CellReader(dtype, _fast_boolean, lambda text: text.strip(JAVA_SPACES).lower() == "true")
        case t.IntegerNumericType():
            return CellReader(dtype, lambda texts: texts.cast(dtype, strict=False), integer_reader(type_))
        case t.FloatType() | t.DoubleType():
            return CellReader(dtype, lambda texts: _fast_float(texts, dtype), read_float)
        case t.DecimalType():
            return _decimal_reader(type_, style.trim_decimals)
        case t.BytesType():
            return CellReader(
                dtype, lambda texts: pl.repeat(None, len(texts), dtype=pl.Binary, eager=True), read_base64
            )
        case t.DateType():
            read = read_lenient_date if style.lenient_dates else read_iso_date
            return CellReader(dtype, _fast_date, read)
        case t.TimeType():
            exact = _time_reader(type_.precision, style.short_times)
            return CellReader(
                dtype, lambda texts: pl.repeat(None, len(texts), dtype=pl.Time, eager=True), exact
            )
        case t.AnyTimestampType():
            return _timestamp_reader(type_, style.iso_timestamps)
        case t.ArrayType() | t.RowType() if style.element_delimiter is not None:
            exact = _nested_reader(type_, style, column)
            return CellReader(dtype, lambda texts: texts, exact)
    raise UnsupportedError(f"unsupported type {type_.summary()} for field '{column}' of a text format")


def _fast_boolean(texts: pl.Series) -> pl.Series:
    return texts.str.strip_chars(JAVA_SPACES).str.to_lowercase() == "true"


def integer_reader(type_: t.IntegerNumericType) -> Callable[[str], int]:
    """``Integer.parseInt(text.trim())`` with the type's range."""

    def read(text: str) -> int:
        trimmed = text.strip(JAVA_SPACES)
        if not trimmed.lstrip("+-").isdecimal() or len(trimmed) - len(trimmed.lstrip("+-")) > 1:
            raise ValueError(text)
        value = int(trimmed)
        if not type_.minimum <= value <= type_.maximum:
            raise ValueError(text)
        return value

    return read


def _fast_float(texts: pl.Series, dtype: pl.DataType) -> pl.Series:
    values = texts.cast(dtype, strict=False)
    # Polars also reads 'inf' and 'nan'; what is not finite is left to the exact reader.
    finite = values.is_finite()
    return values if finite.all() else values.to_frame("v").select(pl.when(finite).then("v"))["v"]


def read_float(text: str) -> float:
    """``Double.parseDouble``, hexadecimal floats included."""
    trimmed = text.strip(JAVA_SPACES)
    if match := _FLOAT.fullmatch(trimmed):
        return float(trimmed.rstrip("fFdD") if match.group(2) else trimmed)
    if match := _HEX_FLOAT.fullmatch(trimmed):
        return float.fromhex(match.group(1))
    raise ValueError(text)


def _decimal_reader(type_: t.DecimalType, trim: bool) -> CellReader:
    dtype = polars_type(type_)
    exact = decimal_reader(type_, trim)

    def fast(texts: pl.Series) -> pl.Series:
        # Polars rounds half to even and Java half up, so more digits than the scale go the exact way.
        plain = texts.str.contains(rf"^[+-]?\d+(?:\.\d{{0,{type_.scale}}})?$")
        if plain.all():
            return texts.cast(dtype, strict=False)
        masked = texts.to_frame("v").select(pl.when(plain).then("v"))["v"]
        return masked.cast(dtype, strict=False)

    return CellReader(dtype, fast, exact)


def decimal_reader(type_: t.DecimalType, trim: bool) -> Callable[[str], Decimal | None]:
    """``new BigDecimal(text)`` rounded half up to the scale; null if it has too many digits."""
    quantum = Decimal(1).scaleb(-type_.scale)

    def read(text: str) -> Decimal | None:
        trimmed = text.strip(JAVA_SPACES) if trim else text
        if (
            not trimmed
            or (not trimmed[-1].isdigit() and trimmed[-1] != ".")
            or "_" in trimmed
            or trimmed[0].isspace()
        ):
            raise ValueError(text)
        try:
            number = Decimal(trimmed)
        except InvalidOperation:
            raise ValueError(text) from None
        return fit_decimal(number, type_, quantum)

    return read


def fit_decimal(number: Decimal, type_: t.DecimalType, quantum: Decimal) -> Decimal | None:
    """``DecimalData.fromBigDecimal``: half up to the scale, null where the precision doesn't suffice."""
    if number and number.adjusted() >= type_.precision - type_.scale:
        return None
    with localcontext(prec=80):
        rounded = number.quantize(quantum, rounding=ROUND_HALF_UP)
    fits = not rounded or rounded.adjusted() < type_.precision - type_.scale
    return rounded if fits else None


def read_base64(text: str) -> bytes:
    """MIME base64 without line feeds, padding required."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError(text) from None


def _fast_date(texts: pl.Series) -> pl.Series:
    plain = texts.str.contains(r"^\d{4}-\d\d-\d\d$")
    if not plain.all():
        texts = texts.to_frame("v").select(pl.when(plain).then("v"))["v"]
    return texts.str.to_date("%Y-%m-%d", strict=False)


def read_lenient_date(text: str) -> int:
    """``java.sql.Date.valueOf``: days since the epoch; a day beyond its month runs into the next."""
    match = _LENIENT_DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = map(int, match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(text)
    return (dt.date(year, month, 1) - _EPOCH).days + day - 1


def read_iso_date(text: str) -> int:
    """``DateTimeFormatter.ISO_LOCAL_DATE``: days since the epoch."""
    match = _ISO_DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return (dt.date(*map(int, match.groups())) - _EPOCH).days


def _nanos(fraction: str | None) -> int:
    return int((fraction or "").ljust(9, "0"))


def _time_reader(precision: int, short: bool) -> Callable[[str], int]:
    def read(text: str) -> int:
        match = _TIME.fullmatch(text)
        if match is None or (match.group(3) is None and not short):
            raise ValueError(text)
        hour, minute, second = (int(part or 0) for part in match.groups()[:3])
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError(text)
        unit: int = 10 ** (9 - precision)
        return (hour * 3600 + minute * 60 + second) * 10**9 + _nanos(match.group(4)) // unit * unit

    return read


def _timestamp_reader(type_: t.AnyTimestampType, iso: bool) -> CellReader:
    dtype = polars_type(type_)
    unit = time_unit(type_.precision)
    zoned = isinstance(type_, t.LocalZonedTimestampType)
    separator = "T" if iso else " "
    zone = "Z" if zoned else ""
    plain_length = 20 if zoned else 19
    shape = rf"^\d{{4}}-\d\d-\d\d{separator}\d\d:\d\d:\d\d(?:\.\d{{1,9}})?{zone}$"

    def fast(texts: pl.Series) -> pl.Series:
        fraction = "" if (texts.str.len_bytes() == plain_length).all() else "%.f"
        if fraction:
            plain = texts.str.contains(shape)
            if not plain.all():
                texts = texts.to_frame("v").select(pl.when(plain).then("v"))["v"]
        form = f"%Y-%m-%d{separator}%H:%M:%S{fraction}{zone}"
        parsed = texts.str.to_datetime(form, time_unit=unit, strict=False, cache=False)  # type: ignore[arg-type]
        return parsed.dt.replace_time_zone("UTC") if zoned else parsed

    exact = timestamp_reader(type_, iso)
    return CellReader(dtype, fast, exact)


def timestamp_reader(type_: t.AnyTimestampType, iso: bool) -> Callable[[str], int]:
    """java.time's formatter with its SMART resolving: day 31 means a short month's last, 24:00:00 the next day.

    The result counts the units of the type's Polars representation since the epoch.
    """
    per_second = {"ms": 10**3, "us": 10**6, "ns": 10**9}[time_unit(type_.precision)]
    zoned = isinstance(type_, t.LocalZonedTimestampType)

    def read(text: str) -> int:
        trimmed = text.strip(JAVA_SPACES)
        if zoned:
            if not trimmed.endswith("Z"):
                raise ValueError(text)
            trimmed = trimmed[:-1]
        match = _TIMESTAMP.fullmatch(trimmed)
        if match is None or match.group(4) != ("T" if iso else " ") or (match.group(7) is None and not iso):
            raise ValueError(text)
        year, month, day = (int(part) for part in match.group(1, 2, 3))
        hour, minute, second = (int(part or 0) for part in match.group(5, 6, 7))
        nanos = _nanos(match.group(8))
        midnight = hour == 24 and minute == second == nanos == 0
        if (
            not (1 <= month <= 12 and 1 <= day <= 31)
            or (hour > 23 and not midnight)
            or minute > 59
            or second > 59
        ):
            raise ValueError(text)
        days = (dt.date(year, month, min(day, monthrange(year, month)[1])) - _EPOCH).days
        seconds = days * 86400 + hour * 3600 + minute * 60 + second
        return seconds * per_second + nanos * per_second // 10**9

    return read


def _nested_reader(type_: t.LogicalType, style: TextStyle, column: str) -> Callable[[str], Any]:
    """Arrays and rows as elements between delimiters; one level, as in Flink's csv format."""
    delimiter = style.element_delimiter or ";"
    flat = TextStyle(style.iso_timestamps, style.lenient_dates, style.trim_decimals, style.short_times)
    if isinstance(type_, t.ArrayType):
        element = cell_reader(type_.element, flat, column).exact
        return lambda text: [element(part) for part in text.split(delimiter)] if text else []
    assert isinstance(type_, t.RowType)
    readers = [(f.name, cell_reader(f.type, flat, column).exact) for f in type_.fields]

    def read_row(text: str) -> dict[str, Any]:
        parts = text.split(delimiter)
        if len(parts) < len(readers):
            raise ValueError(text)
        return {name: read(part) for (name, read), part in zip(readers, parts, strict=False)}

    return read_row
