"""What librdkafka says of a failure, as the user reads it."""

from __future__ import annotations

import confluent_kafka
import pytest

from drey.connectors.kafka.client import ClientErrors, explained

OPTIONS = {"properties.bootstrap.servers": "127.0.0.1:9092"}
BROKER = "ssl://127.0.0.1:9092/bootstrap: "
CLOSED = "Disconnected: SSL connection closed by peer"
NO_SSL = f"{BROKER}SSL handshake failed: {CLOSED}: connecting to a PLAINTEXT broker listener?"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Connection refused (after 0ms in state CONNECT)", "Connection refused"),
        (
            "Connection refused (after 12ms in state CONNECT, 30 identical error(s) suppressed)",
            "Connection refused",
        ),
        ("a text (with something in brackets)", "a text (with something in brackets)"),
        (f"{NO_SSL} (after 1ms in state SSL_HANDSHAKE)", NO_SSL),
        (f"{BROKER}{CLOSED} (after 3ms in state SSL_HANDSHAKE)", NO_SSL),
        (
            f"{BROKER}{CLOSED} (after 3ms in state SSL_HANDSHAKE, 2 identical error(s) suppressed)",
            NO_SSL,
        ),
        (f"{BROKER}{CLOSED} (after 5000ms in state UP)", f"{BROKER}{CLOSED}"),
    ],
)
def test_what_is_read_is_the_same_at_every_moment(said: str, read: str) -> None:
    error = confluent_kafka.KafkaError(confluent_kafka.KafkaError._TRANSPORT, said)
    assert explained("it failed", error, OPTIONS).detail == f"brokers 127.0.0.1:9092: {read}"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (confluent_kafka.KafkaError._ALL_BROKERS_DOWN, "1/1 brokers are down"),
        (confluent_kafka.KafkaError._TRANSPORT, "b:9092: Send failed: Broken pipe (after 8ms in state UP)"),
        (
            confluent_kafka.KafkaError._TRANSPORT,
            "b:9092: Receive failed: Connection reset by peer (after 8ms in state UP)",
        ),
    ],
)
def test_the_reason_is_kept_when_brokers_hang_up(code: int, said: str) -> None:
    errors = ClientErrors(OPTIONS)
    errors(confluent_kafka.KafkaError(code, said))
    assert errors.reason is None
    errors(confluent_kafka.KafkaError(confluent_kafka.KafkaError._TRANSPORT, "the reason"))
    errors(confluent_kafka.KafkaError(code, said))
    assert errors.reason == "the reason"
