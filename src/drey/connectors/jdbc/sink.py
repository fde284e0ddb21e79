"""The writing side of the jdbc connector.

With a primary key, changes are reduced to the last per key and written at flush points: upserts and deletes give
the same table when they are replayed. Without one, rows of a checkpointed job wait for their checkpoint; see
:mod:`drey.connectors.jdbc.epochs`.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.sink import Committer, Sink, SinkWriter, WriterContext
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.database import Database
from drey.connectors.jdbc.dialects.dialect import JdbcDialect
from drey.connectors.jdbc.epochs import EpochCommitter, Epochs
from drey.connectors.jdbc.tables import require_unique
from drey.errors import ValidationError
from drey.types.changelog import RowKind

Json = Any

_KIND = "$kind"


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
        # A table that doesn't fit is refused before any row comes.
        try:
            if database.spec.primary_key:
                require_unique(database.dialect, database.facts, database.spec)
            self._target = database.target
        except BaseException:
            database.close()
            raise

    def open(self, context: WriterContext) -> None:
        self._database.introduce(context.job_id)

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
        database, target = self._database, self._target
        key = list(database.spec.primary_key)
        # In the order of the key, parallel writers lock rows in one order and rarely wait for each other in a ring.
        last = changes.unique(subset=key, keep="last").sort(key)
        deleted = last.filter(pl.col(_KIND) == RowKind.DELETE).select(key)
        kept = last.filter(pl.col(_KIND) != RowKind.DELETE).drop(_KIND)

        def work(connection: Any) -> None:
            if deleted.height:
                database.dialect.delete(connection, target, deleted)
            if kept.height:
                database.dialect.upsert(connection, target, kept)

        database.transaction(work)

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        self._flush()
        return []


class AppendWriter(_BufferedWriter):
    """Holds rows for the committer, or writes them at flush points where there are no checkpoints."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._checkpointed = True
        self._epochs = Epochs()

    def open(self, context: WriterContext) -> None:
        super().open(context)
        self._checkpointed = context.checkpointed

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
        database, target = self._database, self._target
        database.transaction(lambda connection: database.dialect.insert(connection, target, rows))

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        self._flush()
        return [self._epochs.committable(self._take())] if self._waiting else []


class JdbcSink(Sink):
    """A database table, writable."""

    def __init__(self, spec: TableSpec, dialect: JdbcDialect) -> None:
        self._spec = spec
        self._dialect = dialect

    def create_writer(self) -> SinkWriter:
        return UpsertWriter(self._database()) if self._spec.primary_key else AppendWriter(self._database())

    def create_committer(self) -> Committer | None:
        return None if self._spec.primary_key else EpochCommitter(self._database())

    def _database(self) -> Database:
        return Database(self._spec, self._dialect, o.MAX_RETRIES.require(self._spec.options))
