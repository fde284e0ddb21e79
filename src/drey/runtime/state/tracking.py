"""Copy on write by slot: what a table held at a barrier, while it goes on changing.

A table tells its tracker about slots before it changes them. A cut is the set of rows at a barrier; making it costs
nothing. A background thread reads the cut slice by slice without stopping the table: it reads a slice as it is, and
keeps of it the slots that nobody has touched until then, while the table's thread saves the rows of those that it
touches first. Whatever the reader may have seen half changed was touched, and so is thrown away.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.errors import CheckpointError
from drey.records import record
from drey.runtime.state.chains import Chain
from drey.runtime.state.columns import Slots
from drey.runtime.state.cuts import SLOT, Cut, Slice
from drey.runtime.state.grouping import SlotGrouper
from drey.runtime.state.key_groups import KEY_GROUP, Hashes, hash_version, key_groups, key_hashes

Mask = npt.NDArray[np.bool_]

_SLICE_BYTES = 64 << 20
_SLICE_ROWS = (1 << 16, 1 << 20)
_SAMPLED = 1 << 16
"""About so many slots are looked at to estimate how many have changed: a barrier waits for it."""


class SlotRows(Protocol):
    """Rows by slot. ``live`` and ``read`` may be called by another thread while slots are changed: then they
    must return without an error, and right rows at least for the slots that aren't being changed."""

    @property
    def key_schema(self) -> Mapping[str, pl.DataType]:
        """The key columns."""

    @property
    def bound(self) -> int:
        """Slots that have ever been in use are below this."""

    @property
    def capacity(self) -> int:
        """Slots will be below this until the table grows."""

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""

    def live(self, slots: Slots | slice) -> Mask:
        """Which of the slots hold a row."""

    def read(self, slots: Slots) -> pl.DataFrame:
        """The rows at the slots, keys first."""

    def hashes(self, slots: Slots) -> Hashes:
        """The hashes of the keys at the slots."""


@record
class _Part:
    """Rows as they lie in the table, their slots, and slots that have no row any more."""

    rows: pl.DataFrame
    slots: Slots
    deleted: Slots


