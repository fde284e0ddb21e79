"""One broker and one database server for all runs, which are restarted under them."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pymysql
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, NewTopic

from drey.testing.servers import KafkaServer, MariadbServer, Server
from drey.testing.servers.mariadb import DATABASE, PASSWORD, USER
from drey.testing.servers.processes import free_port

T = TypeVar("T")

LOCK_WAIT_SECONDS = 1
"""How long MariaDB waits for a lock before it says that it waited too long; 50 by default."""
_PATIENCE = 120.0


@dataclass
class Restart:
    """A server is away.

    Args:
        name: Which.
        seed: For which run.
        ended: Until when, in seconds since the epoch.
    """

    name: str
    seed: int
    ended: float = math.inf


class TortureServers:
    """The servers of a torture, with directories and ports of their own.

    Args:
        directory: Where their data is; a later call finds it again.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.kafka = KafkaServer(directory / "kafka", free_port())
        self.mariadb = MariadbServer(directory / "mariadb", free_port())
        self.restarts: list[Restart] = []
        self._locks = {self.kafka.name: threading.Lock(), self.mariadb.name: threading.Lock()}

    def missing(self) -> str | None:
        """What is not installed."""
        return self.kafka.missing() or self.mariadb.missing()

    @contextmanager
    def running(self) -> Iterator[TortureServers]:
        """The servers run until the end of the block."""
        for one in (self.kafka, self.mariadb):
            one.stop()  # one that an interrupted torture has left
        try:
            self.kafka.start()
            self.mariadb.start()
            self._set_up()
            self.admin = AdminClient({"bootstrap.servers": self.kafka.url, "log_level": 0})
            yield self
        finally:
            for one in (self.kafka, self.mariadb):
                one.stop()

    def _set_up(self) -> None:
        self.query(f"SET GLOBAL innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}")

    def restart(self, one: Server, how: signal.Signals, away: float, seed: int) -> None:
        """Stop a server, and start it again after some seconds."""
        with self._locks[one.name]:
            restart = Restart(one.name, seed)
            self.restarts.append(restart)
            one.process.stop(how, 30.0)
            time.sleep(away)
            one.start()
            if one is self.mariadb:
                self._set_up()
            restart.ended = time.time()

    def disturbed(self, seed: int, began: float) -> list[str]:
        """The servers that were restarted for another seed since a time."""
        return sorted({one.name for one in self.restarts if one.seed != seed and one.ended > began})

    # -- what runs need ---------------------------------------------------------------------------------------

    def make_topic(self, name: str, partitions: int) -> None:
        """Make a topic; it must not exist."""

        def make() -> None:
            [future] = self.admin.create_topics([NewTopic(name, partitions, 1)]).values()
            try:
                future.result()
            except KafkaException as error:
                if error.args[0].name() != "TOPIC_ALREADY_EXISTS":  # a request that was answered too late
                    raise

        patiently(make)

    def drop_topics(self, names: list[str]) -> None:
        """Delete topics, those that exist; returns before they are gone."""
        if names:
            self.admin.delete_topics(names)

    def connection(self) -> Any:
        """A connection to the database that commits at once."""
        return pymysql.connect(
            host="127.0.0.1", port=self.mariadb.port, user=USER, password=PASSWORD, database=DATABASE,
            autocommit=True,
        )  # fmt: skip

    def query(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements; the rows of the last one. Tried again while the server is away."""

        def work() -> list[tuple[Any, ...]]:
            with self.connection() as connection, connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []

        return patiently(work)


def patiently(work: Callable[[], T]) -> T:
    """Try again while a server is away: another run may have it restarted."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return work()
        except (KafkaException, pymysql.err.OperationalError, pymysql.err.InterfaceError):
            if time.monotonic() > deadline:
                raise
        time.sleep(0.2)
