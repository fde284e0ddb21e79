"""Writes a CDN log into a Kafka topic at a steady rate, as JSON, and counts what the broker has acknowledged.

It sends until SIGTERM, waits then for the last acknowledgements and ends; without its parent it ends, too.

The ledger is a JSON file that is replaced as a whole: ``{"done": bool, "provinces": {name: [records, bytes,
milliseconds]}}``. The job under test has no part in it: a record's province is chosen first, and an address of that
province is made for it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from confluent_kafka import Producer

PARTITIONS = 3
TICK = 0.05
"""Seconds between two bursts."""

PROVINCES = [
    "Anhui", "Beijing", "Chongqing", "Fujian", "Gansu", "Guangdong", "Guangxi", "Guizhou", "Hainan", "Hebei",
    "Heilongjiang", "Henan", "Hubei", "Hunan", "Inner Mongolia", "Jiangsu", "Jiangxi", "Jilin", "Liaoning",
    "Ningxia", "Qinghai", "Shaanxi", "Shandong", "Shanghai", "Shanxi", "Sichuan", "Tianjin", "Tibet",
    "Xinjiang", "Yunnan", "Zhejiang",
]  # fmt: skip


class Ledger:
    """What was sent and acknowledged, by province."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sums = {name: [0, 0, 0] for name in PROVINCES}
        self.failures: list[str] = []

    def noting(self, province: str, size: int, milliseconds: int) -> Callable[[object, object], None]:
        """What to call when the broker has answered about a record: it counts the record, or the failure."""

        def answered(error: object, _: object) -> None:
            if error is not None:
                self.failures.append(str(error))
                return
            sums = self._sums[province]
            sums[0] += 1
            sums[1] += size
            sums[2] += milliseconds

        return answered

    def write(self, done: bool) -> None:
        """Replace the file; ``done`` says that nothing will follow."""
        seen = {name: sums for name, sums in self._sums.items() if sums[0]}
        staged = self._path.with_suffix(".new")
        staged.write_text(json.dumps({"done": done, "provinces": seen}))
        os.replace(staged, self._path)


def records(generator: np.random.Generator, count: int) -> Iterator[tuple[str, int, int, bytes]]:
    """Some records: province, size in bytes, time in milliseconds, and the JSON of all."""
    popularity = 1.0 / np.arange(3, len(PROVINCES) + 3)
    chosen = generator.choice(len(PROVINCES), count, p=popularity / popularity.sum())
    first = generator.integers(1, 224, count)
    # the address's first two numbers a and b belong to the province (7a + b) mod 31
    second = (chosen - 7 * first) % len(PROVINCES) + len(PROVINCES) * generator.integers(0, 8, count)
    rest = generator.integers(0, 256, (2, count))
    times = generator.gamma(2.0, 150.0, count).astype(int) + 1
    sizes = (generator.pareto(1.5, count).clip(0, 1e5) * 4096).astype(int) + 200
    names = generator.bytes(16 * count).hex()
    columns = (chosen, first, second, rest[0], rest[1], times, sizes)
    for i, (province, a, b, c, d, milliseconds, size) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        text = (
            f'{{"uuid":"{names[32 * i : 32 * i + 32]}","client_ip":"{a}.{b}.{c}.{d}",'
            f'"request_time":{milliseconds},"response_size":{size},"uri":"/assets/{size % 2000}.js"}}'
        )
        yield PROVINCES[province], size, milliseconds, text.encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brokers", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--rate", type=int, required=True, help="records a second")
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    ending, parent = threading.Event(), os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, too, which decides
    # Idempotent: what the client sends again is written once.
    producer = Producer(
        {
            "bootstrap.servers": arguments.brokers,
            "enable.idempotence": True,
            "linger.ms": 20,
            "queue.buffering.max.messages": 1_000_000,
            "log_level": 3,
        }
    )
    ledger = Ledger(arguments.ledger)
    generator = np.random.default_rng(arguments.seed)
    sent, started = 0, time.monotonic()
    while not ending.wait(TICK) and os.getppid() == parent:
        due = int(arguments.rate * (time.monotonic() - started))
        for province, size, milliseconds, value in records(generator, due - sent):
            note = ledger.noting(province, size, milliseconds)
            producer.produce(arguments.topic, value, partition=sent % PARTITIONS, on_delivery=note)
            sent += 1
        producer.poll(0)
        ledger.write(done=False)
    producer.flush()
    if ledger.failures:
        print(f"{len(ledger.failures)} records were not acknowledged: {ledger.failures[0]}")
        return 1
    ledger.write(done=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