class SlotTracker:
    """Knows when slots have last changed, and saves rows for the cuts that are under way.

    Args:
        rows: The table; referred to as long as the tracker lives.
    """

    def __init__(self, rows: SlotRows) -> None:
        self.rows = rows
        self.changed: npt.NDArray[np.int32] | None = None
        """By slot the number of the last cut before its last change; None before the first tracked cut."""
        self._active = False
        self._cuts: list[weakref.ref[TableCut]] = []
        self._number = 0
        self._grouper = SlotGrouper()

    @property
    def nbytes(self) -> int:
        """The size of the table, in bytes."""
        return self.rows.nbytes

    def touch(self, slots: Slots, distinct: bool = False) -> None:
        """To be called before the rows at these slots are changed, made or deleted.

        Costs nothing before the first cut.

        Args:
            slots: The slots, which may repeat.
            distinct: True if they are known not to.
        """
        if self._active:
            self._note(slots, distinct)

    def cut(self, max_parallelism: int, tracked: bool = False, chain: Chain = ()) -> Cut:
        """The rows as of now.

        Args:
            max_parallelism: The number of key groups.
            tracked: True to remember from now on which slots change, so that a cut can be made on this one.
            chain: The layers to make a delta on; none for all rows. If more than half of the slots have changed
                since the last of them, all rows are written all the same: there would be most rows twice to read.
        """
        if tracked and self.changed is None:
            self.changed = np.zeros(self.rows.capacity, dtype=np.int32)
        if chain and self._mostly_changed(chain[-1].number):
            chain = ()
        return self._begin(max_parallelism, tracked, chain)

    def _mostly_changed(self, number: int) -> bool:
        """True if about half of the slots or more have changed since a cut."""
        assert self.changed is not None
        some = self.changed[: self.rows.bound : max(1, self.rows.bound // _SAMPLED)]
        return 2 * int(np.count_nonzero(some >= number)) > len(some)

    def _begin(self, max_parallelism: int, tracked: bool = False, chain: Chain = ()) -> TableCut:
        self._number += 1
        made = TableCut(self, self._number, max_parallelism, tracked, chain)
        self._cuts = [ref for ref in self._cuts if (cut := ref()) is not None and not cut.done]
        self._cuts.append(weakref.ref(made))
        self._active = True
        return made

    def distinct(self, slots: Slots, capacity: int) -> Slots:
        """The slots, each once."""
        return slots[self._grouper.first_rows(slots, capacity)]

    def _save(self, slots: Slots, distinct: bool) -> None:
        if not self._cuts:
            return
        cuts = [cut for ref in self._cuts if (cut := ref()) is not None and not cut.done]
        for cut in cuts:
            cut.save(slots, distinct)
        if len(cuts) < len(self._cuts):
            self._cuts = [weakref.ref(cut) for cut in cuts]
            self._grouper = SlotGrouper() if not cuts else self._grouper

    def _note(self, slots: Slots, distinct: bool) -> None:
        self._save(slots, distinct)
        if self.changed is None:
            self._active = bool(self._cuts)
            return
        if self.rows.capacity > len(self.changed):
            grown = np.zeros(self.rows.capacity, dtype=np.int32)
            grown[: len(self.changed)] = self.changed
            self.changed = grown
        self.changed[slots] = self._number


class TableCut(Cut):
    """The cut of a table in memory, made by :meth:`SlotTracker.cut`."""

    def __init__(
        self, tracker: SlotTracker, number: int, max_parallelism: int, tracked: bool, chain: Chain
    ) -> None:
        rows = tracker.rows
        hashed = hash_version(list(rows.key_schema.values()))
        super().__init__(number, tuple(rows.key_schema), hashed, rows.nbytes, tracked, chain)
        self._tracker = tracker
        self._after = chain[-1].number if chain else None
        self._max_parallelism = max_parallelism
        self._limit = rows.bound
        self._cursor = 0
        self._saved: Mask = np.zeros(self._limit, dtype=np.bool_)
        self._images: list[_Part] = []
        self._lock = threading.Lock()
        self._closed = False

    @property
    def done(self) -> bool:
        return self._closed or self._cursor >= self._limit

    @property
    def height(self) -> int:
        return self._limit

    def close(self) -> None:
        self._closed = True

    def slices(self, rows: int | None = None) -> Iterator[Slice]:
        """The rows in parts of so many slots; by default as many as have 64 MB, but between 64 Ki and 1 Mi."""
        step = rows or self._slice_rows()
        while True:
            if self._closed:
                raise CheckpointError("the snapshot was given up")
            start, stop = self._cursor, min(self._cursor + step, self._limit)
            read = self._part(np.arange(start, stop, dtype=np.int64), slice(start, stop))
            hashes = self._tracker.rows.hashes(read.slots)
            with self._lock:
                saved = self._saved[start:stop].copy()
                self._cursor = stop
                images, self._images = self._images, []
            yield self._slice(_unsaved(read, saved, start), hashes[~saved[read.slots - start]], images)
            if stop >= self._limit:
                return

    def save(self, slots: Slots, distinct: bool) -> None:
        """Keep the rows at slots that are about to change. Called by the tracker, in the table's thread."""
        with self._lock:
            inside = (slots >= self._cursor) & (slots < self._limit)
            wanted = slots if inside.all() else slots[inside]
            unsaved = ~self._saved[wanted]
            wanted = wanted if unsaved.all() else wanted[unsaved]
            if not len(wanted):
                return
            if not distinct:
                wanted = self._tracker.distinct(wanted, self._limit)
            self._saved[wanted] = True
            part = self._part(wanted, wanted)
            if part.rows.height or len(part.deleted):
                self._images.append(part)

    def _part(self, slots: Slots, where: Slots | slice) -> _Part:
        """The rows of the cut at ``slots``, which ``where`` says, too."""
        live = self._tracker.rows.live(where)
        deleted = slots[:0]
        if self._after is not None:
            changed = self._changed(where, len(slots))
            deleted = slots[changed & ~live]
            live = live & changed
        chosen = slots if live.all() else slots[live]
        return _Part(self._tracker.rows.read(chosen), chosen, deleted)

    def _slice(self, part: _Part, hashes: Hashes, images: list[_Part]) -> Slice:
        """A part and saved rows as one, ordered by key group."""
        parts = [part, *images]
        rows = pl.concat([one.rows for one in parts]) if images else part.rows
        saved = rows.select(self.keys)[part.rows.height :]
        hashes = np.concatenate([hashes, key_hashes(saved)]) if images else hashes
        groups = key_groups(hashes, self._max_parallelism)
        # NumPy sorts 16-bit integers by radix, several times faster than wider ones.
        order = np.argsort(groups.astype(np.uint16), kind="stable")
        slots = np.concatenate([one.slots for one in parts])
        ordered = rows[pl.Series(order)].get_columns()
        columns = [
            *ordered,
            pl.Series(KEY_GROUP, groups[order]),
            pl.Series(SLOT, slots[order].astype(np.uint32)),
        ]
        return Slice(pl.DataFrame(columns), np.concatenate([one.deleted for one in parts]))

    def _changed(self, where: Slots | slice, count: int) -> Mask:
        marks = self._tracker.changed
        assert marks is not None
        assert self._after is not None
        if isinstance(where, slice):
            found = marks[where] >= self._after
            return found if len(found) == count else np.pad(found, (0, count - len(found)))
        known = where < len(marks)
        result: Mask = np.zeros(count, dtype=np.bool_)
        result[known] = marks[where[known]] >= self._after
        return result

    def _slice_rows(self) -> int:
        least, most = _SLICE_ROWS
        return max(least, min(most, _SLICE_BYTES * max(self._limit, 1) // max(self.nbytes, 1)))


def _unsaved(part: _Part, saved: Mask, start: int) -> _Part:
    """What nobody touched while it was read."""
    if not saved.any():
        return part
    kept = ~saved[part.slots - start]
    return _Part(
        part.rows.filter(pl.Series(kept)), part.slots[kept], part.deleted[~saved[part.deleted - start]]
    )
