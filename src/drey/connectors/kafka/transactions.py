"""Exactly once into Kafka, without leaving a transaction open between checkpoint and commit.

librdkafka can't take over a transaction that another process left open: ``init_transactions`` aborts it. So
nothing is sent before the commit. An epoch's messages are kept (:mod:`drey.connectors.kafka.staging`), durable
before their checkpoint is. Its commit sends them in one transaction together with a *marker*: the number of the
epoch, as the offset of a consumer group of the writer's own. Kafka commits both or neither, so a commit that
comes twice reads the marker, finds the epoch done and does nothing.

The transactional id belongs to one attempt of one writer. Whoever restores the attempt's state initialises it
again, which aborts what is open and fences a process that was only paused. Epochs are numbered per attempt: those
of an abandoned attempt must not hide the new one's. See docs/design/20261128_kafka_exactly_once.md.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.sink import Committer, SinkWriter, WriterContext
from drey.connectors.kafka import options as o
from drey.connectors.kafka.encoding import RowEncoder
from drey.connectors.kafka.epoch_transaction import EpochTransaction, transactional_id
from drey.connectors.kafka.staging import Staging, discard, remove_behind, staging_directory
from drey.connectors.kafka.upserts import UpsertBuffer
from drey.errors import ConnectorError

Json = Any

_COMMIT_INTERVAL = 1.0
_MARKER_LIFE = 5 * 86_400
"""Seconds after which a missing marker proves nothing: brokers forget offsets of idle groups after seven days."""


class Transactions:
    """The open transactional producers of a sink, by attempt; shared by its writer and its committer."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec
        self._open: dict[str, EpochTransaction] = {}
        self._lock = threading.Lock()

    def of(self, attempt: str) -> EpochTransaction:
        """The producer of an attempt, which fences whoever else holds it when it is made."""
        with self._lock:
            found = self._open.get(attempt)
            if found is None:
                found = self._open[attempt] = EpochTransaction(self.spec, attempt)
            return found

    def close(self) -> None:
        """Release all."""
        with self._lock:
            for one in self._open.values():
                one.close()
            self._open.clear()


class EpochWriter(SinkWriter):
    """Keeps the messages of an epoch until their commit.

    Without checkpoints nothing can be restored, and what is written has to be seen before the end of input: the
    writer commits by itself, once a second.
    """

    def __init__(self, spec: TableSpec, upsert: bool, transactions: Transactions) -> None:
        self._spec = spec
        self._transactions = transactions
        self._encoder = RowEncoder(spec, upsert)
        self._buffer = UpsertBuffer.of(spec) if upsert else None
        self._attempt = uuid.uuid4().hex
        self._staging = self._staging_of(self._attempt)
        self._checkpointed = True
        self._committed = 0.0
        self._partition: int | None = None
        self._fixed = spec.connector == "kafka" and o.PARTITIONER.require(spec.options) == "fixed"

    def open(self, context: WriterContext) -> None:
        self._checkpointed = context.checkpointed
        self._attempt = f"{context.subtask}-{self._attempt}"
        self._staging = self._staging_of(self._attempt)
        partitions = self._transactions.of(self._attempt).partitions
        self._partition = context.subtask % partitions if self._fixed else None

    def restore(self, states: Sequence[Json], checkpoint_id: int) -> None:
        for state in states:
            # Whoever wrote this state may be paused only, and wake up with a commit in its hands.
            self._transactions.of(state["attempt"])
            remove_behind(self._directory_of(state["attempt"]), state["epoch"])

    def _directory_of(self, attempt: str) -> Path:
        return staging_directory(self._spec.options, transactional_id(self._spec, attempt))

    def _staging_of(self, attempt: str) -> Staging:
        return Staging(self._directory_of(attempt))

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        if self._buffer is None:
            self._staging.add(self._encoder.encode(rows, kinds))
        elif self._buffer.add(rows, kinds):
            self._drain()

    def _drain(self) -> None:
        if self._buffer is not None and len(self._buffer):
            self._staging.add(self._encoder.encode(*self._buffer.take()))

    def tick(self, now: float) -> None:
        if self._buffer is not None and self._buffer.due(now):
            self._drain()
        if not self._checkpointed and now - self._committed >= _COMMIT_INTERVAL:
            self._committed = now
            self._commit_now()

    def flush(self, end_of_input: bool) -> None:
        if not self._checkpointed:
            self._drain()
            self._commit_now()

    def _commit_now(self) -> None:
        staged = self._staging.finish()
        if staged is not None:
            self._transactions.of(self._attempt).commit(staged["epoch"], [staged], self._partition)
            discard(staged)

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        self._drain()
        staged = self._staging.finish()
        if staged is None:
            return []
        return [
            {
                "version": 1,
                "attempt": self._attempt,
                "partition": self._partition,
                "prepared": int(time.time()),
                **staged,
            }
        ]

    def snapshot(self) -> Json:
        return {"version": 1, "attempt": self._attempt, "epoch": self._staging.finished}

    def close(self) -> None:
        self._staging.abandon()
        self._transactions.close()


class EpochCommitter(Committer):
    """Sends epochs, each once."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def commit(self, committables: list[Json]) -> None:
        in_order = sorted(committables, key=lambda one: (one["attempt"], one["epoch"]))
        for attempt, group in groupby(in_order, key=lambda one: str(one["attempt"])):
            self._commit_attempt(attempt, list(group))

    def _commit_attempt(self, attempt: str, epochs: list[Json]) -> None:
        transaction = self._transactions.of(attempt)
        last = transaction.last_epoch
        due = [one for one in epochs if last is None or one["epoch"] > last]
        if last is None and self._forgotten(epochs[0]):
            due = []
        if due:
            transaction.commit(due[-1]["epoch"], due, due[0]["partition"])
        for one in epochs:
            discard(one)

    def _forgotten(self, committable: Json) -> bool:
        """True if records are taken for committed although no marker says so, since it may have expired.

        Raises:
            ConnectorError: It can't be told, and the table's options don't say what to do.
        """
        age = time.time() - committable["prepared"]
        choice = o.FORGOTTEN_COMMITS.require(self._transactions.spec.options).lower()
        if age <= _MARKER_LIFE or choice == "send":
            return False
        if choice == "skip":
            return True
        raise ConnectorError(
            "it can't be told whether the records of an old checkpoint were committed",
            detail=f"they were prepared {age / 86_400:.0f} days ago, and brokers forget after "
            "'offsets.retention.minutes', seven days by default",
            hint=f"if the job was stopped by this savepoint they were: set '{o.FORGOTTEN_COMMITS.key}' to 'skip'; "
            "else look into the topic, and set it to 'send' if they are missing",
        )

    def close(self) -> None:
        self._transactions.close()
