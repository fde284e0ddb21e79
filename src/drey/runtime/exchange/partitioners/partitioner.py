"""The contract of partitioners: which channel each row of a batch goes to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from drey.runtime.exchange.batches import Batch, Targets, operations_of


class Partitioner(ABC):
    """Distributes the rows of batches over the channels of one output gate.

    The task thread alone calls it. A partitioner keeps the order of rows within each channel.

    Args:
        channels: The number of downstream subtasks.
    """

    def __init__(self, channels: int) -> None:
        self.channels = channels

    @property
    def connected(self) -> range:
        """The channels that can ever get rows; the others end at once."""
        return range(self.channels)

    @abstractmethod
    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        """The batch's rows by channel, as pairs of channel and rows; channels without rows are left out."""


def by_targets(batch: Batch, targets: Targets, channels: int) -> Iterator[tuple[int, Batch]]:
    """Give each row to the channel named at its position in ``targets``."""
    operations = operations_of(batch)
    assert operations is not None, type(batch)
    if not len(targets):
        return
    first = targets[0]
    if (targets == first).all():
        yield int(first), batch
        return
    yield from operations.distribute(batch, targets, channels)
