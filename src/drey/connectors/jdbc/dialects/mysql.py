"""MySQL and MariaDB by PyMySQL.

Statements are text with all values in it: whole columns become SQL literals at once, and a statement of many
rows costs the server less than many statements. Results are read as the texts that the server sends, unbuffered,
and become columns at once. Sessions run in UTC, so that a TIMESTAMP_LTZ is the same instant on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import polars as pl
import pymysql
from pymysql.constants import FIELD_TYPE
from pymysql.converters import conversions
from pymysql.cursors import SSCursor

from drey.connectors.jdbc.dialects import mysql_types as types
from drey.connectors.jdbc.dialects.dialect import COMMITS_TABLE, Diagnosis, JdbcDialect, TableFacts, Target
from drey.connectors.jdbc.dialects.mysql_errors import diagnose
from drey.connectors.jdbc.dialects.mysql_rows import batches, columns
from drey.connectors.jdbc.urls import JdbcUrl, parse_url
from drey.connectors.predicates import ColumnPredicate
from drey.errors import ConnectorError, OptionError
from drey.types import logical as t

_PORT = 3306
_CONNECT_SECONDS = 10.0
_STATEMENT_BYTES = 1 << 20
"""Statements are cut at this size: larger ones are not faster, and the server's default limit is 16 MB."""
_WRITE_SECONDS = 3600
"""How long the server waits for a reader that is slower than it; its default of 60 s is less than a pause."""
_SESSION = (
    f"SET time_zone = '+00:00', net_write_timeout = {_WRITE_SECONDS}, "
    # literals are written with backslashes escaped
    "sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')"
)
_MEANINGFUL = (
    "user", "password", "connectTimeout", "socketTimeout", "useSSL", "requireSSL", "sslMode",
    "verifyServerCertificate", "trustCertificateKeyStoreUrl", "zeroDateTimeBehavior",
)  # fmt: skip
_IGNORED = (
    "allowLoadLocalInfile", "allowMultiQueries", "allowPublicKeyRetrieval", "autoReconnect",
    "autoReconnectForPools", "cachePrepStmts", "cacheServerConfiguration", "characterEncoding",
    "characterSetResults", "connectionCollation", "connectionTimeZone", "defaultFetchSize",
    "elideSetAutoCommits", "failOverReadOnly", "forceConnectionTimeZoneToSession", "initialTimeout",
    "maintainTimeStats", "maxReconnects", "netTimeoutForStreamingResults", "noAccessToProcedureBodies",
    "nullCatalogMeansCurrent", "permitMysqlScheme", "prepStmtCacheSize", "prepStmtCacheSqlLimit",
    "rewriteBatchedStatements", "sendFractionalSeconds", "serverTimezone", "tcpKeepAlive", "tinyInt1isBit",
    "transformedBitIsBoolean", "useAffectedRows", "useCompression", "useCursorFetch",
    "useInformationSchema", "useLegacyDatetimeCode", "useLocalSessionState", "useOldAliasMetadataBehavior",
    "useServerPrepStmts", "useUnicode", "yearIsDateType",
)  # fmt: skip
"""Properties of MySQL's and MariaDB's Java drivers that change nothing here."""
_UTC_NAMES = (
    "utc",
    "gmt",
    "z",
    "etc/utc",
    "etc/gmt",
    "+00:00",
    "gmt+0",
    "utc+0",
    "gmt+00:00",
    "local",
    "server",
)


