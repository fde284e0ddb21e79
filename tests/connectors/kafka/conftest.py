"""Topics on a real broker."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import polars as pl
import pytest

confluent_kafka = pytest.importorskip("confluent_kafka")

from confluent_kafka import Consumer, KafkaException, Message, Producer, TopicPartition  # noqa: E402
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec  # noqa: E402

from drey.connectors.api import ReaderContext, Source, SourceSplit  # noqa: E402
from drey.testing.servers import KafkaServer  # noqa: E402
from tests.faults.conftest import torture_seeds  # noqa: E402, F401 - a fixture
from tests.waiting import PATIENCE, eventually  # noqa: E402

T = TypeVar("T")


def answered(request: Callable[[], T]) -> T:
    """What a broker answers; asked again while it says that it can't."""
    answers: list[T] = []
    errors: list[KafkaException] = []

    def attempt() -> bool:
        try:
            answers.append(request())
        except KafkaException as error:
            errors.append(error)
        return bool(answers)

    eventually(attempt, lambda: errors[-1], pause=0.05)
    return answers[0]


def ends_of(brokers: str, topic: str) -> dict[int, int]:
    """The offset behind the last record of each partition, whether that is committed or not; none without the topic."""
    admin = AdminClient({"bootstrap.servers": brokers})

    def ask() -> dict[int, int]:
        # Of all topics: brokers may make one that is asked for by its name.
        found = admin.list_topics(timeout=PATIENCE).topics.get(topic)
        if found is None:
            return {}
        wanted = {TopicPartition(topic, number): OffsetSpec.latest() for number in found.partitions}
        futures = admin.list_offsets(wanted, request_timeout=PATIENCE)
        return {one.partition: future.result(PATIENCE).offset for one, future in futures.items()}

    return answered(ask)


def wait_for_partitions(brokers: str, topic: str, partitions: int) -> None:
    """Until a topic has its partitions on the broker, too, and they can be written and read."""
    eventually(lambda: len(ends_of(brokers, topic)) == partitions, pause=0.05)


@pytest.fixture
def brokers(kafka_server: KafkaServer) -> str:
    return kafka_server.url


@pytest.fixture
def topic(brokers: str) -> Callable[..., str]:
    """Makes a topic with some partitions."""

    def make(partitions: int = 1, name: str = "t", **config: str) -> str:
        made = f"{name}-{uuid.uuid4().hex[:10]}"
        admin = AdminClient({"bootstrap.servers": brokers})
        settings = {key.replace("_", "."): value for key, value in config.items()}
        [future] = admin.create_topics([NewTopic(made, partitions, 1, config=settings)]).values()
        future.result(PATIENCE)
        wait_for_partitions(brokers, made, partitions)
        return made

    return make


@pytest.fixture
def send(brokers: str) -> Callable[..., None]:
    """Writes messages, each a value or keyword arguments of ``Producer.produce``."""

    def write(topic: str, *messages: object, partition: int = 0) -> None:
        producer = Producer({"bootstrap.servers": brokers})
        failed: list[object] = []
        for one in messages:
            entry = one if isinstance(one, dict) else {"value": one}
            entry = {"partition": partition, **entry}
            producer.produce(topic, on_delivery=lambda e, _: failed.append(e) if e else None, **entry)
        assert producer.flush(PATIENCE) == 0
        assert not failed

    return write


def committed_messages(brokers: str, topic: str, ends: dict[int, int]) -> list[Message]:
    """The committed messages of a topic up to some offsets at least, in the order of their partitions and offsets."""
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "tests",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": "read_committed",
        }
    )
    found: list[Message] = []
    left = dict(ends)
    deadline = time.monotonic() + PATIENCE
    try:
        consumer.assign([TopicPartition(topic, number, 0) for number in ends])
        while left:
            assert time.monotonic() < deadline, f"transactions are open: not at {left} of topic '{topic}'"
            for message in consumer.consume(1000, 0.2):
                if message.error() is None:
                    found.append(message)
                elif message.error().code() != confluent_kafka.KafkaError._PARTITION_EOF:
                    raise KafkaException(message.error())
                elif message.offset() >= left.get(message.partition(), 0):
                    left.pop(message.partition(), None)
    finally:
        consumer.close()
    return sorted(found, key=lambda one: (one.partition(), one.offset()))


@pytest.fixture
def messages(brokers: str) -> Callable[[str], list[Message]]:
    """All committed messages of a topic, in the order of their partitions and offsets.

    A commit is done for who makes it before its messages can be read: the broker then marks each partition. So
    everything is read that was there, and whose transaction had begun, when it was asked for.
    """
    return lambda topic: answered(lambda: committed_messages(brokers, topic, ends_of(brokers, topic)))


@pytest.fixture
def visible(brokers: str) -> Callable[[str], list[Message]]:
    """The messages that can be read now, though a transaction is open: it holds back what is behind it."""

    def read(topic: str) -> list[Message]:
        return answered(lambda: committed_messages(brokers, topic, dict.fromkeys(ends_of(brokers, topic), 0)))

    return read


class Table:
    """Reads a table by the contracts of sources, as the runtime does."""

    def __init__(self, source: Source) -> None:
        self.enumerator = source.create_enumerator()
        self.reader = source.create_reader()
        self.reader.open(ReaderContext())
        self.splits: dict[str, SourceSplit] = {}
        self.frames: list[pl.DataFrame] = []
        self.skipped = 0

    def discover(self) -> list[SourceSplit]:
        found = self.enumerator.discover()
        self.assign(found)
        return found

    def assign(self, splits: list[SourceSplit]) -> None:
        self.splits |= {split.id: split for split in splits}
        self.reader.assign(splits)

    def fetch(self, rows: int | None = None, max_rows: int = 1000) -> Table:
        """Fetch until ``rows`` rows have come, or all splits have ended."""
        deadline = time.monotonic() + PATIENCE
        while self.splits and (rows is None or sum(f.height for f in self.frames) < rows):
            assert time.monotonic() < deadline, f"got {self.rows()}"
            fetched = self.reader.fetch(max_rows, 0.1)
            if fetched is None:
                continue
            self.skipped += fetched.skipped
            self.frames.append(fetched.data)
            if fetched.split is None:
                del self.splits[fetched.split_id]
            else:
                self.splits[fetched.split_id] = fetched.split
        return self

    def rows(self) -> list[tuple[Any, ...]]:
        return [row for frame in self.frames for row in frame.rows()]

    def read(self) -> list[tuple[Any, ...]]:
        """All rows of a bounded table."""
        self.discover()
        return self.fetch().rows()


@pytest.fixture
def table(source: Callable[..., Source], brokers: str) -> Iterator[Callable[..., Table]]:
    """Opens a table for reading; bounded by the latest offsets unless said otherwise."""
    opened: list[Table] = []

    def make(columns: str, topic: str, more: dict[str, str] | None = None, **spec: Any) -> Table:
        options = {
            "connector": "kafka",
            "topic": topic,
            "properties.bootstrap.servers": brokers,
            "scan.startup.mode": "earliest-offset",
            "scan.bounded.mode": "latest-offset",
            "format": "json",
        } | (more or {})
        if options["connector"] == "upsert-kafka":
            del options["scan.startup.mode"]
        if "topic-pattern" in options:
            del options["topic"]
        if "value.format" in options:
            del options["format"]
        opened.append(Table(source(columns, options, **spec)))
        return opened[-1]

    yield make
    for one in opened:
        one.reader.close()
