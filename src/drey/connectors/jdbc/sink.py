"""The writing side of the jdbc connector.

With a primary key, changes are reduced to the last per key and written at flush points: upserts and deletes give
the same table when they are replayed. Without one, rows of a checkpointed job wait for their checkpoint: the
committable holds them, and the committer writes them together with an epoch number into ``drey_commits`` in one
transaction, so that a commit that comes twice writes once.
"""

from __future__ import annotations

import base64
import io
import time
import uuid
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.sink import Committer, Sink, SinkWriter
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects.dialect import JdbcDialect
from drey.connectors.jdbc.tables import require_table, require_unique
from drey.errors import ConnectorError, ValidationError
from drey.types.changelog import RowKind

Json = Any
T = TypeVar("T")

COMMITS_TABLE = "drey_commits"
_KIND = "$kind"
_FIRST_PAUSE = 0.1


class Database:
    """A connection that writes in transactions, trying again while the database is locked."""

    def __init__(self, spec: TableSpec, dialect: JdbcDialect) -> None:
        self.spec = spec
        self.dialect = dialect
        self.table = o.TABLE.require(spec.options)
        self._retries = o.MAX_RETRIES.require(spec.options)
        self._connection: Any = None

    @property
    def connection(self) -> Any:
        if self._connection is None:
            self._connection = self.dialect.connect()
        return self._connection

    def check(self) -> None:
        """Refuse a database whose table doesn't fit, before any row comes."""
        facts = require_table(self.dialect, self.connection, self.spec)
        if self.spec.primary_key:
            require_unique(self.dialect, facts, self.spec)

    def transaction(self, work: Callable[[Any], T]) -> T:
        """Run some statements in one transaction.

        Raises:
            ConnectorError: The database refused them, or was locked through all retries.
        """
        for attempt in range(self._retries + 1):
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                result = work(self.connection)
                self.connection.execute("COMMIT")
            except self.dialect.errors as error:
                self._roll_back()
                if not self.dialect.is_transient(error) or attempt == self._retries:
                    raise self._failed(error, attempt) from error
                time.sleep(_FIRST_PAUSE * 2**attempt)
            except BaseException:
                self._roll_back()
                raise
            else:
                return result
        raise AssertionError("the last attempt returns or raises")

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def _failed(self, error: Exception, attempt: int) -> ConnectorError:
        tried = f" after {attempt} retries" if attempt else ""
        hint = (
            f"raise '{o.MAX_RETRIES.key}', or end what locks it" if self.dialect.is_transient(error) else None
        )
        return ConnectorError(
            "can't write into a database", detail=f"table '{self.table}'{tried}: {error}", hint=hint
        )

    def parameters(self, rows: pl.DataFrame, names: Sequence[str]) -> Any:
        """The rows as an iterator of parameter tuples."""
        types = {f.name: f.type for f in self.spec.row_type.fields}
        return zip(*(self.dialect.to_parameters(rows[name], types[name]) for name in names), strict=True)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _BufferedWriter(SinkWriter):
    """Collects batches until a flush is due."""

    def __init__(self, database: Database) -> None:
        self._database = database
        options = database.spec.options
        self._max_rows = o.FLUSH_ROWS.require(options)
        self._interval = o.FLUSH_INTERVAL.require(options).total_seconds()
        self._frames: list[pl.DataFrame] = []
        self._waiting = 0
        self._since: float | None = None
        database.check()

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        if not rows.height:
            return
        self._frames.append(self._accept(rows, kinds))
        self._waiting += rows.height
        if self._max_rows and self._waiting >= self._max_rows:
            self._flush()

    @abstractmethod
    def _accept(self, rows: pl.DataFrame, kinds: pl.Series | None) -> pl.DataFrame:
        """The rows as they are kept until the flush."""

    @abstractmethod
    def _flush(self) -> None:
        """Write what waits, as far as the delivery guarantee allows."""

    def _take(self) -> pl.DataFrame:
        frame = pl.concat(self._frames)
        self._frames, self._waiting, self._since = [], 0, None
        return frame

    def tick(self, now: float) -> None:
        if not self._waiting or not self._interval:
            return
        if self._since is None:
            self._since = now
        elif now - self._since >= self._interval:
            self._flush()

    def flush(self, end_of_input: bool) -> None:
        self._flush()

    def close(self) -> None:
        self._frames = []
        self._database.close()


