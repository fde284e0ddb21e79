"""Appends exactly once: rows and a mark of their epoch in one transaction of the database.

A writer numbers its epochs and hands the rows of each, as Arrow IPC, to the checkpoint. When the checkpoint is
complete the committer writes them and raises the writer's number in the table ``drey_commits`` in the same
transaction; a commit that comes again, or that a killed process left under way in the server, finds the number
and writes nothing. A row of that table is needed for as long as a checkpoint or savepoint may be restored that
holds the writer's last epoch, so none is ever deleted; each start of a job leaves one per writer.
"""

from __future__ import annotations

import base64
import io
import uuid
from collections.abc import Sequence
from typing import Any

import polars as pl

from drey.connectors.api.sink import Committer, WriterContext
from drey.connectors.jdbc.database import Database
from drey.connectors.jdbc.dialects.dialect import COMMITS_TABLE

Json = Any


class Epochs:
    """Numbers a writer's epochs."""

    def __init__(self) -> None:
        # Numbers count per attempt: those of an abandoned attempt must not hide the new one's.
        self._sink = uuid.uuid4().hex
        self._last = 0

    def committable(self, rows: pl.DataFrame) -> Json:
        """The next epoch."""
        buffer = io.BytesIO()
        rows.write_ipc(buffer, compression="zstd")
        self._last += 1
        text = base64.b64encode(buffer.getvalue()).decode()
        return {"sink": self._sink, "epoch": self._last, "rows": text}


class EpochCommitter(Committer):
    """Writes epochs, each once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._has_table = False

    def open(self, context: WriterContext) -> None:
        self._database.introduce(context.job_id)

    def commit(self, committables: list[Json]) -> None:
        if not committables:
            return
        database = self._database
        target = database.target
        if not self._has_table:
            # Not within the transaction: where DDL is no part of one, it would commit it.
            database.run(self._make_table, "write into")
            self._has_table = True
        decoded = [
            (one["sink"], one["epoch"], pl.read_ipc(io.BytesIO(base64.b64decode(one["rows"]))))
            for one in sorted(committables, key=lambda c: (c["sink"], c["epoch"]))
        ]

        def write(connection: Any) -> None:
            for sink in dict.fromkeys(sink for sink, _, _ in decoded):
                done = database.dialect.claim_epoch(connection, sink)
                due = [(epoch, rows) for one, epoch, rows in decoded if one == sink and epoch > done]
                if due:
                    database.dialect.insert(connection, target, pl.concat([rows for _, rows in due]))
                    self._raise_to(connection, sink, due)

        database.transaction(write)

    def _make_table(self, connection: Any) -> None:
        dialect = self._database.dialect
        if dialect.facts(connection, COMMITS_TABLE) is None:  # else it would take the right to make tables
            dialect.execute(connection, dialect.commits_table())

    def _raise_to(self, connection: Any, sink: str, due: Sequence[tuple[int, pl.DataFrame]]) -> None:
        assert sink.isalnum(), "made by Epochs"
        statement = f"UPDATE {COMMITS_TABLE} SET epoch = {int(due[-1][0])} WHERE sink = '{sink}'"
        self._database.dialect.execute(connection, statement)

    def close(self) -> None:
        self._database.close()
