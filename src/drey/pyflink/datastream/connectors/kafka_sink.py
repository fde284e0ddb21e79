"""``KafkaSink``; its public home is ``pyflink.datastream.connectors.kafka``.

The sink is the table connector's: a value becomes a row whose columns are those of the record's value, those of its
key with a prefix, and the topic if a function chooses it, so that whole batches are encoded at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Optional

from drey.connectors.api import TableSpec
from drey.connectors.registry import table_factory
from drey.errors import ValidationError
from drey.pyflink.datastream.connectors.base import (
    DeliveryGuarantee,
    Sink,
    StreamTransformer,
    SupportsPreprocessing,
)
from drey.pyflink.datastream.connectors.kafka_records import KafkaRecordSerializationSchema
from drey.pyflink.datastream.message_formats import MessageFormat
from drey.pyflink.datastream.sources import StreamSink
from drey.types import logical as t
from drey.types.row import Row
from drey.udf.failures import shown
from drey.udf.stream import StreamFunction

_KEY = "$key$"
_TOPIC = "$topic"
_TIMESTAMP = "$timestamp"
_GUARANTEES = {
    DeliveryGuarantee.EXACTLY_ONCE: "exactly-once",
    DeliveryGuarantee.AT_LEAST_ONCE: "at-least-once",
    DeliveryGuarantee.NONE: "none",
}


class KafkaSink(Sink, SupportsPreprocessing):
    """Writes a stream into topics of Kafka; made by :meth:`builder`."""

    @staticmethod
    def builder() -> KafkaSinkBuilder:
        """A builder."""
        return KafkaSinkBuilder()

    def get_transformer(self) -> Optional[StreamTransformer]:
        """What is done with the stream before it is written: nothing that a program could see."""
        return None


class KafkaSinkBuilder:
    """Collects the parts of a sink; every method returns the builder. By default nothing is guaranteed."""

    def __init__(self) -> None:
        self._properties: dict[str, str] = {}
        self._options: dict[str, str] = {"sink.delivery-guarantee": "none"}
        self._serializer: KafkaRecordSerializationSchema | None = None

    def build(self) -> KafkaSink:
        """The sink.

        Raises:
            ValidationError: Brokers or the serializer are missing.
            OptionError: A property doesn't fit.
            DependencyError: The Kafka client is not installed.
        """
        if "bootstrap.servers" not in self._properties:
            raise ValidationError("bootstrapServers")
        if self._serializer is None:
            raise ValidationError("recordSerializer")
        properties = {f"properties.{key}": value for key, value in self._properties.items()}
        sink = _stream_sink(self._serializer, {"connector": "kafka", **self._options, **properties})
        factory = table_factory("kafka")
        factory.validate(sink.table)
        factory.sink_abilities(sink.table)
        return KafkaSink(sink)

    def set_bootstrap_servers(self, bootstrap_servers: str) -> KafkaSinkBuilder:
        """Set the brokers: ``host:port,host:port``."""
        return self.set_property("bootstrap.servers", bootstrap_servers)

    def set_delivery_guarantee(self, delivery_guarantee: DeliveryGuarantee) -> KafkaSinkBuilder:
        """Set how often a record is in the topic after failures."""
        self._options["sink.delivery-guarantee"] = _GUARANTEES[delivery_guarantee]
        return self

    def set_transactional_id_prefix(self, transactional_id_prefix: str) -> KafkaSinkBuilder:
        """Set what names the transactions of exactly once: a name that no other job uses."""
        self._options["sink.transactional-id-prefix"] = transactional_id_prefix
        return self

    def set_record_serializer(self, record_serializer: KafkaRecordSerializationSchema) -> KafkaSinkBuilder:
        """Set how values become records."""
        self._serializer = record_serializer
        return self

    def set_property(self, key: str, value: str) -> KafkaSinkBuilder:
        """Set a property of the client; one that starts with ``sink.`` is an option of the table connector."""
        if key.startswith("sink."):
            self._options[key] = value
        else:
            self._properties[key] = value
        return self


def _stream_sink(serializer: KafkaRecordSerializationSchema, options: dict[str, str]) -> StreamSink:
    value, key = serializer._value, serializer._key
    options |= {"value.format": value.format, **{f"value.{k}": v for k, v in value.options.items()}}
    fields = [(one.name, one.type) for one in value.columns.fields]
    if key is not None:
        names = [f"{_KEY}{one.name}" for one in key.columns.fields]
        fields += zip(names, (one.type for one in key.columns.fields), strict=True)
        options |= {
            "key.format": key.format,
            **{f"key.{k}": v for k, v in key.options.items()},
            "key.fields": ";".join(names),
            "key.fields-prefix": _KEY,
            "value.fields-include": "EXCEPT_KEY",
        }
    metadata: list[tuple[str, t.LogicalType]] = [("timestamp", t.LocalZonedTimestampType(3))]
    columns = [_TIMESTAMP]
    if serializer._topic is not None:
        options["topic"] = serializer._topic
    else:
        metadata.append(("topic", t.string_type()))
        columns.append(_TOPIC)
    written = [(name, type_) for (_, type_), name in zip(metadata, columns, strict=True)]
    table = TableSpec(
        serializer._topic or "kafka",
        options,
        t.RowType.of(*fields, *written, nullable=False),
        metadata=tuple(metadata),
        metadata_columns=tuple(columns),
    )
    if key is None and serializer._topic is not None:
        return StreamSink(table, value.shape, value.function, timestamps=_TIMESTAMP)
    parts = [_columns_of(value), *([] if key is None else [_columns_of(key)])]
    if serializer._selector is not None:
        parts.append(_Topic(serializer._selector))
    return StreamSink(
        table, "row", StreamFunction("Kafka-Record", _Parts(parts), "map"), timestamps=_TIMESTAMP
    )


Columns = Callable[[Any], Sequence[Any]]


class _Parts:
    """Puts the columns of several parts of a record one behind the other."""

    def __init__(self, parts: Sequence[Columns]) -> None:
        self._parts = parts

    def map(self, value: Any) -> list[Any]:
        columns: list[Any] = []
        for part in self._parts:
            columns.extend(part(value))
        return columns


class _Single:
    """The only column of a part: the value, or what a schema makes of it."""

    def __init__(self, function: StreamFunction | None) -> None:
        self._target = None if function is None else function.target

    def __call__(self, value: Any) -> Sequence[Any]:
        return (value if self._target is None else self._target(value),)


class _Fields:
    """The fields of a row by name, or of what has as many by position."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)

    def __call__(self, value: Any) -> Sequence[Any]:
        if isinstance(value, Row):
            known = value.__dict__.get("_fields")
            if known is not None and set(self._names) <= set(known):
                return value.get_fields_by_names(self._names)
            value = value._values
        elif isinstance(value, dict):
            return [value.get(name) for name in self._names]
        if not isinstance(value, (tuple, list)) or len(value) != len(self._names):
            raise ValidationError(
                f"expected a row with the fields {', '.join(self._names)}", detail=f"found {shown(value)}"
            )
        return value


class _Topic:
    """The topic that a function chooses."""

    def __init__(self, selector: StreamFunction) -> None:
        self._target = selector.target

    def __call__(self, value: Any) -> Sequence[Any]:
        topic = self._target(value)
        if not isinstance(topic, str) or not topic:
            raise ValidationError(
                "a topic selector must return the name of a topic",
                detail=f"for {shown(value)} it gave {topic!r}",
            )
        return (topic,)


def _columns_of(part: MessageFormat) -> Columns:
    return _Fields(part.columns.names) if part.shape == "row" else _Single(part.function)
