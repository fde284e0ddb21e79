"""Reads partitions: the reading side of the kafka and upsert-kafka connectors."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Message, TopicPartition

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.source import (
    Fetched,
    ReaderContext,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
)
from drey.connectors.kafka.client import ClientErrors, commits_offsets, explained, logger, make_consumer
from drey.connectors.kafka.decoding import RowDecoder
from drey.connectors.kafka.enumerator import KafkaEnumerator, split_of
from drey.connectors.kafka.messages import MessageColumns
from drey.connectors.kafka.startup import Partition
from drey.errors import ConnectorError

_AT_ONCE = 1000
"""Messages taken in one call: more of them fall out of the processor's cache before they are decoded, which
made 65,536 at once half as fast."""


@dataclass(slots=True)
class _Progress:
    """How far a partition has been taken: the next offset, and the one to stop at, exclusive."""

    next: int
    stop: int | None
    committed: int | None = None

    @property
    def finished(self) -> bool:
        return self.stop is not None and self.next >= self.stop


class KafkaReader(SourceReader):
    """Takes what has arrived of all its partitions, and decodes it partition by partition."""

    def __init__(self, spec: TableSpec, upsert: bool) -> None:
        self._options = spec.options
        self._errors = ClientErrors(spec.options)
        self._decoder = RowDecoder(spec, upsert)
        self._consumer: Any = None
        self._lock = threading.Lock()
        self._progress: dict[Partition, _Progress] = {}
        self._gathered: dict[Partition, MessageColumns] = {}
        self._ready: deque[MessageColumns] = deque()
        self._several_topics = False

    def open(self, context: ReaderContext) -> None:
        self._consumer = make_consumer(self._options, self._errors)

    def assign(self, splits: list[SourceSplit]) -> None:
        added = []
        with self._lock:
            for split in splits:
                at = split.position
                partition = (at["topic"], at["partition"])
                progress = self._progress[partition] = _Progress(at["offset"], at["stop"])
                if progress.finished:
                    self._ready.append(self._columns(partition))
                else:
                    added.append(TopicPartition(*partition, progress.next))
            self._several_topics = len({topic for topic, _ in self._progress}) > 1
        if added:
            self._consumer.incremental_assign(added)

    def _columns(self, partition: Partition) -> MessageColumns:
        return MessageColumns(*partition, self._decoder.wanted)

    # -- taking messages --------------------------------------------------------------------------------------

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        if not self._ready:
            self._gather(max_rows, timeout)
        if not self._ready:
            return None
        found = self._ready.popleft()
        partition = (found.topic, found.partition)
        rows, skipped = self._decoder.decode(found)
        progress = self._progress[partition]
        split = split_of(partition, progress.next, progress.stop)
        return Fetched(rows, None if progress.finished else split, split.id, skipped)

    def _gather(self, max_rows: int, timeout: float) -> None:
        """Fill the queue of what is ready with what has arrived, up to ``max_rows`` messages.

        A partition has one entry in it, so that its progress is that of the entry.
        """
        self._errors.check()
        deadline = time.monotonic() + timeout
        total = 0
        while True:
            # The first message is waited for alone: a longer list would be waited for until it is full.
            messages = self._consume(1, max(0.0, deadline - time.monotonic()))
            while messages:
                self._sort_in(messages)
                total += len(messages)
                messages = self._consume(min(_AT_ONCE, max_rows - total), 0.0) if total < max_rows else []
            # Events, such as the end of a partition for now, are none of what is waited for.
            if self._gathered or time.monotonic() >= deadline:
                break
        self._ready.extend(self._gathered.values())
        self._gathered = {}

    def _consume(self, number: int, timeout: float) -> list[Any]:
        try:
            found: list[Any] = self._consumer.consume(number, timeout)
        except KafkaException as error:
            raise explained("can't read from Kafka", error, self._options) from error
        return found

    def _sort_in(self, messages: list[Any]) -> None:
        """Append messages to the columns of their partitions; what is no message is an event."""
        if any(map(Message.error, messages)):
            for event, run in groupby(messages, key=lambda one: one.error() is not None):
                if not event:
                    self._sort_in(list(run))
                    continue
                for one in run:
                    self._on_event(one)
            return
        numbers = list(map(Message.partition, messages))
        if not self._several_topics and numbers.count(numbers[0]) == len(numbers):
            self._append((messages[0].topic(), numbers[0]), messages)
            return
        for partition, same in groupby(messages, key=lambda one: (one.topic(), one.partition())):
            self._append(partition, list(same))

    def _append(self, partition: Partition, messages: list[Any]) -> None:
        progress = self._progress[partition]
        if progress.finished:
            return
        following = messages[-1].offset() + 1
        if progress.stop is not None and following > progress.stop:
            messages = [one for one in messages if one.offset() < progress.stop]
        columns = self._gathered.get(partition)
        if columns is None:
            columns = self._gathered[partition] = self._columns(partition)
        columns.add(messages)
        self._move(partition, following)

    def _on_event(self, message: Any) -> None:
        error, partition = message.error(), (message.topic(), message.partition())
        if error.code() == KafkaError._PARTITION_EOF:
            progress = self._progress.get(partition)
            if progress is None or progress.finished or message.offset() < progress.next:
                return
            # The last offsets may be a transaction's markers, which are no messages.
            self._move(partition, message.offset())
            if progress.finished and partition not in self._gathered:
                self._gathered[partition] = self._columns(partition)
            return
        if error.code() == KafkaError._AUTO_OFFSET_RESET:
            raise ConnectorError(
                "the messages to read are gone",
                detail=f"topic '{partition[0]}', partition {partition[1]}: {error.str()}",
                hint="the topic's retention is shorter than the job was away; start without its state, from 'earliest-offset'",
            )
        if error.retriable() or error.code() in _PASSING:
            logger.warning("kafka source: %s", error.str())
            return
        raise explained("can't read from Kafka", error, self._options)

    def _move(self, partition: Partition, following: int) -> None:
        progress = self._progress[partition]
        with self._lock:
            progress.next = following if progress.stop is None else min(following, progress.stop)
        if progress.finished:
            self._consumer.incremental_unassign([TopicPartition(*partition)])

    # -- telling others ---------------------------------------------------------------------------------------

    def checkpoint_completed(self, splits: list[SourceSplit]) -> None:
        if not splits or not commits_offsets(self._options):
            return
        offsets = []
        with self._lock:
            for split in splits:
                at = split.position
                offsets.append(TopicPartition(at["topic"], at["partition"], at["offset"]))
                progress = self._progress.get((at["topic"], at["partition"]))
                if progress is not None:
                    progress.committed = at["offset"]
        try:
            self._consumer.commit(offsets=offsets, asynchronous=True)
        except KafkaException as error:
            # Recovery does not need them; the next checkpoint tells more.
            logger.warning("kafka source: can't commit offsets: %s", error.args[0].str())

    def metrics(self) -> Mapping[str, float]:
        """``pendingRecords`` (the lag of all partitions), and each partition's offsets and lag."""
        found: dict[str, float] = {}
        total = 0
        with self._lock:
            if self._consumer is None:
                return found
            for (topic, number), progress in self._progress.items():
                name = f"topic.{topic}.partition.{number}"
                found[f"{name}.currentOffset"] = progress.next
                if progress.committed is not None:
                    found[f"{name}.committedOffset"] = progress.committed
                _, high = self._consumer.get_watermark_offsets(TopicPartition(topic, number), cached=True)
                end = high if progress.stop is None else min(high, progress.stop)
                lag = max(0, end - progress.next)
                found[f"{name}.lag"] = lag
                total += lag
        found["pendingRecords"] = total
        return found

    def close(self) -> None:
        with self._lock:
            consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.close()


_PASSING = (
    KafkaError._TRANSPORT,
    KafkaError._ALL_BROKERS_DOWN,
    KafkaError._TIMED_OUT,
    KafkaError._RESOLVE,
    KafkaError._MAX_POLL_EXCEEDED,
)
"""Errors that the client mends by itself, as soon as brokers are back."""


class KafkaSource(Source):
    """A kafka or upsert-kafka table, readable."""

    def __init__(self, spec: TableSpec, upsert: bool = False) -> None:
        self._spec = spec
        self._upsert = upsert

    def create_enumerator(self) -> SplitEnumerator:
        return KafkaEnumerator(self._spec)

    def create_reader(self) -> SourceReader:
        return KafkaReader(self._spec, self._upsert)
