"""Real servers for tests and demos: Kafka, MariaDB, PostgreSQL and an S3 store, all on 127.0.0.1.

Nothing needs a container engine or a system service. ``python -m drey.testing.servers start kafka`` installs a
server if it is missing, starts it, waits until it is ready and prints its url. From Python::

    from drey.testing.servers import server

    with server("kafka").lease() as url:
        ...
"""

from __future__ import annotations

from drey.errors import OptionError, did_you_mean
from drey.testing.servers.contract import Server
from drey.testing.servers.kafka import KafkaServer
from drey.testing.servers.mariadb import MariadbServer
from drey.testing.servers.postgresql import PostgresqlServer
from drey.testing.servers.s3 import S3Server

SERVERS: dict[str, type[Server]] = {
    one.name: one for one in (KafkaServer, MariadbServer, PostgresqlServer, S3Server)
}
"""The servers by name."""


def server(name: str) -> Server:
    """The server of a name with its shared directory and port.

    Raises:
        OptionError: There is no such server.
    """
    found = SERVERS.get(name)
    if found is None:
        hint = did_you_mean(name, SERVERS) or "available: " + ", ".join(SERVERS)
        raise OptionError(f"there is no server '{name}'", hint=hint)
    return found()


__all__ = [
    "SERVERS",
    "KafkaServer",
    "MariadbServer",
    "PostgresqlServer",
    "S3Server",
    "Server",
    "server",
]
