"""PostgreSQL by psycopg.

Rows go in and out by COPY in CSV, which Polars writes and reads whole. Upserts and deletes copy into a temporary
table first and then take one statement. Sessions run in UTC, so that a TIMESTAMP_LTZ is the same instant on both
sides.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, ClassVar

import polars as pl
import psycopg

from drey.connectors.jdbc.dialects import postgresql_types as types
from drey.connectors.jdbc.dialects.dialect import (
    COMMITS_TABLE,
    Diagnosis,
    JdbcDialect,
    TableFacts,
    Target,
)
from drey.connectors.jdbc.dialects.postgresql_errors import diagnose
from drey.connectors.jdbc.dialects.postgresql_locks import lock_holders
from drey.connectors.jdbc.urls import parse_url
from drey.connectors.predicates import ColumnPredicate
from drey.types import logical as t

_PORT = 5432
_CONNECT_SECONDS = 10
_COPY_ROWS = 50_000
"""Rows are written as CSV in pieces of so many, to bound the memory."""
_LOCK = 0x64726579
"""The advisory lock under which :data:`COMMITS_TABLE` is made: two at once would fail in the catalog."""
_LOCK_SECONDS = 50
"""How long a lock is waited for where neither the server nor the url says, as MySQL and MariaDB do by default."""
_SESSION = (
    "SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'; "
    "SET extra_float_digits = 1; SET standard_conforming_strings = on; "
    # A table without a key is resumed by counting rows, so they must come in one order.
    "SET synchronize_seqscans = off; "
    f"SELECT set_config('lock_timeout', '{_LOCK_SECONDS}s', false) WHERE current_setting('lock_timeout') = '0'"
)
_MEANINGFUL = (
    "user", "password", "connectTimeout", "loginTimeout", "ssl", "sslmode", "sslrootcert", "sslcert", "sslkey",
    "currentSchema", "ApplicationName", "options", "targetServerType",
)  # fmt: skip
_IGNORED = (
    "adaptiveFetch", "allowEncodingChanges", "assumeMinServerVersion", "autosave", "binaryTransfer",
    "cleanupSavepoints", "databaseMetadataCacheFields", "defaultRowFetchSize", "disableColumnSanitiser",
    "gssEncMode", "loggerLevel", "logUnclosedConnections", "preferQueryMode", "preparedStatementCacheQueries",
    "preparedStatementCacheSizeMiB", "prepareThreshold", "protocolVersion", "reWriteBatchedInserts", "readOnly",
    "receiveBufferSize", "sendBufferSize", "socketTimeout", "stringtype", "tcpKeepAlive", "tcpNoDelay",
    "unknownLength",
)  # fmt: skip
"""Properties of PostgreSQL's Java driver that change nothing here."""
_SERVERS = {"any": "any", "primary": "read-write", "master": "read-write", "secondary": "standby",
            "preferSecondary": "prefer-standby"}  # fmt: skip


