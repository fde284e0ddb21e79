"""SQLite by Python's own driver.

How values are stored: BOOLEAN as 0 and 1, DECIMAL as text, dates and times as ISO text (a space between date and
time, ``Z`` behind a TIMESTAMP_LTZ), NaN as the text ``NaN`` because SQLite takes a NaN for NULL. Reading also
takes timestamps as milliseconds since the epoch, which is what the JDBC driver writes.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import quote as quote_url

import polars as pl

from drey.connectors.jdbc.dialects.dialect import (
    COMMITS_TABLE,
    Diagnosis,
    JdbcDialect,
    TableFacts,
    Target,
)
from drey.connectors.jdbc.dialects.sqlite_values import from_results, to_parameters
from drey.connectors.predicates import ColumnPredicate
from drey.errors import ConnectorError, OptionError, UnsupportedError
from drey.types import logical as t

_PREFIX = "jdbc:sqlite:"
_LOCK_SECONDS = 2.0
"""How long SQLite itself waits for a lock before the statement fails and is tried again."""
_ROWID_NAMES = ("rowid", "oid", "_rowid_")


class SqliteDialect(JdbcDialect):
    """``jdbc:sqlite:FILE``."""

    name = "sqlite"
    errors: ClassVar[tuple[type[Exception], ...]] = (sqlite3.Error,)

    streams = False

    def __init__(self, url: str, user: str | None = None, password: str | None = None) -> None:
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
        connection = sqlite3.connect(
            f"file:{quote_url(self.file)}?mode=rw",
            uri=True,
            timeout=_LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection

    def facts(self, connection: sqlite3.Connection, table: str) -> TableFacts | None:
        schema, _, name = table.rpartition(".")
        prefix = f"{self.quote_path(schema)}." if schema else ""
        pragma = f"PRAGMA {prefix}%s({self.quote(name)})"
        rows = connection.execute(pragma % "table_info").fetchall()
        if not rows:
            return None
        key = frozenset(row[1] for row in rows if row[5])
        unique = [key] if key else []
        for index in connection.execute(pragma % "index_list").fetchall():
            if index[2] and not index[4]:
                parts = connection.execute(f"PRAGMA {prefix}index_info({self.quote(index[1])})").fetchall()
                unique.append(frozenset(part[2] for part in parts))
        columns = {row[1]: row[2] for row in rows}
        position = self._position(connection, table, columns)
        return TableFacts(self.quote_path(table), columns, tuple(unique), position)

    def _position(
        self, connection: sqlite3.Connection, table: str, columns: dict[str, str]
    ) -> tuple[tuple[str, t.LogicalType], ...]:
        taken = {name.lower() for name in columns}
        name = next((one for one in _ROWID_NAMES if one not in taken), None)
        if name is None:
            return ()
        try:
            connection.execute(f"SELECT {name} FROM {self.quote_path(table)} LIMIT 0")
        except sqlite3.Error:
            return ()  # a view, or a table WITHOUT ROWID
        is_view = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?", [table])
        return () if is_view.fetchone() else ((name, t.BigIntType()),)

    def quote(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

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

    def fits(self, declared: str, type_: t.LogicalType) -> bool:
        return True  # every column holds values of every storage class

    def literals(self, column: pl.Series, type_: t.LogicalType, declared: str) -> pl.Series:
        return pl.Series([_literal(one) for one in to_parameters(column, type_)], dtype=pl.String)

    def rows_of_in(self, rows: str) -> str:
        return f"VALUES {rows}"

    def read(self, connection: Any, query: str, row_type: t.RowType, size: int) -> Iterator[pl.DataFrame]:
        cursor = connection.execute(query)
        while rows := cursor.fetchmany(size):
            columns = zip(*rows, strict=True)
            yield pl.DataFrame(
                [
                    from_results(field.name, values, field.type)
                    for field, values in zip(row_type.fields, columns, strict=False)
                ]
            )

    def begin(self, connection: Any) -> None:
        connection.execute("BEGIN IMMEDIATE")

    def commit(self, connection: Any) -> None:
        connection.execute("COMMIT")

    def roll_back(self, connection: Any) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")

    def execute(self, connection: Any, statement: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = connection.execute(statement).fetchall()
        return rows

    def insert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        connection.executemany(self._insert(target), _parameters(target, rows))

    def _insert(self, target: Target) -> str:
        names = ", ".join(self.quote(name) for name in target.columns)
        return f"INSERT INTO {target.table} ({names}) VALUES ({', '.join('?' * len(target.columns))})"

    def upsert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        names = [self.quote(name) for name in target.columns]
        key = ", ".join(names[at] for at in target.key)
        others = [name for at, name in enumerate(names) if at not in target.key]
        action = "UPDATE SET " + ", ".join(f"{n} = excluded.{n}" for n in others) if others else "NOTHING"
        statement = f"{self._insert(target)} ON CONFLICT ({key}) DO {action}"
        connection.executemany(statement, _parameters(target, rows))

    def delete(self, connection: Any, target: Target, keys: pl.DataFrame) -> None:
        target = target.of_key()
        condition = " AND ".join(f"{self.quote(name)} = ?" for name in target.columns)
        connection.executemany(f"DELETE FROM {target.table} WHERE {condition}", _parameters(target, keys))

    def commits_table(self) -> str:
        return f"CREATE TABLE IF NOT EXISTS {COMMITS_TABLE} (sink TEXT PRIMARY KEY, epoch INTEGER NOT NULL)"

    def claim_epoch(self, connection: Any, sink: str) -> int:
        connection.execute(f"INSERT OR IGNORE INTO {COMMITS_TABLE} VALUES (?, 0)", [sink])
        found = connection.execute(f"SELECT epoch FROM {COMMITS_TABLE} WHERE sink = ?", [sink])
        return int(found.fetchone()[0])

    def where(self, predicate: ColumnPredicate, column: str, declared: str) -> str | None:
        if predicate.operator in ("is null", "is not null"):
            return f"{column} {predicate.operator.upper()}"
        # Text in a numeric column was made a number when it was stored, so numbers compare as numbers.
        numeric = isinstance(predicate.type, t.IntegerNumericType | t.DoubleType)
        usable = numeric and any(word in declared.upper() for word in ("INT", "REAL", "FLOA", "DOUB"))
        # With a collation that ignores case, equality keeps more rows; an order may keep fewer.
        text = isinstance(predicate.type, t.VarCharType) and any(
            w in declared.upper() for w in ("CHAR", "TEXT")
        )
        if usable or (text and predicate.operator == "="):
            return f"{column} {predicate.operator} {self.literal(predicate.value, predicate.type, declared)}"
        return None

    def diagnose(self, error: Exception) -> Diagnosis:
        text = str(error)
        if isinstance(error, sqlite3.OperationalError) and ("locked" in text or "busy" in text):
            return Diagnosis("it is locked", transient=True, locked=True, hint="end what locks it")
        if isinstance(error, sqlite3.DatabaseError) and (
            "unable to open" in text or "not a database" in text
        ):
            return Diagnosis("it can't be opened")
        if isinstance(error, sqlite3.IntegrityError) and "UNIQUE" in text:
            return Diagnosis(
                "a row with the same key exists",
                hint="declare PRIMARY KEY (...) NOT ENFORCED to replace rows, or drop the unique index",
            )
        if "readonly" in text:
            return Diagnosis("it is read-only", hint="may the user write the file, and its directory?")
        return Diagnosis("it refuses a statement")


def _literal(parameter: Any) -> str:
    match parameter:
        case None:
            return "NULL"
        case bytes():
            return f"x'{parameter.hex()}'"
        case str():
            return "'" + parameter.replace("'", "''") + "'"
        case float() if parameter in (math.inf, -math.inf):
            return "9e999" if parameter > 0 else "-9e999"
    return repr(parameter)


def _parameters(target: Target, rows: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = [to_parameters(rows.to_series(at), type_) for at, type_ in enumerate(target.types)]
    return zip(*columns, strict=True)
