"""Second-level tables: the values that belong to each slot of a keyed table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import Entries, Rows
from drey.runtime.state.columns import Slots, StateColumn, state_column
from drey.runtime.state.key_index import KeyIndex
from drey.runtime.state.postings import Postings

_OWNER = "$slot"
_COUNT = "$count"
_SEQUENCE = "$sequence"


def _names(count: int) -> list[str]:
    return [f"$value{index}" for index in range(count)]


class CountedValues:
    """(slot, values) -> count. See :class:`drey.functions.aggregates.accumulator.ValueCounts`.

    Args:
        types: The data types of the values.
    """

    def __init__(self, types: Sequence[pl.DataType]) -> None:
        self._names = _names(len(types))
        self._index = KeyIndex({_OWNER: pl.Int64(), **dict(zip(self._names, types, strict=True))})
        self._counts: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._sizes: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)  # entries by owner
        self._postings: Postings | None = None

    def update(self, rows: Rows) -> Rows:
        """Count rows in and out; returns the values that appeared (+1) or vanished (-1), each once."""
        keys = pl.DataFrame(
            [
                pl.Series(_OWNER, rows.slots),
                *(a.alias(n) for a, n in zip(rows.args, self._names, strict=True)),
            ]
        )
        entries, added = self._index.lookup_or_insert(keys)
        self._grow(int(rows.slots.max()) + 1)
        if len(added):
            self._counts[added] = 0
            owners = self._owners(added)
            np.add.at(self._sizes, owners, 1)
            if self._postings is not None:
                self._postings.add(added, owners)
        if rows.signs is None:
            return self._counted_in(rows, entries, added)
        touched = np.unique(entries)
        before = self._counts[touched]
        np.add.at(self._counts, entries, rows.signs.astype(np.int64))
        after = self._counts[touched]
        appeared, vanished = (before <= 0) & (after > 0), (before > 0) & (after <= 0)
        changed = appeared | vanished
        chosen = touched[changed]
        result = Rows(
            self._owners(chosen), self._values(chosen), np.where(appeared[changed], 1, -1).astype(np.int8)
        )
        self._remove(touched[after == 0])
        return result

    def _counted_in(self, rows: Rows, entries: Slots, added: Slots) -> Rows:
        np.add.at(self._counts, entries, 1)
        return Rows(self._owners(added), self._values(added))

    def entries(self, slots: Slots) -> Entries:
        """All values with a positive count of the given distinct slots."""
        if self._postings is None:
            self._postings = Postings()
            live = self._index.live_slots()
            self._postings.add(live, self._owners(live))
        owners, entries = self._postings.find(slots)
        positive = self._counts[entries] > 0
        owners, entries = owners[positive], entries[positive]
        return Entries(owners, self._values(entries), self._counts[entries])

    def discard(self, slots: Slots) -> None:
        """Forget what is left of owners that are given up; normally nothing."""
        slots = slots[slots < len(self._sizes)]
        left = slots[self._sizes[slots] > 0]
        if len(left):
            live = self._index.live_slots()
            self._remove(live[np.isin(self._owners(live), left)])

    def snapshot(self) -> tuple[Slots, pl.DataFrame]:
        """The owner of each entry, and the entries' values and counts."""
        live = self._index.live_slots()
        frame = self._index.keys(live).drop(_OWNER).with_columns(pl.Series(_COUNT, self._counts[live]))
        return self._owners(live), frame

    def restore(self, owners: Slots, frame: pl.DataFrame) -> None:
        """Take over a snapshot; the table must be empty."""
        if not frame.height:
            return
        values = tuple(frame[name] for name in self._names)
        self.update(Rows(owners, values))
        entries = self._index.lookup(
            pl.DataFrame(
                [pl.Series(_OWNER, owners), *(v.alias(n) for v, n in zip(values, self._names, strict=True))]
            )
        )
        self._counts[entries] = frame[_COUNT].to_numpy()

    def _remove(self, entries: Slots) -> None:
        if not len(entries):
            return
        np.subtract.at(self._sizes, self._owners(entries), 1)
        if self._postings is not None:
            self._postings.remove(entries)
        self._index.delete(entries)

    def _owners(self, entries: Slots) -> Slots:
        return self._index.keys_of(0, entries).to_numpy()

    def _values(self, entries: Slots) -> tuple[pl.Series, ...]:
        return tuple(self._index.keys_of(index + 1, entries) for index in range(len(self._names)))

    def _grow(self, owners: int) -> None:
        if self._index.capacity > len(self._counts):
            self._counts = np.concatenate(
                [self._counts, np.zeros(self._index.capacity - len(self._counts), dtype=np.int64)]
            )
        if owners > len(self._sizes):
            size = max(owners, 2 * len(self._sizes))
            self._sizes = np.concatenate([self._sizes, np.zeros(size - len(self._sizes), dtype=np.int64)])

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""
        postings = 0 if self._postings is None else self._postings.nbytes
        return self._index.nbytes + self._counts.nbytes + self._sizes.nbytes + postings


