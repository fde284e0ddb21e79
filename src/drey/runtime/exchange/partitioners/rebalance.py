"""Rebalance and rescale: rows in turn to all channels, or to those of this subtask's share."""

from __future__ import annotations

from collections.abc import Iterator

from drey.runtime.elements import ObjectBatch
from drey.runtime.exchange.batches import Batch, each_list, operations_of
from drey.runtime.exchange.partitioners.partitioner import Partitioner

MIN_ROWS = 1024
"""Batches aren't cut into pieces smaller than this."""


class RebalancePartitioner(Partitioner):
    """Deals rows out in pieces, one channel after the other, so that each gets nearly the same number.

    A large batch is cut into one piece for each channel, so that a job of a single batch spreads too; a small one
    goes to the next channel whole. A piece is a slice and copies nothing. Objects are dealt out one by one, as Flink
    does: a user's function may take seconds for each, and a handful of them should keep all subtasks busy.

    Args:
        channels: The number of downstream subtasks.
        first: The channel to begin with; the upstream subtask's index keeps several from beginning at the same.
        connected: The channels to deal to; all if it is None.
    """

    def __init__(self, channels: int, first: int = 0, connected: range | None = None) -> None:
        super().__init__(channels)
        self._connected = range(channels) if connected is None else connected
        self._next = first % len(self._connected)

    @property
    def connected(self) -> range:
        return self._connected

    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        rows, width = len(batch), len(self._connected)
        if not rows:
            return
        if isinstance(batch, ObjectBatch) and width > 1:
            for turn in range(min(rows, width)):
                every = slice(turn, None, width)
                part = each_list(batch, lambda values: values[every])  # noqa: B023 (called at once)
                yield self._connected[(self._next + turn) % width], part
            self._next = (self._next + rows) % width
            return
        pieces = max(1, min(width, rows // MIN_ROWS))
        operations = operations_of(batch)
        assert operations is not None, type(batch)
        for piece in range(pieces):
            start, end = rows * piece // pieces, rows * (piece + 1) // pieces
            part = batch if pieces == 1 else operations.slice(batch, start, end - start)
            yield self._connected[self._next], part
            self._next = (self._next + 1) % width


def rescale_targets(subtask: int, upstream_parallelism: int, channels: int) -> range:
    """The downstream subtasks that an upstream subtask feeds.

    As Flink distributes pointwise (``VertexInputInfoComputationUtils``): with fewer subtasks downstream each has a
    contiguous share of those upstream, with more the other way around.
    """
    if upstream_parallelism >= channels:
        target = ((subtask + 1) * channels - 1) // upstream_parallelism
        return range(target, target + 1)
    start = -(-subtask * channels // upstream_parallelism)
    end = -(-(subtask + 1) * channels // upstream_parallelism)
    return range(start, end)


def rescale(channels: int, subtask: int, upstream_parallelism: int) -> RebalancePartitioner:
    """A partitioner that deals rows out to this subtask's share of the downstream subtasks."""
    return RebalancePartitioner(channels, connected=rescale_targets(subtask, upstream_parallelism, channels))