class UpsertWriter(_BufferedWriter):
    """Writes the last change of each key."""

    def _accept(self, rows: pl.DataFrame, kinds: pl.Series | None) -> pl.DataFrame:
        marks = pl.repeat(RowKind.INSERT, rows.height, dtype=pl.Int8, eager=True) if kinds is None else kinds
        return rows.with_columns(marks.alias(_KIND))

    def _flush(self) -> None:
        if not self._waiting:
            return
        # The update's new row follows with the same key, or its key goes by a delete of its own.
        changes = self._take().filter(pl.col(_KIND) != RowKind.UPDATE_BEFORE)
        database, spec = self._database, self._database.spec
        last = changes.unique(subset=list(spec.primary_key), keep="last", maintain_order=True)
        deleted = last.filter(pl.col(_KIND) == RowKind.DELETE)
        kept = last.filter(pl.col(_KIND) != RowKind.DELETE)
        names = spec.row_type.names

        def work(connection: Any) -> None:
            if deleted.height:
                statement = database.dialect.delete(database.table, spec.primary_key)
                connection.executemany(statement, database.parameters(deleted, spec.primary_key))
            if kept.height:
                statement = database.dialect.upsert(database.table, names, spec.primary_key)
                connection.executemany(statement, database.parameters(kept, names))

        database.transaction(work)

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        self._flush()
        return []


class AppendWriter(_BufferedWriter):
    """Holds rows for the committer, or writes them at flush points where there are no checkpoints."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._checkpointed = True
        # Epochs are numbered per attempt: those of an abandoned attempt must not hide the new one's.
        self._attempt = uuid.uuid4().hex
        self._epoch = 0

    def open(self, checkpointed: bool) -> None:
        self._checkpointed = checkpointed

    def _accept(self, rows: pl.DataFrame, kinds: pl.Series | None) -> pl.DataFrame:
        if kinds is not None and (kinds != RowKind.INSERT.value).any():
            raise ValidationError(
                "a jdbc table without a primary key takes only inserts",
                detail=f"table {self._database.spec.path}",
                hint="declare PRIMARY KEY (...) NOT ENFORCED",
            )
        return rows

    def _flush(self) -> None:
        if self._checkpointed or not self._waiting:
            return
        rows = self._take()
        self._database.transaction(lambda connection: insert_rows(self._database, connection, rows))

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        self._flush()
        if not self._waiting:
            return []
        buffer = io.BytesIO()
        self._take().write_ipc(buffer, compression="zstd")
        self._epoch += 1
        rows = base64.b64encode(buffer.getvalue()).decode()
        return [{"sink": self._attempt, "epoch": self._epoch, "rows": rows}]


def insert_rows(database: Database, connection: Any, rows: pl.DataFrame) -> None:
    """Insert rows within a transaction."""
    names = database.spec.row_type.names
    statement = database.dialect.insert(database.table, names)
    connection.executemany(statement, database.parameters(rows, names))


class EpochCommitter(Committer):
    """Writes epochs, each once: ``drey_commits`` keeps the last epoch per writer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def commit(self, committables: list[Json]) -> None:
        if committables:
            self._database.transaction(lambda connection: self._write(connection, committables))

    def _write(self, connection: Any, committables: list[Json]) -> None:
        quoted = self._database.dialect.quote(COMMITS_TABLE)
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {quoted} (sink TEXT PRIMARY KEY, epoch INTEGER NOT NULL)"
        )
        for one in sorted(committables, key=lambda c: c["epoch"]):
            found = connection.execute(f"SELECT epoch FROM {quoted} WHERE sink = ?", [one["sink"]]).fetchone()
            if found is not None and found[0] >= one["epoch"]:
                continue
            insert_rows(self._database, connection, pl.read_ipc(io.BytesIO(base64.b64decode(one["rows"]))))
            connection.execute(f"DELETE FROM {quoted} WHERE sink = ?", [one["sink"]])
            connection.execute(f"INSERT INTO {quoted} VALUES (?, ?)", [one["sink"], one["epoch"]])

    def close(self) -> None:
        self._database.close()


class JdbcSink(Sink):
    """A database table, writable."""

    def __init__(self, spec: TableSpec, dialect: JdbcDialect) -> None:
        self._spec = spec
        self._dialect = dialect

    def create_writer(self) -> SinkWriter:
        database = Database(self._spec, self._dialect)
        return UpsertWriter(database) if self._spec.primary_key else AppendWriter(database)

    def create_committer(self) -> Committer | None:
        return None if self._spec.primary_key else EpochCommitter(Database(self._spec, self._dialect))
