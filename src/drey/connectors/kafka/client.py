"""Kafka clients: made from a table's options, with errors that say what to do."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import confluent_kafka
import confluent_kafka.admin

from drey.connectors.kafka.options import BOOTSTRAP, GROUP_ID
from drey.connectors.kafka.properties import client_properties, property_of
from drey.errors import ConnectorError, OptionError

Value = TypeVar("Value")

PATIENCE = 60.0
"""Seconds that a broker may be away when a job starts, Flink's ``default.api.timeout.ms``."""
_REQUEST = 10.0
"""Seconds of one request."""
_SHORTEST_REQUEST = 1.0
_PAUSE = 0.5
_LONGEST_POLL = 86_400_000

logger = logging.getLogger("drey.kafka")
logger.addHandler(logging.NullHandler())


class ClientErrors:
    """Remembers what a client reported in the background."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options
        self.last: Any = None

    def __call__(self, error: Any) -> None:
        """librdkafka's ``error_cb``."""
        if not _gives_no_reason(error):
            self.last = error
        logger.warning("kafka client: %s", error.str())

    def check(self) -> None:
        """Raise what no waiting will mend: wrong credentials, and SSL that is not understood.

        Raises:
            ConnectorError: The broker refuses the user, or talks no SSL or another.
        """
        if self.last is None:
            return
        if _refuses_login(self.last):
            raise explained("can't log in to Kafka", self.last, self._options)
        if self.last.code() == confluent_kafka.KafkaError._SSL:
            raise explained("can't talk SSL with Kafka", self.last, self._options)

    @property
    def reason(self) -> str | None:
        """Why the brokers can't be reached, as the client has said in the background."""
        return None if self.last is None else _text(self.last)


def _refuses_login(error: Any) -> bool:
    kinds = confluent_kafka.KafkaError
    return error.code() in (kinds._AUTHENTICATION, kinds.SASL_AUTHENTICATION_FAILED)


def _gives_no_reason(error: Any) -> bool:
    """True for what comes behind a reason, and for a broker that hangs up, of which a client hears only sometimes."""
    if error.code() == confluent_kafka.KafkaError._ALL_BROKERS_DOWN:
        return True
    return _text(error).endswith(_HANG_UPS)


_HANG_UPS = (": Send failed: Broken pipe", ": Receive failed: Connection reset by peer")
_CIRCUMSTANCES = re.compile(r" \(after \d+ms in state (\w+).*\)$")
_SSL_CLOSED = "Disconnected: SSL connection closed by peer"


def _text(error: Any) -> str:
    """What an error says, without the times and states that librdkafka appends."""
    text = error.str() if isinstance(error, confluent_kafka.KafkaError) else str(error)
    circumstances = _CIRCUMSTANCES.search(text)
    if circumstances is None:
        return text
    text = text[: circumstances.start()]
    if circumstances[1] == "SSL_HANDSHAKE" and text.endswith(f": {_SSL_CLOSED}"):
        # The moment at which the broker hangs up decides whether librdkafka says this much by itself.
        text = text.removesuffix(_SSL_CLOSED)
        text += f"SSL handshake failed: {_SSL_CLOSED}: connecting to a PLAINTEXT broker listener?"
    return text


def explained(
    message: str, error: Any, options: Mapping[str, str], reason: str | None = None
) -> ConnectorError:
    """An error of the user's out of a KafkaError or KafkaException, with a reason that is known beside it."""
    found = error.args[0] if isinstance(error, confluent_kafka.KafkaException) else error
    servers = BOOTSTRAP.require(options)
    text = _text(found) if reason is None else f"{_text(found)}\n{reason}"
    return ConnectorError(message, detail=f"brokers {servers}: {text}", hint=_hint(found, servers))


def _hint(error: Any, servers: str) -> str | None:
    kinds = confluent_kafka.KafkaError
    if not isinstance(error, kinds):
        return None
    code = error.code()
    if _refuses_login(error):
        return "check 'properties.sasl.username', 'properties.sasl.password' and 'properties.sasl.mechanism'"
    if code == kinds._SSL:
        return "check 'properties.security.protocol', the port, and 'properties.ssl.ca.location'"
    if code in (kinds._TRANSPORT, kinds._ALL_BROKERS_DOWN, kinds._TIMED_OUT, kinds._RESOLVE):
        return (
            f"is a broker running at {servers}? Check 'properties.bootstrap.servers', and "
            "'properties.security.protocol' if the brokers want SSL or a login"
        )
    if code in (kinds.UNKNOWN_TOPIC_OR_PART, kinds._UNKNOWN_TOPIC):
        return "create the topic: the brokers don't create it by themselves"
    if code in (kinds.TOPIC_AUTHORIZATION_FAILED, kinds.GROUP_AUTHORIZATION_FAILED):
        return "the user may not do this: ask for the ACL"
    if code == kinds.TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
        return "the user may not use transactional ids that start with 'sink.transactional-id-prefix'"
    return None


def _made(kind: Callable[..., Value], properties: Mapping[str, Any], options: Mapping[str, str]) -> Value:
    try:
        return kind(dict(properties), logger=logger)
    except (confluent_kafka.KafkaException, ValueError, TypeError) as error:
        cause = error.args[0] if error.args else error
        text = cause.str() if isinstance(cause, confluent_kafka.KafkaError) else str(cause)
        raise OptionError(
            "the Kafka client refuses a property",
            detail=text,
            hint="'properties.*' are librdkafka's; those of the Java client are translated where they can be",
        ) from error


