"""Snapshots of the second-level tables of a table with a database.

The rows of an owner are written and replaced together, so in files all of them have their owner's number as ``$slot``:
an increment has all rows of each owner that has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drey.records import record
from drey.runtime.state.chains import Chain
from drey.runtime.state.columns import Slots
from drey.runtime.state.cuts import SLOT, Cut, Slice
from drey.runtime.state.key_groups import KEY_GROUP, Hashes
from drey.runtime.state.rocksdb.change_log import CHANGED, ROW, VALUES, LogEntry, replayed
from drey.runtime.state.rocksdb.cut import NO_SLOTS, Scan, TieredCut
from drey.runtime.state.rocksdb.row_numbers import Numbers, RowSet
from drey.runtime.state.tracking import Mask, SlotRows, SlotTracker, TableCut

if TYPE_CHECKING:
    from drey.runtime.state.rocksdb.table import RocksTable
    from drey.runtime.state.table import AttachedValues


class AttachedTracker(SlotTracker):
    """The tracker of values whose owners are partly in a database.

    Which owners have changed is noted in their table, so who changes values touches their owners, too.

    Args:
        values: The values.
        tracker: The tracker that they had.
        table: The table of their owners.
        name: The name by which it knows them.
    """

    def __init__(self, values: AttachedValues, tracker: SlotTracker, table: RocksTable, name: str) -> None:
        super().__init__(_OwnedRows(tracker.rows, values, table))
        self._values = values
        self._table = table
        self._name = name

    @property
    def nbytes(self) -> int:
        """The size of all values, in bytes, as if those that are not in memory were like the others."""
        hot = len(self._table.index)
        return self._values.nbytes * max(len(self._table), 1) // max(hot, 1)

    def cut(self, max_parallelism: int, tracked: bool = False, chain: Chain = ()) -> Cut:
        table = self._table
        number = table.advance()
        hot = self._begin(max_parallelism)
        owners = table.numbers_in_memory(chain[-1].number if chain else None)
        log = table.log.cut(self._name, number, tracked, chain)
        database = None if chain else table.attached_snapshot(self._name)
        parts = HotValues(hot, owners, VALUES + self._name)
        return AttachedCut(number, parts, database, log, table, tracked, chain)


@record
class _OwnedRows:
    """Rows of values with the number of their owner."""

    rows: SlotRows
    values: AttachedValues
    table: RocksTable

    @property
    def key_schema(self) -> Mapping[str, pl.DataType]:
        return self.rows.key_schema

    @property
    def bound(self) -> int:
        return self.rows.bound

    @property
    def capacity(self) -> int:
        return self.rows.capacity

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes

    def live(self, slots: Slots | slice) -> Mask:
        return self.rows.live(slots)

    def read(self, slots: Slots) -> pl.DataFrame:
        numbers = self.table.numbers(self.values.owners(slots))
        return self.rows.read(slots).with_columns(pl.Series(ROW, numbers))

    def hashes(self, slots: Slots) -> Hashes:
        return self.rows.hashes(slots)


@record
class HotValues:
    """The values in memory at a cut.

    Args:
        cut: All of them.
        owners: The numbers of the owners that the cut is about.
        logged: The column that has values in the log.
    """

    cut: TableCut
    owners: Numbers
    logged: str


class AttachedCut(TieredCut):
    """Second-level rows: those of owners in memory, and those of owners in the database or in the log.

    Args:
        number: The cut's number among those of the table.
        hot: The values in memory; for a delta, those of owners that have changed.
        database: For a cut of all rows, gives those of the database, with their owner's number.
        log: For a delta, what has left memory before.
        table: The table.
        tracked: True if a later cut may be made on this one.
        chain: The layers that this one is a delta on.
    """

    def __init__(
        self,
        number: int,
        hot: HotValues,
        database: Scan | None,
        log: tuple[LogEntry, ...],
        table: RocksTable,
        tracked: bool,
        chain: Chain,
    ) -> None:
        super().__init__(hot.cut, table.holders, tracked, chain)
        self.number = number
        self._values = hot
        self._database = database
        self._log = log
        self._done = RowSet()

    def let_go(self) -> None:
        self._database, self._log = None, ()

    def slices(self, rows: int | None = None) -> Iterator[Slice]:
        self._done.add(self._values.owners)
        found, empty = RowSet(), pl.DataFrame()
        for part in self._hot.slices(rows):
            numbers = part.rows[ROW].to_numpy()
            found.add(numbers)
            frame = _by_owner(part.rows.filter(pl.Series(self._done.has(numbers))).drop(SLOT))
            empty = frame.clear()
            if frame.height:
                yield Slice(frame, NO_SLOTS)
        if self.chain:
            owners = self._values.owners
            yield Slice(empty, owners[~found.has(owners)].astype(np.int64))
            yield from self._left(empty, self.chain[-1].number)
        else:
            yield from self._stored(empty)
        self._check_open()
        self._end("read")
        yield Slice(empty, NO_SLOTS)

    def _stored(self, empty: pl.DataFrame) -> Iterator[Slice]:
        for frame in self._database() if self._database is not None else ():
            self._check_open()
            cold = frame.filter(pl.Series(~self._done.has(frame[ROW].to_numpy())))
            if cold.height:
                yield Slice(_by_owner(cold).select(empty.columns), NO_SLOTS)

    def _left(self, empty: pl.DataFrame, after: int) -> Iterator[Slice]:
        logged = self._values.logged
        columns = [*self.keys, KEY_GROUP, ROW, CHANGED, logged]
        for found in replayed(self._log, after, self._done, columns):
            self._check_open()
            if not isinstance(found, pl.DataFrame):
                yield Slice(empty, found.astype(np.int64))
                continue
            none = found.filter(pl.col(logged).is_null())[ROW].to_numpy()
            some = found.filter(pl.col(logged).is_not_null()).drop(CHANGED).explode(logged).unnest(logged)
            ordered = _by_owner(some).select(empty.columns).sort(KEY_GROUP, maintain_order=True)
            yield Slice(ordered, none.astype(np.int64))


def _by_owner(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their owner's number as ``$slot``."""
    return rows.rename({ROW: SLOT})
