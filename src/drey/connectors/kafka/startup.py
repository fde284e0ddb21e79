"""Where reading starts and stops: options to offsets of partitions."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from confluent_kafka import TopicPartition
from confluent_kafka.admin import OffsetSpec

from drey.connectors.kafka import options as o
from drey.connectors.kafka.client import ClientErrors, make_admin, make_consumer, patiently
from drey.connectors.kafka.properties import property_of
from drey.errors import ConnectorError, OptionError, did_you_mean
from drey.options import ConfigOption

_APPEARING = 2.0
"""Seconds in which a topic that was just made may be unknown to a broker."""
_PAUSE = 0.1

Partition = tuple[str, int]
"""Topic and number."""


def parse_offsets(option: ConfigOption[str], options: Mapping[str, str]) -> dict[tuple[str | None, int], int]:
    """``partition:0,offset:42;partition:1,offset:300`` as offsets by topic and partition.

    Each may begin with ``topic:orders,``; else the topic is None, and means the only one.

    Raises:
        OptionError: The text is of another form.
    """
    text = option.require(options)
    found: dict[tuple[str | None, int], int] = {}
    for pair in text.strip(";").split(";"):
        parts = dict(part.partition(":")[::2] for part in pair.split(","))
        topic = parts.pop("topic", None)
        if set(parts) != {"partition", "offset"} or not all(v.strip().isdigit() for v in parts.values()):
            raise OptionError(
                f"invalid value for option '{option.key}'",
                detail=f"'{pair}' in '{text}'",
                hint="write 'partition:0,offset:42;partition:1,offset:300'",
            )
        found[topic, int(parts["partition"])] = int(parts["offset"])
    return found


def _named(
    given: Mapping[tuple[str | None, int], int], partitions: Sequence[Partition]
) -> dict[Partition, int | None]:
    """The given offset of each partition; None where there is none."""
    return {one: given.get(one, given.get((None, one[1]))) for one in partitions}


def parse_partitions(options: Mapping[str, str]) -> frozenset[Partition] | None:
    """The only partitions to read, ``orders:0;orders:2``; None for all.

    Raises:
        OptionError: The text is of another form.
    """
    text = o.PARTITIONS.get(options)
    if text is None:
        return None
    found = set()
    for pair in text.strip(";").split(";"):
        topic, _, number = pair.rpartition(":")
        if not topic or not number.isdigit():
            raise OptionError(
                f"invalid value for option '{o.PARTITIONS.key}'",
                detail=f"'{pair}' in '{text}'",
                hint="write 'orders:0;orders:2'",
            )
        found.add((topic, int(number)))
    return frozenset(found)


class Offsets:
    """Asks the brokers for topics, partitions and offsets."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options
        self._errors = ClientErrors(options)
        self._admin = make_admin(options, self._errors)

    def _ask(self, what: str, request: Any) -> Any:
        def served(timeout: float) -> Any:
            try:
                return request(timeout)
            finally:
                self._admin.poll(0)

        return patiently(what, self._options, self._errors, served)

    def topics(self) -> dict[str, list[int]]:
        """All topics with the numbers of their partitions."""
        found = self._ask(
            "can't list the topics of Kafka", lambda limit: self._admin.list_topics(timeout=limit)
        )
        return {name: sorted(topic.partitions) for name, topic in found.topics.items() if topic.error is None}

    def partitions(self, topics: Sequence[str]) -> list[Partition]:
        """The partitions of some topics.

        Raises:
            ConnectorError: A topic does not exist.
        """
        known = self.topics()
        deadline = time.monotonic() + _APPEARING
        while not set(topics) <= set(known) and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            known = self.topics()
        for topic in topics:
            if topic not in known:
                shown = ", ".join(sorted(n for n in known if not n.startswith("__"))[:20])
                raise ConnectorError(
                    f"topic '{topic}' does not exist",
                    detail=f"brokers {o.BOOTSTRAP.require(self._options)} have: {shown or 'no topics'}",
                    hint=did_you_mean(topic, known) or "create it, or check 'topic'",
                )
        return [(topic, number) for topic in topics for number in known[topic]]

    def _listed(self, partitions: Sequence[Partition], spec: Any) -> dict[Partition, int]:
        wanted = {TopicPartition(*one): spec for one in partitions}

        def request(limit: float) -> dict[Partition, int]:
            futures = self._admin.list_offsets(dict(wanted), request_timeout=limit)
            return {(p.topic, p.partition): f.result().offset for p, f in futures.items()}

        found: dict[Partition, int] = self._ask("can't list the offsets of Kafka's partitions", request)
        return found

    def earliest(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        """The first offset that is still there."""
        return self._listed(partitions, OffsetSpec.earliest())

    def latest(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        """The offset of the next message."""
        return self._listed(partitions, OffsetSpec.latest())

    def at_time(self, partitions: Sequence[Partition], millis: int) -> dict[Partition, int]:
        """The first offset with a timestamp not before ``millis``, the latest where there is none."""
        found = self._listed(partitions, OffsetSpec.for_timestamp(millis))
        ends = self.latest(partitions)
        return {one: offset if offset >= 0 else ends[one] for one, offset in found.items()}

    def committed(self, partitions: Sequence[Partition]) -> dict[Partition, int | None]:
        """The offsets that the group of ``properties.group.id`` has committed."""
        consumer = make_consumer(self._options, self._errors)
        try:
            wanted = [TopicPartition(*one) for one in partitions]
            group = f"can't read the offsets of group '{o.GROUP_ID.get(self._options)}'"
            found = patiently(
                group, self._options, self._errors, lambda limit: consumer.committed(wanted, timeout=limit)
            )
        finally:
            consumer.close()
        for one in found:
            if one.error is not None:
                raise ConnectorError(group, detail=one.error.str())
        return {(p.topic, p.partition): p.offset if p.offset >= 0 else None for p in found}

    def starts(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        """Where partitions start that are there when the job starts.

        Raises:
            ConnectorError: The group has no offset for a partition, and no reset strategy is set.
        """
        if not partitions:
            return {}
        mode = o.startup_mode(self._options)
        match mode:
            case "earliest-offset":
                return self.earliest(partitions)
            case "latest-offset":
                return self.latest(partitions)
            case "timestamp":
                return self.at_time(partitions, o.STARTUP_TIMESTAMP.require(self._options))
            case "specific-offsets":
                known = _named(parse_offsets(o.STARTUP_OFFSETS, self._options), partitions)
                missing = [one for one, offset in known.items() if offset is None]
                if missing and o.GROUP_ID.get(self._options) is not None:
                    known |= self.committed(missing)
                # Flink reads the partitions that nobody knows from their start, unless it is told otherwise.
                return self._or_reset(known, property_of(self._options, "auto.offset.reset", "earliest"))
        return self._or_reset(
            self.committed(partitions), property_of(self._options, "auto.offset.reset", "none")
        )

    def _or_reset(self, known: Mapping[Partition, int | None], strategy: str) -> dict[Partition, int]:
        missing = [one for one, offset in known.items() if offset is None]
        found = {one: offset for one, offset in known.items() if offset is not None}
        if missing:
            if strategy not in ("earliest", "latest"):
                raise ConnectorError(
                    f"{self._nobody()} offset for topic '{missing[0][0]}', partition {missing[0][1]}",
                    detail=f"'{o.STARTUP_MODE.key}' is {o.startup_mode(self._options)} and no reset strategy is set",
                    hint="set 'properties.auto.offset.reset' to 'earliest' or 'latest', "
                    f"or '{o.STARTUP_MODE.key}' to 'earliest-offset'",
                )
            found |= self.earliest(missing) if strategy == "earliest" else self.latest(missing)
        return found

    def stops(self, partitions: Sequence[Partition]) -> dict[Partition, int | None]:
        """Where partitions end; None where they don't."""
        mode = o.BOUNDED_MODE.require(self._options).lower()
        ends: dict[Partition, int | None] = dict.fromkeys(partitions)
        if not partitions or mode == "unbounded":
            return ends
        match mode:
            case "latest-offset":
                return {**self.latest(partitions)}
            case "timestamp":
                return {**self.at_time(partitions, o.BOUNDED_TIMESTAMP.require(self._options))}
            case "specific-offsets":
                known = _named(parse_offsets(o.BOUNDED_OFFSETS, self._options), partitions)
                missing = [one for one, offset in known.items() if offset is None]
                if missing and o.GROUP_ID.get(self._options) is not None:
                    known |= self.committed(missing)
                # Flink reads nothing of a partition that no offset is given for.
                strategy = o.BOUNDED_RESET.get(self._options) or "earliest"
            case _:
                known = self.committed(partitions)
                strategy = o.BOUNDED_RESET.get(self._options) or "none"
        missing = [one for one, offset in known.items() if offset is None]
        if missing and strategy == "none":
            raise ConnectorError(
                f"{self._nobody()} offset to stop at",
                detail=f"topic '{missing[0][0]}', partition {missing[0][1]}",
            )
        if missing:
            known |= self.earliest(missing) if strategy == "earliest" else self.latest(missing)
        return known

    def _nobody(self) -> str:
        group = o.GROUP_ID.get(self._options)
        return "nobody says the" if group is None else f"group '{group}' has no"
