"""Finds the partitions of a kafka table: one split each.

A split's position is ``{"topic": name, "partition": number, "offset": next, "stop": offset or null}``; it is
read up to ``stop``, exclusive.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.source import SourceSplit, SplitEnumerator
from drey.connectors.kafka import options as o
from drey.connectors.kafka.startup import Offsets, Partition, parse_partitions
from drey.errors import ConnectorError

Json = Any


def split_of(partition: Partition, offset: int, stop: int | None) -> SourceSplit:
    """The split of a partition."""
    topic, number = partition
    position = {"topic": topic, "partition": number, "offset": offset, "stop": stop}
    return SourceSplit(f"{topic}-{number}", position)


class KafkaEnumerator(SplitEnumerator):
    """Lists partitions; those that appear later are read from their start, as nothing of them may be missed."""

    assignment: ClassVar[str] = "eager"

    def __init__(self, spec: TableSpec) -> None:
        self._spec = spec
        self._options = spec.options
        self._known: set[Partition] = set()
        self._started = False
        self._offsets: Offsets | None = None
        self._wanted = parse_partitions(spec.options)

    @property
    def interval(self) -> float | None:
        seconds = o.DISCOVERY_INTERVAL.require(self._options).total_seconds()
        bounded = o.BOUNDED_MODE.require(self._options).lower() != "unbounded"
        return None if bounded or seconds <= 0 or self._wanted is not None else seconds

    def discover(self) -> list[SourceSplit]:
        if self._offsets is None:
            self._offsets = Offsets(self._options)
        found = self._offsets.partitions(self._topics(self._offsets))
        if self._wanted is not None:
            found = [one for one in found if one in self._wanted]
            missing = self._wanted.difference(found)
            if missing:
                raise ConnectorError(
                    "partitions to read do not exist",
                    detail=", ".join(
                        f"topic '{topic}', partition {number}" for topic, number in sorted(missing)
                    ),
                    hint=f"check '{o.PARTITIONS.key}': partitions are counted from 0",
                )
        new = [one for one in found if one not in self._known]
        starts = self._offsets.earliest(new) if self._started and new else self._offsets.starts(new)
        stops = self._offsets.stops(new)
        self._known.update(new)
        self._started = True
        return [split_of(one, starts[one], stops[one]) for one in new]

    def _topics(self, offsets: Offsets) -> list[str]:
        named = o.TOPIC.get(self._options)
        if named is not None:
            return [topic for topic in (one.strip() for one in named.split(";")) if topic]
        pattern = o.TOPIC_PATTERN.require(self._options)
        known = offsets.topics()
        found = sorted(topic for topic in known if re.fullmatch(pattern, topic))
        if not found and self.interval is None:
            raise ConnectorError(
                f"no topic matches '{pattern}'", detail="there are: " + ", ".join(sorted(known))
            )
        return found

    def snapshot(self) -> Json:
        return {"started": self._started, "partitions": sorted([list(one) for one in self._known])}

    def restore(self, state: Json) -> None:
        self._started = state["started"]
        self._known = {(topic, number) for topic, number in state["partitions"]}

    def close(self) -> None:
        self._offsets = None  # the client has no other end than that of its object
