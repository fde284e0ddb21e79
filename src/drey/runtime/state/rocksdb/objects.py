"""Snapshots of state of Python objects in a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from drey.records import record
from drey.runtime.state.backend import RowsOf
from drey.runtime.state.chains import Chain
from drey.runtime.state.cuts import SLOT, Cut, Slice
from drey.runtime.state.key_groups import KEY_GROUP
from drey.runtime.state.object_keys import object_key_groups
from drey.runtime.state.objects.columns import merged, object_columns, objects_of
from drey.runtime.state.rocksdb.change_log import LogEntry, replayed
from drey.runtime.state.rocksdb.cut import NO_SLOTS, HeldCut
from drey.runtime.state.rocksdb.row_numbers import RowSet
from drey.runtime.state.rocksdb.spilling_dict import RECORD, SpillingDict, loaded

_TABLE = "entries"


@record
class ObjectTracker:
    """Makes cuts of a :class:`SpillingDict`, which first writes what has changed.

    Args:
        held: The entries.
        rows_of: Makes rows of some of them.
    """

    held: SpillingDict
    rows_of: RowsOf

    @property
    def nbytes(self) -> int:
        """The size of all entries, in bytes, about."""
        return self.held.nbytes

    def cut(self, max_parallelism: int, tracked: bool = False, chain: Chain = ()) -> Cut:
        """All entries as of now, or those that have changed since the last layer of the chain."""
        held = self.held
        number = held.begin_cut()
        log = held.log.cut(_TABLE, number, tracked, chain)
        return ObjectCut(self, number, log, max_parallelism, tracked, chain)


class ObjectCut(HeldCut):
    """The entries of a :class:`SpillingDict` as of now; a part of them at a time is in memory.

    The rows of an entry are written and replaced together, so all of them have its number as ``$slot``.

    Args:
        tracker: Has the entries.
        number: The cut's number.
        log: For a delta, what has been written before.
        max_parallelism: The number of key groups.
        tracked: True if a later cut may be made on this one.
        chain: The layers that this one is a delta on.
    """

    def __init__(
        self,
        tracker: ObjectTracker,
        number: int,
        log: tuple[LogEntry, ...],
        max_parallelism: int,
        tracked: bool,
        chain: Chain,
    ) -> None:
        held = tracker.held
        super().__init__(number, (), None, 0, tracked, chain)
        self._snapshot = None if chain else held.snapshot()
        self._log = log
        self._count = len(held)
        self._rows_of = tracker.rows_of
        self._max_parallelism = max_parallelism
        self._hold(held.holders)

    @property
    def height(self) -> int:
        return self._count

    @property
    def frame(self) -> pl.DataFrame:
        if self._frame is None:
            frames = [part.rows.drop(SLOT) for part in self.slices() if part.rows.height]
            self._frame = merged(frames) if frames else pl.DataFrame(schema={KEY_GROUP: pl.Int32})
            if frames and KEY_GROUP not in self._frame.columns:
                keys = objects_of(self._frame, "key")
                self._frame = self._frame.with_columns(self._groups(keys)).sort(
                    KEY_GROUP, maintain_order=True
                )
        return self._frame

    def let_go(self) -> None:
        self._snapshot, self._log = None, ()

    def slices(self, rows: int | None = None) -> Iterator[Slice]:
        if self._snapshot is not None:
            for _, records in self._snapshot.scan():
                self._check_open()
                part = self._slice(records)
                if part.rows.height:
                    yield Slice(part.rows, NO_SLOTS)
        yield from self._left()
        self._check_open()
        self._end("read")
        yield self._slice(())

    def _left(self) -> Iterator[Slice]:
        for found in replayed(self._log, self.chain[-1].number if self.chain else 0, RowSet()):
            self._check_open()
            if isinstance(found, pl.DataFrame):
                yield self._slice(found[RECORD].to_list())
            else:
                yield Slice(self._slice(()).rows, found.astype(np.int64))

    def _slice(self, records: Sequence[bytes]) -> Slice:
        """The rows of some entries, and which of those have none."""
        entries = [loaded(one) for one in records]
        # Rows come with the place of their entry instead of its key, as an entry may have several or none.
        frame = self._rows_of((place, value) for place, (_, value, _) in enumerate(entries))
        places = frame["key"].to_list() if frame.height else []
        numbers = np.array([number for _, _, number in entries], dtype=np.uint32)
        keys = [entries[place][0] for place in places]
        named = [one for one in frame.get_columns() if one.name.partition("$")[0] != "key"]
        owners = numbers[np.array(places, dtype=np.int64)]
        columns = [*object_columns("key", keys), *named, self._groups(keys), pl.Series(SLOT, owners)]
        rows = pl.DataFrame(columns).sort(KEY_GROUP, maintain_order=True)
        return Slice(rows, np.setdiff1d(numbers, owners).astype(np.int64))

    def _groups(self, keys: list[object]) -> pl.Series:
        return pl.Series(KEY_GROUP, object_key_groups(keys, self._max_parallelism), dtype=pl.Int32)
