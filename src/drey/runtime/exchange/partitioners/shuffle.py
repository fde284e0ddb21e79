"""Shuffle: each row goes to a random channel."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from drey.runtime.exchange.batches import Batch
from drey.runtime.exchange.partitioners.partitioner import Partitioner, by_targets


class ShufflePartitioner(Partitioner):
    """Sends rows to subtasks by chance, evenly; equal seeds give equal choices."""

    def __init__(self, channels: int, seed: int) -> None:
        super().__init__(channels)
        self._random = np.random.default_rng(seed)

    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        if len(batch):
            targets = self._random.integers(0, self.channels, len(batch), dtype=np.int16)
            yield from by_targets(batch, targets, self.channels)
