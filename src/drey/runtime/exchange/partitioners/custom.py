"""Custom: a user's function has named the channel of each value before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from drey.errors import JobError
from drey.runtime.exchange.batches import Batch
from drey.runtime.exchange.partitioners.partitioner import Partitioner, by_targets


class CustomPartitioner(Partitioner):
    """Sends a value to the channel that its batch carries in place of a key (see
    :mod:`drey.runtime.operators.stream.partition`)."""

    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        if not len(batch):
            return
        targets = np.asarray(batch.keys)
        if targets.dtype.kind not in "iu" or targets.min() < 0 or targets.max() >= self.channels:
            raise JobError(
                "a value names a channel that doesn't exist",
                detail=f"the exchange has {self.channels}, the values name {sorted(set(batch.keys))[:10]}",
            )
        yield from by_targets(batch, targets, self.channels)
