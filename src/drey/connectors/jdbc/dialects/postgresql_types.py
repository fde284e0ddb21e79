"""Flink's types and PostgreSQL's: declarations, literals, and columns to and from the CSV of COPY."""

from __future__ import annotations

import json
import re
from typing import Any

import polars as pl

from drey.connectors.jdbc.dialects.value_texts import bad_value, texts_of
from drey.connectors.jdbc.dialects.value_texts import column_of as column_of_texts
from drey.errors import UnsupportedError
from drey.types import logical as t
from drey.types.polars_types import polars_type

_LONGEST_VARCHAR = 10485760
_INTEGERS = ("smallint", "integer", "bigint", "oid")
_FLOATS = ("real", "double precision")
_NUMBERS = (*_INTEGERS, *_FLOATS, "numeric", "money")
_TEXTS = ("text", "character varying", "character", "name", "citext", '"char"', "bpchar")
_TIMESTAMPS = ("timestamp without time zone", "timestamp with time zone")
_TIMES = ("time without time zone", "time with time zone")
_KNOWN = (
    *_NUMBERS,
    *_TEXTS,
    *_TIMESTAMPS,
    *_TIMES,
    "boolean",
    "bytea",
    "date",
    "uuid",
    "json",
    "jsonb",
    "interval",
)


def base(declared: str) -> str:
    """``timestamp with time zone`` of ``timestamp(3) with time zone``."""
    return re.sub(r"\([^)]*\)", "", declared)


def column_type(type_: t.LogicalType) -> str:
    """The declaration that holds all values of a type."""
    match type_:
        case t.BooleanType():
            return "BOOLEAN"
        case t.TinyIntType() | t.SmallIntType():
            return "SMALLINT"
        case t.IntType():
            return "INTEGER"
        case t.BigIntType():
            return "BIGINT"
        case t.FloatType():
            return "REAL"
        case t.DoubleType():
            return "DOUBLE PRECISION"
        case t.DecimalType():
            return f"NUMERIC({type_.precision}, {type_.scale})"
        case t.CharType():
            return f"CHAR({type_.length})"
        case t.CharacterType():
            return f"VARCHAR({type_.length})" if type_.length <= _LONGEST_VARCHAR else "TEXT"
        case t.BytesType():
            return "BYTEA"
        case t.DateType():
            return "DATE"
        case t.TimeType():
            return f"TIME({min(type_.precision, 6)})"
        case t.TimestampType():
            return f"TIMESTAMP({min(type_.precision, 6)})"
        case t.LocalZonedTimestampType():
            return f"TIMESTAMP({min(type_.precision, 6)}) WITH TIME ZONE"
        case t.ArrayType():
            element = column_type(type_.element)
            return element if element.endswith("[]") else f"{element}[]"
    raise UnsupportedError(f"PostgreSQL has no type for {type_.summary()}")


def fits(declared: str, type_: t.LogicalType) -> bool:
    """See :meth:`JdbcDialect.fits`. Types of the user's own are not judged."""
    name = base(declared)
    is_array = name.endswith("[]")
    match type_:
        case t.ArrayType():
            return is_array and fits(declared.removesuffix("[]"), _innermost(type_))
        case t.CharacterType():
            return True
    if is_array:
        return False
    if name not in _KNOWN:
        return True
    match type_:
        case t.BooleanType():
            return name == "boolean"
        case t.NumericType():
            return name in _NUMBERS
        case t.BytesType():
            return name == "bytea"
        case t.DateType():
            return name == "date"
        case t.TimeType():
            return name in _TIMES
        case t.AnyTimestampType():
            return name in (*_TIMESTAMPS, "date")
    return False


def _innermost(type_: t.ArrayType) -> t.LogicalType:
    element = type_.element
    return _innermost(element) if isinstance(element, t.ArrayType) else element


def position_type(declared: str) -> t.LogicalType | None:
    """How a key's column is read and kept for resuming a scan; None if it can't be."""
    name = base(declared)
    if name in _INTEGERS:
        return t.BigIntType()
    if name in ("text", "character varying", "uuid", "date", *_TIMESTAMPS):
        return t.string_type()
    return None


def compares_exactly(declared: str, type_: t.LogicalType) -> bool:
    """True if the server compares the column with a literal as Flink compares the values."""
    name = base(declared)
    match type_:
        case t.BooleanType():
            return name == "boolean"
        case t.IntegerNumericType():
            return name in _INTEGERS
        case t.DecimalType():
            digits = re.search(r"\((\d+),(\d+)\)", declared)
            return name in _INTEGERS or (digits is not None and int(digits.group(2)) <= type_.scale)
        case t.DoubleType():
            return name == "double precision"
        case t.DateType():
            return name == "date"
        case t.AnyTimestampType():
            # Precision lost on reading must not keep a row away: only what holds no more digits than the type.
            precision = re.search(r"\((\d)\)", declared)
            return name in _TIMESTAMPS and int(precision.group(1) if precision else 6) <= type_.precision
    return False