class PostgresqlDialect(JdbcDialect):
    """``jdbc:postgresql://host:port/database``."""

    name = "postgresql"
    errors: ClassVar[tuple[type[Exception], ...]] = (psycopg.Error,)

    def __init__(self, url: str, user: str | None, password: str | None) -> None:
        self.url = parse_url(url, _PORT, (*_MEANINGFUL, *_IGNORED))
        properties = self.url.properties
        options = properties.get("options", "")
        self._named = bool(properties.get("ApplicationName")) or "application_name" in options
        self._settings: dict[str, str | int | None] = {
            "host": ",".join(host for host, _ in self.url.hosts),
            "port": ",".join(str(port) for _, port in self.url.hosts),
            "dbname": self.url.database or None,
            "user": user or properties.get("user"),
            "password": password or properties.get("password"),
            "connect_timeout": properties.get("connectTimeout")
            or properties.get("loginTimeout")
            or _CONNECT_SECONDS,
            # It would override one of the options.
            "application_name": properties.get("ApplicationName") or (None if self._named else "drey"),
            "options": options or None,
            "sslmode": properties.get("sslmode") or ("verify-full" if self.url.flag("ssl") else None),
            "target_session_attrs": _SERVERS.get(properties.get("targetServerType", "any"), "any"),
            **{key: properties.get(key) for key in ("sslrootcert", "sslcert", "sslkey")},
        }

    def connect(self) -> psycopg.Connection[Any]:
        given = {key: value for key, value in self._settings.items() if value is not None}
        connection: psycopg.Connection[Any] = psycopg.connect(autocommit=True, **given)  # type: ignore[arg-type]
        connection.execute(_SESSION)
        if "currentSchema" in self.url.properties:
            schemas = ", ".join(self.quote(one) for one in self.url.properties["currentSchema"].split(","))
            connection.execute(f"SET search_path = {schemas}".encode())
        return connection

    def introduce(self, connection: Any, job_id: str) -> None:
        if not self._named:
            connection.execute("SELECT set_config('application_name', %s, false)", [f"drey {job_id}"])

    def quote(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def column_type(self, type_: t.LogicalType) -> str:
        return types.column_type(type_)

    def fits(self, declared: str, type_: t.LogicalType) -> bool:
        return types.fits(declared, type_)

    def facts(self, connection: Any, table: str) -> TableFacts | None:
        found = None
        for name in dict.fromkeys((self.quote_path(table), self.quote_path(table.lower()))):
            found = connection.execute("SELECT to_regclass(%s)::oid", [name]).fetchone()[0]
            if found is not None:
                break
        if found is None:
            return None
        columns = dict(
            connection.execute(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                [found],
            ).fetchall()
        )
        indexes = connection.execute(
            "SELECT i.indisprimary, array_agg(a.attname::text ORDER BY k.place) FROM pg_index i "
            "CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attribute, place) "
            "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attribute "
            "WHERE i.indrelid = %s AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL "
            "AND i.indexprs IS NULL AND k.place <= i.indnkeyatts GROUP BY i.indexrelid, i.indisprimary",
            [found],
        ).fetchall()
        primary: list[str] = next((names for is_primary, names in indexes if is_primary), [])
        position = [(self.quote(one), types.position_type(columns[one])) for one in primary]
        ordered = tuple((column, kind) for column, kind in position if kind is not None)
        return TableFacts(
            name,
            columns,
            tuple(frozenset(names) for _, names in indexes),
            ordered if len(ordered) == len(position) else (),
        )

    def literals(self, column: pl.Series, type_: t.LogicalType, declared: str) -> pl.Series:
        return types.literals(column, type_)

    def where(self, predicate: ColumnPredicate, column: str, declared: str) -> str | None:
        if predicate.operator in ("is null", "is not null"):
            return f"{column} {predicate.operator.upper()}"
        exact = types.compares_exactly(declared, predicate.type)
        # A collation orders texts in its own way.
        if exact or (predicate.operator in ("=", "<>") and types.is_text(declared, predicate.type)):
            return f"{column} {predicate.operator} {self.literal(predicate.value, predicate.type, declared)}"
        return None

    def selected(self, column: str, declared: str, type_: t.LogicalType) -> str:
        if isinstance(type_, t.ArrayType):
            return f"to_json({column})"
        if isinstance(type_, t.CharacterType) and not types.prints_as_text(declared):
            return f"{column}::text"
        return column

    def read(self, connection: Any, query: str, row_type: t.RowType, size: int) -> Iterator[pl.DataFrame]:
        if len(row_type.fields) == 1:
            # A NULL alone would be an empty line, which CSV readers skip.
            query = f"SELECT *, 1 FROM ({query}) AS one"
        with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
            rows: list[bytes] = []
            for row in copy:  # the server sends each row as one message
                rows.append(row)
                if len(rows) >= size:
                    yield _frame(rows, row_type)
                    rows = []
            if rows:
                yield _frame(rows, row_type)

    def begin(self, connection: Any) -> None:
        connection.execute("BEGIN")

    def commit(self, connection: Any) -> None:
        connection.execute("COMMIT")

    def roll_back(self, connection: Any) -> None:
        if not connection.closed:
            connection.rollback()

    def execute(self, connection: Any, statement: str) -> list[tuple[Any, ...]]:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []

    def insert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        self._copy(connection, target.table, target, rows)

    def _copy(self, connection: Any, table: str, target: Target, rows: pl.DataFrame) -> None:
        names = ", ".join(self.quote(name) for name in target.columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy,
        ):
            for piece in rows.iter_slices(_COPY_ROWS):
                texts = [
                    types.csv_column(piece.to_series(at), type_).alias(str(at))
                    for at, type_ in enumerate(target.types)
                ]
                # Quotes tell an empty text from NULL.
                copy.write(pl.DataFrame(texts).write_csv(include_header=False, quote_style="non_numeric"))

    def _stage(self, connection: Any, target: Target, rows: pl.DataFrame) -> str:
        """Copy rows into a temporary table of the same columns, which is empty behind the transaction."""
        names = ", ".join(self.quote(name) for name in target.columns)
        table = f"drey_rows_{zlib.crc32(f'{target.table} {names}'.encode()):08x}"
        connection.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {table} ON COMMIT DELETE ROWS "
            f"AS SELECT {names} FROM {target.table} WITH NO DATA"
        )
        self._copy(connection, table, target, rows)
        return table

    def upsert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        names = [self.quote(name) for name in target.columns]
        key = ", ".join(names[at] for at in target.key)
        others = [name for at, name in enumerate(names) if at not in target.key]
        action = "UPDATE SET " + ", ".join(f"{n} = excluded.{n}" for n in others) if others else "NOTHING"
        staged = self._stage(connection, target, rows)
        connection.execute(
            f"INSERT INTO {target.table} ({', '.join(names)}) SELECT {', '.join(names)} FROM {staged} "
            f"ON CONFLICT ({key}) DO {action}"
        )

    def delete(self, connection: Any, target: Target, keys: pl.DataFrame) -> None:
        target = target.of_key()
        staged = self._stage(connection, target, keys)
        same = " AND ".join(f"t.{n} = s.{n}" for n in map(self.quote, target.columns))
        connection.execute(f"DELETE FROM {target.table} AS t USING {staged} AS s WHERE {same}")

    def commits_table(self) -> str:
        return (
            f"SELECT pg_advisory_xact_lock({_LOCK}); "
            f"CREATE TABLE IF NOT EXISTS {COMMITS_TABLE} (sink VARCHAR(64) PRIMARY KEY, epoch BIGINT NOT NULL)"
        )

    def claim_epoch(self, connection: Any, sink: str) -> int:
        connection.execute(f"INSERT INTO {COMMITS_TABLE} VALUES (%s, 0) ON CONFLICT DO NOTHING", [sink])
        found = connection.execute(f"SELECT epoch FROM {COMMITS_TABLE} WHERE sink = %s FOR UPDATE", [sink])
        return int(found.fetchone()[0])

    def diagnose(self, error: Exception) -> Diagnosis:
        return diagnose(error)

    def lock_holders(self, connection: Any, table: str) -> list[str]:
        return lock_holders(connection, table)


def _frame(rows: list[bytes], row_type: t.RowType) -> pl.DataFrame:
    texts = pl.read_csv(io.BytesIO(b"".join(rows)), has_header=False, infer_schema=False)
    return pl.DataFrame(
        [
            types.column_of(texts.to_series(at).alias(field.name), field.type)
            for at, field in enumerate(row_type.fields)
        ]
    )
