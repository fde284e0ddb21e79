"""Copy on write for a table of which only a part is in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.runtime.state.chains import Chain
from drey.runtime.state.columns import Slots
from drey.runtime.state.cuts import Cut
from drey.runtime.state.rocksdb.cut import StoredCut
from drey.runtime.state.tracking import SlotTracker

if TYPE_CHECKING:
    from drey.runtime.state.rocksdb.table import RocksTable


_OWN = ""
"""The name by which the log knows the table itself; those of second-level tables aren't empty."""


class StoredTableTracker(SlotTracker):
    """Notes changes in the table itself, so that they go with a row when it leaves its slot."""

    def __init__(self, table: RocksTable) -> None:
        super().__init__(table)
        self._table = table

    @property
    def number(self) -> int:
        """The number of the last cut."""
        return self._number

    def advance(self) -> int:
        """Begin a new number, for a cut of what belongs to the table."""
        self._number += 1
        return self._number

    def touch(self, slots: Slots, distinct: bool = False) -> None:
        self.leave(slots, distinct)
        self._table.mark_changed(slots, self._number)

    def leave(self, slots: Slots, distinct: bool = False) -> None:
        """To be called before the slots are freed of rows that stay in the table, or get other ones."""
        if self._active:
            self._save(slots, distinct)

    def cut(self, max_parallelism: int, tracked: bool = False, chain: Chain = ()) -> Cut:
        table = self._table
        hot = self._begin(max_parallelism)
        log = table.log.cut(_OWN, hot.number, tracked, chain)
        database = None if chain else table.database_snapshot()
        return StoredCut(hot, database, log, table.holders, tracked, chain)
