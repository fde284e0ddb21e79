"""Latency from source to sink: Kafka -> a Python function a row -> Kafka, at 20,000 records a second.

A process of its own makes records of about 55 bytes in 3 partitions, each with the time when it was made. The broker
writes into each result the time when it arrived (``LogAppendTime``, whole milliseconds); the difference is the
latency, with both clients and the broker in it. After 10 s of warm-up, 20 s are measured. Engines run with defaults.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from background import BackgroundJob
from confluent_kafka import Consumer, TopicPartition
from data_sets import scaled
from engines import drey_command
from rich.table import Table
from scenario import Outcome, Setting
from topics import PARTITIONS, count, create, delete, flink_connector

from drey.testing.servers import server

RATE = 20_000
WARM_UP = 10.0
MEASURED = 20.0
_SOURCE, _TARGET = "drey-benchmark-latency-in", "drey-benchmark-latency-out"
_START_LIMIT = 120.0
_DRAIN = 5.0
_HERE = Path(__file__).resolve().parent


def run(setting: Setting) -> Outcome:
    """Each engine in turn, ``setting.times`` times."""
    ways: list[tuple[str, list[str], list[str]]] = [("drey", drey_command(), [])]
    if setting.flink:
        jar = f"pipeline.jars={flink_connector(setting.data)}"
        ways.append(("flink process", setting.flink, [jar]))
        ways.append(("flink thread", setting.flink, [jar, "python.execution-mode=thread"]))
    runs: dict[str, list[dict[str, float]]] = {}
    with server("kafka").lease() as brokers:
        for turn in range(setting.times):
            for name, command, options in ways:
                setting.say(f"latency: {name}, run {turn + 1} of {setting.times}")
                job = [*command, str(_HERE / "jobs" / "latency.py"), brokers, _SOURCE, _TARGET, *options]
                runs.setdefault(name, []).append(one_run(brokers, job, setting.scale))
    return Outcome(table_of(runs), {"rate": scaled(RATE, setting.scale), "runs": runs})


def one_run(brokers: str, job: list[str], scale: float) -> dict[str, float]:
    """Percentiles in milliseconds, and the results per second."""
    create(brokers, _SOURCE)
    create(brokers, _TARGET, {"message.timestamp.type": "LogAppendTime"})
    rate = str(scaled(RATE, scale))
    sender = [sys.executable, str(_HERE / "steady_producer.py"), brokers, _SOURCE, rate]
    seconds = max(2.0, MEASURED * min(scale, 1.0))
    try:
        with BackgroundJob(sender) as producer, BackgroundJob(job) as engine:
            wait_for_results(brokers, producer, engine)
            time.sleep(max(2.0, WARM_UP * min(scale, 1.0)))
            begin = time.time_ns() // 1000
            time.sleep(seconds)
            end = time.time_ns() // 1000
            time.sleep(_DRAIN)
            producer.check()
            engine.check()
            created, arrived = results(brokers, begin)
    finally:
        delete(brokers, _SOURCE)
        delete(brokers, _TARGET)
    inside = (created >= begin) & (created < end)
    if not inside.any():
        raise SystemExit("no record of the measured seconds has come out")
    latencies = arrived[inside] - created[inside] / 1000
    p50, p99, p999 = np.percentile(latencies, [50, 99, 99.9])
    return {
        "p50": round(float(p50), 2),
        "p99": round(float(p99), 2),
        "p999": round(float(p999), 2),
        "longest": round(float(latencies.max()), 2),
        "rate": round(float(inside.sum() / seconds), 1),
    }


def wait_for_results(brokers: str, *jobs: BackgroundJob) -> None:
    deadline = time.monotonic() + _START_LIMIT
    while not count(brokers, _TARGET):
        for job in jobs:
            job.check()
        if time.monotonic() > deadline:
            raise SystemExit(f"no results after {_START_LIMIT:.0f} s")
        time.sleep(0.5)


def results(brokers: str, begin: int) -> tuple[np.ndarray, np.ndarray]:
    """When each result was made (microseconds) and when it arrived (milliseconds), of those that came since."""
    consumer = Consumer(
        {"bootstrap.servers": brokers, "group.id": "drey-benchmark", "enable.auto.commit": False}
    )
    starts = consumer.offsets_for_times(
        [TopicPartition(_TARGET, one, begin // 1000) for one in range(PARTITIONS)], 30.0
    )
    ends = [consumer.get_watermark_offsets(one, 30.0)[1] for one in starts]
    wanted = sum(max(0, end - one.offset) for one, end in zip(starts, ends, strict=True) if one.offset >= 0)
    consumer.assign(starts)
    created, arrived = [], []
    deadline = time.monotonic() + 60.0
    while len(created) < wanted and time.monotonic() < deadline:
        for message in consumer.consume(10_000, 1.0):
            created.append(json.loads(message.value())["created"])
            arrived.append(message.timestamp()[1])
    consumer.close()
    return np.array(created, np.int64), np.array(arrived, np.float64)


def table_of(runs: dict[str, list[dict[str, float]]]) -> Table:
    table = Table(
        "engine",
        "p50",
        "p99",
        "p99.9",
        "longest",
        "results/s",
        "p99 of Drey is",
        title="Latency, Kafka to Kafka",
    )
    middle: dict[str, dict[str, Any]] = {
        name: {key: median(one[key] for one in some) for key in some[0]} for name, some in runs.items()
    }
    for name, one in middle.items():
        lower = "" if name == "drey" else f"{one['p99'] / middle['drey']['p99']:.1f} x lower"
        times = [f"{one[key]:,.1f} ms" for key in ("p50", "p99", "p999", "longest")]
        table.add_row(name, *times, f"{one['rate']:,.0f}", lower)
    return table
