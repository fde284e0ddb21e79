"""Rows that have left memory since the first incremental checkpoint: what deltas are made from."""

from __future__ import annotations

import contextlib
import os
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from drey.records import record
from drey.runtime.state.chains import Chain
from drey.runtime.state.rocksdb.row_numbers import Numbers, RowSet

ROW = "$row"
"""The UInt32 column that has a row's number: the same as long as its key is in the table."""

CHANGED = "$changed"
"""The Int32 column that has the number of the last cut before a row's last change; only in memory and in the log."""

VALUES = "$values:"
"""What the names of the columns begin with that have the second-level rows of a row that has left, as a list."""

_DELETED_IN_MEMORY = 1 << 17


class LoggedRows:
    """One file of the log, removed when nobody refers to it any more.

    Args:
        path: The file.
        newest: The number of the last cut before the last change of any of its rows.
    """

    def __init__(self, path: Path, newest: int) -> None:
        self.path = path
        self.newest = newest
        weakref.finalize(self, _remove, str(path))


@record
class LoggedDeletes:
    """Rows that were deleted.

    Args:
        rows: Their numbers, in a file or in memory.
        newest: The number of the last cut before the last of them was.
    """

    rows: LoggedRows | Numbers
    newest: int

    def numbers(self) -> Numbers:
        """The rows' numbers."""
        if isinstance(self.rows, LoggedRows):
            loaded: Numbers = np.load(self.rows.path)
            return loaded
        return self.rows


LogEntry = LoggedRows | LoggedDeletes


class ChangeLog:
    """Who has left and who was deleted, in that order.

    Args:
        directory: Where its files go; made when the first is written.
    """

    def __init__(self, directory: Path) -> None:
        self.active = False
        """False until an increment may be asked for: then nothing is written."""
        self._directory = directory
        self._entries: list[LogEntry] = []
        self._deleted: list[Numbers] = []
        self._deleted_at = 0
        self._deleted_rows = 0
        self._files = 0
        self._needed: dict[str, int] = {}

    def left(self, rows: pl.DataFrame, newest: int) -> None:
        """Changed rows leave memory.

        Args:
            rows: The rows, with their numbers and the cuts of their changes.
            newest: The greatest of these cuts.
        """
        if self.active and rows.height:
            self._end_deletes()
            path = self._file("arrow")
            rows.write_ipc(path, compression="lz4")
            self._entries.append(LoggedRows(path, newest))

    def deleted(self, rows: Numbers, newest: int) -> None:
        """Rows are deleted after the cut ``newest``."""
        if self.active and len(rows):
            if newest != self._deleted_at:
                self._end_deletes()
            self._deleted.append(rows)
            self._deleted_at = newest
            self._deleted_rows += len(rows)
            if self._deleted_rows > _DELETED_IN_MEMORY:
                self._end_deletes()

    def cut(self, table: str, number: int, tracked: bool, chain: Chain) -> tuple[LogEntry, ...]:
        """A table is cut.

        Args:
            table: The table's name among those of the log.
            number: The cut's number.
            tracked: True if an increment on this cut, or a later one, may be asked for.
            chain: The layers that the cut is an increment on; then none on a cut before the first of them will be
                asked for any more.

        Returns:
            What the increment is made from; nothing without a chain.
        """
        if tracked:
            self.active = True
            self._needed.setdefault(table, number)
        if not chain:
            return ()
        self._needed[table] = chain[0].number
        least = min(self._needed.values())
        self._entries = [entry for entry in self._entries if entry.newest >= least]
        self._end_deletes()
        return tuple(self._entries)

    def close(self) -> None:
        """Drop everything."""
        self._entries, self._deleted = [], []

    def _end_deletes(self) -> None:
        if not self._deleted:
            return
        rows = np.concatenate(self._deleted)
        held: LoggedRows | Numbers = rows
        if len(rows) > _DELETED_IN_MEMORY:
            path = self._file("npy")
            np.save(path, rows)
            held = LoggedRows(path, self._deleted_at)
        self._entries.append(LoggedDeletes(held, self._deleted_at))
        self._deleted, self._deleted_rows = [], 0

    def _file(self, ending: str) -> Path:
        self._directory.mkdir(parents=True, exist_ok=True)
        self._files += 1
        return self._directory / f"{self._files:08d}.{ending}"


def replayed(
    entries: Sequence[LogEntry], after: int, seen: RowSet, columns: Sequence[str] | None = None
) -> Iterator[pl.DataFrame | Numbers]:
    """What has changed since the cut ``after``: rows as they were last, and the numbers of deleted ones.

    Args:
        entries: The log, oldest first.
        after: The cut.
        seen: The rows that are known already, to which these are added: the newest mention of a row decides.
        columns: Those to read; with :data:`CHANGED`, rows that have not changed since then are left out.
    """
    for entry in reversed(entries):
        if entry.newest < after:
            continue
        if isinstance(entry, LoggedDeletes):
            numbers = np.unique(entry.numbers())
            yield numbers[seen.take_new(numbers)]
            continue
        frame = pl.read_ipc(entry.path, columns=None if columns is None else list(columns))
        if CHANGED in frame.columns:
            frame = frame.filter(pl.col(CHANGED) >= after)
        yield frame.filter(pl.Series(seen.take_new(frame[ROW].to_numpy())))


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
