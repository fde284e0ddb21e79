"""How values become records of Kafka; the public home of the classes is ``pyflink.datastream.connectors.kafka``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Callable, Union

from drey.errors import ValidationError
from drey.pyflink.common.serialization import SerializationSchema
from drey.pyflink.datastream.message_formats import writing
from drey.udf.stream import StreamFunction


class KafkaTopicSelector(ABC):
    """Chooses the topic of a value."""

    @abstractmethod
    def apply(self, data: Any) -> str:
        """The topic of one value."""


class KafkaRecordSerializationSchema(SerializationSchema):
    """Topic, key and value of records; made by :meth:`builder`.

    Args:
        topic: The topic of all records; None if ``selector`` chooses it.
        selector: Chooses the topic of a value.
        key: What makes the keys; None for records without one.
        value: What makes the values.
    """

    def __init__(
        self,
        topic: str | None,
        selector: StreamFunction | None,
        key: SerializationSchema | None,
        value: SerializationSchema,
    ) -> None:
        self._topic = topic
        self._selector = selector
        self._key = None if key is None else writing(key)
        self._value = writing(value)

    @staticmethod
    def builder() -> KafkaRecordSerializationSchemaBuilder:
        """A builder."""
        return KafkaRecordSerializationSchemaBuilder()


class KafkaRecordSerializationSchemaBuilder:
    """Collects the parts of a schema; every method returns the builder."""

    def __init__(self) -> None:
        self._topic: str | None = None
        self._selector: StreamFunction | None = None
        self._key: SerializationSchema | None = None
        self._value: SerializationSchema | None = None

    def build(self) -> KafkaRecordSerializationSchema:
        """The schema.

        Raises:
            ValidationError: The topic or the values' schema is missing.
        """
        if self._value is None:
            raise ValidationError("No value serializer is specified.")
        if self._topic is None and self._selector is None:
            raise ValidationError("No topic selector is specified.")
        return KafkaRecordSerializationSchema(self._topic, self._selector, self._key, self._value)

    def set_topic(self, topic: str) -> KafkaRecordSerializationSchemaBuilder:
        """Write all values into this topic."""
        self._no_topic_yet()
        self._topic = topic
        return self

    def set_topic_selector(
        self, topic_selector: Union[Callable[[Any], str], KafkaTopicSelector]
    ) -> KafkaRecordSerializationSchemaBuilder:
        """Write each value into the topic that this chooses.

        Raises:
            TypeError: It is neither a selector nor a function.
        """
        if not isinstance(topic_selector, KafkaTopicSelector) and not callable(topic_selector):
            raise TypeError("topic_selector must be KafkaTopicSelector or a callable")
        self._no_topic_yet()
        method = "apply" if isinstance(topic_selector, KafkaTopicSelector) else None
        self._selector = StreamFunction("Topic-Selector", topic_selector, method)
        return self

    def _no_topic_yet(self) -> None:
        if self._topic is not None or self._selector is not None:
            raise ValidationError("Topic selector already set.")

    def set_key_serialization_schema(
        self, key_serialization_schema: SerializationSchema
    ) -> KafkaRecordSerializationSchemaBuilder:
        """Set what makes the key of a value; without one records have no key."""
        self._key = key_serialization_schema
        return self

    def set_value_serialization_schema(
        self, value_serialization_schema: SerializationSchema
    ) -> KafkaRecordSerializationSchemaBuilder:
        """Set what makes the value of a record."""
        self._value = value_serialization_schema
        return self
