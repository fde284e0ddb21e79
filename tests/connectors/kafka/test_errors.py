"""What librdkafka says of a failure, as the user reads it."""

from __future__ import annotations

import confluent_kafka
import pytest

from drey.connectors.kafka.client import explained

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
    options = {"properties.bootstrap.servers": "127.0.0.1:9092"}
    assert explained("it failed", error, options).detail == f"brokers 127.0.0.1:9092: {read}"
