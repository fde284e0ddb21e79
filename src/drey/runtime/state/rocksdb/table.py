"""A keyed table with its cold rows in a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.runtime.state.columns import FixedColumn, HeapColumn, Slots, StateColumn
from drey.runtime.state.key_groups import KEY_GROUP, Mask, key_groups
from drey.runtime.state.rocksdb.attached import AttachedTracker
from drey.runtime.state.rocksdb.change_log import CHANGED, ROW, VALUES, ChangeLog
from drey.runtime.state.rocksdb.cut import Scan
from drey.runtime.state.rocksdb.database import Database
from drey.runtime.state.rocksdb.key_filter import KeyFilter
from drey.runtime.state.rocksdb.local_database import LocalDatabase
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.rocksdb.records import TableRecords
from drey.runtime.state.rocksdb.row_numbers import Numbers, RowNumbers
from drey.runtime.state.rocksdb.tracker import StoredTableTracker
from drey.runtime.state.table import AttachedValues, KeyedTable

_LEFT_AT_ONCE = 1 << 16
_LEAST_ROWS = 1024
_PROBE_BYTES = 12  # of the index: two to four places of four bytes
_OWN_BYTES = 8  # last use, changed, stored, live, and what a snapshot marks


class RocksTable(KeyedTable):
    """A :class:`KeyedTable` whose slots are those of the rows that were used last; the others are in a database.

    A slot is a key's until the next ``lookup_or_insert`` or ``restore``, which may write rows out. What is said of all
    slots (``index.live_slots()``, ``live``, ``bound``) is said of the rows in memory.

    Args:
        keys: The key columns' data types.
        columns: The state columns.
        directory: Where the database goes; made when rows leave memory for the first time.
        memory: How much there is.
        max_parallelism: The number of key groups.
        closed: Called when nobody needs the directory any more.
    """

    def __init__(
        self,
        keys: Mapping[str, pl.DataType],
        columns: Mapping[str, StateColumn],
        directory: Path,
        memory: StateMemory,
        max_parallelism: int,
        closed: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(keys, {})
        self._tracker = StoredTableTracker(self)
        self.tracker = self._tracker
        self.index.before_reuse = self._tracker.leave
        self._memory = memory
        self._place = LocalDatabase(directory, closed)
        self.holders = self._place.holders
        """Snapshots that are still being written hold the table's files."""
        self._max_parallelism = max_parallelism
        self.log = ChangeLog(directory / "log")
        """Rows that have left memory, for increments."""
        self._filter: KeyFilter | None = None
        self._attached: dict[str, AttachedValues] = {}
        self._records = TableRecords(self.index.schema, self.columns, self._attached, max_parallelism)
        self._numbers = RowNumbers()
        self._rows = 0
        self._record_bytes = 64
        self._row, self._changed = FixedColumn(pl.UInt32(), 0), FixedColumn(pl.Int32(), 0)
        self._used: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._is_changed: Mask = np.zeros(0, dtype=np.bool_)
        self._is_stored: Mask = np.zeros(0, dtype=np.bool_)
        self._turn = 0
        memory.join()
        self.add_column(ROW, self._row, lambda slots: None)
        self.add_column(CHANGED, self._changed, lambda slots: None)
        for name, column in columns.items():
            self.add_column(name, column)

    def __len__(self) -> int:
        return self._rows

    def attach(self, name: str, values: AttachedValues) -> None:
        self._attached[name] = values
        values.track(AttachedTracker(values, values.tracker, self, name))

    def grown(self) -> None:
        super().grown()
        capacity = self.index.capacity
        extra = capacity - len(self._used)
        self._used = np.concatenate([self._used, np.zeros(extra, dtype=np.int32)])
        self._is_changed = np.concatenate([self._is_changed, np.zeros(extra, dtype=np.bool_)])
        self._is_stored = np.concatenate([self._is_stored, np.zeros(extra, dtype=np.bool_)])

    def mark_changed(self, slots: Slots, number: int) -> None:
        """Called by the tracker before rows change."""
        self._is_changed[slots] = True
        self._changed.values[slots] = number

    def advance(self) -> int:
        """Begin the number of a cut of second-level rows."""
        return self._tracker.advance()

    def numbers(self, slots: Slots) -> Numbers:
        """The numbers of the rows at the slots."""
        found: Numbers = self._row.values[slots]
        return found

    def numbers_in_memory(self, after: int | None = None) -> Numbers:
        """The numbers of the rows in memory, or of those that have changed after the cut ``after``."""
        slots = self.index.live_slots()
        return self.numbers(slots if after is None else slots[self._changed.values[slots] >= after])

    # -- rows in and out of memory --------------------------------------------------------------------------------

    def lookup_or_insert(self, keys: pl.DataFrame) -> tuple[Slots, Slots]:
        self._make_room_for(keys)
        slots, added = super().lookup_or_insert(keys)
        if len(added):
            added = self._load(added)
            self._number(added)
        self._use(slots)
        return slots, added

    def lookup(self, keys: pl.DataFrame) -> Slots:
        if self._database is None:
            return super().lookup(keys)
        self._make_room_for(keys)
        slots, added = super().lookup_or_insert(keys)
        unknown = self._load(added) if len(added) else added
        if len(unknown):
            slots[np.isin(slots, unknown)] = -1
            super().delete(unknown)
            self._is_changed[unknown] = False
        self._use(slots[slots >= 0])
        return slots

    def delete(self, slots: Slots) -> None:
        if not len(slots):
            return
        stored = slots[self._is_stored[slots]]
        if len(stored) and self._database is not None:
            self._database.delete(self._encoded_keys(stored)[0])
        rows = self._row.values[slots]
        self.log.deleted(rows, self._tracker.number)
        super().delete(slots)
        self._is_changed[slots] = self._is_stored[slots] = False
        self._numbers.give_back(rows)
        self._rows -= len(slots)

    def reset(self, slots: Slots) -> None:
        rows = self._row.values[slots]
        super().reset(slots)
        self._row.values[slots] = rows
        self._changed.values[slots] = self._tracker.number

    def restore(self, frame: pl.DataFrame, expected: int = 0) -> None:
        step = max(self.most_rows // 2, 1)
        for part in frame.iter_slices(step):
            self._make_room(part.height)
            slots = self._take_over(part, min(expected, self.most_rows))
            self._number(slots)
            self._use(slots)

    def _use(self, slots: Slots) -> None:
        self._turn += 1
        self._used[slots] = self._turn

    def _number(self, slots: Slots) -> None:
        self._row.values[slots] = self._numbers.take(len(slots))
        self._rows += len(slots)

    @property
    def most_rows(self) -> int:
        """How many rows may be in memory."""
        if self._memory.hot_rows is not None:
            return self._memory.hot_rows
        widths = sum(
            c.values.itemsize + (c.fill is None) for c in self.columns.values() if isinstance(c, FixedColumn)
        )
        one = _PROBE_BYTES + _OWN_BYTES + 8 + widths + 8 * len(self.index.schema)
        if (live := len(self.index)) >= _LEAST_ROWS:
            # What isn't fixed-width: twice, as heaps are compacted when half of them is free.
            heaps = sum(c.nbytes for c in self.columns.values() if isinstance(c, HeapColumn))
            heaps += self.index.heap_bytes + sum(values.nbytes for values in self._attached.values())
            one += 2 * heaps // live
        return max(self._memory.shares.hot // one, _LEAST_ROWS)

    def _make_room_for(self, keys: pl.DataFrame) -> None:
        """Have room for a batch's keys that are not in memory, without giving up those that are."""
        most = self.most_rows
        self.index.most = most
        if len(self.index) + keys.height <= most:
            return
        known = self.index.lookup(keys)
        missing = known < 0
        count = int(missing.sum())
        if count > 1:
            count = keys.filter(pl.Series(missing)).n_unique()
        self._use(known[~missing])
        if count:
            self._make_room(count)

    def _make_room(self, count: int) -> None:
        """Write out what was used longest ago, a quarter of all at once, if ``count`` more don't fit."""
        most, live = self.most_rows, len(self.index)
        if live + count <= most:
            return
        wanted = min(live, max(live + count - most, most // 4))
        slots = self.index.live_slots()
        if wanted < live:
            turns = self._used[slots]
            last = np.partition(turns, wanted - 1)[wanted - 1]
            older = slots[turns < last]
            slots = np.concatenate([older, slots[turns == last][: wanted - len(older)]])
        for start in range(0, len(slots), _LEFT_AT_ONCE):
            self._write_out(slots[start : start + _LEFT_AT_ONCE])

    def _write_out(self, slots: Slots) -> None:
        database = self._open_database()
        changed = slots[self._is_changed[slots]]
        if len(changed):
            keys, order = self._encoded_keys(changed)
            changed = changed[order]
            stored, lists = self._records.columns_of(changed)
            records = self._records.encode(stored, lists)
            database.put(keys, records)
            self._record_bytes = (len(keys[0]) + len(records[0]) + self._record_bytes) // 2
            assert self._filter is not None
            self._filter.add(self.index.hashes(changed[~self._is_stored[changed]]))
            if self.log.active:
                groups = pl.Series(KEY_GROUP, key_groups(self.index.hashes(changed), self._max_parallelism))
                values = [s.alias(VALUES + name) for name, s in zip(self._attached, lists, strict=True)]
                left = self.read(changed).with_columns(groups, *values)
                self.log.left(left, int(self._changed.values[changed].max()))
        self._tracker.leave(slots, distinct=True)
        for attached in self._attached.values():
            attached.discard(slots)
        self.index.delete(slots)
        for column in self.columns.values():
            column.clear(slots)
        self._is_changed[slots] = self._is_stored[slots] = False

    def _load(self, added: Slots) -> Slots:
        """Fill slots that have just got their keys from the database; those that it doesn't know are returned."""
        self._is_stored[added] = False
        if self._database is None or self._filter is None:
            return added
        candidates = added[self._filter.may_have(self.index.hashes(added))]
        if not len(candidates):
            return added
        keys, order = self._encoded_keys(candidates)
        records = self._database.get(keys)
        found = [record for record in records if record is not None]
        if not found:
            return added
        if len(found) < len(records):
            there = np.fromiter((one is not None for one in records), dtype=np.bool_, count=len(records))
            order = order[there]
        slots = candidates[order]
        self._records.fill(slots, found)
        self._is_changed[slots] = False
        self._is_stored[slots] = True
        self._changed.values[slots] = -1
        known = np.zeros(self.index.bound, dtype=np.bool_)
        known[slots] = True
        return added[~known[added]]

    def _encoded_keys(self, slots: Slots) -> tuple[list[bytes], Slots]:
        """The database's keys for slots, sorted, and the position of each among the slots."""
        return self._records.encoded_keys(self.index.keys(slots), self.index.hashes(slots))

    # -- the database ---------------------------------------------------------------------------------------------

    def _open_database(self) -> Database:
        shares = self._memory.shares
        if self._filter is None:
            self._filter = KeyFilter(shares.key_filter)
        return self._place.open(shares.database)

    @property
    def _database(self) -> Database | None:
        return self._place.database

    def database_snapshot(self) -> Scan | None:
        """What the database has now; None if it has nothing."""
        if self._database is None:
            return None
        return partial(self._records.rows, self._database.snapshot())

    def attached_snapshot(self, name: str) -> Scan | None:
        """The second-level rows of a name in the database, with the keys and numbers of their owners."""
        if self._database is None:
            return None
        return partial(self._records.attached_rows, self._database.snapshot(), name)

    def sweep_stored(self, name: str, until: int, count: int) -> Slots:
        if self._database is None:
            return np.zeros(0, dtype=np.int64)
        keys = self._records.sweep(self._database, name, until, count)
        if not keys.height:
            return np.zeros(0, dtype=np.int64)
        slots = self.lookup(keys)
        column = self.columns[name].gather(slots)
        past_slots: Slots = slots[(column <= until).to_numpy()]
        return past_slots

    @property
    def nbytes(self) -> int:
        """The size of all rows, in bytes: those in memory as they are, the others as records."""
        return super().nbytes + (self._rows - len(self.index)) * self._record_bytes

    def close(self) -> None:
        """Give the database up as soon as no snapshot is being read from it."""
        self._memory.leave()
        self.log.close()
        self.holders.release()
