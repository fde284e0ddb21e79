"""Apache Kafka: one node, broker and KRaft controller in one process, from Maven artifacts. Needs Java 17."""

from __future__ import annotations

import base64
import os
import uuid
from pathlib import Path

from drey.errors import DependencyError
from drey.testing.servers.contract import Server, servers_directory
from drey.testing.servers.packages import apt_install, java_version, maven_libraries
from drey.testing.servers.processes import port_open, run

VERSION = "4.3.1"
_COORDINATES = (f"org.apache.kafka:kafka_2.13:{VERSION}", "org.slf4j:slf4j-simple:1.7.36")
_JAVA = 17
_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"


class KafkaServer(Server):
    """A broker at ``port``, its controller at ``port + 1``, and a listener with passwords at ``port + 2``."""

    name = "kafka"
    default_port = 19092

    @property
    def url(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def sasl_url(self) -> str:
        """A listener for SASL_PLAINTEXT with PLAIN, user ``test``, password ``test``."""
        return f"127.0.0.1:{self.port + 2}"

    @property
    def libraries(self) -> Path:
        """The directory of the jars."""
        return servers_directory() / self.name / VERSION

    def missing(self) -> str | None:
        if java_version() < _JAVA:
            return f"Kafka needs Java {_JAVA} or newer"
        return None if self.libraries.is_dir() else f"Kafka {VERSION} is not downloaded"

    def install(self) -> None:
        if not java_version():
            apt_install("openjdk-17-jre-headless")
        if java_version() < _JAVA:
            raise DependencyError(
                f"Kafka needs Java {_JAVA} or newer", detail=f"this is Java {java_version()}"
            )
        if not self.libraries.is_dir():
            maven_libraries(self.libraries, *_COORDINATES)

    def _properties(self) -> str:
        listeners = (
            f"PLAINTEXT://127.0.0.1:{self.port},SASL://127.0.0.1:{self.port + 2},"
            f"CONTROLLER://127.0.0.1:{self.port + 1}"
        )
        values = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{self.port + 1}",
            "listeners": listeners,
            "advertised.listeners": ",".join(listeners.split(",")[:2]),
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "sasl.enabled.mechanisms": "PLAIN",
            "listener.name.sasl.plain.sasl.jaas.config": f'{_LOGIN} user_test="test";',
            "log.dirs": str(self.directory / "data"),
            "num.partitions": "1",
            "offsets.topic.num.partitions": "1",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.num.partitions": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
            # Records of tests have times of long ago: by age they would be deleted at the next look, minutes later.
            "log.retention.ms": "-1",
        }
        return "".join(f"{key}={value}\n" for key, value in values.items())

    def launch(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        config = self.directory / "server.properties"
        config.write_text(self._properties())
        classes = f"{self.libraries}/*"
        if not (self.directory / "data" / "meta.properties").exists():
            cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "a")
            tool = ["java", "-Xmx128m", "-cp", classes, "kafka.tools.StorageTool"]
            run([*tool, "format", "-t", cluster, "-c", str(config)], "format Kafka's data directory")
        heap = os.environ.get("DREY_KAFKA_HEAP") or "512m"
        # One broker on a small machine: the serial collector and the first compiler start fastest.
        java = ["java", "-Xms128m", f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        self.process.launch([*java, "-cp", classes, "kafka.Kafka", str(config)])

    def ready(self) -> bool:
        return b"Kafka Server started" in self.process.log.read_bytes() and port_open(self.port)
