"""Brokers that are away at the start, or in the middle; a broker of its own is stopped and started."""

from __future__ import annotations

import json
import os
import signal
import threading
import time

import pytest
from confluent_kafka import Producer

from drey.connectors.api import WriterContext
from drey.connectors.kafka.sending import Sender
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError
from drey.pyflink.common import JobStatus
from drey.pyflink.table import EnvironmentSettings, TableEnvironment
from drey.pyflink.table.udf import udf
from drey.testing.servers import KafkaServer
from drey.testing.servers.processes import free_port
from tests.connectors.servers import leased
from tests.waiting import PATIENCE, eventually


@pytest.fixture
def brokers(own):
    """The broker of ``messages`` is the one that is stopped."""
    return own.url


@pytest.fixture
def own(tmp_path):
    port = free_port()
    with leased(KafkaServer(tmp_path, port)) as server:
        yield server


def options(server, **more):
    return {
        "connector": "kafka", "topic": "t", "properties.bootstrap.servers": server.url, "format": "json",
        "scan.startup.mode": "earliest-offset", "properties.reconnect.backoff.max.ms": "500",
    } | {key.replace("_", "."): value for key, value in more.items()}  # fmt: skip


def committed_in(server, topic):
    """Options to read what is committed in a topic: an epoch may have been given up and sent again."""
    more = {
        "topic": topic,
        "scan.bounded.mode": "latest-offset",
        "properties.isolation.level": "read_committed",
    }
    return options(server) | more


def fill(server, *numbers):
    producer = Producer({"bootstrap.servers": server.url})
    for number in numbers:
        producer.produce("t", json.dumps({"a": number}))
    assert producer.flush(PATIENCE) == 0


def test_away_at_the_start(source, spec, frame, monkeypatch):
    monkeypatch.setattr(
        "drey.connectors.kafka.client.PATIENCE", 1e6
    )  # only what the option says ends in time
    away = {"scan.bounded.mode": "latest-offset", "properties.default.api.timeout.ms": "1000"}
    nobody = options(KafkaServer(port=free_port())) | away
    with pytest.raises(ConnectorError, match="can't list the topics of Kafka") as caught:
        source("a INT", nobody).create_enumerator().discover()
    assert "is a broker running at 127.0.0.1:" in str(caught.value)
    made = spec("a INT", nobody)
    for guarantee in ("at-least-once", "exactly-once"):
        more = {"sink.delivery-guarantee": guarantee, "sink.transactional-id-prefix": "t"}
        made = spec("a INT", nobody | more)
        writer = table_factory("kafka").create_sink(made).create_writer()
        with pytest.raises(ConnectorError, match="can't reach Kafka"):
            writer.open(WriterContext())
        writer.close()


def test_away_in_the_middle(own, table, spec, frame, messages):
    """Reading goes on when the broker is back; a commit waits for it."""
    fill(own, 1, 2)
    opened = table("a INT", "t", {**options(own), "scan.bounded.mode": "unbounded"})
    opened.discover()
    opened.fetch(2)
    made = spec(
        "a INT",
        options(own, topic="out")
        | {"sink.delivery-guarantee": "exactly-once", "sink.transactional-id-prefix": "p"},
    )
    sink = table_factory("kafka").create_sink(made)
    writer, committer = sink.create_writer(), sink.create_committer()
    try:
        writer.open(WriterContext())
        writer.write(frame("a INT", [(5,)]), None)
        [committable] = writer.prepare_commit(1)
        own.stop()
        for _ in range(3):
            assert opened.reader.fetch(10, 0.2) is None
        back = threading.Timer(2.0, own.start)
        back.start()
        committer.commit([committable])
        back.join()
        fill(own, 3)
        assert opened.fetch(3).rows() == [(1,), (2,), (3,)]
        committer.commit([committable])
    finally:
        writer.close()
        committer.close()
    assert table("a INT", "out", committed_in(own, "out")).read() == [(5,)]


AWAY = float(os.environ.get("DREY_AWAY_SECONDS", "3"))
"""How long the broker is away in the middle of a job; tried by hand with 120."""


@pytest.mark.parametrize("guarantee", ["at-least-once", "exactly-once"])
def test_a_job_whose_broker_is_away_for_some_time(own, messages, visible, guarantee, tmp_path):
    """The job goes on by itself: with exactly once nothing is lost or doubled, with at least once nothing is lost."""
    fill(own, *range(100))
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.get_config().set("execution.checkpointing.interval", "100 ms")
    t_env.create_temporary_system_function("twice", udf(lambda n: 2 * n, result_type="INT"))
    common = f"'connector' = 'kafka', 'properties.bootstrap.servers' = '{own.url}', 'format' = 'json'"
    retry = "'properties.reconnect.backoff.max.ms' = '500'"
    t_env.execute_sql(
        f"CREATE TABLE t (a INT) WITH ({common}, {retry}, 'topic' = 't', 'scan.startup.mode' = 'earliest-offset')"
    )
    t_env.execute_sql(
        f"""CREATE TABLE doubled (a INT) WITH ({common}, {retry}, 'topic' = 'doubled',
            'sink.delivery-guarantee' = '{guarantee}', 'sink.transactional-id-prefix' = 'doubled',
            'sink.staging-directory' = '{tmp_path / "staging"}')"""
    )
    job = t_env.execute_sql("INSERT INTO doubled SELECT twice(a) FROM t").get_job_client()
    try:
        eventually(lambda: len(written(visible)) >= 100, "the first records did not come", pause=0.2)
        own.stop()
        time.sleep(AWAY)
        assert job.get_job_status().result() is JobStatus.RUNNING
        own.start()
        fill(own, *range(100, 200))
        wanted = {2 * n for n in range(200)}
        eventually(lambda: set(written(visible)) == wanted, "the others did not come", pause=0.2)
        assert job.get_job_status().result() is JobStatus.RUNNING
        if guarantee == "exactly-once":
            assert sorted(written(messages)) == [2 * n for n in range(200)]
    finally:
        job.cancel().result()


def written(messages):
    return [json.loads(one.value())["a"] for one in messages("doubled")]


def test_killed_between_an_epoch_and_its_marker(own, table, spec, frame, monkeypatch):
    """The client may wait for ever for the coordinator of the marker's group; the commit comes to an end all the same."""
    fill(own, 1)
    made = spec(
        "a INT",
        options(own, topic="out")
        | {"sink.delivery-guarantee": "exactly-once", "sink.transactional-id-prefix": "p"},
    )
    sink = table_factory("kafka").create_sink(made)
    writer, committer = sink.create_writer(), sink.create_committer()
    send, kills = Sender.send, iter([True])

    def killed(self, messages, partition):
        send(self, messages, partition)
        self.flush()
        if next(kills, False):
            own.process.stop(signal.SIGKILL, 30.0)
            threading.Timer(0.5, own.start).start()

    try:
        writer.open(WriterContext())
        for number in (5, 6, 7, 8):
            writer.write(frame("a INT", [(number,)]), None)
            committables = writer.prepare_commit(number)
            if number == 6:  # with a warm connection to the group's coordinator
                monkeypatch.setattr(Sender, "send", killed)
            committer.commit(committables)
    finally:
        writer.close()
        committer.close()
    assert sorted(table("a INT", "out", committed_in(own, "out")).read()) == [(5,), (6,), (7,), (8,)]
