"""Asks for the Kafka client by name where it is not installed; imported before everything that uses it."""

from __future__ import annotations

from drey.errors import DependencyError

try:
    import confluent_kafka
except ImportError:
    raise DependencyError(
        "the kafka connector needs confluent-kafka", hint="pip install 'drey[kafka]'"
    ) from None

KafkaError = confluent_kafka.KafkaError
KafkaException = confluent_kafka.KafkaException
