"""A cut of a table of which only a part is in memory."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from drey.errors import CheckpointError
from drey.runtime.state.chains import Chain
from drey.runtime.state.columns import Slots
from drey.runtime.state.cuts import SLOT, Cut, Slice
from drey.runtime.state.holders import Holders
from drey.runtime.state.key_groups import KEY_GROUP
from drey.runtime.state.rocksdb.change_log import CHANGED, ROW, LogEntry, replayed
from drey.runtime.state.rocksdb.row_numbers import RowSet
from drey.runtime.state.tracking import TableCut

Scan = Callable[[], Iterator[pl.DataFrame]]
"""Gives the rows of a database as of the cut, in parts, with ``$key_group``, ordered by it."""

_SLICE_BYTES = 16 << 20

NO_SLOTS: Slots = np.zeros(0, dtype=np.int64)


class HeldCut(Cut):
    """The cut of a table with files, which it holds until it is read or closed."""

    def _hold(self, holders: Holders) -> None:
        """Hold the table's files; called once, when the cut is made."""
        self._state = "open"
        holders.hold()
        self._release = weakref.finalize(self, holders.release)

    @property
    def done(self) -> bool:
        return self._state != "open"

    def let_go(self) -> None:
        """Drop what refers to the files."""

    def close(self) -> None:
        if self._state == "open":
            self._end("given up")

    def _end(self, state: str) -> None:
        self._state = state
        self.let_go()
        self._release()

    def _check_open(self) -> None:
        if self._state == "given up":
            raise CheckpointError("the snapshot was given up")


class TieredCut(HeldCut):
    """The cut of a table of which a part is in memory.

    Args:
        hot: The cut of the rows in memory.
        holders: Of the table's files.
        tracked: True if a later cut may be made on this one.
        chain: The layers that this one is a delta on.
    """

    def __init__(self, hot: TableCut, holders: Holders, tracked: bool, chain: Chain) -> None:
        super().__init__(hot.number, hot.keys, hot.hash, hot.nbytes, tracked, chain)
        self._hot = hot
        self._hold(holders)

    @property
    def height(self) -> int:
        return self._hot.height

    def close(self) -> None:
        self._hot.close()
        super().close()


class StoredCut(TieredCut):
    """The rows in memory at the barrier, and those of the database or of the log that were not.

    Args:
        hot: The cut of the rows in memory.
        database: For a cut of all rows, what the database had.
        log: For a delta, what has left memory before.
        holders: Of the table's files.
        tracked: True if a later cut may be made on this one.
        chain: The layers that this one is a delta on.
    """

    def __init__(
        self,
        hot: TableCut,
        database: Scan | None,
        log: tuple[LogEntry, ...],
        holders: Holders,
        tracked: bool,
        chain: Chain,
    ) -> None:
        super().__init__(hot, holders, tracked, chain)
        self._database = database
        self._log = log
        self._seen = RowSet()

    def let_go(self) -> None:
        self._database, self._log = None, ()

    def slices(self, rows: int | None = None) -> Iterator[Slice]:
        empty: pl.DataFrame | None = None
        after = self.chain[-1].number if self.chain else None
        for part in self._hot.slices(rows):
            frame = part.rows.drop(SLOT)
            if after is not None:
                frame = frame.filter(pl.col(CHANGED) >= after)
            self._seen.add(frame[ROW].to_numpy())
            frame = _numbered(frame)
            empty = frame.clear() if empty is None else empty
            self._empty = empty
            if frame.height:
                yield Slice(frame, NO_SLOTS)
        yield from self._left(after) if after is not None else self._stored()
        self._check_open()
        assert empty is not None
        self._end("read")
        yield Slice(empty, NO_SLOTS)

    def _stored(self) -> Iterator[Slice]:
        if self._database is None:
            return
        parts: list[pl.DataFrame] = []
        for frame in self._database():
            self._check_open()
            frame = frame.filter(pl.Series(~self._seen.has(frame[ROW].to_numpy())))
            parts.append(_numbered(frame))
            if sum(part.estimated_size() for part in parts) > _SLICE_BYTES:
                yield Slice(pl.concat(parts), NO_SLOTS)
                parts = []
        if any(part.height for part in parts):
            yield Slice(pl.concat(parts), NO_SLOTS)

    def _left(self, after: int) -> Iterator[Slice]:
        columns = [*(name for name in self._empty.columns if name != SLOT), ROW, CHANGED]
        for found in replayed(self._log, after, self._seen, columns):
            self._check_open()
            if not isinstance(found, pl.DataFrame):
                yield Slice(self._empty, found.astype(np.int64))
            elif found.height:
                yield Slice(_numbered(found.sort(KEY_GROUP, maintain_order=True)), NO_SLOTS)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with their number as ``$slot``, at the end."""
    return frame.select(pl.exclude(ROW, CHANGED), pl.col(ROW).alias(SLOT))
