"""The transactional producer of one attempt of a writer, and the marker of what it has committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicPartition

from drey.connectors.api.factory import TableSpec
from drey.connectors.kafka import options as o
from drey.connectors.kafka.client import (
    ClientErrors,
    committed_offsets,
    explained,
    logger,
    make_consumer,
    make_producer,
    patiently,
)
from drey.connectors.kafka.sending import NotDeliveredError, Sender
from drey.connectors.kafka.staging import staged_messages
from drey.connectors.kafka.validation import fixed_topic
from drey.errors import ConnectorError

Json = Any

COMMIT_PATIENCE = 300.0
"""Seconds that a commit waits for brokers before it fails the job, which then commits again when it restarts."""
_REQUEST = 10.0
_MARKER_REQUEST = 5.0
"""Shorter, since a client that hangs in it is found by the time it takes: so long a restarted broker holds a commit up."""
_OVERTIME = 3.0
_PAUSE = 0.2
_ABANDONED: list[Any] = []
"""Producers that hang in a call; to destroy one would hang, too."""
_NO_MARKER = "can't read the sink's marker"


def transactional_id(spec: TableSpec, attempt: str) -> str:
    """The transactional id of an attempt of a writer."""
    return f"{o.TRANSACTION_PREFIX.require(spec.options)}-{attempt}"


class _StuckClientError(ConnectorError):
    """A call of the client has not come back in its time."""


def _in_time(call: Callable[[], Any], limit: float) -> None:
    """Make a call that should take ``limit`` seconds at most, in a thread of its own.

    librdkafka forgets the limit of ``send_offsets_to_transaction``, and may hang in it for ever when the group's
    coordinator was away and is back (its issues 5456 and 5511).

    Raises:
        _StuckClientError: It hangs.
    """
    failures: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, name="drey-kafka-marker", daemon=True)
    thread.start()
    thread.join(limit + _OVERTIME)
    if thread.is_alive():
        raise _StuckClientError("the Kafka client hangs while it commits")
    if failures:
        raise failures[0]


class EpochTransaction:
    """The transactional producer of one attempt, and the last epoch that it has committed."""

    def __init__(self, spec: TableSpec, attempt: str) -> None:
        """Initialise the attempt's transactional id: end what is open, fence who else uses it.

        Raises:
            ConnectorError: The brokers are away, or refuse it.
        """
        self._options = spec.options
        self._errors = ClientErrors(spec.options)
        self._id = transactional_id(spec, attempt)
        self._topic = fixed_topic(spec)
        self._open_producer()
        self.partitions = self.sender.partitions()
        self._initialise()
        self._group = make_consumer(
            {**spec.options, "properties.isolation.level": "read_committed"}, self._errors, group=self._id
        )
        self.last_epoch = self._read_marker()

    def _open_producer(self) -> None:
        self._producer = make_producer(
            self._options, self._errors, transactional_id=self._id, enable_idempotence=True
        )
        self.sender = Sender(self._producer, self._topic, self._options, self._errors)

    def _renew(self) -> None:
        """Go on with a new producer, whose initialisation ends what the one before has left open."""
        _ABANDONED.append(self._producer)
        self._open_producer()
        self._initialise()
        self.last_epoch = self._read_marker()

    def _initialise(self) -> None:
        try:
            self._retried(self._producer.init_transactions)
        except KafkaException as error:
            raise explained("can't initialise transactions", error, self._options) from error

    def _read_marker(self) -> int | None:
        """The last committed epoch; None if the brokers know of none."""
        if self._topic is None:
            offsets = committed_offsets(self._options, self._errors, self._id)
            return max(offsets.values(), default=None)
        wanted = [TopicPartition(self._topic, 0)]
        [found] = patiently(
            _NO_MARKER,
            self._options,
            self._errors,
            lambda limit: self._group.committed(wanted, timeout=limit),
        )
        if found.error is not None:
            raise explained(_NO_MARKER, found.error, self._options)
        return found.offset if found.offset >= 0 else None

    def _retried(self, request: Callable[[float], Any], limit: float = _REQUEST) -> None:
        """Make a request of the transaction's, again for as long as it is said to be worth it, of ``limit`` seconds each."""
        deadline = time.monotonic() + COMMIT_PATIENCE
        while True:
            try:
                request(limit)
            except KafkaException as error:
                found = error.args[0]
                self._producer.poll(0)
                self._errors.check()
                passing = found.retriable() or found.code() == KafkaError._TIMED_OUT
                if found.fatal() or not passing or time.monotonic() > deadline:
                    raise
            else:
                return
            time.sleep(_PAUSE)

    def commit(self, epoch: int, staged: Sequence[Mapping[str, Json]], partition: int | None) -> None:
        """Send messages and the marker of their last epoch in one transaction.

        Raises:
            ConnectorError: It can't be done; nothing is visible then, or a second call will find it done.
        """
        deadline = time.monotonic() + COMMIT_PATIENCE
        while True:
            try:
                self._attempt(epoch, staged, partition)
            except KafkaException as error:
                found = error.args[0]
                if found.fatal() or not found.txn_requires_abort() or time.monotonic() > deadline:
                    raise self._failure(found) from error
                logger.warning("kafka sink: sending epoch %d again: %s", epoch, found.str())
                self._abort()
            except _StuckClientError as error:
                if time.monotonic() > deadline:
                    raise
                logger.warning("kafka sink: %s; sending epoch %d again with a new one", error.message, epoch)
                self._renew()
                if (self.last_epoch or 0) >= epoch:
                    # It was not this process: its commit had not begun.
                    raise self._taken_over(f"epoch {epoch} is committed") from None
            except NotDeliveredError:
                self._abort()
                if time.monotonic() > deadline:
                    raise
            except ConnectorError:
                self._abort()
                if (self._read_marker() or 0) >= epoch:
                    # Whoever restored the job has sent the records and has removed their file.
                    raise self._taken_over(f"epoch {epoch} is committed") from None
                raise
            else:
                self.last_epoch = epoch
                return
            time.sleep(_PAUSE)

    def _attempt(self, epoch: int, staged: Sequence[Mapping[str, Json]], partition: int | None) -> None:
        self._producer.begin_transaction()
        topic = self._topic
        for one in staged:
            for messages in staged_messages(one):
                self.sender.send(messages, partition)
                topic = topic or next(iter(messages.topics or ()), None)
        metadata = self._group.consumer_group_metadata()
        # Where messages name their topics, one that is written to holds the marker: it is sure to exist.
        marker = TopicPartition(topic, 0, epoch)
        send = self._producer.send_offsets_to_transaction
        self._retried(lambda limit: _in_time(lambda: send([marker], metadata, limit), limit), _MARKER_REQUEST)
        self._end()

    def _end(self) -> None:
        self._retried(self._producer.commit_transaction)

    def _abort(self) -> None:
        self.sender.forget()
        try:
            self._retried(self._producer.abort_transaction)
        except KafkaException as error:
            raise self._failure(error.args[0]) from error
        self.sender.forget()

    def _failure(self, error: Any) -> ConnectorError:
        if error.code() in (
            KafkaError._FENCED,
            KafkaError.PRODUCER_FENCED,
            KafkaError.INVALID_PRODUCER_EPOCH,
        ):
            return self._taken_over(error.str())
        return explained("can't commit to Kafka", error, self._options)

    def _taken_over(self, how: str) -> ConnectorError:
        return ConnectorError(
            "another process has taken over this sink's transactions",
            detail=f"transactional id '{self._id}': {how}",
            hint=f"does the job run twice? Another job needs another '{o.TRANSACTION_PREFIX.key}'",
        )

    def close(self) -> None:
        """Release the clients; a transaction that is open is ended by who comes next."""
        self._group.close()
        self._producer.purge()
