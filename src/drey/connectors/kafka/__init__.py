"""The ``kafka`` connector: topics as append-only tables, read from and up to any offset, written exactly once."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.factory import SinkAbilities, SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Sink
from drey.connectors.api.source import Source
from drey.connectors.kafka import confluent as _needed_first
from drey.connectors.kafka import options as o
from drey.connectors.kafka.decoding import METADATA, RowDecoder
from drey.connectors.kafka.encoding import WRITABLE
from drey.connectors.kafka.reader import KafkaSource
from drey.connectors.kafka.sink import KafkaSink
from drey.connectors.kafka.table import check_formats, kafka_columns
from drey.connectors.kafka.validation import (
    check_scan,
    check_sink,
    check_sink_topics,
    check_topics,
)
from drey.errors import ValidationError
from drey.options import check_options


class KafkaFactory(TableFactory):
    """``'connector' = 'kafka'``."""

    identifier = "kafka"
    required = o.KAFKA_REQUIRED
    optional = o.KAFKA_OPTIONAL

    def validate(self, spec: TableSpec) -> None:
        options = {k: v for k, v in spec.options.items() if k not in ("connector", "property-version")}
        left = check_formats(spec, options)
        check_options(f"connector '{self.identifier}'", left, self.required, self.optional, (o.PROPERTIES,))
        check_topics(spec)
        kafka_columns(spec)
        if spec.primary_key:
            raise ValidationError(
                f"The Kafka table '{spec.path}' doesn't support defining PRIMARY KEY constraint on the table, "
                "because it can't guarantee the semantic of primary key.",
                hint="use 'connector' = 'upsert-kafka' for a table with a key",
            )

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        check_scan(spec)
        bounded = o.BOUNDED_MODE.require(spec.options).lower() != "unbounded"
        return SourceAbilities(bounded=bounded, metadata=METADATA, watermarks=True)

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        check_sink(spec)
        return SinkAbilities(metadata=WRITABLE)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        RowDecoder(spec)
        return KafkaSource(spec)

    def create_sink(self, spec: TableSpec) -> Sink:
        check_sink_topics(spec)
        return KafkaSink(spec)


__all__ = ["KafkaFactory", "_needed_first"]
