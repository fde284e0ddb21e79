"""What the job reads, given bit by bit, so that it can't end before all faults have come."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from pathlib import Path

from confluent_kafka import KafkaError, Message, Producer

from drey.testing.paced import hold
from tests.faults.torture.servers import TortureServers

SPLITS, ROWS_OF_SPLIT = 3, 4000
ROWS = SPLITS * ROWS_OF_SPLIT
_HELD = 0.8
"""The part of the rows that the faults may take; the rest comes behind them."""


def values_of(seed: int) -> list[int]:
    """The value of each id."""
    chance = random.Random(seed)
    return [chance.randrange(1000) for _ in range(ROWS)]


class Feed(ABC):
    """Gives a split's rows in steps.

    Args:
        steps: In how many the part is given that the faults may take.
    """

    def __init__(self, steps: int) -> None:
        self._part = 0.0
        self._step = _HELD / steps

    def advance(self) -> None:
        """Give some more, not all."""
        if self._part < _HELD:
            self._part = min(_HELD, self._part + self._step)
            self._give(int(self._part * ROWS_OF_SPLIT))

    def release(self) -> None:
        """Give the rest."""
        if self._part < 1.0:
            self._part = 1.0
            self._give(ROWS_OF_SPLIT)

    @abstractmethod
    def ddl(self) -> str:
        """The table ``source``, behind CREATE TABLE."""

    @abstractmethod
    def _give(self, rows: int) -> None:
        """Let each split have so many rows."""

    def close(self) -> None:
        """The job has ended."""

    def drop(self) -> None:
        """Remove it from its server."""


class CsvFeed(Feed):
    """Files that are held by a control file."""

    def __init__(self, work: Path, values: list[int], steps: int) -> None:
        super().__init__(steps)
        self._work = work
        (work / "input").mkdir()
        for split in range(SPLITS):
            lines = "".join(f"{n},{values[n]}\n" for n in range(split, ROWS, SPLITS))
            (work / "input" / f"{split}.csv").write_text(lines)
        self._give(0)

    def ddl(self) -> str:
        return (
            "source (id BIGINT, v BIGINT) WITH ('connector' = 'paced', 'paced.connector' = 'filesystem',"
            f" 'paced.rows' = '100', 'paced.pause' = '1 ms', 'paced.control' = '{self._work}/control',"
            f" 'path' = '{self._work}/input', 'format' = 'csv')"
        )

    def _give(self, rows: int) -> None:
        hold(self._work / "control", None if rows >= ROWS_OF_SPLIT else rows)


class KafkaFeed(Feed):
    """A topic that is written while the job reads it."""

    def __init__(self, servers: TortureServers, topic: str, values: list[int], steps: int) -> None:
        super().__init__(steps)
        self._servers, self._topic, self._values = servers, topic, values
        self._given = 0
        self._failed: list[KafkaError] = []
        servers.make_topic(topic, SPLITS)
        self._producer = Producer(
            {
                "bootstrap.servers": servers.kafka.url,
                "enable.idempotence": True,
                "linger.ms": 1,
                "reconnect.backoff.max.ms": 500,
                "log_level": 0,
            }
        )

    def ddl(self) -> str:
        ends = ";".join(f"partition:{split},offset:{ROWS_OF_SPLIT}" for split in range(SPLITS))
        return (
            f"source (id BIGINT, v BIGINT) WITH ('connector' = 'kafka', 'topic' = '{self._topic}',"
            f" 'properties.bootstrap.servers' = '{self._servers.kafka.url}', 'format' = 'csv',"
            " 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'specific-offsets',"
            f" 'scan.bounded.specific-offsets' = '{ends}',"
            " 'properties.reconnect.backoff.max.ms' = '500')"
        )

    def _give(self, rows: int) -> None:
        for split in range(SPLITS):
            for place in range(self._given, rows):
                number = place * SPLITS + split
                self._producer.produce(
                    self._topic, f"{number},{self._values[number]}", partition=split, on_delivery=self._told
                )
        self._given = rows
        self._producer.poll(0)

    def _told(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self._failed.append(error)

    def close(self) -> None:
        self._producer.flush(60)
        assert not self._failed, f"the input could not be written: {self._failed[0]}"

    def drop(self) -> None:
        self._servers.drop_topics([self._topic])
