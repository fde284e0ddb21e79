"""A keyed table: a key index and the state columns beside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from drey.runtime.state.columns import Slots, StateColumn
from drey.runtime.state.key_groups import KEY_GROUP, Hashes, key_groups
from drey.runtime.state.key_index import KeyIndex


class KeyedTable:
    """Keys and named columns, read and written for a whole batch of slots at once.

    Args:
        keys: The key columns' data types.
        columns: The state columns; names must differ from the keys'.
    """

    def __init__(self, keys: Mapping[str, pl.DataType], columns: Mapping[str, StateColumn]) -> None:
        self.index = KeyIndex(keys)
        self.columns: dict[str, StateColumn] = {}
        for name, column in columns.items():
            self.add_column(name, column)

    def __len__(self) -> int:
        return len(self.index)

    def add_column(self, name: str, column: StateColumn) -> None:
        """Add a column; it has its initial value for keys that are there."""
        column.grow(self.index.capacity)
        self.columns[name] = column

    def lookup_or_insert(self, keys: pl.DataFrame) -> tuple[Slots, Slots]:
        """The slot of each row's key, and the slots that were added, in order of first appearance."""
        before = self.index.capacity
        slots, added = self.index.lookup_or_insert(keys)
        if self.index.capacity > before:
            for column in self.columns.values():
                column.grow(self.index.capacity)
        return slots, added

    def lookup(self, keys: pl.DataFrame) -> Slots:
        """The slot of each row's key, -1 where there is none."""
        return self.index.lookup(keys)

    def delete(self, slots: Slots) -> None:
        """Remove keys; their slots hold initial values when they are used again."""
        if len(slots):
            self.index.delete(slots)
            for column in self.columns.values():
                column.clear(slots)

    def snapshot(self, max_parallelism: int) -> pl.DataFrame:
        """All keys and columns as of now, with ``$key_group``, sorted by it. The frame is a copy."""
        slots, groups = by_key_group(self.index.live_slots(), self.index, max_parallelism)
        values = [column.gather(slots).alias(name) for name, column in self.columns.items()]
        return pl.DataFrame([*self.index.keys(slots).get_columns(), *values, groups])

    def restore(self, frame: pl.DataFrame) -> None:
        """Take over a snapshot; the table must be empty."""
        if not frame.height:
            return
        slots, _ = self.lookup_or_insert(frame.select(list(self.index.schema)))
        for name, column in self.columns.items():
            column.scatter(slots, frame[name])

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""
        return self.index.nbytes + sum(column.nbytes for column in self.columns.values())


def by_key_group(slots: Slots, index: KeyIndex, max_parallelism: int) -> tuple[Slots, pl.Series]:
    """The slots ordered by the key group of their key, and the key groups as a ``$key_group`` column."""
    return order_by_group(slots, index.hashes(slots), max_parallelism)


def order_by_group(slots: Slots, hashes: Hashes, max_parallelism: int) -> tuple[Slots, pl.Series]:
    """As :func:`by_key_group`, for given hashes."""
    groups = key_groups(hashes, max_parallelism)
    # NumPy sorts 16-bit integers by radix, several times faster than wider ones.
    narrow = groups.astype(np.uint16) if max_parallelism <= 65536 else groups
    order = np.argsort(narrow, kind="stable")
    return slots[order], pl.Series(KEY_GROUP, groups[order])
