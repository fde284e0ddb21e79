"""The sinks, and what is found in them."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from confluent_kafka import Consumer, KafkaError, TopicPartition

from tests.faults.torture.servers import TortureServers, patiently

BUCKETS = 97
PARTITIONS = 2
_MAX_SECONDS = 60.0


class Target(ABC):
    """One sink of a run.

    Args:
        work: The run's directory.
        name: A name of its own, for topics and tables.
        servers: The servers.
    """

    def __init__(self, work: Path, name: str, servers: TortureServers | None) -> None:
        self.work = work
        self.name = name
        self._servers = servers

    @property
    def servers(self) -> TortureServers:
        """The servers, for a target that needs them."""
        assert self._servers is not None
        return self._servers

    @abstractmethod
    def prepare(self) -> None:
        """Make it, empty."""

    @abstractmethod
    def statements(self) -> tuple[str, str]:
        """Its table, behind CREATE TABLE, and its INSERT."""

    @abstractmethod
    def check(self, values: list[int]) -> dict[str, int]:
        """What is in it: ``records`` wanted, ``lost``, ``doubled``, and ``wrong`` groups."""

    def drop(self) -> None:
        """Remove it from its server."""

    def complete(self, values: list[int]) -> bool:
        """True if nothing is lost."""
        found = self.check(values)
        return found["lost"] == 0 and found["wrong"] == 0


class AppendTarget(Target):
    """Takes rows with an id, each once."""

    every = 1
    """Only ids that this divides are written."""

    @abstractmethod
    def ids(self) -> Iterator[int]:
        """The ids that are in it."""

    @abstractmethod
    def options(self) -> str:
        """The table's options."""

    def statements(self) -> tuple[str, str]:
        table = f"`{self.name}` (id BIGINT, v BIGINT) WITH ({self.options()})"
        where = f" WHERE MOD(id, {self.every}) = 0" if self.every > 1 else ""
        return table, f"INSERT INTO `{self.name}` SELECT id, v FROM source{where}"

    def check(self, values: list[int]) -> dict[str, int]:
        found = Counter(self.ids())
        wanted = range(0, len(values), self.every)
        return {
            "records": len(wanted),
            "lost": sum(one not in found for one in wanted),
            "doubled": sum(found.values()) - len(found) + sum(one not in wanted for one in found),
            "wrong": 0,
        }


class UpsertTarget(Target):
    """Takes a count and a sum for each key."""

    @abstractmethod
    def groups(self) -> dict[int, tuple[int, int]]:
        """The count and the sum of each bucket."""

    @abstractmethod
    def options(self) -> str:
        """The table's options."""

    def statements(self) -> tuple[str, str]:
        columns = "bucket BIGINT, n BIGINT, total BIGINT, PRIMARY KEY (bucket) NOT ENFORCED"
        grouped = "SELECT b, COUNT(*), SUM(v) FROM (SELECT bucket(v) AS b, v FROM source) GROUP BY b"
        return f"`{self.name}` ({columns}) WITH ({self.options()})", f"INSERT INTO `{self.name}` {grouped}"

    def check(self, values: list[int]) -> dict[str, int]:
        wanted: dict[int, tuple[int, int]] = {}
        for value in values:
            n, total = wanted.get(value % BUCKETS, (0, 0))
            wanted[value % BUCKETS] = (n + 1, total + value)
        found = self.groups()
        pairs = [(wanted.get(key, (0, 0)), found.get(key, (0, 0))) for key in {*wanted, *found}]
        return {
            "records": len(values),
            "lost": sum(max(0, want[0] - have[0]) for want, have in pairs),
            "doubled": sum(max(0, have[0] - want[0]) for want, have in pairs),
            "wrong": sum(want != have for want, have in pairs),
        }


class Files(AppendTarget):
    """CSV files."""

    def prepare(self) -> None:
        pass

    def options(self) -> str:
        return f"'connector' = 'filesystem', 'path' = '{self.work}/disk/files', 'format' = 'csv'"

    def ids(self) -> Iterator[int]:
        for path in (self.work / "disk" / "files").rglob("part-*"):
            if not path.name.startswith((".", "_")):
                yield from (int(line.split(",")[0]) for line in path.read_text().splitlines())


class Sqlite(AppendTarget):
    """A table of a SQLite file."""

    every = 5

    @property
    def _file(self) -> str:
        return f"{self.work}/disk/result.sqlite"

    def prepare(self) -> None:
        connection = sqlite3.connect(self._file)
        connection.execute("CREATE TABLE log (id INTEGER, v INTEGER)")
        connection.close()

    def options(self) -> str:
        return f"'connector' = 'jdbc', 'url' = 'jdbc:sqlite:{self._file}', 'table-name' = 'log'"

    def ids(self) -> Iterator[int]:
        connection = sqlite3.connect(self._file, timeout=30)
        rows = connection.execute("SELECT id FROM log").fetchall()
        connection.close()
        return (one for (one,) in rows)


