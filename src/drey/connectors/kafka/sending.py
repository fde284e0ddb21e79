"""Hands messages to a producer, and remembers those that did not arrive."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from confluent_kafka import KafkaError

from drey.connectors.kafka.client import ClientErrors, explained, patiently
from drey.connectors.kafka.encoding import Outgoing
from drey.errors import ConnectorError
from drey.types.polars_types import MAP_KEY, MAP_VALUE

_AT_ONCE = 5000
_FULL_PAUSE = 0.05
_CREATION = 10.0
"""Seconds that a topic may be unknown: brokers create it when a producer asks for it, unless they are told not to."""
_BEING_CREATED = (KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError.LEADER_NOT_AVAILABLE)


class NotDeliveredError(ConnectorError):
    """A message did not arrive; in a transaction, all may be sent again."""


class Sender:
    """Sends into one topic, or into those that messages name. The calls block while the producer's queue is full.

    Args:
        producer: The producer.
        topic: The topic; None if messages name theirs.
        options: The table's options.
        errors: Those of the producer.
    """

    def __init__(
        self, producer: Any, topic: str | None, options: Mapping[str, str], errors: ClientErrors
    ) -> None:
        self._producer = producer
        self._topic = topic
        self._options = options
        self._errors = errors
        self._failed: Any = None

    def partitions(self) -> int:
        """How many partitions the topic has, 0 without a fixed topic; makes sure that the brokers answer.

        Raises:
            ConnectorError: They don't, or they have no such topic and make none.
        """

        def request(limit: float) -> Any:
            try:
                return self._producer.list_topics(self._topic, timeout=limit).topics.get(self._topic)
            finally:
                self._producer.poll(0)

        deadline = time.monotonic() + _CREATION
        while True:
            found = patiently("can't reach Kafka", self._options, self._errors, request)
            if found is None:
                return 0
            if found.error is None:
                return len(found.partitions)
            if found.error.code() not in _BEING_CREATED or time.monotonic() > deadline:
                raise explained(f"can't write to topic '{self._topic}'", found.error, self._options)
            time.sleep(_FULL_PAUSE)

    def send(self, messages: Outgoing, partition: int | None) -> None:
        """Hand messages over, in order.

        Args:
            messages: The messages.
            partition: Where they go; None leaves it to the producer's partitioner.
        """
        if messages.topics is not None:
            for topic, some in messages.by_topic():
                self._send(topic, some, partition)
        else:
            assert self._topic is not None
            self._send(self._topic, messages, partition)

    def _send(self, topic: str, messages: Outgoing, partition: int | None) -> None:
        if messages.headers is not None or messages.timestamps is not None:
            # The client's batches take neither.
            self._send_singly(topic, messages, partition)
            return
        entries = _entries(messages)
        more: dict[str, Any] = {} if partition is None else {"partition": partition}
        more["on_delivery"] = self._on_failure
        for start in range(0, len(entries), _AT_ONCE):
            waiting = entries[start : start + _AT_ONCE]
            while self._producer.produce_batch(topic, waiting, **more) < len(waiting):
                waiting = [one for one in waiting if self._refused(one)]
                self._producer.poll(_FULL_PAUSE)
                self.check()
            self._producer.poll(0)
        self.check()

    @staticmethod
    def _refused(entry: dict[str, Any]) -> bool:
        """True if the queue was full; the mark is taken off for the next attempt."""
        error = entry.pop("_error", None)
        if error is not None and error.code() != KafkaError._QUEUE_FULL:
            raise ConnectorError("can't send a message", detail=error.str())
        return error is not None

    def _send_singly(self, topic: str, messages: Outgoing, partition: int | None) -> None:
        more: dict[str, Any] = {} if partition is None else {"partition": partition}
        more["on_delivery"] = self._on_failure
        for index, entry in enumerate(_entries(messages)):
            if messages.headers is not None:
                entry["headers"] = [(h[MAP_KEY], h[MAP_VALUE]) for h in messages.headers[index] or ()]
            while True:
                try:
                    self._producer.produce(topic, **entry, **more)
                except BufferError:
                    self._producer.poll(_FULL_PAUSE)
                    self.check()
                else:
                    break
        self._producer.poll(0)
        self.check()

    def _on_failure(self, error: Any, message: Any) -> None:
        if error is not None and self._failed is None:
            self._failed = error, message.topic()

    def check(self) -> None:
        """Raise what has gone wrong since.

        Raises:
            NotDeliveredError: A message was refused or could not be sent in time.
            ConnectorError: The brokers refuse the user.
        """
        self._errors.check()
        if self._failed is not None:
            (failed, topic), self._failed = self._failed, None
            found = explained(f"can't write to topic '{topic}'", failed, self._options)
            raise NotDeliveredError(found.message, detail=found.detail, hint=found.hint)

    def flush(self) -> None:
        """Wait until all messages have arrived or failed."""
        deadline: float | None = None
        while self._producer.flush(1.0):
            self.check()
            deadline = deadline or time.monotonic() + _LONGEST_FLUSH
            if time.monotonic() > deadline:
                raise ConnectorError("can't write to Kafka", detail="messages still wait after ten minutes")
        self.check()

    def forget(self) -> None:
        """Forget failures, of messages that will be sent again."""
        self._failed = None


_LONGEST_FLUSH = 600.0
"""Longer than any message waits (``message.timeout.ms``), so only for a client that is stuck."""


def _entries(messages: Outgoing) -> list[dict[str, Any]]:
    keys, timestamps = messages.keys, messages.timestamps
    if keys is None and timestamps is None:
        return [{"value": value} for value in messages.values]
    entries: list[dict[str, Any]] = []
    for index, value in enumerate(messages.values):
        entry: dict[str, Any] = {"value": value}
        if keys is not None and keys[index] is not None:
            entry["key"] = keys[index]
        if timestamps is not None and timestamps[index] is not None:
            entry["timestamp"] = timestamps[index]
        entries.append(entry)
    return entries
