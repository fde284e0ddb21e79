"""Options of the kafka and upsert-kafka connectors, with Flink's keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from drey.options import ConfigOption

PROPERTIES = "properties."
"""What starts so is handed to the Kafka client."""

STARTUP_MODES = ("earliest-offset", "latest-offset", "group-offsets", "timestamp", "specific-offsets")
BOUNDED_MODES = ("unbounded", "latest-offset", "group-offsets", "timestamp", "specific-offsets")
GUARANTEES = ("none", "at-least-once", "exactly-once")

TOPIC: ConfigOption[str] = ConfigOption("topic", str, description="topics, separated by ';'")
TOPIC_PATTERN: ConfigOption[str] = ConfigOption(
    "topic-pattern", str, description="a regular expression of topics to read"
)
BOOTSTRAP: ConfigOption[str] = ConfigOption(
    "properties.bootstrap.servers", str, description="host:port of brokers"
)
GROUP_ID: ConfigOption[str] = ConfigOption(
    "properties.group.id", str, description="where offsets are committed"
)
FORMAT: ConfigOption[str] = ConfigOption("format", str, description="the same as 'value.format'")
VALUE_FORMAT: ConfigOption[str] = ConfigOption(
    "value.format", str, description="the format of messages' values"
)
KEY_FORMAT: ConfigOption[str] = ConfigOption("key.format", str, description="the format of messages' keys")
KEY_FIELDS = ConfigOption("key.fields", str, "", description="the columns in keys, separated by ';'")
KEY_PREFIX = ConfigOption(
    "key.fields-prefix", str, "", description="what the names of key columns start with"
)
FIELDS_INCLUDE = ConfigOption(
    "value.fields-include",
    str,
    "ALL",
    choices=("ALL", "EXCEPT_KEY"),
    description="whether key columns are in values too",
)
STARTUP_MODE = ConfigOption("scan.startup.mode", str, "group-offsets", choices=STARTUP_MODES)
STARTUP_OFFSETS: ConfigOption[str] = ConfigOption(
    "scan.startup.specific-offsets", str, description="partition:0,offset:42;partition:1,offset:300"
)
STARTUP_TIMESTAMP: ConfigOption[int] = ConfigOption("scan.startup.timestamp-millis", int)
BOUNDED_MODE = ConfigOption("scan.bounded.mode", str, "unbounded", choices=BOUNDED_MODES)
BOUNDED_OFFSETS: ConfigOption[str] = ConfigOption("scan.bounded.specific-offsets", str)
BOUNDED_TIMESTAMP: ConfigOption[int] = ConfigOption("scan.bounded.timestamp-millis", int)
BOUNDED_RESET: ConfigOption[str] = ConfigOption(
    "scan.bounded.reset-strategy",
    str,
    choices=("earliest", "latest", "none"),
    description="where partitions end that have no offset: by default those of specific-offsets before their first "
    "message, and those of group-offsets fail",
)
DISCOVERY_INTERVAL = ConfigOption(
    "scan.topic-partition-discovery.interval",
    timedelta,
    timedelta(minutes=5),
    description="time between two looks for new partitions; 0 for none",
)
PARTITIONS: ConfigOption[str] = ConfigOption(
    "scan.partitions", str, description="the only partitions to read: orders:0;orders:2"
)
SCAN_PARALLELISM: ConfigOption[int] = ConfigOption("scan.parallelism", int)
WATERMARK_OPTIONS: tuple[ConfigOption[Any], ...] = (
    ConfigOption("scan.watermark.emit.strategy", str, "on-periodic", choices=("on-periodic", "on-event")),
    ConfigOption("scan.watermark.emit.on-event.gap", int),
    ConfigOption("scan.watermark.idle-timeout", timedelta),
    ConfigOption("scan.watermark.alignment.group", str),
    ConfigOption("scan.watermark.alignment.max-drift", timedelta),
    ConfigOption("scan.watermark.alignment.update-interval", timedelta, timedelta(seconds=1)),
)
PARTITIONER = ConfigOption(
    "sink.partitioner", str, "default", description="'default', 'fixed' or 'round-robin'"
)
GUARANTEE = ConfigOption(
    "sink.delivery-guarantee",
    str,
    "at-least-once",
    choices=GUARANTEES,
    fallback_keys=("sink.semantic",),
)
TRANSACTION_PREFIX: ConfigOption[str] = ConfigOption(
    "sink.transactional-id-prefix", str, description="what the sink's transactional ids start with"
)
NAMING_STRATEGY = ConfigOption(
    "sink.transaction-naming-strategy",
    str,
    "default",
    choices=("default", "incrementing", "pooling"),
    description="accepted; no effect here",
)
STAGING_DIRECTORY: ConfigOption[str] = ConfigOption(
    "sink.staging-directory",
    str,
    description="exactly-once: where records wait for their commit, on a disk that outlives the process",
)
FORGOTTEN_COMMITS = ConfigOption(
    "sink.forgotten-commits",
    str,
    "fail",
    choices=("fail", "skip", "send"),
    description="exactly-once: what to do with records of which brokers don't remember any more if they were committed",
)
SINK_PARALLELISM: ConfigOption[int] = ConfigOption("sink.parallelism", int)
FLUSH_ROWS = ConfigOption("sink.buffer-flush.max-rows", int, 0)
FLUSH_INTERVAL = ConfigOption("sink.buffer-flush.interval", timedelta, timedelta(0))


def startup_mode(options: Mapping[str, str]) -> str:
    """Where reading starts; a table of upserts needs all of them."""
    if options.get("connector") == "upsert-kafka":
        return "earliest-offset"
    return STARTUP_MODE.require(options).lower()


_BOUNDED = (BOUNDED_MODE, BOUNDED_OFFSETS, BOUNDED_TIMESTAMP, BOUNDED_RESET)
_SINK = (
    GUARANTEE,
    TRANSACTION_PREFIX,
    NAMING_STRATEGY,
    STAGING_DIRECTORY,
    FORGOTTEN_COMMITS,
    SINK_PARALLELISM,
)

KAFKA_REQUIRED: tuple[ConfigOption[Any], ...] = (BOOTSTRAP,)
KAFKA_OPTIONAL: tuple[ConfigOption[Any], ...] = (
    TOPIC, TOPIC_PATTERN, GROUP_ID, FORMAT, VALUE_FORMAT, KEY_FORMAT, KEY_FIELDS, KEY_PREFIX, FIELDS_INCLUDE,
    STARTUP_MODE, STARTUP_OFFSETS, STARTUP_TIMESTAMP, *_BOUNDED, DISCOVERY_INTERVAL, PARTITIONS, SCAN_PARALLELISM,
    *WATERMARK_OPTIONS, PARTITIONER, *_SINK,
)  # fmt: skip
UPSERT_REQUIRED: tuple[ConfigOption[Any], ...] = (BOOTSTRAP, KEY_FORMAT, VALUE_FORMAT)
UPSERT_OPTIONAL: tuple[ConfigOption[Any], ...] = (
    TOPIC, TOPIC_PATTERN, GROUP_ID, KEY_PREFIX, FIELDS_INCLUDE, *_BOUNDED, DISCOVERY_INTERVAL, SCAN_PARALLELISM, *WATERMARK_OPTIONS, *_SINK, FLUSH_ROWS,
    FLUSH_INTERVAL,
)  # fmt: skip
