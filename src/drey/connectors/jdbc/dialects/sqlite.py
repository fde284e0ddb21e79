"""SQLite by Python's own driver.

How values are stored: BOOLEAN as 0 and 1, DECIMAL as text, dates and times as ISO text (a space between date and
time, ``Z`` behind a TIMESTAMP_LTZ), NaN as the text ``NaN`` because SQLite takes a NaN for NULL. Reading also
takes timestamps as milliseconds since the epoch, which is what the JDBC driver writes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from urllib.parse import quote as quote_url

import polars as pl

from drey.connectors.formats.cells import TextStyle, cell_reader, fit_decimal
from drey.connectors.formats.value_texts import time_texts, timestamp_texts
from drey.connectors.jdbc.dialects.dialect import JdbcDialect, TableFacts
from drey.connectors.predicates import ColumnPredicate
from drey.errors import ConnectorError, OptionError, UnsupportedError
from drey.types import logical as t
from drey.types.polars_types import polars_type

_PREFIX = "jdbc:sqlite:"
_LOCK_SECONDS = 2.0
"""How long SQLite itself waits for a lock before the statement fails and is tried again."""
_ROWID_NAMES = ("rowid", "oid", "_rowid_")


class SqliteDialect(JdbcDialect):
    """``jdbc:sqlite:FILE``."""

    name = "sqlite"
    errors: ClassVar[tuple[type[Exception], ...]] = (sqlite3.Error,)

    def __init__(self, url: str) -> None:
        file = url.removeprefix(_PREFIX).partition("?")[0].removeprefix("file:")
        if file in ("", ":memory:"):
            raise OptionError(
                "a table can't live in an SQLite database in memory",
                detail=f"url '{url}': every connection would see a database of its own",
                hint="name a file: jdbc:sqlite:/path/to/file.db",
            )
        self.file = os.path.abspath(file)

    def connect(self) -> sqlite3.Connection:
        if not os.path.exists(self.file):
            raise ConnectorError("the database file does not exist", detail=f"'{self.file}'")
        try:
            connection = sqlite3.connect(
                f"file:{quote_url(self.file)}?mode=rw",
                uri=True,
                timeout=_LOCK_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise ConnectorError("can't open a database", detail=f"'{self.file}': {error}") from error
        return connection

    def facts(self, connection: sqlite3.Connection, table: str) -> TableFacts | None:
        schema, _, name = table.rpartition(".")
        prefix = f"{self.quote(schema)}." if schema else ""
        pragma = f"PRAGMA {prefix}%s({self.quote_one(name)})"
        rows = connection.execute(pragma % "table_info").fetchall()
        if not rows:
            return None
        key = frozenset(row[1] for row in rows if row[5])
        unique = [key] if key else []
        for index in connection.execute(pragma % "index_list").fetchall():
            if index[2] and not index[4]:
                parts = connection.execute(
                    f"PRAGMA {prefix}index_info({self.quote_one(index[1])})"
                ).fetchall()
                unique.append(frozenset(part[2] for part in parts))
        columns = {row[1]: row[2] for row in rows}
        return TableFacts(columns, tuple(unique), self._position(connection, table, columns))

    def _position(self, connection: sqlite3.Connection, table: str, columns: dict[str, str]) -> str | None:
        taken = {name.lower() for name in columns}
        name = next((one for one in _ROWID_NAMES if one not in taken), None)
        if name is None:
            return None
        try:
            connection.execute(f"SELECT {name} FROM {self.quote(table)} LIMIT 0")
        except sqlite3.Error:
            return None  # a view, or a table WITHOUT ROWID
        is_view = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?", [table])
        return None if is_view.fetchone() else name

    def quote_one(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def quote(self, name: str) -> str:
        return ".".join(self.quote_one(part) for part in name.split("."))

    def column_type(self, type_: t.LogicalType) -> str:
        match type_:
            case t.BooleanType() | t.IntegerNumericType():
                return "INTEGER"
            case t.FloatType() | t.DoubleType():
                return "REAL"
            case t.BytesType():
                return "BLOB"
            case t.CharacterType() | t.DecimalType() | t.DateType() | t.TimeType() | t.AnyTimestampType():
                return "TEXT"
        raise UnsupportedError(f"SQLite has no type for {type_.summary()}")

    def to_parameters(self, column: pl.Series, type_: t.LogicalType) -> list[Any]:
        match type_:
            case t.BooleanType():
                return column.cast(pl.Int8).to_list()
            case t.FloatType() | t.DoubleType():
                values = column.to_list()
                return [("NaN" if v != v else v) for v in values] if column.is_nan().any() else values
            case t.DecimalType():
                return [None if v is None else str(v) for v in column]
            case t.DateType():
                return column.dt.strftime("%Y-%m-%d").to_list()
            case t.TimeType():
                return time_texts(column).to_list()
            case t.AnyTimestampType():
                return timestamp_texts(column, " ").to_list()
        self.column_type(type_)
        return column.to_list()

    def from_results(self, name: str, values: Sequence[Any], type_: t.LogicalType) -> pl.Series:
        self.column_type(type_)
        dtype = polars_type(type_)
        if isinstance(type_, t.IntegerNumericType | t.DoubleType | t.CharacterType | t.BytesType):
            try:
                return pl.Series(name, values, dtype=dtype)
            except (TypeError, OverflowError, pl.exceptions.PolarsError):
                pass  # a value of another storage class is among them
        if isinstance(type_, t.DateType | t.TimeType | t.AnyTimestampType):
            return self._temporal(name, values, type_)
        convert = _converter(type_)
        converted = []
        for value in values:
            try:
                converted.append(None if value is None else convert(value))
            except (ValueError, TypeError, InvalidOperation):
                raise _bad_value(name, value, type_) from None
        try:
            return pl.Series(name, converted, dtype=dtype)
        except (TypeError, OverflowError, pl.exceptions.PolarsError) as error:
            raise ConnectorError(
                f"values of column '{name}' don't fit {type_.summary()}", detail=str(error)
            ) from error

    @staticmethod
    def _temporal(name: str, values: Sequence[Any], type_: t.LogicalType) -> pl.Series:
        texts = pl.Series(name, [_temporal_text(value, type_) for value in values], dtype=pl.String)
        if isinstance(type_, t.AnyTimestampType):
            texts = texts.str.replace("T", " ", literal=True)
            if isinstance(type_, t.LocalZonedTimestampType):
                texts = texts.str.replace(r"(?:Z|\+00:00)?$", "Z")
            texts = texts.str.replace(r"^(\d{4}-\d\d-\d\d)(Z?)$", "$1 00:00:00$2")
        read = cell_reader(type_, TextStyle(), name).read(texts)
        if read.bad:
            raise _bad_value(name, values[read.bad[0]], type_)
        return read.values

    def where(self, predicate: ColumnPredicate, declared: str) -> tuple[str, list[Any]] | None:
        column = self.quote_one(predicate.column)
        if predicate.operator in ("is null", "is not null"):
            return f"{column} {predicate.operator.upper()}", []
        # Text in a numeric column was made a number when it was stored, so numbers compare as numbers.
        numeric = isinstance(predicate.type, t.IntegerNumericType | t.DoubleType)
        if numeric and any(word in declared.upper() for word in ("INT", "REAL", "FLOA", "DOUB")):
            return f"{column} {predicate.operator} ?", [predicate.value]
        # With a collation that ignores case, equality keeps more rows; an order may keep fewer.
        text = isinstance(predicate.type, t.VarCharType) and any(
            w in declared.upper() for w in ("CHAR", "TEXT")
        )
        if text and predicate.operator == "=":
            return f"{column} = ?", [predicate.value]
        return None

    def upsert(self, table: str, columns: Sequence[str], key: Sequence[str]) -> str:
        target = ", ".join(self.quote_one(name) for name in key)
        others = [self.quote_one(name) for name in columns if name not in key]
        action = "UPDATE SET " + ", ".join(f"{n} = excluded.{n}" for n in others) if others else "NOTHING"
        return f"{self.insert(table, columns)} ON CONFLICT ({target}) DO {action}"

    def is_transient(self, error: Exception) -> bool:
        return isinstance(error, sqlite3.OperationalError) and (
            "locked" in str(error) or "busy" in str(error)
        )


def _bad_value(name: str, value: Any, type_: t.LogicalType) -> ConnectorError:
    return ConnectorError(f"a value of column '{name}' is no {type_.summary()}", detail=f"found {value!r}")


def _temporal_text(value: Any, type_: t.LogicalType) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and isinstance(type_, t.DateType | t.AnyTimestampType):
        moment = pl.Series([value], dtype=pl.Datetime("ms"))
        text: str = moment.dt.strftime(
            "%Y-%m-%d" if isinstance(type_, t.DateType) else "%Y-%m-%d %H:%M:%S.%3f"
        )[0]
        return text
    return repr(value)


def _converter(type_: t.LogicalType) -> Callable[[Any], Any]:
    """From whatever storage class a value has to the Python value of a type."""
    match type_:
        case t.BooleanType():
            return lambda v: v.strip().lower() == "true" if isinstance(v, str) else bool(v)
        case t.IntegerNumericType():
            return _whole_number
        case t.FloatType() | t.DoubleType():
            return float
        case t.DecimalType():
            quantum = Decimal(1).scaleb(-type_.scale)
            return lambda v: fit_decimal(Decimal(str(v)), type_, quantum)
        case t.BytesType():
            return lambda v: v.encode() if isinstance(v, str) else bytes(v)
    return lambda v: v.decode() if isinstance(v, bytes) else str(v)


def _whole_number(value: Any) -> int:
    if int(value) != float(value) and isinstance(value, float):
        raise ValueError(value)
    return int(value)
