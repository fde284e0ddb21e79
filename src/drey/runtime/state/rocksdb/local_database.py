"""A database that is there from the first write until the last one who needs it has let it go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drey.runtime.state.holders import Holders
from drey.runtime.state.rocksdb.database import Database, DatabaseMemory


class LocalDatabase:
    """The database of one state.

    Args:
        directory: Where it goes; made with it.
        closed: Called when nobody needs the directory any more.
    """

    def __init__(self, directory: Path, closed: Callable[[], None]) -> None:
        self._directory = directory
        self._closed = closed
        self.database: Database | None = None
        self.holders = Holders(self._give_up)
        """Snapshots that are still being written hold the directory, as does the state itself."""

    def open(self, memory: DatabaseMemory) -> Database:
        """The database, made now if it wasn't there."""
        if self.database is None:
            self._directory.mkdir(parents=True, exist_ok=True)
            self.database = Database(self._directory / "db", memory)
        return self.database

    def _give_up(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None
        self._closed()
