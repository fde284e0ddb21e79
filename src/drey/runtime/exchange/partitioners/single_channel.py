"""Forward and global: all rows go to one channel."""

from __future__ import annotations

from collections.abc import Iterator

from drey.runtime.exchange.batches import Batch
from drey.runtime.exchange.partitioners.partitioner import Partitioner


class SingleChannelPartitioner(Partitioner):
    """Sends everything to one subtask: of ``forward`` the one of the same index, of ``global`` the first."""

    def __init__(self, channels: int, target: int) -> None:
        super().__init__(channels)
        self.target = target

    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        if len(batch):
            yield self.target, batch


class ForwardPartitioner(SingleChannelPartitioner):
    """Sends everything to the subtask of the same index, and connects no other."""

    @property
    def connected(self) -> range:
        return range(self.target, self.target + 1)