class MysqlDialect(JdbcDialect):
    """``jdbc:mysql://host:port/database`` and ``jdbc:mariadb:``."""

    name = "mysql"
    errors: ClassVar[tuple[type[Exception], ...]] = (pymysql.Error,)

    def __init__(self, url: str, user: str | None, password: str | None) -> None:
        self.url = parse_url(url, _PORT, (*_MEANINGFUL, *_IGNORED))
        self._user = user or self.url.properties.get("user", "")
        self._password = password or self.url.properties.get("password", "")
        self._null_zero_dates = (
            self.url.properties.get("zeroDateTimeBehavior", "").replace("_", "").lower() == "converttonull"
        )
        _check_zone(self.url)

    def connect(self) -> pymysql.Connection[Any]:
        failure: Exception | None = None
        for host, port in self.url.hosts:
            try:
                return self._connect(host, port)
            except pymysql.err.OperationalError as error:
                if not diagnose(error).lost:
                    raise
                failure = failure or error
        assert failure is not None
        raise failure

    def _connect(self, host: str, port: int) -> pymysql.Connection[Any]:
        timeout = self.url.seconds("socketTimeout")
        return pymysql.connect(
            host=host,
            port=port,
            user=self._user,
            password=self._password,
            database=self.url.database or None,
            charset="utf8mb4",
            autocommit=True,
            # Without decoders every value comes as the text that the server sent.
            conv={key: value for key, value in conversions.items() if type(key) is not int},
            connect_timeout=self.url.seconds("connectTimeout") or _CONNECT_SECONDS,
            read_timeout=timeout,
            write_timeout=timeout,
            init_command=_SESSION,
            **_tls(self.url),
        )

    def quote(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def column_type(self, type_: t.LogicalType) -> str:
        return types.column_type(type_)

    def key_type(self, type_: t.LogicalType) -> str:
        # an index needs a length
        return {"LONGTEXT": "VARCHAR(255)", "LONGBLOB": "VARBINARY(255)"}.get(
            types.column_type(type_), types.column_type(type_)
        )

    def fits(self, declared: str, type_: t.LogicalType) -> bool:
        return types.fits(declared, type_)

    def facts(self, connection: Any, table: str) -> TableFacts | None:
        name = self.quote_path(table)
        with connection.cursor() as cursor:
            try:
                cursor.execute(f"SHOW COLUMNS FROM {name}")
            except pymysql.err.ProgrammingError as error:
                if error.args and error.args[0] == types.NO_SUCH_TABLE:
                    return None
                raise
            columns = {row[0]: row[1] for row in cursor.fetchall()}
            cursor.execute(f"SHOW INDEX FROM {name}")
            described = [one[0] for one in cursor.description]
            rows = [dict(zip(described, row, strict=True)) for row in cursor.fetchall()]
        indexes: dict[str, list[str]] = {}
        partial: set[str] = set()
        for row in rows:
            if row["Non_unique"] == "0":
                indexes.setdefault(row["Key_name"], []).append(row["Column_name"] or "")
                if row["Column_name"] is None or row["Sub_part"] is not None:
                    partial.add(row["Key_name"])
        unique = tuple(frozenset(names) for key, names in indexes.items() if key not in partial)
        primary = () if "PRIMARY" in partial else tuple(indexes.get("PRIMARY", ()))
        position = [(one, types.position_type(columns[one])) for one in primary]
        ordered = tuple((self.quote(one), kind) for one, kind in position if kind is not None)
        return TableFacts(name, columns, unique, ordered if len(ordered) == len(position) else ())

    def literals(self, column: pl.Series, type_: t.LogicalType, declared: str) -> pl.Series:
        return types.literals(column, type_, column.name)

    def where(self, predicate: ColumnPredicate, column: str, declared: str) -> str | None:
        if predicate.operator in ("is null", "is not null"):
            return f"{column} {predicate.operator.upper()}"
        # Where collations ignore case or spaces, equality keeps more rows; an order may keep fewer.
        exact = types.compares_exactly(declared, predicate.type)
        if exact or (predicate.operator == "=" and types.is_text(declared, predicate.type)):
            return f"{column} {predicate.operator} {self.literal(predicate.value, predicate.type, declared)}"
        return None

    def selected(self, column: str, declared: str, type_: t.LogicalType) -> str:
        # The server prints a FLOAT with six digits, the DOUBLE of it with all.
        return f"({column} + 0e0)" if declared.lower().startswith("float") else column

    def read(self, connection: Any, query: str, row_type: t.RowType, size: int) -> Iterator[pl.DataFrame]:
        cursor = connection.cursor(SSCursor)
        ended = False
        try:
            cursor.execute(query)
            bits = [one.type_code == FIELD_TYPE.BIT for one in cursor._result.fields]
            for rows in batches(cursor, size):
                values = columns(rows, len(row_type.fields))
                yield pl.DataFrame(
                    [
                        types.column_of(column.alias(field.name), field.type, is_bits, self._null_zero_dates)
                        for field, column, is_bits in zip(row_type.fields, values, bits, strict=False)
                    ]
                )
            ended = True
        finally:
            if not ended:
                _abandon(connection)
            cursor.close()

    def begin(self, connection: Any) -> None:
        connection.begin()

    def commit(self, connection: Any) -> None:
        connection.commit()

    def roll_back(self, connection: Any) -> None:
        if connection.open:
            connection.rollback()

    def execute(self, connection: Any, statement: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def insert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        self._insert(connection, target, rows, "")

    def upsert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        names = [self.quote(name) for name in target.columns]
        others = [name for at, name in enumerate(names) if at not in target.key] or names[:1]
        changes = ", ".join(f"{name} = VALUES({name})" for name in others)
        self._insert(connection, target, rows, f" ON DUPLICATE KEY UPDATE {changes}")

    def _insert(self, connection: Any, target: Target, rows: pl.DataFrame, tail: str) -> None:
        names = ", ".join(self.quote(name) for name in target.columns)
        self._write(connection, target, rows, f"INSERT INTO {target.table} ({names}) VALUES ", tail)

    def delete(self, connection: Any, target: Target, keys: pl.DataFrame) -> None:
        names = ", ".join(self.quote(name) for name in target.of_key().columns)
        self._write(
            connection, target.of_key(), keys, f"DELETE FROM {target.table} WHERE ({names}) IN (", ")"
        )

    def _write(self, connection: Any, target: Target, rows: pl.DataFrame, head: str, tail: str) -> None:
        """Send ``head row, row, ... tail`` in as many statements as the size asks for."""
        texts = _row_literals(rows, target)
        sizes = texts.str.len_bytes()
        largest = int(sizes.max() or 0)  # type: ignore[arg-type]
        if largest > _STATEMENT_BYTES:
            _check_packet(connection, largest + len(head) + len(tail) + 16)
        with connection.cursor() as cursor:
            for _, piece in texts.to_frame("row").group_by(
                sizes.cum_sum() // _STATEMENT_BYTES, maintain_order=True
            ):
                cursor.execute(head + piece["row"].str.join(", ").item() + tail)

    def commits_table(self) -> str:
        return (
            f"CREATE TABLE IF NOT EXISTS {COMMITS_TABLE} "
            "(sink VARCHAR(64) CHARACTER SET ascii PRIMARY KEY, epoch BIGINT NOT NULL) ENGINE = InnoDB"
        )

    def claim_epoch(self, connection: Any, sink: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT IGNORE INTO {COMMITS_TABLE} VALUES (%s, 0)", [sink])
            cursor.execute(f"SELECT epoch FROM {COMMITS_TABLE} WHERE sink = %s FOR UPDATE", [sink])
            return int(cursor.fetchone()[0])

    def diagnose(self, error: Exception) -> Diagnosis:
        return diagnose(error)


def _check_zone(url: JdbcUrl) -> None:
    for key in ("serverTimezone", "connectionTimeZone"):
        zone = url.properties.get(key, "UTC")
        if zone.lower() not in _UTC_NAMES:
            raise OptionError(
                f"'{key}={zone}' in a JDBC url: the session runs in UTC",
                detail=f"url '{url.text}'",
                hint="remove it; declare TIMESTAMP_LTZ for columns that are points in time",
            )


def _tls(url: JdbcUrl) -> dict[str, Any]:
    mode = url.properties.get("sslMode", "").upper().replace("-", "_")
    if mode in ("", "PREFERRED", "DISABLED", "DISABLE"):
        wanted = not mode and (url.flag("useSSL") or url.flag("requireSSL"))
        return {"ssl": {"check_hostname": False, "verify_mode": "none"}} if wanted else {}
    verify = {"REQUIRED": "none", "TRUST": "none"}.get(mode, "required")
    return {"ssl": {"check_hostname": mode in ("VERIFY_IDENTITY", "VERIFY_FULL"), "verify_mode": verify}}


def _check_packet(connection: Any, size: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@max_allowed_packet")
        limit = int(cursor.fetchone()[0])
    if size > limit:
        raise ConnectorError(
            "a row is larger than the server's max_allowed_packet",
            detail=f"{size:,} bytes, {limit:,} are allowed",
            hint="raise max_allowed_packet in the server",
        )


def _row_literals(rows: pl.DataFrame, target: Target) -> pl.Series:
    parts: list[pl.Series | pl.Expr] = [pl.lit("(")]
    for at, (name, type_) in enumerate(zip(target.columns, target.types, strict=True)):
        if at:
            parts.append(pl.lit(","))
        parts.append(types.literals(rows.to_series(at), type_, name))
    parts.append(pl.lit(")"))
    return pl.select(pl.concat_str(parts)).to_series()


def _abandon(connection: Any) -> None:
    """Close a connection in the middle of a result without reading the rest of it."""
    result = getattr(connection, "_result", None)
    if result is not None:
        result.unbuffered_active = False
    connection._force_close()
