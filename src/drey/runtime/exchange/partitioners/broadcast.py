"""Broadcast: every row goes to every channel."""

from __future__ import annotations

from collections.abc import Iterator

from drey.runtime.exchange.batches import Batch
from drey.runtime.exchange.partitioners.partitioner import Partitioner


class BroadcastPartitioner(Partitioner):
    """Sends each batch to all subtasks."""

    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        if len(batch):
            for channel in range(self.channels):
                yield channel, batch
