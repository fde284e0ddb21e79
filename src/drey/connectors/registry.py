"""Finds the factory of a connector: built in, or from an installed package's entry point ``drey.connectors``."""

from __future__ import annotations

from functools import cache

from drey.connectors.api.factory import TableFactory
from drey.connectors.lookup import built_or_installed
from drey.errors import OptionError, did_you_mean

BUILT_IN: dict[str, str] = {
    "blackhole": "drey.connectors.blackhole:BlackholeFactory",
    "collection": "drey.connectors.collection:CollectionFactory",
    "data-stream": "drey.connectors.data_stream:DataStreamFactory",
    "datagen": "drey.connectors.datagen:DatagenFactory",
    "file-buckets": "drey.connectors.filesystem.buckets:FileBucketsFactory",
    "filesystem": "drey.connectors.filesystem:FilesystemFactory",
    "jdbc": "drey.connectors.jdbc:JdbcFactory",
    "kafka": "drey.connectors.kafka:KafkaFactory",
    "number-sequence": "drey.connectors.number_sequence:NumberSequenceFactory",
    "paced": "drey.testing.paced:PacedFactory",
    "print": "drey.connectors.print:PrintFactory",
    "upsert-kafka": "drey.connectors.kafka.upsert:UpsertKafkaFactory",
    "test-sink": "drey.connectors.test_sink:TestSinkFactory",
}
"""Identifier to ``module:class``; the module is imported when a table uses it."""

NOT_BUILT = (
    "dynamodb", "elasticsearch-6", "elasticsearch-7", "elasticsearch-8", "firehose", "hbase-1.4", "hbase-2.2", "hive",
    "kinesis", "kinesis-legacy", "mongodb", "opensearch",
)  # fmt: skip
"""Connectors that Flink has."""


@cache
def table_factory(identifier: str) -> TableFactory:
    """The factory of a connector.

    Raises:
        OptionError: No connector has this identifier.
        UnsupportedError: Flink has the connector, and it is not built yet.
    """
    found, known = built_or_installed(identifier, "connector", "drey.connectors", BUILT_IN, NOT_BUILT)
    if found is not None:
        factory: TableFactory = found
        return factory
    raise OptionError(
        f"could not find any factory for identifier '{identifier}'",
        detail="'connector' names no connector that is installed",
        hint=did_you_mean(identifier, known) or "available: " + ", ".join(known),
    )
