"""Columns of random values and sequences, a whole batch at a time.

Values follow Flink's ``RandomGeneratorVisitor``: hexadecimal strings of 100 characters, numbers over the type's
range, dates and times that are now, timestamps up to ``max-past`` before now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from drey.connectors.datagen.options import (
    DEFAULT_COLLECTION_LENGTH,
    DEFAULT_LENGTH,
    SEQUENCE_TYPES,
    field_key,
)
from drey.errors import OptionError, UnsupportedError, ValidationError
from drey.options import ConfigOption
from drey.records import record
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type

Random = np.random.Generator
Generate = Callable[[Random, int, int], pl.Series]
"""From a random generator, the number of the first row and a number of rows to a column."""

_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_MILLIS = {"ms": 1, "us": 1000, "ns": 1_000_000}


@record
class ColumnGenerator:
    """How a column is made, and how many rows its sequence has (None if it never ends)."""

    generate: Generate
    rows: int | None = None


def column_generator(path: str, type_: t.LogicalType, options: Mapping[str, str]) -> ColumnGenerator:
    """The generator of a column, or of a part of one.

    Raises:
        OptionError: A bound is no value of the type, or a sequence lacks one.
        UnsupportedError: There is no generator for the type.
    """
    if options.get(field_key(path, "kind"), "random").lower() == "sequence":
        return _sequence(path, type_, options)
    generate = _random(path, type_, options)
    rate = ConfigOption(field_key(path, "null-rate"), float, 0.0).require(options)
    if not 0 <= rate <= 1:
        raise OptionError(f"'{field_key(path, 'null-rate')}' must be between 0 and 1", detail=f"found {rate}")
    return ColumnGenerator(_with_nulls(generate, rate) if rate else generate)


def _with_nulls(generate: Generate, rate: float) -> Generate:
    def with_nulls(random: Random, row: int, count: int) -> pl.Series:
        values = generate(random, row, count)
        kept = pl.Series(random.random(count) >= rate)
        return values.to_frame("v").select(pl.when(pl.lit(kept)).then("v"))["v"]

    return with_nulls


# -- sequences ------------------------------------------------------------------------------------------------


def _sequence(path: str, type_: t.LogicalType, options: Mapping[str, str]) -> ColumnGenerator:
    if not isinstance(type_, SEQUENCE_TYPES):
        raise ValidationError(
            f"there is no sequence of {type_.summary()}",
            detail=f"column '{path}'",
            hint="numbers and strings have",
        )
    start = _whole(path, "start", options)
    end = _whole(path, "end", options)
    dtype = polars_type(type_)

    def generate(random: Random, row: int, count: int) -> pl.Series:
        return pl.Series(np.arange(start + row, start + row + count, dtype=np.int64)).cast(dtype)

    return ColumnGenerator(generate, max(end - start + 1, 0))


def _whole(path: str, name: str, options: Mapping[str, str]) -> int:
    option: ConfigOption[int] = ConfigOption(field_key(path, name), int)
    value = option.get(options)
    if value is None:
        raise OptionError(f"could not find required property '{option.key}' for sequence generator")
    return value


# -- random values --------------------------------------------------------------------------------------------


def _bound(
    path: str, name: str, options: Mapping[str, str], default: Any, parse: Callable[[str], Any]
) -> Any:
    key = field_key(path, name)
    if key not in options:
        return default
    try:
        return parse(options[key])
    except (ValueError, ArithmeticError):
        raise OptionError(
            f"invalid value for option '{key}'", detail=f"'{options[key]}' is no number"
        ) from None


def _bounds(
    path: str, options: Mapping[str, str], low: Any, high: Any, parse: Callable[[str], Any]
) -> tuple[Any, Any]:
    found_low = _bound(path, "min", options, low, parse)
    found_high = _bound(path, "max", options, high, parse)
    if found_low > found_high:
        raise OptionError(f"min of column '{path}' is above its max", detail=f"{found_low} > {found_high}")
    return found_low, found_high


def _length(path: str, options: Mapping[str, str], default: int) -> int:
    return ConfigOption(field_key(path, "length"), int, default).require(options)


def _random(path: str, type_: t.LogicalType, options: Mapping[str, str]) -> Generate:
    match type_:
        case t.BooleanType():
            return lambda random, row, count: pl.Series(random.integers(0, 2, count, dtype=np.int8)).cast(
                pl.Boolean
            )
        case t.IntegerNumericType():
            low, high = _bounds(path, options, type_.minimum, type_.maximum, int)
            return _integers(low, high, polars_type(type_))
        case t.YearMonthIntervalType():
            return _integers(*_bounds(path, options, 0, 120000, int), polars_type(type_))
        case t.DayTimeIntervalType():
            return _integers(*_bounds(path, options, 0, 2**62, int), polars_type(type_))
        case t.FloatType() | t.DoubleType():
            single = isinstance(type_, t.FloatType)
            limits = np.finfo(np.float32 if single else np.float64)
            low, high = _bounds(path, options, float(limits.tiny), float(limits.max), float)
            dtype = polars_type(type_)
            return lambda random, row, count: pl.Series(low + random.random(count) * (high - low)).cast(dtype)
        case t.DecimalType():
            return _decimals(path, type_, options)
        case t.CharacterType() | t.BytesType():
            return _strings(path, type_, options)
        case t.DateType():
            return lambda random, row, count: pl.repeat(dt.date.today(), count, eager=True)
        case t.TimeType():
            shown = "milliseconds" if type_.precision else "seconds"
            return lambda random, row, count: pl.repeat(
                dt.time.fromisoformat(dt.datetime.now().time().isoformat(shown)),
                count,
                dtype=pl.Time,
                eager=True,
            )
        case t.AnyTimestampType():
            return _timestamps(path, type_, options)
    return _nested(path, type_, options)


def _integers(low: int, high: int, dtype: pl.DataType) -> Generate:
    return lambda random, row, count: pl.Series(
        random.integers(low, high, count, dtype=np.int64, endpoint=True)
    ).cast(dtype)


def _decimals(path: str, type_: t.DecimalType, options: Mapping[str, str]) -> Generate:
    """Uniform over at most 18 digits; a wider decimal has zeros in front."""
    largest = Decimal(10) ** min(type_.precision, 18) - 1
    unit = Decimal(10) ** type_.scale
    low, high = _bounds(path, options, -largest / unit, largest / unit, Decimal)
    dtype = polars_type(type_)
    first, last = int(low * unit), int(high * unit)

    def generate(random: Random, row: int, count: int) -> pl.Series:
        whole = pl.Series(random.integers(first, last, count, dtype=np.int64, endpoint=True))
        text = whole.cast(pl.String)
        sign = text.str.starts_with("-")
        digits = text.str.strip_chars_start("-").str.zfill(type_.scale + 1)
        if type_.scale:
            digits = digits.str.head(-type_.scale) + "." + digits.str.tail(type_.scale)
        signed = pl.DataFrame({"d": digits, "s": sign}).select(
            pl.when("s").then(pl.lit("-") + pl.col("d")).otherwise("d").alias("d")
        )
        return signed["d"].cast(dtype)

    return generate


def _strings(path: str, type_: t.CharacterType | t.BytesType, options: Mapping[str, str]) -> Generate:
    fixed = isinstance(type_, t.CharType | t.BinaryType)
    longest = type_.length
    length = longest if fixed else _length(path, options, min(DEFAULT_LENGTH, longest))
    if fixed and field_key(path, "length") in options:
        raise OptionError(
            f"custom length for fixed-length type {type_.summary()} is not supported",
            detail=f"column '{path}'",
        )
    if length > longest:
        raise OptionError(
            f"custom length {length} of column '{path}' is above its type's",
            detail=f"the type is {type_.summary()}",
        )
    varies = ConfigOption(field_key(path, "var-len"), bool, False).require(options)
    binary = isinstance(type_, t.BytesType)

    def generate(random: Random, row: int, count: int) -> pl.Series:
        if binary:
            return _random_bytes(random, count, length, varies)
        texts = _hex_strings(random, count, length)
        if not varies or not length:
            return texts
        lengths = pl.Series(random.integers(1, length, count, endpoint=True))
        return texts.to_frame("v").select(pl.col("v").str.head(pl.lit(lengths)))["v"]

    return generate


def _hex_strings(random: Random, count: int, length: int) -> pl.Series:
    """Random hexadecimal strings. Polars' csv reader cuts them, which is far faster than Python strings."""
    if not count or not length:
        return pl.Series([""] * count, dtype=pl.String)
    matrix = np.empty((count, length + 1), np.uint8)
    matrix[:, :length] = _HEX[random.integers(0, 16, (count, length), dtype=np.uint8)]
    matrix[:, length] = 10
    return pl.read_csv(matrix.tobytes(), has_header=False, schema={"v": pl.String()}, quote_char=None)["v"]


