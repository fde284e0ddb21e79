"""Messages of one partition, in columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from confluent_kafka import Message


@dataclass(slots=True)
class MessageColumns:
    """What has been taken of a partition's messages, one entry per message in each list that is wanted.

    Args:
        topic: The topic.
        partition: The partition.
        wanted: The names of the lists to fill beside ``values`` and ``offsets``: ``keys``, ``headers``,
            ``timestamps``, ``leader_epochs``.
    """

    topic: str
    partition: int
    wanted: frozenset[str]
    values: list[bytes | None] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    keys: list[bytes | None] = field(default_factory=list)
    headers: list[list[tuple[str, bytes | None]] | None] = field(default_factory=list)
    timestamps: list[tuple[int, int]] = field(default_factory=list)
    leader_epochs: list[int | None] = field(default_factory=list)

    def add(self, messages: list[Any]) -> None:
        """Take messages; the methods are mapped, since a loop in Python takes three times as long."""
        self.values.extend(map(Message.value, messages))
        self.offsets.extend(map(Message.offset, messages))
        wanted = self.wanted
        if not wanted:
            return
        if "keys" in wanted:
            self.keys.extend(map(Message.key, messages))
        if "headers" in wanted:
            self.headers.extend(map(Message.headers, messages))
        if "timestamps" in wanted:
            self.timestamps.extend(map(Message.timestamp, messages))
        if "leader_epochs" in wanted:
            self.leader_epochs.extend(map(Message.leader_epoch, messages))

    def select(self, indices: Iterable[int]) -> MessageColumns:
        """Some of the messages."""
        chosen = list(indices)
        result = MessageColumns(self.topic, self.partition, self.wanted)
        for name in ("values", "offsets", *self.wanted):
            entries = getattr(self, name)
            setattr(result, name, [entries[index] for index in chosen])
        return result
