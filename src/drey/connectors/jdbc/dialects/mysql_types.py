"""Flink's types and MySQL's: declarations, literals, and columns out of the texts that the server sends."""

from __future__ import annotations

import re

import polars as pl

from drey.connectors.jdbc.dialects.value_texts import column_of as column_of_texts
from drey.connectors.jdbc.dialects.value_texts import texts_of
from drey.errors import ConnectorError, UnsupportedError
from drey.types import logical as t

NO_SUCH_TABLE = 1146
_LONGEST_VARCHAR = 16383
"""What fits a row of 65,535 bytes at four bytes a character."""

_INTEGERS = ("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year", "bit", "bool", "boolean")
_DECIMALS = ("decimal", "numeric", "dec", "fixed")
_FLOATS = ("float", "double", "real")
_TEXTS = (
    "char",
    "varchar",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "enum",
    "set",
    "json",
    "uuid",
    "inet4",
    "inet6",
)
_BINARIES = ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob")


def base(declared: str) -> str:
    """``varchar`` of ``varchar(20) CHARACTER SET ascii``."""
    match = re.match(r"\w+", declared.lower())
    return match.group(0) if match else ""


def column_type(type_: t.LogicalType) -> str:
    """The declaration that holds all values of a type."""
    match type_:
        case t.BooleanType():
            return "BOOLEAN"
        case t.TinyIntType():
            return "TINYINT"
        case t.SmallIntType():
            return "SMALLINT"
        case t.IntType():
            return "INT"
        case t.BigIntType():
            return "BIGINT"
        case t.FloatType():
            return "FLOAT"
        case t.DoubleType():
            return "DOUBLE"
        case t.DecimalType():
            return f"DECIMAL({type_.precision}, {type_.scale})"
        case t.CharType() if type_.length <= 255:
            return f"CHAR({type_.length})"
        case t.CharacterType():
            return f"VARCHAR({type_.length})" if type_.length <= _LONGEST_VARCHAR else "LONGTEXT"
        case t.BinaryType() if type_.length <= 255:
            return f"BINARY({type_.length})"
        case t.BytesType():
            return f"VARBINARY({type_.length})" if type_.length <= _LONGEST_VARCHAR else "LONGBLOB"
        case t.DateType():
            return "DATE"
        case t.TimeType():
            return f"TIME({min(type_.precision, 6)})"
        case t.TimestampType():
            return f"DATETIME({min(type_.precision, 6)})"
        case t.LocalZonedTimestampType():
            return f"TIMESTAMP({min(type_.precision, 6)})"
    raise UnsupportedError(f"MySQL has no type for {type_.summary()}")


def fits(declared: str, type_: t.LogicalType) -> bool:
    """See :meth:`JdbcDialect.fits`."""
    name = base(declared)
    numbers = (*_INTEGERS, *_DECIMALS, *_FLOATS)
    match type_:
        case t.CharacterType():
            return name not in ("bit", "geometry", "point")
        case t.BooleanType():
            return name in _INTEGERS
        case t.NumericType():
            return name in numbers
        case t.BytesType():
            return name in (*_BINARIES, *_TEXTS, "bit")
        case t.DateType():
            return name == "date"
        case t.TimeType():
            return name == "time"
        case t.AnyTimestampType():
            return name in ("datetime", "timestamp", "date")
    return False


def position_type(declared: str) -> t.LogicalType | None:
    """How a key's column is read and kept for resuming a scan; None if it can't be."""
    name = base(declared)
    if name in _INTEGERS and name not in ("bit", "year"):
        return t.DecimalType(20, 0)  # BIGINT UNSIGNED included
    if name in ("char", "varchar", "date", "datetime", "timestamp", "uuid"):
        return t.string_type()
    return None