def _random_bytes(random: Random, count: int, length: int, varies: bool) -> pl.Series:
    data = random.bytes(count * length)
    lengths = random.integers(1, max(length, 1), count, endpoint=True) if varies else np.full(count, length)
    return pl.Series(
        [data[i * length : i * length + size] for i, size in enumerate(lengths.tolist())], dtype=pl.Binary
    )


def _timestamps(path: str, type_: t.AnyTimestampType, options: Mapping[str, str]) -> Generate:
    past = ConfigOption(field_key(path, "max-past"), timedelta, timedelta(0)).require(options)
    longest = int(past.total_seconds() * 1000)
    dtype = polars_type(type_)
    assert isinstance(dtype, pl.Datetime)
    factor = _MILLIS[dtype.time_unit]

    def generate(random: Random, row: int, count: int) -> pl.Series:
        now = (
            dt.datetime.now()
            if isinstance(type_, t.TimestampType)
            else dt.datetime.now(dt.UTC).replace(tzinfo=None)
        )
        millis = (now - dt.datetime(1970, 1, 1)) // timedelta(milliseconds=1)
        ago = random.integers(0, longest, count, endpoint=True) if longest else np.zeros(count, np.int64)
        return pl.Series((millis - ago) * factor).cast(dtype)

    return generate


