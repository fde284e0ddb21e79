"""The demo's Kafka and MariaDB: real servers on free ports of 127.0.0.1, with a directory that is thrown away."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
from cdn_producer import PARTITIONS
from confluent_kafka.admin import AdminClient, NewTopic
from rich.console import Console

from drey.testing.servers import KafkaServer, MariadbServer, Server
from drey.testing.servers.processes import free_port

TABLE = "cdn_access_statistic"
Rows = dict[str, tuple[int, int, float]]
"""Count, bytes and speed by province."""


class Database:
    """The table that the job writes."""

    def __init__(self, server: MariadbServer) -> None:
        self._port = server.port
        self.url = f"jdbc:mysql://127.0.0.1:{server.port}/test"

    def _ask(self, *statements: str) -> tuple[tuple[object, ...], ...]:
        connection = pymysql.connect(
            host="127.0.0.1", port=self._port, user="test", password="test", database="test", autocommit=True
        )
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            found: tuple[tuple[object, ...], ...] = cursor.fetchall()
            return found

    def make_table(self) -> None:
        """An empty table."""
        self._ask(
            f"DROP TABLE IF EXISTS {TABLE}",
            f"CREATE TABLE {TABLE} (province VARCHAR(64) PRIMARY KEY, access_count BIGINT, "
            "total_download BIGINT, download_speed DOUBLE)",
        )

    def rows(self) -> Rows:
        """What is in the table."""
        found = self._ask(f"SELECT province, access_count, total_download, download_speed FROM {TABLE}")
        return {str(name): (count, size, speed) for name, count, size, speed in found}  # type: ignore[misc]


def make_topic(brokers: str, name: str) -> None:
    """A new topic with the producer's partitions."""
    admin = AdminClient({"bootstrap.servers": brokers, "log_level": 3})
    [made] = admin.create_topics([NewTopic(name, PARTITIONS, 1)]).values()
    made.result(60.0)


@contextmanager
def servers(directory: Path, console: Console) -> Iterator[tuple[KafkaServer, MariadbServer]]:
    """Both servers, running; they are stopped in the end whatever happens.

    Raises:
        DependencyError: A server is not installed and can't be installed from here.
        ConnectorError: A server does not start.
    """
    base = free_port(4)
    kafka = KafkaServer(directory / "kafka", base)
    mariadb = MariadbServer(directory / "mariadb", base + 3)
    both: list[Server] = [kafka, mariadb]
    try:
        for one in both:
            missing = one.missing()
            if missing:
                console.print(f"[yellow]{missing}[/]: installing it, with the system's packages or Maven")
            started = time.monotonic()
            url = one.start()
            console.print(f"{one.name} runs at {url} ({time.monotonic() - started:.1f} s)")
        yield kafka, mariadb
    finally:
        for one in both:
            # their data goes with them: no need to wait for an orderly end
            one.process.stop(signal.SIGKILL, 10.0)