def is_text(declared: str, type_: t.LogicalType) -> bool:
    """True if a text column holds a text type."""
    return isinstance(type_, t.VarCharType) and base(declared) in ("text", "character varying")


def prints_as_text(declared: str) -> bool:
    """True if COPY prints the column as it is: a cast would take the spaces of a CHARACTER(n) away."""
    return base(declared) in _TEXTS


def literals(column: pl.Series, type_: t.LogicalType) -> pl.Series:
    """A column as SQL literals: quoted texts, which take the type of what they are compared with."""
    texts = csv_column(column, type_).cast(pl.String)
    return ("'" + texts.str.replace_all("'", "''", literal=True) + "'").fill_null("NULL")


def csv_column(column: pl.Series, type_: t.LogicalType) -> pl.Series:
    """A column that Polars writes into CSV as PostgreSQL reads it."""
    match type_:
        case t.BooleanType() | t.NumericType() | t.CharacterType():
            return column
        case t.BytesType():
            return "\\x" + column.bin.encode("hex")
        case t.ArrayType():
            return _array_texts(column, type_)
    column_type(type_)
    return texts_of(column, type_)


def _array_texts(column: pl.Series, type_: t.ArrayType) -> pl.Series:
    """``{"a","b",NULL}``."""
    element = type_.element
    flat = column.explode(empty_as_null=False, keep_nulls=False)
    parts = csv_column(flat, element).cast(pl.String)
    if not isinstance(element, t.ArrayType):
        escaped = parts.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
        parts = '"' + escaped + '"'
    parts = parts.fill_null("NULL")
    lengths = column.list.len()
    found: list[str | None] = []
    start = 0
    for length in lengths:
        found.append(None if length is None else "{" + ",".join(parts[start : start + length]) + "}")
        start += length or 0
    return pl.Series(column.name, found, dtype=pl.String)


def column_of(texts: pl.Series, type_: t.LogicalType) -> pl.Series:
    """A column out of the texts that PostgreSQL prints.

    Raises:
        ConnectorError: A value is not of the type.
    """
    match type_:
        case t.BooleanType():
            return texts.str.starts_with("t")
        case t.BytesType():
            return texts.str.strip_prefix("\\x").str.decode("hex")
        case t.TimestampType() | t.TimeType():
            texts = texts.str.replace(r"\+00$", "")
        case t.LocalZonedTimestampType():
            texts = texts.str.replace(r"(?:\+00)?$", "Z")
        case t.NumericType():
            texts = texts.str.replace(r"^(-?)\$([\d,.]+)$", "$1$2") if _has_money(texts) else texts
        case t.ArrayType():
            return _arrays(texts, type_)
    return column_of_texts(texts, type_)


def _has_money(texts: pl.Series) -> bool:
    return bool(texts.str.contains("$", literal=True).any())


def _arrays(texts: pl.Series, type_: t.ArrayType) -> pl.Series:
    """Arrays out of JSON. All elements of a column become one column first."""
    values = [None if text is None else json.loads(text, parse_float=str, parse_int=str) for text in texts]
    return _nested(texts.name, values, type_)


def _nested(name: str, values: list[Any], type_: t.ArrayType) -> pl.Series:
    elements: list[Any] = []
    for value in values:
        if value is not None:
            if not isinstance(value, list):
                raise bad_value(name, value, type_)
            elements += value
    element = type_.element
    if isinstance(element, t.ArrayType):
        flat = _nested(name, elements, element)
    elif isinstance(element, t.BooleanType):
        flat = pl.Series(name, elements, dtype=pl.Boolean)
    else:
        texts = pl.Series(name, [_json_text(one) for one in elements], dtype=pl.String)
        if isinstance(element, t.AnyTimestampType):
            texts = texts.str.replace("T", " ", literal=True).str.replace(r"\+00:00$", "")
        flat = column_of(texts, element)
    lengths = pl.Series([None if value is None else len(value) for value in values], dtype=pl.Int64)
    return _grouped(name, flat, lengths, polars_type(type_))


def _json_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _grouped(name: str, flat: pl.Series, lengths: pl.Series, dtype: pl.DataType) -> pl.Series:
    rows = pl.Series(range(len(lengths)), dtype=pl.Int64)
    owner = rows.repeat_by(lengths.fill_null(0)).explode(empty_as_null=False)
    grouped = pl.DataFrame({"row": owner, "v": flat}).group_by("row").agg("v")
    joined = pl.DataFrame({"row": rows, "length": lengths}).join(
        grouped, on="row", how="left", maintain_order="left"
    )
    empty = pl.lit([], dtype=dtype)
    found = joined.select(
        pl.when(pl.col("length") == 0).then(empty).when(pl.col("length") > 0).then(pl.col("v").cast(dtype))
    )
    return found.to_series().alias(name)