class _Mysql(Target):
    def options(self) -> str:
        port = self.servers.mariadb.port
        return (
            f"'connector' = 'jdbc', 'url' = 'jdbc:mysql://127.0.0.1:{port}/test', 'table-name' = '{self.name}',"
            " 'username' = 'test', 'password' = 'test'"
        )

    def drop(self) -> None:
        self.servers.query(f"DROP TABLE IF EXISTS {self.name}")


class MysqlAppend(_Mysql, AppendTarget):
    """A table of MariaDB without a key, written exactly once by a mark of the epoch."""

    def prepare(self) -> None:
        self.drop()
        self.servers.query(f"CREATE TABLE {self.name} (id BIGINT, v BIGINT)")

    def ids(self) -> Iterator[int]:
        return (int(one) for (one,) in self.servers.query(f"SELECT id FROM {self.name}"))


class MysqlUpsert(_Mysql, UpsertTarget):
    """A table of MariaDB with a primary key."""

    def prepare(self) -> None:
        self.drop()
        self.servers.query(f"CREATE TABLE {self.name} (bucket BIGINT PRIMARY KEY, n BIGINT, total BIGINT)")

    def groups(self) -> dict[int, tuple[int, int]]:
        rows = self.servers.query(f"SELECT bucket, n, total FROM {self.name}")
        return {int(key): (int(n), int(total)) for key, n, total in rows}


class _Kafka(Target):
    def prepare(self) -> None:
        self.servers.make_topic(self.name, PARTITIONS)

    def drop(self) -> None:
        self.servers.drop_topics([self.name])

    def common(self) -> str:
        return (
            f"'topic' = '{self.name}', 'properties.bootstrap.servers' = '{self.servers.kafka.url}',"
            " 'properties.reconnect.backoff.max.ms' = '500', 'sink.delivery-guarantee' = 'exactly-once',"
            f" 'sink.transactional-id-prefix' = '{self.name}',"
            f" 'sink.staging-directory' = '{self.work}/disk/staging'"
        )

    def messages(self) -> list[tuple[bytes | None, bytes | None]]:
        """All committed messages, key and value, each partition's in their order."""
        return patiently(self._read)

    def _read(self) -> list[tuple[bytes | None, bytes | None]]:
        consumer = Consumer(
            {
                "bootstrap.servers": self.servers.kafka.url,
                "group.id": "torture",
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "isolation.level": "read_committed",
                "reconnect.backoff.max.ms": 500,
                "log_level": 0,
            }
        )
        found: list[tuple[bytes | None, bytes | None]] = []
        try:
            # The partitions' high watermark: behind it read_committed has seen what there is.
            consumer.assign([TopicPartition(self.name, number, 0) for number in range(PARTITIONS)])
            ended: set[int | None] = set()
            while len(ended) < PARTITIONS:
                for message in consumer.consume(1000, 0.2):
                    error = message.error()
                    if error is None:
                        found.append((message.key(), message.value()))
                    elif error.code() == KafkaError._PARTITION_EOF:
                        ended.add(message.partition())
        finally:
            consumer.close()
        return found


class Kafka(_Kafka, AppendTarget):
    """A topic, written exactly once and read with ``read_committed``."""

    def options(self) -> str:
        return f"'connector' = 'kafka', 'format' = 'csv', {self.common()}"

    def ids(self) -> Iterator[int]:
        return (int((value or b"").split(b",")[0]) for _, value in self.messages())


class UpsertKafka(_Kafka, UpsertTarget):
    """A topic of the last values of keys, written exactly once."""

    def options(self) -> str:
        return f"'connector' = 'upsert-kafka', 'key.format' = 'csv', 'value.format' = 'csv', {self.common()}"

    def groups(self) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        for _, value in self.messages():
            bucket, n, total = (int(one) for one in (value or b"").split(b","))
            found[bucket] = (n, total)
        return found


_CLASSES: dict[str, type[Target]] = {
    "files": Files,
    "kafka": Kafka,
    "mysql-append": MysqlAppend,
    "sqlite": Sqlite,
    "mysql-upsert": MysqlUpsert,
    "upsert-kafka": UpsertKafka,
}


def target(kind: str, work: Path, name: str, servers: TortureServers | None) -> Target:
    """A target of a run, by its kind, with a name of the run."""
    return _CLASSES[kind](work, f"{kind.replace('-', '_')}_{name}", servers)
