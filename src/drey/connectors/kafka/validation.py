"""What Flink checks of a kafka table when a statement uses it, before anything is connected."""

from __future__ import annotations

import re

from drey.connectors.api.factory import TableSpec
from drey.connectors.kafka import options as o
from drey.connectors.kafka.properties import client_properties
from drey.connectors.kafka.startup import parse_offsets, parse_partitions
from drey.errors import OptionError, UnsupportedError

_SEMANTICS = {"none": "none", "at_least_once": "at-least-once", "exactly_once": "exactly-once"}


def topics(spec: TableSpec) -> list[str]:
    """The topics that are named."""
    return [one for one in (name.strip() for name in (o.TOPIC.get(spec.options) or "").split(";")) if one]


def chooses_topics(spec: TableSpec) -> bool:
    """True for a sink whose rows say which topic they go to."""
    return bool(spec.metadata_columns) and any(key == "topic" for key, _ in spec.metadata)


def fixed_topic(spec: TableSpec) -> str | None:
    """The topic of a sink; None if its rows choose it. They don't where there is only one."""
    named = topics(spec)
    return named[0] if len(named) == 1 else None


def check_topics(spec: TableSpec) -> None:
    """Exactly one of topic and topic-pattern."""
    pattern = o.TOPIC_PATTERN.get(spec.options)
    if chooses_topics(spec) and not topics(spec) and pattern is None:
        return  # any topic, as a program's selector chooses it
    if bool(topics(spec)) == (pattern is not None):
        found = "both are set" if pattern is not None else "neither is set"
        raise OptionError(
            f"a kafka table needs either '{o.TOPIC.key}' or '{o.TOPIC_PATTERN.key}'",
            detail=f"table {spec.path}: {found}",
        )
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise OptionError(
                f"invalid value for option '{o.TOPIC_PATTERN.key}'", detail=str(error)
            ) from None


def check_scan(spec: TableSpec) -> None:
    """Modes have what they need, and offsets of partitions belong to one topic."""
    options = spec.options
    pairs = (
        (o.STARTUP_MODE, o.STARTUP_TIMESTAMP, o.STARTUP_OFFSETS),
        (o.BOUNDED_MODE, o.BOUNDED_TIMESTAMP, o.BOUNDED_OFFSETS),
    )
    for mode, timestamp, offsets in pairs:
        chosen = o.startup_mode(options) if mode is o.STARTUP_MODE else mode.require(options).lower()
        if chosen == "timestamp" and timestamp.get(options) is None:
            raise OptionError(f"'{timestamp.key}' is required in '{chosen}' mode but missing")
        if chosen == "specific-offsets":
            if offsets.get(options) is None:
                raise OptionError(f"'{offsets.key}' is required in '{chosen}' mode but missing")
            if len(topics(spec)) != 1 and not offsets.require(options).startswith("topic:"):
                raise OptionError(
                    f"'{mode.key}' = 'specific-offsets' works with one topic only",
                    hint="or name the topic: 'topic:orders,partition:0,offset:42'",
                )
            parse_offsets(offsets, options)
        if chosen == "group-offsets" and o.GROUP_ID.get(options) is None:
            raise OptionError(
                f"'{mode.key}' = 'group-offsets' needs '{o.GROUP_ID.key}'",
                detail=f"it is the default of '{mode.key}'" if mode is o.STARTUP_MODE else None,
                hint=f"set it, or '{mode.key}' to 'earliest-offset' or 'latest-offset'",
            )
    parse_partitions(options)
    client_properties(options, producer=False)


def check_sink(spec: TableSpec) -> None:
    """A partitioner that is known, and a name for transactions."""
    options = spec.options
    check_partitioner(spec)
    if guarantee(spec) == "exactly-once" and not o.TRANSACTION_PREFIX.get(options):
        raise OptionError(
            f"'{o.TRANSACTION_PREFIX.key}' must be specified when using DeliveryGuarantee.EXACTLY_ONCE",
            hint="choose a name that no other job uses on these brokers",
        )
    client_properties(options, producer=True)


def check_sink_topics(spec: TableSpec) -> None:
    """One topic, or a column that chooses one of several."""
    if len(topics(spec)) != 1 and not chooses_topics(spec):
        raise OptionError(
            "a kafka sink writes into one topic",
            detail=f"table {spec.path} names " + (", ".join(topics(spec)) or "a pattern"),
            hint="or into the one that a column says: topic STRING METADATA",
        )


def check_partitioner(spec: TableSpec) -> None:
    """A built-in partitioner."""
    chosen = o.PARTITIONER.require(spec.options)
    if chosen not in ("default", "fixed", "round-robin"):
        raise UnsupportedError(
            f"a partitioner of one's own is a Java class: '{chosen}'",
            hint="'sink.partitioner' = 'default', 'fixed' or 'round-robin'",
        )
    if chosen == "round-robin" and o.KEY_FORMAT.get(spec.options) is not None:
        raise OptionError(
            "currently 'round-robin' partitioner only works when option 'key.fields' is not specified"
        )


def guarantee(spec: TableSpec) -> str:
    """The delivery guarantee; ``sink.semantic`` has underscores."""
    text = spec.options.get(o.GUARANTEE.key)
    if text is not None:
        return o.GUARANTEE.parse(text).lower()
    old = spec.options.get("sink.semantic")
    return _SEMANTICS.get(old.lower(), o.GUARANTEE.parse(old)) if old else "at-least-once"


def check_flush(spec: TableSpec) -> None:
    """The buffer's two limits go together."""
    rows, interval = o.FLUSH_ROWS.require(spec.options), o.FLUSH_INTERVAL.require(spec.options)
    if (rows > 0) != (interval.total_seconds() > 0):
        raise OptionError(
            f"'{o.FLUSH_ROWS.key}' and '{o.FLUSH_INTERVAL.key}' must be set to be greater than zero together "
            "to enable sink buffer flushing"
        )
