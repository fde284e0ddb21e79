"""``KafkaSource`` and what its builder takes; their public home is ``pyflink.datastream.connectors.kafka``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Dict, Set

from drey.connectors.api import TableSpec
from drey.connectors.registry import table_factory
from drey.errors import ValidationError
from drey.pyflink.datastream.connectors.base import Source
from drey.pyflink.datastream.message_formats import reading
from drey.pyflink.datastream.sources import StreamSource
from drey.types import logical as t

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import DeserializationSchema

_TIMESTAMP = ("timestamp", t.LocalZonedTimestampType(3, nullable=False))
_DISCOVERY = "partition.discovery.interval.ms"


class KafkaSource(Source):
    """Topics of Kafka as a stream; made by :meth:`builder`."""

    @staticmethod
    def builder() -> KafkaSourceBuilder:
        """A builder."""
        return KafkaSourceBuilder()


class KafkaTopicPartition:
    """A partition of a topic.

    Args:
        topic: The topic.
        partition: Its number, from 0.
    """

    def __init__(self, topic: str, partition: int) -> None:
        self._topic = topic
        self._partition = partition

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KafkaTopicPartition):
            return False
        return self._topic == other._topic and self._partition == other._partition

    def __hash__(self) -> int:
        return hash((self._topic, self._partition))


class KafkaOffsetResetStrategy(Enum):
    """Where to read from if there is no offset: the end, the start, or fail."""

    LATEST = 0
    EARLIEST = 1
    NONE = 2


class KafkaOffsetsInitializer:
    """Where reading starts or stops; made by the static methods.

    Args:
        mode: A mode of ``scan.startup.mode`` and ``scan.bounded.mode``.
        options: What the mode needs, by the end of the options' names.
        reset: What holds for partitions without an offset.
    """

    def __init__(
        self,
        mode: str,
        options: Mapping[str, str] | None = None,
        reset: KafkaOffsetResetStrategy = KafkaOffsetResetStrategy.NONE,
    ) -> None:
        self._mode = mode
        self._options = options or {}
        self._reset = reset

    def _of(self, side: str) -> dict[str, str]:
        """The options of a table: ``side`` is ``scan.startup`` or ``scan.bounded``."""
        options = {f"{side}.{key}": value for key, value in self._options.items()}
        return {f"{side}.mode": self._mode, **options}

    def _as_end(self) -> dict[str, str]:
        """The options of a table for where reading stops."""
        options = self._of("scan.bounded")
        if self._mode in ("group-offsets", "specific-offsets"):
            options["scan.bounded.reset-strategy"] = self._reset.name.lower()
        return options

    @staticmethod
    def committed_offsets(
        offset_reset_strategy: KafkaOffsetResetStrategy = KafkaOffsetResetStrategy.NONE,
    ) -> KafkaOffsetsInitializer:
        """The offsets that the group has committed.

        Args:
            offset_reset_strategy: What holds for partitions without one.
        """
        return KafkaOffsetsInitializer("group-offsets", None, offset_reset_strategy)

    @staticmethod
    def timestamp(timestamp: int) -> KafkaOffsetsInitializer:
        """The first record with this time, in milliseconds since the epoch, or a later one."""
        return KafkaOffsetsInitializer("timestamp", {"timestamp-millis": str(timestamp)})

    @staticmethod
    def earliest() -> KafkaOffsetsInitializer:
        """The first record that is there."""
        return KafkaOffsetsInitializer("earliest-offset")

    @staticmethod
    def latest() -> KafkaOffsetsInitializer:
        """The end, as it is when the job starts."""
        return KafkaOffsetsInitializer("latest-offset")

    @staticmethod
    def offsets(
        offsets: Dict[KafkaTopicPartition, int],
        offset_reset_strategy: KafkaOffsetResetStrategy = KafkaOffsetResetStrategy.EARLIEST,
    ) -> KafkaOffsetsInitializer:
        """Offsets of partitions; others begin where the group is, or by the strategy.

        Args:
            offsets: The offset of the next record of each partition.
            offset_reset_strategy: What holds for partitions that are not named and that the group has not read.
        """
        pairs = (f"topic:{one._topic},partition:{one._partition},offset:{at}" for one, at in offsets.items())
        return KafkaOffsetsInitializer(
            "specific-offsets", {"specific-offsets": ";".join(pairs)}, offset_reset_strategy
        )


class KafkaSourceBuilder:
    """Collects the parts of a source; every method returns the builder.

    What is not set: reading starts with the first record, and never ends.
    """

    def __init__(self) -> None:
        self._properties: dict[str, str] = {}
        self._wanted: dict[str, str] = {}
        self._starting = KafkaOffsetsInitializer.earliest()
        self._stopping: KafkaOffsetsInitializer | None = None
        self._schema: DeserializationSchema | None = None

    def build(self) -> KafkaSource:
        """The source.

        Raises:
            ValidationError: Brokers, topics or the deserializer are missing.
            OptionError: A property doesn't fit.
            DependencyError: The Kafka client is not installed.
        """
        if "bootstrap.servers" not in self._properties:
            raise ValidationError("Property bootstrap.servers is required but not provided")
        if not self._wanted:
            raise ValidationError(
                "No topic is specified. It should be one of topics, topic pattern and partitions."
            )
        if self._schema is None:
            raise ValidationError("Deserialization schema is required but not provided.")
        read = reading(self._schema)
        spec = TableSpec(
            next(iter(self._wanted.values())),
            self._options(read.format, read.options),
            read.columns,
            metadata=(_TIMESTAMP,),
        )
        factory = table_factory("kafka")
        factory.validate(spec)
        factory.source_abilities(spec)
        return KafkaSource(StreamSource((spec,), read.type, read.shape, read.function, timestamps=True))

    def _options(self, format_: str, format_options: Mapping[str, str]) -> dict[str, str]:
        properties = dict(self._properties)
        discovery = properties.pop(_DISCOVERY, None)
        options = {
            "connector": "kafka",
            "format": format_,
            **format_options,
            **self._wanted,
            **self._starting._of("scan.startup"),
            **({} if self._stopping is None else self._stopping._as_end()),
        }
        if discovery is not None:
            options["scan.topic-partition-discovery.interval"] = f"{max(int(discovery), 0)} ms"
        properties.setdefault("auto.offset.reset", self._starting._reset.name.lower())
        return options | {f"properties.{key}": value for key, value in properties.items()}

    def set_bootstrap_servers(self, bootstrap_servers: str) -> KafkaSourceBuilder:
        """Set the brokers: ``host:port,host:port``."""
        return self.set_property("bootstrap.servers", bootstrap_servers)

    def set_group_id(self, group_id: str) -> KafkaSourceBuilder:
        """Set the group where offsets are committed when a checkpoint is complete."""
        return self.set_property("group.id", group_id)

    def set_topics(self, *topics: str) -> KafkaSourceBuilder:
        """Read these topics."""
        return self._want("topics", "topic", ";".join(topics))

    def set_topic_pattern(self, topic_pattern: str) -> KafkaSourceBuilder:
        """Read the topics whose whole names match a regular expression, those that appear later too."""
        return self._want("topic pattern", "topic-pattern", topic_pattern)

    def set_partitions(self, partitions: Set[KafkaTopicPartition]) -> KafkaSourceBuilder:
        """Read these partitions only."""
        pairs = sorted({(one._topic, one._partition) for one in partitions})
        self._want("partitions", "topic", ";".join(sorted({topic for topic, _ in pairs})))
        self._wanted["scan.partitions"] = ";".join(f"{topic}:{number}" for topic, number in pairs)
        return self

    def _want(self, what: str, key: str, value: str) -> KafkaSourceBuilder:
        if self._wanted:
            raise ValidationError(
                f"Cannot use {what} for consumption because topics, a pattern or partitions are already set."
            )
        self._wanted[key] = value
        return self

    def set_starting_offsets(
        self, starting_offsets_initializer: KafkaOffsetsInitializer
    ) -> KafkaSourceBuilder:
        """Set where reading starts when there is no state to go on from."""
        self._starting = starting_offsets_initializer
        return self

    def set_unbounded(self, stopping_offsets_initializer: KafkaOffsetsInitializer) -> KafkaSourceBuilder:
        """Set where reading stops; here the same as :meth:`set_bounded`."""
        self._stopping = stopping_offsets_initializer
        return self

    def set_bounded(self, stopping_offsets_initializer: KafkaOffsetsInitializer) -> KafkaSourceBuilder:
        """Set where reading stops: the offsets are looked up when the job starts."""
        self._stopping = stopping_offsets_initializer
        return self

    def set_value_only_deserializer(
        self, deserialization_schema: DeserializationSchema
    ) -> KafkaSourceBuilder:
        """Set what makes values of records; keys are not read, and records without a value are passed over."""
        self._schema = deserialization_schema
        return self

    def set_client_id_prefix(self, prefix: str) -> KafkaSourceBuilder:
        """Set the name by which brokers know the client."""
        return self.set_property("client.id", prefix)

    def set_property(self, key: str, value: str) -> KafkaSourceBuilder:
        """Set a property of the client."""
        self._properties[key] = value
        return self

    def set_properties(self, props: dict[Any, Any]) -> KafkaSourceBuilder:
        """Set properties of the client."""
        self._properties.update(props)
        return self
