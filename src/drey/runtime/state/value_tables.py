"""Second-level tables: the values that belong to each slot of a keyed table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import Entries, Rows
from drey.runtime.state.columns import Slots, StateColumn, state_column
from drey.runtime.state.key_groups import Hashes
from drey.runtime.state.key_index import KeyIndex
from drey.runtime.state.postings import Postings
from drey.runtime.state.tracking import Mask, SlotTracker

_OWNER = "$slot"
_COUNT = "$count"
SEQUENCE = "$sequence"
"""The Int64 column of listed values that has their order of arrival."""


def _names(count: int) -> list[str]:
    return [f"$value{index}" for index in range(count)]


class CountedValues:
    """(slot, values) -> count. See :class:`drey.functions.aggregates.accumulator.ValueCounts`.

    Args:
        types: The data types of the values.
        owners: The keys of the slots. A slot keeps its key as long as it has values.
    """

    def __init__(self, types: Sequence[pl.DataType], owners: KeyIndex) -> None:
        self._names = _names(len(types))
        self._keys = owners
        self._index = KeyIndex({_OWNER: pl.Int64(), **dict(zip(self._names, types, strict=True))})
        self._counts: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._sizes: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)  # entries by owner
        self._postings: Postings | None = None
        self.track(SlotTracker(self))

    def track(self, tracker: SlotTracker) -> None:
        """Use this tracker from now on; nothing is there yet."""
        self.tracker = tracker
        self._index.before_reuse = tracker.touch

    @property
    def dtype(self) -> pl.List:
        """The type in which :meth:`pack` gives the values of a slot."""
        types = list(self._index.schema.values())[1:]
        return _packed(self._names, types, _COUNT)

    def pack(self, slots: Slots) -> pl.Series:
        """All values of each of the distinct slots, one list for each; NULL where there are none."""
        live = self._index.live_slots()
        owners = self.owners(live)
        mine = np.isin(owners, slots)
        values = [v.alias(n) for v, n in zip(self._values(live[mine]), self._names, strict=True)]
        rows = pl.DataFrame([*values, pl.Series(_COUNT, self._counts[live[mine]])])
        return _lists(slots, owners[mine], rows, self.dtype)

    def update(self, rows: Rows, times: npt.NDArray[np.int64] | None = None) -> Rows:
        """Count rows in and out, ``times`` or by their signs; returns the values that appeared (+1) or vanished (-1), each once."""
        keys = pl.DataFrame(
            [
                pl.Series(_OWNER, rows.slots),
                *(a.alias(n) for a, n in zip(rows.args, self._names, strict=True)),
            ]
        )
        entries, added = self._index.lookup_or_insert(keys)
        self._grow(int(rows.slots.max()) + 1)
        self.tracker.touch(entries)
        if len(added):
            self._counts[added] = 0
            owners = self.owners(added)
            np.add.at(self._sizes, owners, 1)
            if self._postings is not None:
                self._postings.add(added, owners)
        changes = rows.signs if times is None else times
        if changes is None:
            return self._counted_in(rows, entries, added)
        touched = np.unique(entries)
        before = self._counts[touched]
        np.add.at(self._counts, entries, changes.astype(np.int64))
        after = self._counts[touched]
        appeared, vanished = (before <= 0) & (after > 0), (before > 0) & (after <= 0)
        changed = appeared | vanished
        chosen = touched[changed]
        result = Rows(
            self.owners(chosen), self._values(chosen), np.where(appeared[changed], 1, -1).astype(np.int8)
        )
        self._remove(touched[after == 0])
        return result

    def _counted_in(self, rows: Rows, entries: Slots, added: Slots) -> Rows:
        np.add.at(self._counts, entries, 1)
        return Rows(self.owners(added), self._values(added))

    def entries(self, slots: Slots) -> Entries:
        """All values with a positive count of the given distinct slots."""
        if self._postings is None:
            self._postings = Postings()
            live = self._index.live_slots()
            self._postings.add(live, self.owners(live))
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
            self._remove(live[np.isin(self.owners(live), left)])

    @property
    def key_schema(self) -> Mapping[str, pl.DataType]:
        """The key columns of the owners."""
        return self._keys.schema

    @property
    def bound(self) -> int:
        """Entries that have ever been in use are below this."""
        return self._index.bound

    @property
    def capacity(self) -> int:
        """Entries will be below this until the table grows."""
        return self._index.capacity

    def live(self, entries: Slots | slice) -> Mask:
        """Which entries are in use."""
        return self._index.live(entries)

    def read(self, entries: Slots) -> pl.DataFrame:
        """The owner's key, the values and the count of each entry."""
        owners = self.owners(entries)
        values = [v.alias(n) for v, n in zip(self._values(entries), self._names, strict=True)]
        counts = pl.Series(_COUNT, self._counts[entries])
        return pl.DataFrame([*self._keys.keys(owners).get_columns(), *values, counts])

    def hashes(self, entries: Slots) -> Hashes:
        """The hashes of the owners' keys."""
        return self._keys.hashes(self.owners(entries))

    def restore(self, owners: Slots, frame: pl.DataFrame) -> None:
        """Take over a part of a snapshot; its entries must not be there yet."""
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
        self.tracker.touch(entries)
        np.subtract.at(self._sizes, self.owners(entries), 1)
        if self._postings is not None:
            self._postings.remove(entries)
        self._index.delete(entries)

    def owners(self, entries: Slots) -> Slots:
        """The slots to which entries belong."""
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
        owners: The keys of the slots. A slot keeps its key as long as it has values.
        names: The names of the values in snapshots; ``$value0`` and so on, if absent.
    """

    def __init__(
        self, types: Sequence[pl.DataType], owners: KeyIndex, names: Sequence[str] | None = None
    ) -> None:
        self._names = _names(len(types)) if names is None else list(names)
        self._keys = owners
        self._columns: list[StateColumn] = [state_column(dtype) for dtype in types]
        self._sequence: Slots = np.zeros(0, dtype=np.int64)
        self._owner: Slots = np.full(0, -1, dtype=np.int64)
        self._postings = Postings()
        self._free: Slots = np.zeros(0, dtype=np.int64)
        self._next = 0
        self._arrivals = 0
        self.tracker = SlotTracker(self)

    def track(self, tracker: SlotTracker) -> None:
        """Use this tracker from now on; nothing is there yet."""
        self.tracker = tracker

    @property
    def dtype(self) -> pl.List:
        """The type in which :meth:`pack` gives the values of a slot."""
        return _packed(self._names, [column.dtype for column in self._columns], SEQUENCE)

    def pack(self, slots: Slots) -> pl.Series:
        """All rows of each of the distinct slots, one list for each; NULL where there are none."""
        owners, rows = self.listed(slots)
        return _lists(slots, slots[owners], rows, self.dtype)

    def listed(self, slots: Slots) -> tuple[Slots, pl.DataFrame]:
        """All rows of the distinct slots in no order: the position of each one's slot, the values and ``$sequence``."""
        owners, entries = self._postings.find(slots)
        values = [v.alias(n) for v, n in zip(self._values(entries), self._names, strict=True)]
        return owners, pl.DataFrame([*values, pl.Series(SEQUENCE, self._sequence[entries])])

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

    @property
    def key_schema(self) -> Mapping[str, pl.DataType]:
        """The key columns of the owners."""
        return self._keys.schema

    @property
    def bound(self) -> int:
        """Entries that have ever been in use are below this."""
        return self._next

    @property
    def capacity(self) -> int:
        """Entries will be below this until the table grows."""
        return len(self._owner)

    def live(self, entries: Slots | slice) -> Mask:
        """Which entries are in use."""
        return self._owner[entries] >= 0

    def read(self, entries: Slots) -> pl.DataFrame:
        """The owner's key, the values and the sequence number of each row."""
        owners = self.owners(entries)
        values = [v.alias(n) for v, n in zip(self._values(entries), self._names, strict=True)]
        sequence = pl.Series(SEQUENCE, self._sequence[entries])
        return pl.DataFrame([*self._keys.keys(owners).get_columns(), *values, sequence])

    def hashes(self, entries: Slots) -> Hashes:
        """The hashes of the owners' keys."""
        return self._keys.hashes(self.owners(entries))

    def owners(self, entries: Slots) -> Slots:
        """The slots to which entries belong."""
        return self._owner[entries]

    def restore(self, owners: Slots, frame: pl.DataFrame) -> None:
        """Take over a part of a snapshot; a slot's rows must all come from the same old table."""
        if frame.height:
            sequence = frame[SEQUENCE].to_numpy()
            self._append(owners, tuple(frame[name] for name in self._names), sequence)

    def _append(self, owners: Slots, values: tuple[pl.Series, ...], sequence: Slots | None = None) -> None:
        count = len(owners)
        if sequence is None:
            sequence = np.arange(self._arrivals, self._arrivals + count)
        reused = min(count, len(self._free))
        entries = np.concatenate(
            [self._free[:reused], np.arange(self._next, self._next + count - reused, dtype=np.int64)]
        )
        self._free = self._free[reused:]
        self._next += count - reused
        self._grow(self._next)
        self.tracker.touch(entries)
        self._owner[entries] = owners
        self._sequence[entries] = sequence
        self._arrivals = max(self._arrivals, int(sequence.max()) + 1)
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
        self.tracker.touch(entries)
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


def _packed(names: Sequence[str], types: Sequence[pl.DataType], last: str) -> pl.List:
    fields = [pl.Field(name, dtype) for name, dtype in zip(names, types, strict=True)]
    return pl.List(pl.Struct([*fields, pl.Field(last, pl.Int64())]))


def _lists(slots: Slots, owners: Slots, rows: pl.DataFrame, dtype: pl.List) -> pl.Series:
    """For each slot the list of the rows that it owns, NULL if it owns none."""
    owned = pl.DataFrame([pl.Series(_OWNER, owners), rows.to_struct("$rows")])
    lists = owned.group_by(_OWNER).agg("$rows")
    wanted = pl.DataFrame([pl.Series(_OWNER, slots)])
    return wanted.join(lists, on=_OWNER, how="left", maintain_order="left")["$rows"].cast(dtype)
