"""Descriptors of connectors: what ``t_env.connect`` took until 1.13."""

from __future__ import annotations

from typing import Any, Self

from drey.pyflink.legacy.descriptor import Descriptor


class ConnectorDescriptor(Descriptor):
    """The base of connectors.

    Args:
        name: The connector's name.
    """

    def __init__(self, name: str) -> None:
        super().__init__({"connector.type": name, "connector.property-version": "1"})


class FileSystem(ConnectorDescriptor):
    """Files.

    Args:
        path: A file or directory.
    """

    def __init__(self, path: str | None = None) -> None:
        super().__init__("filesystem")
        if path is not None:
            self.path(path)

    def path(self, path_str: str) -> Self:
        """Set the file or directory."""
        return self._set("connector.path", path_str)


class Kafka(ConnectorDescriptor):
    """Kafka."""

    def __init__(
        self, version: str | None = None, topic: str | None = None, properties: dict[str, str] | None = None
    ) -> None:
        super().__init__("kafka")
        if version is not None:
            self.version(version)
        if topic is not None:
            self.topic(topic)
        if properties is not None:
            self.properties(properties)

    def version(self, version: str) -> Self:
        """Says nothing today: the client speaks to every broker."""
        return self._set("connector.version", version)

    def topic(self, topic: str) -> Self:
        """Set the topic."""
        return self._set("connector.topic", topic)

    def properties(self, property_dict: dict[str, str]) -> Self:
        """Set properties of the client, all others go."""
        for key in [key for key in self._properties if key.startswith("connector.properties.")]:
            del self._properties[key]
        for key, value in property_dict.items():
            self.property(key, value)
        return self

    def property(self, key: str, value: str) -> Self:
        """Set a property of the client."""
        return self._set(f"connector.properties.{key}", value)

    def start_from_earliest(self) -> Self:
        """Read all that is there."""
        return self._set("connector.startup-mode", "earliest-offset")

    def start_from_latest(self) -> Self:
        """Read what comes from now on."""
        return self._set("connector.startup-mode", "latest-offset")

    def start_from_group_offsets(self) -> Self:
        """Read from where the group has committed."""
        return self._set("connector.startup-mode", "group-offsets")

    def start_from_specific_offsets(self, specific_offsets_dict: dict[int, int]) -> Self:
        """Read from these offsets by partition."""
        pairs = (f"partition:{partition},offset:{at}" for partition, at in specific_offsets_dict.items())
        self._set("connector.specific-offsets", ";".join(pairs))
        return self._set("connector.startup-mode", "specific-offsets")

    def start_from_specific_offset(self, partition: int, specific_offset: int) -> Self:
        """Add the offset of one partition."""
        known = self._properties.get("connector.specific-offsets", "")
        entry = f"partition:{partition},offset:{specific_offset}"
        self._set("connector.specific-offsets", f"{known};{entry}" if known else entry)
        return self._set("connector.startup-mode", "specific-offsets")

    def start_from_timestamp(self, timestamp: int) -> Self:
        """Read from this time in milliseconds."""
        self._set("connector.startup-timestamp-millis", timestamp)
        return self._set("connector.startup-mode", "timestamp")

    def sink_partitioner_fixed(self) -> Self:
        """Write each subtask's rows to one partition."""
        return self._set("connector.sink-partitioner", "fixed")

    def sink_partitioner_round_robin(self) -> Self:
        """Write to the partitions in turn."""
        return self._set("connector.sink-partitioner", "round-robin")

    def sink_partitioner_custom(self, partitioner_class_name: str) -> Self:
        """Write where a class says."""
        return self._set("connector.sink-partitioner", partitioner_class_name)