def compares_exactly(declared: str, type_: t.LogicalType) -> bool:
    """True if the server compares the column with a literal as Flink compares the values."""
    name = base(declared)
    match type_:
        case t.IntegerNumericType() | t.DecimalType():
            return name in (*_INTEGERS, *_DECIMALS) and name not in ("bit", "year")
        case t.DoubleType():
            return name == "double"
        case t.DateType():
            return name == "date"
        case t.AnyTimestampType():
            # Precision lost on reading must not keep a row away: only what holds no more digits than the type.
            digits = re.search(r"\((\d)\)", declared)
            return (
                name in ("datetime", "timestamp") and int(digits.group(1) if digits else 0) <= type_.precision
            )
    return False


def is_text(declared: str, type_: t.LogicalType) -> bool:
    """True if a text column holds a text type."""
    return isinstance(type_, t.VarCharType) and base(declared) in ("char", "varchar", "text", "tinytext",
                                                                     "mediumtext", "longtext", "enum")  # fmt: skip


def literals(column: pl.Series, type_: t.LogicalType, name: str) -> pl.Series:
    """A column as SQL literals.

    Args:
        column: The values.
        type_: Their type.
        name: The column's name, for messages.

    Raises:
        ConnectorError: MySQL has no such value.
    """
    match type_:
        case t.BooleanType():
            texts = column.cast(pl.Int8).cast(pl.String)
        case t.BytesType():
            texts = "x'" + column.bin.encode("hex") + "'"
        case t.FloatType() | t.DoubleType():
            if not column.is_finite().all():
                raise ConnectorError(
                    "MySQL has no NaN and no infinity",
                    detail=f"column '{name}'",
                    hint="write NULL instead, such as by IF(ABS(x) < 1e308, x, NULL)",
                )
            # The nearest DOUBLE of the shortest text of a large FLOAT may be out of FLOAT's range.
            texts = column.cast(pl.Float64).cast(pl.String)
        case t.NumericType():
            texts = texts_of(column, type_)
        case t.CharacterType():
            escaped = column.str.replace_all("\\", "\\\\", literal=True)
            texts = "'" + escaped.str.replace_all("'", "''", literal=True) + "'"
        case t.LocalZonedTimestampType():
            texts = "'" + texts_of(column, type_).str.strip_suffix("Z") + "'"
        case _:
            column_type(type_)
            texts = "'" + texts_of(column, type_) + "'"
    return texts.fill_null("NULL")


def column_of(column: pl.Series, type_: t.LogicalType, bits: bool, null_zero_dates: bool) -> pl.Series:
    """A column out of the bytes that the server sent.

    Args:
        column: Binary: texts, for all but binary columns.
        type_: What it becomes.
        bits: True for a BIT column, whose bytes are a number.
        null_zero_dates: True if dates of zeros are NULL.

    Raises:
        ConnectorError: A value is not of the type.
    """
    name = column.name
    if isinstance(type_, t.BytesType):
        return column
    if bits:
        numbers = [None if value is None else str(int.from_bytes(value, "big")) for value in column]
        texts = pl.Series(name, numbers, dtype=pl.String)
    else:
        texts = _texts(column)
    if isinstance(type_, t.BooleanType):
        return column_of_texts(texts, t.BigIntType()) != 0
    if null_zero_dates and isinstance(type_, t.DateType | t.AnyTimestampType):
        texts = texts.to_frame().select(
            pl.when(~pl.col(name).str.starts_with("0000-00-00")).then(pl.col(name))
        )[name]
    if isinstance(type_, t.LocalZonedTimestampType):
        texts = texts + "Z"
    return column_of_texts(texts, type_)


def _texts(column: pl.Series) -> pl.Series:
    try:
        return column.cast(pl.String)
    except pl.exceptions.PolarsError:
        bad = next(value for value in column if value is not None and not _is_text(value))
        raise ConnectorError(
            f"a value of column '{column.name}' is no text",
            detail=f"found {bad[:40]!r}",
            hint="declare it as BYTES",
        ) from None


def _is_text(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
