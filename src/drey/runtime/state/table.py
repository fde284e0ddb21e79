"""A keyed table: a key index and the state columns beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
import polars as pl

from drey.runtime.state.columns import Slots, StateColumn, as_slice
from drey.runtime.state.key_groups import KEY_GROUP, Hashes, key_groups
from drey.runtime.state.key_index import KeyIndex
from drey.runtime.state.tracking import Mask, SlotTracker


class AttachedValues(Protocol):
    """A second-level table: values that belong to the slots of a keyed table."""

    tracker: SlotTracker

    def track(self, tracker: SlotTracker) -> None:
        """Use another tracker from now on; nothing is there yet."""

    @property
    def dtype(self) -> pl.List:
        """The type in which :meth:`pack` gives the values of a slot: a list of structs."""

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""

    def pack(self, slots: Slots) -> pl.Series:
        """All values of each of the distinct slots, one list for each; NULL where there are none."""

    def owners(self, entries: Slots) -> Slots:
        """The slots to which entries, as the tracker numbers them, belong."""

    def restore(self, owners: Slots, frame: pl.DataFrame) -> None:
        """Add values, in the columns of :attr:`dtype`, that are not there yet."""

    def discard(self, slots: Slots) -> None:
        """Forget the values of slots."""


class KeyedTable:
    """Keys and named columns, read and written for a whole batch of slots at once.

    Who changes a column in place calls ``tracker.touch`` with the slots before; what the methods here do is told to
    the tracker by themselves.

    Args:
        keys: The key columns' data types.
        columns: The state columns; names must differ from the keys'.
    """

    def __init__(self, keys: Mapping[str, pl.DataType], columns: Mapping[str, StateColumn]) -> None:
        self.index = KeyIndex(keys)
        self.columns: dict[str, StateColumn] = {}
        self._initialise: dict[str, Callable[[Slots], None]] = {}
        self.tracker = SlotTracker(self)
        self.index.before_reuse = self.tracker.touch
        for name, column in columns.items():
            self.add_column(name, column)

    def __len__(self) -> int:
        return len(self.index)

    def add_column(
        self, name: str, column: StateColumn, initialise: Callable[[Slots], None] | None = None
    ) -> None:
        """Add a column; it has its initial value for keys that are there.

        Args:
            name: The column's name.
            column: The column.
            initialise: What fills it for restored keys if the snapshot hasn't got it; without, it must.
        """
        column.grow(self.index.capacity)
        self.columns[name] = column
        if initialise is not None:
            self._initialise[name] = initialise

    def lookup_or_insert(self, keys: pl.DataFrame) -> tuple[Slots, Slots]:
        """The slot of each row's key, and the slots that were added, in order of first appearance."""
        before = self.index.capacity
        slots, added = self.index.lookup_or_insert(keys)
        if self.index.capacity > before:
            self.grown()
        if len(added):
            self.tracker.touch(added, distinct=True)
        return slots, added

    def grown(self) -> None:
        """The index has more slots: make room beside it."""
        for column in self.columns.values():
            column.grow(self.index.capacity)

    def attach(self, name: str, values: AttachedValues) -> None:
        """A second-level table belongs to the slots of this one. Its own tracker writes it."""

    def sweep_stored(self, name: str, until: int, count: int) -> Slots:
        """Look at the next rows that are not in memory for those whose column is at most ``until``.

        They are taken into memory, for which others may leave it.

        Args:
            name: An Int64 column.
            until: The greatest value.
            count: How many rows to look at.

        Returns:
            The slots of what was found.
        """
        return np.zeros(0, dtype=np.int64)

    def lookup(self, keys: pl.DataFrame) -> Slots:
        """The slot of each row's key, -1 where there is none."""
        return self.index.lookup(keys)

    def delete(self, slots: Slots) -> None:
        """Remove keys; their slots hold initial values when they are used again."""
        if len(slots):
            self.tracker.touch(slots, distinct=True)
            self.index.delete(slots)
            for column in self.columns.values():
                column.clear(slots)

    def snapshot(self, max_parallelism: int) -> pl.DataFrame:
        """All keys and columns as of now, with ``$key_group``, sorted by it. The frame is a copy."""
        slots, groups = by_key_group(self.index.live_slots(), self.index, max_parallelism)
        values = [column.gather(slots).alias(name) for name, column in self.columns.items()]
        return pl.DataFrame([*self.index.keys(slots).get_columns(), *values, groups])

    @property
    def key_schema(self) -> Mapping[str, pl.DataType]:
        """The key columns."""
        return self.index.schema

    @property
    def bound(self) -> int:
        """Slots that have ever been in use are below this."""
        return self.index.bound

    @property
    def capacity(self) -> int:
        """Slots will be below this until the table grows."""
        return self.index.capacity

    def live(self, slots: Slots | slice) -> Mask:
        """Which of the slots hold a key."""
        return self.index.live(slots)

    def read(self, slots: Slots) -> pl.DataFrame:
        """Keys and columns at the slots."""
        values = [column.gather(slots).alias(name) for name, column in self.columns.items()]
        return pl.DataFrame([*self.index.keys(slots).get_columns(), *values])

    def hashes(self, slots: Slots) -> Hashes:
        """The hashes of the keys at the slots."""
        return self.index.hashes(slots)

    def restore(self, frame: pl.DataFrame, expected: int = 0) -> None:
        """Take over a part of a snapshot; its keys must not be there yet.

        Args:
            frame: Keys and columns.
            expected: How many rows there will be in the end, as far as known.
        """
        if frame.height:
            self._take_over(frame, expected)

    def _take_over(self, frame: pl.DataFrame, expected: int) -> Slots:
        """Restore rows; returns their slots."""
        before = self.index.capacity
        slots = self.index.load(frame.select(list(self.index.schema)), expected)
        if self.index.capacity > before:
            self.grown()
        where = as_slice(slots)
        for name, column in self.columns.items():
            if name in frame.columns or name not in self._initialise:
                column.scatter(where, frame[name])
            else:
                self._initialise[name](slots)
        self.tracker.touch(slots)
        return slots

    def reset(self, slots: Slots) -> None:
        """Put the initial values back at distinct slots, which keep their keys."""
        self.tracker.touch(slots, distinct=True)
        for column in self.columns.values():
            column.clear(slots)

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
