"""``properties.*`` options, which are the Java client's, as the properties of librdkafka."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drey.connectors.kafka.options import PROPERTIES
from drey.errors import OptionError

_RENAMED = {
    "fetch.max.wait.ms": "fetch.wait.max.ms",
    "max.request.size": "message.max.bytes",
    "delivery.timeout.ms": "message.timeout.ms",
    "client.id.prefix": "client.id",
}
_WITHOUT_EFFECT = frozenset(
    [
        "auto.commit.interval.ms",
        "auto.include.jmx.reporter",
        "auto.offset.reset",
        "buffer.memory",
        "commit.offsets.on.checkpoint",
        "default.api.timeout.ms",
        "enable.auto.commit",
        "exclude.internal.topics",
        "flink.partition-discovery.interval-millis",
        "group.id",
        "key.deserializer",
        "key.serializer",
        "max.block.ms",
        "max.poll.interval.ms",
        "max.poll.records",
        "metadata.max.idle.ms",
        "metric.reporters",
        "metrics.num.samples",
        "metrics.recording.level",
        "metrics.sample.window.ms",
        "partition.assignment.strategy",
        "partition.discovery.interval.ms",
        "receive.buffer.bytes",
        "register.consumer.metrics",
        "register.producer.metrics",
        "request.timeout.ms",
        "send.buffer.bytes",
        "sasl.client.callback.handler.class",
        "sasl.jaas.config",
        "value.deserializer",
        "value.serializer",
        "zookeeper.connect",
    ]
)
"""Read elsewhere, set by the connector itself, or about what a Java client does and librdkafka doesn't need."""

_REFUSED = {
    "ssl.truststore.location": "'properties.ssl.ca.location' with a PEM file",
    "ssl.truststore.password": "'properties.ssl.ca.location' with a PEM file",
    "ssl.truststore.type": "'properties.ssl.ca.location' with a PEM file",
    "ssl.truststore.certificates": "'properties.ssl.ca.pem'",
    "ssl.keystore.type": "a PKCS#12 file in 'properties.ssl.keystore.location'",
    "interceptor.classes": None,
    "partitioner.class": "'sink.partitioner'",
    "transactional.id": "'sink.transactional-id-prefix'",
}
_CONSUMER_ONLY = re.compile(
    r"^(fetch\.|max\.partition\.fetch|queued\.|isolation\.level|check\.crcs|client\.rack|session\.timeout|"
    r"heartbeat\.interval|group\.|partition\.assignment|enable\.partition\.eof|allow\.auto\.create)"
)
_PRODUCER_ONLY = re.compile(
    r"^(acks|retries|batch\.|linger\.ms|queue\.buffering|compression\.|enable\.idempotence|transaction\.|"
    r"message\.timeout|delivery\.timeout|max\.in\.flight|request\.required|partitioner|sticky\.|message\.max|"
    r"max\.request\.size|retry\.backoff)"
)
_JAAS = re.compile(r"(username|password)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")


def client_properties(options: Mapping[str, str], producer: bool) -> dict[str, str]:
    """The properties of a consumer (and of an admin client) or of a producer.

    Raises:
        OptionError: A property is one of the Java client's and has another name here, or none.
    """
    given = {k.removeprefix(PROPERTIES): v for k, v in options.items() if k.startswith(PROPERTIES)}
    result: dict[str, str] = {}
    foreign = _CONSUMER_ONLY if producer else _PRODUCER_ONLY
    for key, value in given.items():
        if key in _REFUSED:
            raise OptionError(
                f"'{PROPERTIES}{key}' is a property of the Java client",
                detail="Drey's Kafka client is librdkafka",
                hint=f"use {_REFUSED[key]}" if _REFUSED[key] else "leave it out",
            )
        if key in _WITHOUT_EFFECT or foreign.match(key):
            continue
        result[_RENAMED.get(key) or key] = value
    if "sasl.jaas.config" in given:
        result.update(_login(given["sasl.jaas.config"]))
    return result


def _login(jaas: str) -> dict[str, str]:
    """User and password out of a JAAS configuration."""
    found = {name: double or single for name, double, single in _JAAS.findall(jaas)}
    if set(found) != {"username", "password"}:
        raise OptionError(
            "can't read 'properties.sasl.jaas.config'",
            detail='it has no username="..." and password="..."',
            hint="use 'properties.sasl.username' and 'properties.sasl.password'",
        )
    return {f"sasl.{name}": re.sub(r"\\(.)", r"\1", value) for name, value in found.items()}


def property_of(options: Mapping[str, str], key: str, default: str) -> str:
    """One property that the connector looks at itself."""
    return options.get(f"{PROPERTIES}{key}", default)
