"""Hash: equal keys go to one subtask, the one that owns the key's group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from drey.runtime.elements import ObjectBatch
from drey.runtime.exchange.batches import Batch
from drey.runtime.exchange.partitioners.partitioner import Partitioner, by_targets
from drey.runtime.state.key_groups import key_groups, key_hashes, subtask_of
from drey.runtime.state.object_keys import object_key_groups


class HashPartitioner(Partitioner):
    """Sends a row to the subtask whose keyed state holds the row's key.

    A key of no columns, as a global aggregate has it, is in the first key group. The kind of a row travels
    along, and changes of one key stay in their order.

    Args:
        channels: The number of downstream subtasks.
        keys: The positions or the names of the key columns; objects carry their keys with them.
        max_parallelism: The number of key groups.
    """

    def __init__(self, channels: int, keys: Sequence[int | str], max_parallelism: int) -> None:
        super().__init__(channels)
        self.keys = tuple(keys)
        self.max_parallelism = max_parallelism

    def split(self, batch: Batch) -> Iterator[tuple[int, Batch]]:
        if not len(batch):
            return
        if isinstance(batch, ObjectBatch):
            assert batch.keys is not None, "key_by finds the keys"
            groups = object_key_groups(batch.keys, self.max_parallelism)
            yield from by_targets(
                batch, subtask_of(groups, self.channels, self.max_parallelism), self.channels
            )
            return
        if not self.keys:
            yield 0, batch
            return
        groups = key_groups(key_hashes(self._keys_of(batch.data)), self.max_parallelism)
        yield from by_targets(batch, subtask_of(groups, self.channels, self.max_parallelism), self.channels)

    def _keys_of(self, data: pl.DataFrame) -> pl.DataFrame:
        return pl.DataFrame(
            [data.to_series(key) if isinstance(key, int) else data.get_column(key) for key in self.keys]
        )