class ListedValues:
    """slot -> rows in order of arrival. See :class:`drey.functions.aggregates.accumulator.ValueList`.

    Args:
        types: The data types of the values.
    """

    def __init__(self, types: Sequence[pl.DataType]) -> None:
        self._names = _names(len(types))
        self._columns: list[StateColumn] = [state_column(dtype) for dtype in types]
        self._sequence: Slots = np.zeros(0, dtype=np.int64)
        self._owner: Slots = np.full(0, -1, dtype=np.int64)
        self._postings = Postings()
        self._free: Slots = np.zeros(0, dtype=np.int64)
        self._next = 0
        self._arrivals = 0

    def update(self, rows: Rows) -> None:
        """Append added rows; a row that is taken back removes the oldest equal one."""
        added = rows.added()
        if len(added):
            self._append(added.slots, added.args)
        if rows.signs is not None and (rows.signs < 0).any():
            self._take_back(rows.retracted())

    def entries(self, slots: Slots) -> Entries:
        """All rows of the given distinct slots, oldest first within a slot."""
        owners, entries = self._ordered(slots)
        return Entries(owners, self._values(entries), np.ones(len(entries), dtype=np.int64))

    def discard(self, slots: Slots) -> None:
        """Forget the rows of owners that are given up."""
        _, entries = self._postings.find(slots)
        self._remove(entries)

    def snapshot(self) -> tuple[Slots, pl.DataFrame]:
        """The owner of each row, and the rows with their sequence numbers."""
        live = np.flatnonzero(self._owner[: self._next] >= 0)
        values = [v.alias(n) for v, n in zip(self._values(live), self._names, strict=True)]
        return self._owner[live], pl.DataFrame([*values, pl.Series(_SEQUENCE, self._sequence[live])])

    def restore(self, owners: Slots, frame: pl.DataFrame) -> None:
        """Take over a snapshot; the table must be empty."""
        if frame.height:
            order = frame[_SEQUENCE].arg_sort()
            ordered = frame[order]
            self._append(owners[order.to_numpy()], tuple(ordered[name] for name in self._names))

    def _append(self, owners: Slots, values: tuple[pl.Series, ...]) -> None:
        count = len(owners)
        reused = min(count, len(self._free))
        entries = np.concatenate(
            [self._free[:reused], np.arange(self._next, self._next + count - reused, dtype=np.int64)]
        )
        self._free = self._free[reused:]
        self._next += count - reused
        self._grow(self._next)
        self._owner[entries] = owners
        self._sequence[entries] = np.arange(self._arrivals, self._arrivals + count)
        self._arrivals += count
        for column, series in zip(self._columns, values, strict=True):
            column.scatter(entries, series)
        self._postings.add(entries, owners)

    def _take_back(self, rows: Rows) -> None:
        """Match the n-th retraction of a value with the n-th oldest row of it."""
        slots = np.unique(rows.slots)
        owners, entries = self._ordered(slots)
        stored = self._numbered(slots[owners], self._values(entries)).with_columns(
            pl.Series("$entry", entries)
        )
        wanted = self._numbered(rows.slots, rows.args)
        on = [_OWNER, *self._names, "$nth"]
        found = wanted.join(stored, on=on, how="inner", nulls_equal=True)
        self._remove(found["$entry"].to_numpy())

    def _numbered(self, owners: Slots, values: tuple[pl.Series, ...]) -> pl.DataFrame:
        frame = pl.DataFrame(
            [pl.Series(_OWNER, owners), *(v.alias(n) for v, n in zip(values, self._names, strict=True))]
        )
        return frame.with_columns(pl.int_range(pl.len()).over(_OWNER, *self._names).alias("$nth"))

    def _ordered(self, slots: Slots) -> tuple[Slots, Slots]:
        owners, entries = self._postings.find(slots)
        order = np.lexsort((self._sequence[entries], owners))
        return owners[order], entries[order]

    def _remove(self, entries: Slots) -> None:
        self._postings.remove(entries)
        self._owner[entries] = -1
        for column in self._columns:
            column.clear(entries)
        self._free = np.concatenate([self._free, entries])

    def _values(self, entries: Slots) -> tuple[pl.Series, ...]:
        return tuple(column.gather(entries) for column in self._columns)

    def _grow(self, length: int) -> None:
        if length > len(self._owner):
            capacity = max(length, 2 * len(self._owner), 256)
            extra = capacity - len(self._owner)
            self._owner = np.concatenate([self._owner, np.full(extra, -1)])
            self._sequence = np.concatenate([self._sequence, np.zeros(extra, dtype=np.int64)])
            for column in self._columns:
                column.grow(capacity)

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""
        own = self._sequence.nbytes + self._owner.nbytes + self._postings.nbytes
        return own + sum(column.nbytes for column in self._columns)
