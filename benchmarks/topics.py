"""Topics on a real broker of this machine, and Flink's connector for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic
from data_sets import access_log, scaled

from drey.testing.servers.packages import maven_libraries

PARTITIONS = 3
CDN_ROWS = 1_000_000
_COLUMNS = ("uuid", "client_ip", "request_time", "response_size", "uri")
_CONNECTOR = "flink-sql-connector-kafka"
_CONNECTOR_VERSION = "5.0.0-2.2"
_QUEUED = 50_000
_TIMEOUT = 30.0


def flink_connector(root: Path) -> str:
    """The address of the jar of Flink's Kafka connector, fetched with Maven on first use."""
    directory = root / f"{_CONNECTOR}-{_CONNECTOR_VERSION}"
    if not directory.is_dir():
        maven_libraries(directory, f"org.apache.flink:{_CONNECTOR}:{_CONNECTOR_VERSION}")
    return (directory / f"{_CONNECTOR}-{_CONNECTOR_VERSION}.jar").resolve().as_uri()


def cdn_topic(brokers: str, scale: float, say: Callable[[str], None]) -> str:
    """A topic with 1 M records of a CDN log as JSON in 3 partitions, filled on first use."""
    rows = scaled(CDN_ROWS, scale)
    topic = f"drey-benchmark-cdn-{rows}"
    if count(brokers, topic) == rows:
        return topic
    create(brokers, topic)
    producer = Producer(
        {"bootstrap.servers": brokers, "linger.ms": 50, "queue.buffering.max.messages": 10**6}
    )
    written = 0
    for frame in access_log(rows):
        # Polars writes a line of JSON a row far faster than a loop does.
        for line in frame.rename(dict(zip(frame.columns, _COLUMNS, strict=True))).write_ndjson().splitlines():
            producer.produce(topic, line, partition=written % PARTITIONS)
            written += 1
            if written % _QUEUED == 0:
                say(f"filling the topic {topic}: {written:,} records")
                producer.flush()
    producer.flush()
    if count(brokers, topic) != rows:
        raise SystemExit(f"the topic {topic} has {count(brokers, topic)} records, not {rows}")
    return topic


def create(brokers: str, topic: str, settings: dict[str, str] | None = None) -> None:
    """Make an empty topic with 3 partitions; one of this name is deleted before."""
    delete(brokers, topic)
    admin = AdminClient({"bootstrap.servers": brokers})
    deadline = time.monotonic() + _TIMEOUT
    while True:
        try:
            admin.create_topics([NewTopic(topic, PARTITIONS, 1, config=settings or {})])[topic].result(
                _TIMEOUT
            )
            break
        except KafkaException as failure:  # the one before may still be on its way out
            if failure.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    while topic not in admin.list_topics(timeout=_TIMEOUT).topics and time.monotonic() < deadline:
        time.sleep(0.1)


def delete(brokers: str, topic: str) -> None:
    """Delete a topic, if there is one."""
    admin = AdminClient({"bootstrap.servers": brokers})
    try:
        admin.delete_topics([topic], operation_timeout=_TIMEOUT)[topic].result(_TIMEOUT)
    except KafkaException as failure:
        if failure.args[0].code() != KafkaError.UNKNOWN_TOPIC_OR_PART:
            raise


def count(brokers: str, topic: str) -> int:
    """The records of a topic, 0 if there is none."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "drey-benchmark"})
    deadline = time.monotonic() + _TIMEOUT
    try:
        if topic not in consumer.list_topics(timeout=_TIMEOUT).topics:
            return 0
        while True:
            try:
                ends = [
                    consumer.get_watermark_offsets(TopicPartition(topic, one), _TIMEOUT)
                    for one in range(PARTITIONS)
                ]
                return sum(high - low for low, high in ends)
            except KafkaException:  # a topic that was just made has no leader for a moment
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
    finally:
        consumer.close()