def make_consumer(options: Mapping[str, str], errors: ClientErrors, group: str | None = None) -> Any:
    """A consumer that is assigned its partitions and commits nothing by itself."""
    properties: dict[str, Any] = {
        # Prefetched bytes are memory; 64 MB keep a reader busy for as long as a fetch takes.
        "queued.max.messages.kbytes": 65_536,
        "queued.min.messages": 1_000_000,
        "fetch.max.bytes": 33_554_432,
        "max.partition.fetch.bytes": 8_388_608,
        # The Java client's default, and so Flink's.
        "isolation.level": "read_uncommitted",
        **client_properties(options, producer=False),
        "group.id": group or GROUP_ID.get(options) or "drey",
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "error",
        "max.poll.interval.ms": _LONGEST_POLL,
        "session.timeout.ms": 45_000,
        "error_cb": errors,
    }
    return _made(confluent_kafka.Consumer, properties, options)


def make_producer(options: Mapping[str, str], errors: ClientErrors, **more: Any) -> Any:
    """A producer; ``more`` are properties with ``_`` for ``.``."""
    properties: dict[str, Any] = {
        # A writer hands over whole batches, so that waiting longer would only make records late.
        "linger.ms": 1,
        "batch.num.messages": 100_000,
        "queue.buffering.max.messages": 1_000_000,
        # The Java client's partitioner: records of a key go to the same partition from both.
        "partitioner": "murmur2_random",
        "compression.type": "none",
        # Time enough to send a large epoch; brokers allow 15 minutes unless they are told otherwise.
        **({"transaction.timeout.ms": 600_000} if "transactional_id" in more else {}),
        **client_properties(options, producer=True),
        "delivery.report.only.error": True,
        "error_cb": errors,
        **{key.replace("_", "."): value for key, value in more.items()},
    }
    return _made(confluent_kafka.Producer, properties, options)


def make_admin(options: Mapping[str, str], errors: ClientErrors) -> Any:
    """A client that asks for topics and offsets."""
    properties = {**client_properties(options, producer=False), "error_cb": errors}
    properties.pop("isolation.level", None)
    kept = {k: v for k, v in properties.items() if not k.startswith(("fetch.", "queued.", "max.partition"))}
    return _made(confluent_kafka.admin.AdminClient, kept, options)


def patiently(
    what: str,
    options: Mapping[str, str],
    errors: ClientErrors,
    request: Callable[[float], Value],
    patience: float | None = None,
) -> Value:
    """The answer to a request, tried again while brokers are away.

    Args:
        what: What is tried, for the error: ``can't list topics``.
        options: The table's options.
        errors: Those of the client.
        request: Makes the request; it is given the seconds that it may take.
        patience: Seconds until it is given up, by default ``properties.default.api.timeout.ms`` or :data:`PATIENCE`.

    Raises:
        ConnectorError: The brokers refuse it, or don't answer for so long.
    """
    if patience is None:
        given = property_of(options, "default.api.timeout.ms", "")
        patience = int(given) / 1000 if given.isdigit() else PATIENCE
    deadline = time.monotonic() + patience
    while True:
        try:
            return request(min(_REQUEST, max(deadline - time.monotonic(), _SHORTEST_REQUEST)))
        except confluent_kafka.KafkaException as error:
            errors.check()
            if not _may_pass(error) or time.monotonic() > deadline:
                raise explained(what, error, options, errors.reason) from error
        time.sleep(_PAUSE)


def _may_pass(error: Any) -> bool:
    """True for errors that end when brokers are back."""
    found, kinds = error.args[0], confluent_kafka.KafkaError
    passing = (
        kinds._TRANSPORT, kinds._ALL_BROKERS_DOWN, kinds._TIMED_OUT, kinds._TIMED_OUT_QUEUE, kinds._RESOLVE,
        kinds._WAIT_COORD, kinds.COORDINATOR_NOT_AVAILABLE, kinds.COORDINATOR_LOAD_IN_PROGRESS, kinds.NOT_COORDINATOR,
        kinds.LEADER_NOT_AVAILABLE, kinds.NOT_LEADER_FOR_PARTITION, kinds.REQUEST_TIMED_OUT,
    )  # fmt: skip
    return found.code() in passing or found.retriable()


def committed_offsets(
    options: Mapping[str, str], errors: ClientErrors, group: str
) -> dict[tuple[str, int], int]:
    """All offsets of a group by topic and partition, once no transaction that commits some is open.

    Raises:
        ConnectorError: The brokers refuse it, or don't answer.
    """
    admin = make_admin(options, errors)

    def request(limit: float) -> Any:
        wanted = [confluent_kafka.ConsumerGroupTopicPartitions(group)]
        [future] = admin.list_consumer_group_offsets(
            wanted, require_stable=True, request_timeout=limit
        ).values()
        admin.poll(0)
        return future.result().topic_partitions

    found = patiently(f"can't read the offsets of group '{group}'", options, errors, request)
    return {(one.topic, one.partition): one.offset for one in found if one.offset >= 0}


def commits_offsets(options: Mapping[str, str]) -> bool:
    """True if completed checkpoints are told to the group."""
    wanted = property_of(options, "commit.offsets.on.checkpoint", "true").lower() == "true"
    return wanted and GROUP_ID.get(options) is not None
