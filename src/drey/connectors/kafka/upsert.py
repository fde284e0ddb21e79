"""The ``upsert-kafka`` connector: topics whose messages are the last values of keys, as changing tables."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.factory import SinkAbilities, SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Sink
from drey.connectors.api.source import Source
from drey.connectors.kafka import options as o
from drey.connectors.kafka.decoding import METADATA, RowDecoder
from drey.connectors.kafka.encoding import WRITABLE, RowEncoder
from drey.connectors.kafka.reader import KafkaSource
from drey.connectors.kafka.sink import KafkaSink
from drey.connectors.kafka.table import check_formats, kafka_columns
from drey.connectors.kafka.validation import (
    check_flush,
    check_scan,
    check_sink,
    check_sink_topics,
    check_topics,
)
from drey.errors import ValidationError
from drey.options import check_options
from drey.types.changelog import UPSERT, ChangelogMode, RowKind

CHANGES = ChangelogMode(frozenset({RowKind.UPDATE_AFTER, RowKind.DELETE}))
"""What a topic tells: a key's new value, or that it is gone; it does not tell what is new."""


class UpsertKafkaFactory(TableFactory):
    """``'connector' = 'upsert-kafka'``."""

    identifier = "upsert-kafka"
    required = o.UPSERT_REQUIRED
    optional = o.UPSERT_OPTIONAL

    def validate(self, spec: TableSpec) -> None:
        options = {k: v for k, v in spec.options.items() if k not in ("connector", "property-version")}
        left = check_formats(spec, options)
        check_options(f"connector '{self.identifier}'", left, self.required, self.optional, (o.PROPERTIES,))
        if not spec.primary_key:
            raise ValidationError(
                "'upsert-kafka' tables require to define a PRIMARY KEY constraint.",
                detail="The PRIMARY KEY specifies which columns should be read from or write to the Kafka message "
                "key, and which messages with the same key replace each other.",
                hint="declare PRIMARY KEY (...) NOT ENFORCED",
            )
        check_topics(spec)
        kafka_columns(spec)
        check_flush(spec)

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        check_scan(spec)
        bounded = o.BOUNDED_MODE.require(spec.options).lower() != "unbounded"
        return SourceAbilities(bounded=bounded, changelog=CHANGES, metadata=METADATA, watermarks=True)

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        check_sink(spec)
        return SinkAbilities(changelog=UPSERT, metadata=WRITABLE)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        RowDecoder(spec, upsert=True)
        return KafkaSource(spec, upsert=True)

    def create_sink(self, spec: TableSpec) -> Sink:
        check_sink_topics(spec)
        RowEncoder(spec, upsert=True)
        return KafkaSink(spec, upsert=True)