def _nested(path: str, type_: t.LogicalType, options: Mapping[str, str]) -> Generate:
    match type_:
        case t.RowType(fields=fields):
            parts = [(f.name, column_generator(f"{path}.{f.name}", f.type, options).generate) for f in fields]
            return lambda random, row, count: pl.DataFrame(
                [part(random, row, count).alias(name) for name, part in parts]
            ).to_struct("v")
        case t.ArrayType(element=element):
            inner = column_generator(f"{path}.element", element, options).generate
            return _lists(inner, _length(path, options, DEFAULT_COLLECTION_LENGTH), polars_type(type_))
        case t.MapType(key=key, value=value):
            keys = column_generator(f"{path}.key", key, options).generate
            values = column_generator(f"{path}.value", value, options).generate
            return _lists(
                _entries(keys, values), _length(path, options, DEFAULT_COLLECTION_LENGTH), polars_type(type_)
            )
        case t.MultisetType(element=element):
            keys = column_generator(f"{path}.element", element, options).generate
            counts = _integers(0, 2**31 - 1, pl.Int32())
            return _lists(
                _entries(keys, counts), _length(path, options, DEFAULT_COLLECTION_LENGTH), polars_type(type_)
            )
    raise UnsupportedError(f"datagen has no values of type {type_.summary()}", detail=f"column '{path}'")


def _entries(keys: Generate, values: Generate) -> Generate:
    return lambda random, row, count: pl.DataFrame(
        [keys(random, row, count).alias(MAP_KEY), values(random, row, count).alias(MAP_VALUE)]
    ).to_struct("v")


def _lists(inner: Generate, length: int, dtype: pl.DataType) -> Generate:
    def generate(random: Random, row: int, count: int) -> pl.Series:
        if not length:
            return pl.Series([[]] * count, dtype=dtype)
        elements = inner(random, row * length, count * length)
        return elements.reshape((count, length)).arr.to_list().cast(dtype)

    return generate
