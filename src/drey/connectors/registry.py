"""Finds the factory of a connector: built in, or from an installed package's entry point ``drey.connectors``."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import entry_points

from drey.connectors.api.factory import TableFactory
from drey.errors import OptionError, UnsupportedError, did_you_mean

BUILT_IN: dict[str, str] = {
    "blackhole": "drey.connectors.blackhole:BlackholeFactory",
    "collection": "drey.connectors.collection:CollectionFactory",
    "datagen": "drey.connectors.datagen:DatagenFactory",
    "filesystem": "drey.connectors.filesystem:FilesystemFactory",
    "jdbc": "drey.connectors.jdbc:JdbcFactory",
    "print": "drey.connectors.print:PrintFactory",
    "test-sink": "drey.connectors.test_sink:TestSinkFactory",
}
"""Identifier to ``module:class``; the module is imported when a table uses it."""

NOT_BUILT = (
    "dynamodb", "elasticsearch-6", "elasticsearch-7", "elasticsearch-8", "firehose", "hbase-1.4", "hbase-2.2", "hive",
    "kafka", "kinesis", "kinesis-legacy", "mongodb", "opensearch", "upsert-kafka",
)  # fmt: skip
"""Connectors that Flink has."""


@cache
def table_factory(identifier: str) -> TableFactory:
    """The factory of a connector.

    Raises:
        OptionError: No connector has this identifier.
        UnsupportedError: Flink has the connector, and it is not built yet.
    """
    target = BUILT_IN.get(identifier)
    if target is not None:
        module, _, name = target.partition(":")
        factory: TableFactory = getattr(importlib.import_module(module), name)()
        return factory
    external = {point.name: point for point in entry_points(group="drey.connectors")}
    if identifier in external:
        loaded: TableFactory = external[identifier].load()()
        return loaded
    known = sorted({*BUILT_IN, *external})
    if identifier in NOT_BUILT:
        raise UnsupportedError(
            f"connector '{identifier}' is not built yet", hint="built: " + ", ".join(known)
        )
    raise OptionError(
        f"could not find any factory for identifier '{identifier}'",
        detail="'connector' names no connector that is installed",
        hint=did_you_mean(identifier, known) or "available: " + ", ".join(known),
    )