class Elasticsearch(ConnectorDescriptor):
    """Elasticsearch."""

    def __init__(
        self,
        version: str | None = None,
        hostname: str | None = None,
        port: int | None = None,
        protocol: str | None = None,
        index: str | None = None,
        document_type: str | None = None,
    ) -> None:
        super().__init__("elasticsearch")
        self._hosts = 0
        if version is not None:
            self.version(version)
        if hostname is not None and port is not None:
            self.host(hostname, port, protocol or "http")
        if index is not None:
            self.index(index)
        if document_type is not None:
            self.document_type(document_type)

    def version(self, version: str) -> Self:
        """Set the version: 6 or 7."""
        return self._set("connector.version", version)

    def host(self, hostname: str, port: int | str, protocol: str) -> Self:
        """Add a host."""
        prefix = f"connector.hosts.{self._hosts}"
        self._hosts += 1
        self._set(f"{prefix}.hostname", hostname)
        self._set(f"{prefix}.port", port)
        return self._set(f"{prefix}.protocol", protocol)

    def index(self, index: str) -> Self:
        """Set the index."""
        return self._set("connector.index", index)

    def document_type(self, document_type: str) -> Self:
        """Set the type of documents."""
        return self._set("connector.document-type", document_type)

    def key_delimiter(self, key_delimiter: str) -> Self:
        """Join the columns of a key by this text."""
        return self._set("connector.key-delimiter", key_delimiter)

    def key_null_literal(self, key_null_literal: str) -> Self:
        """Says nothing today: keys have no nulls."""
        return self._set("connector.key-null-literal", key_null_literal)

    def failure_handler_fail(self) -> Self:
        """Fail where a request fails."""
        return self._set("connector.failure-handler", "fail")

    def failure_handler_ignore(self) -> Self:
        """Drop requests that fail."""
        return self._set("connector.failure-handler", "ignore")

    def failure_handler_retry_rejected(self) -> Self:
        """Try rejected requests again."""
        return self._set("connector.failure-handler", "retry-rejected")

    def failure_handler_custom(self, failure_handler_class_name: str) -> Self:
        """Do what a class says."""
        return self._set("connector.failure-handler", failure_handler_class_name)

    def disable_flush_on_checkpoint(self) -> Self:
        """Don't wait for requests on a checkpoint."""
        return self._set("connector.flush-on-checkpoint", False)

    def bulk_flush_max_actions(self, max_actions_num: int) -> Self:
        """Send after so many rows."""
        return self._set("connector.bulk-flush.max-actions", max_actions_num)

    def bulk_flush_max_size(self, max_size: str) -> Self:
        """Send after so many bytes."""
        return self._set("connector.bulk-flush.max-size", max_size)

    def bulk_flush_interval(self, interval: int) -> Self:
        """Send after so many milliseconds."""
        return self._set("connector.bulk-flush.interval", interval)

    def bulk_flush_backoff_constant(self) -> Self:
        """Wait the same time before each new try."""
        return self._set("connector.bulk-flush.backoff.type", "constant")

    def bulk_flush_backoff_exponential(self) -> Self:
        """Wait longer before each new try."""
        return self._set("connector.bulk-flush.backoff.type", "exponential")

    def bulk_flush_backoff_max_retries(self, max_retries: int) -> Self:
        """Try so many times."""
        return self._set("connector.bulk-flush.backoff.max-retries", max_retries)

    def bulk_flush_backoff_delay(self, delay: int) -> Self:
        """Wait so many milliseconds at first."""
        return self._set("connector.bulk-flush.backoff.delay", delay)

    def connection_max_retry_timeout(self, max_retry_timeout: int) -> Self:
        """Give up after so many milliseconds."""
        return self._set("connector.connection-max-retry-timeout", max_retry_timeout)

    def connection_path_prefix(self, path_prefix: str) -> Self:
        """Put this before every path."""
        return self._set("connector.connection-path-prefix", path_prefix)


class HBase(ConnectorDescriptor):
    """HBase."""

    def __init__(
        self,
        version: str | None = None,
        table_name: str | None = None,
        zookeeper_quorum: str | None = None,
        zookeeper_node_parent: str | None = None,
    ) -> None:
        super().__init__("hbase")
        if version is not None:
            self.version(version)
        if table_name is not None:
            self.table_name(table_name)
        if zookeeper_quorum is not None:
            self.zookeeper_quorum(zookeeper_quorum)
        if zookeeper_node_parent is not None:
            self.zookeeper_node_parent(zookeeper_node_parent)

    def version(self, version: str) -> Self:
        """Set the version."""
        return self._set("connector.version", version)

    def table_name(self, table_name: str) -> Self:
        """Set the table."""
        return self._set("connector.table-name", table_name)

    def zookeeper_quorum(self, zookeeper_quorum: str) -> Self:
        """Set ZooKeeper's hosts."""
        return self._set("connector.zookeeper.quorum", zookeeper_quorum)

    def zookeeper_node_parent(self, zookeeper_node_parent: str) -> Self:
        """Set HBase's node in ZooKeeper."""
        return self._set("connector.zookeeper.znode.parent", zookeeper_node_parent)

    def write_buffer_flush_max_size(self, max_size: int | str) -> Self:
        """Send after so many bytes."""
        return self._set("connector.write.buffer-flush.max-size", max_size)

    def write_buffer_flush_max_rows(self, write_buffer_flush_max_rows: int) -> Self:
        """Send after so many rows."""
        return self._set("connector.write.buffer-flush.max-rows", write_buffer_flush_max_rows)

    def write_buffer_flush_interval(self, interval: str | int) -> Self:
        """Send after this time."""
        return self._set("connector.write.buffer-flush.interval", interval)


class CustomConnectorDescriptor(ConnectorDescriptor):
    """Any other connector.

    Args:
        type: The connector's name.
        version: Says nothing today.
        format_needed: Says nothing today.
    """

    def __init__(self, type: str, version: int = 1, format_needed: bool = False) -> None:
        super().__init__(type)

    def property(self, key: str, value: Any) -> Self:
        """Set a property by its full key, ``connector.`` included."""
        return self._set(key, value)

    def properties(self, property_dict: dict[str, Any]) -> Self:
        """Set properties."""
        for key, value in property_dict.items():
            self.property(key, value)
        return self
