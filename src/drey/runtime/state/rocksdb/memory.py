"""Who may use how much of the memory of a slot."""

from __future__ import annotations

from collections.abc import Mapping

from drey.records import record
from drey.runtime.configuration import ROCKSDB_HOT_ROWS, state_memory
from drey.runtime.state.rocksdb.database import DatabaseMemory

_MB = 1 << 20


@record
class Shares:
    """A table's part of the memory.

    Args:
        hot: Bytes of rows in memory.
        key_filter: Bytes of the filter of unknown keys.
        database: What the database may use.
    """

    hot: int
    key_filter: int
    database: DatabaseMemory


class StateMemory:
    """Divides the memory of a slot among the tables that ask for it.

    Args:
        nbytes: How much there is.
        hot_rows: A bound on the rows of a table in memory, for tests.
    """

    def __init__(self, nbytes: int, hot_rows: int | None = None) -> None:
        self.nbytes = nbytes
        self.hot_rows = hot_rows
        self._tables = 0

    @classmethod
    def of(cls, options: Mapping[str, str]) -> StateMemory:
        """What the configuration says."""
        return cls(state_memory(options), ROCKSDB_HOT_ROWS.get(options))

    def join(self) -> None:
        """One more table."""
        self._tables += 1

    def leave(self) -> None:
        """One less."""
        self._tables -= 1

    @property
    def shares(self) -> Shares:
        """The parts of each table, as of now."""
        own = self.nbytes // max(self._tables, 1)
        return Shares(
            hot=own // 2,
            key_filter=own // 16,
            database=DatabaseMemory(cache=own // 5, write_buffer=min(own // 16, 64 * _MB)),
        )
