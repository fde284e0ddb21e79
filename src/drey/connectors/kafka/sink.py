"""The writing side of the kafka and upsert-kafka connectors."""

from __future__ import annotations

from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.sink import Committer, Sink, SinkWriter, WriterContext
from drey.connectors.kafka import options as o
from drey.connectors.kafka.client import ClientErrors, make_producer
from drey.connectors.kafka.encoding import Outgoing, RowEncoder
from drey.connectors.kafka.sending import Sender
from drey.connectors.kafka.transactions import EpochCommitter, EpochWriter, Transactions
from drey.connectors.kafka.upserts import UpsertBuffer
from drey.connectors.kafka.validation import fixed_topic, guarantee

Json = Any


class DirectWriter(SinkWriter):
    """Sends at once; at least once, a checkpoint waits until everything has arrived."""

    def __init__(self, spec: TableSpec, upsert: bool) -> None:
        self._spec = spec
        self._waits = guarantee(spec) != "none"
        self._encoder = RowEncoder(spec, upsert)
        self._buffer = UpsertBuffer.of(spec) if upsert else None
        self._errors = ClientErrors(spec.options)
        self._producer = make_producer(spec.options, self._errors, enable_idempotence=self._waits)
        self._sender = Sender(self._producer, fixed_topic(spec), spec.options, self._errors)
        self._partition: int | None = None
        self._opened = False

    def open(self, context: WriterContext) -> None:
        self._opened = True
        self._partition = fixed_partition(self._spec, context, self._sender.partitions())

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        if self._buffer is None:
            self._send(self._encoder.encode(rows, kinds))
        elif self._buffer.add(rows, kinds):
            self._drain()

    def _send(self, messages: Outgoing) -> None:
        if not self._opened:
            self.open(WriterContext())
        self._sender.send(messages, self._partition)

    def _drain(self) -> None:
        if self._buffer is not None and len(self._buffer):
            self._send(self._encoder.encode(*self._buffer.take()))

    def tick(self, now: float) -> None:
        if self._buffer is not None and self._buffer.due(now):
            self._drain()
        self._producer.poll(0)
        self._sender.check()

    def flush(self, end_of_input: bool) -> None:
        self._drain()
        if self._waits or end_of_input:
            self._sender.flush()

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        self.flush(False)
        return []

    def close(self) -> None:
        self._producer.purge()
        self._producer.flush(5.0)


def fixed_partition(spec: TableSpec, context: WriterContext, partitions: int) -> int | None:
    """The one partition of a writer, as Flink's ``FlinkFixedPartitioner``; None if messages are spread."""
    fixed = spec.connector == "kafka" and o.PARTITIONER.require(spec.options) == "fixed"
    return context.subtask % partitions if fixed else None


class KafkaSink(Sink):
    """A kafka or upsert-kafka table, writable."""

    def __init__(self, spec: TableSpec, upsert: bool = False) -> None:
        self._spec = spec
        self._upsert = upsert
        self._exactly_once = guarantee(spec) == "exactly-once"
        self._transactions = Transactions(spec)

    def create_writer(self) -> SinkWriter:
        if self._exactly_once:
            return EpochWriter(self._spec, self._upsert, self._transactions)
        return DirectWriter(self._spec, self._upsert)

    def create_committer(self) -> Committer | None:
        return EpochCommitter(self._transactions) if self._exactly_once else None
