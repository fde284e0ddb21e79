"""Which entries belong to an owner: a multi-map from slots to entry numbers, asked for many owners at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_NONE = -1
_MIN_RECENT = 8192


class Postings:
    """Entries by owner.

    Most entries lie in one array sorted by owner; those added since it was built lie in a tail that a lookup
    scans. The array is rebuilt when the tail is half as long, so adding costs amortised logarithmic time and
    a lookup touches the owners' own entries and the tail. Removed entries are skipped.
    """

    def __init__(self) -> None:
        self._owner: Numbers = np.full(0, _NONE, dtype=np.int64)  # by entry
        self._in_tail: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self._sorted: Numbers = np.zeros(0, dtype=np.int64)  # entries by owner
        self._sorted_owners: Numbers = np.zeros(0, dtype=np.int64)
        self._tail: list[Numbers] = []
        self._tail_length = 0
        self._position: Numbers = np.full(0, _NONE, dtype=np.int64)  # scratch, by owner

    def add(self, entries: Numbers, owners: Numbers) -> None:
        """Add entries that are not there, in order of arrival."""
        if not len(entries):
            return
        self._grow(int(entries.max()) + 1, int(owners.max()) + 1)
        self._owner[entries] = owners
        self._in_tail[entries] = True
        self._tail.append(entries)
        self._tail_length += len(entries)
        if self._tail_length > max(_MIN_RECENT, len(self._sorted) // 2):
            self._rebuild()

    def remove(self, entries: Numbers) -> None:
        """Remove entries; their numbers may be used again."""
        self._owner[entries] = _NONE

    def find(self, owners: Numbers) -> tuple[Numbers, Numbers]:
        """All entries of the given distinct owners.

        Returns:
            For each entry found the position of its owner in ``owners``, and the entry.
        """
        low = np.searchsorted(self._sorted_owners, owners, side="left")
        high = np.searchsorted(self._sorted_owners, owners, side="right")
        lengths = high - low
        which = np.repeat(np.arange(len(owners)), lengths)
        starts = np.repeat(low - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        entries = self._sorted[starts + np.arange(len(which))]
        current = (self._owner[entries] == owners[which]) & ~self._in_tail[entries]
        which, entries = which[current], entries[current]
        recent, positions = self._find_recent(owners)
        return np.concatenate([which, positions]), np.concatenate([entries, recent])

    def _find_recent(self, owners: Numbers) -> tuple[Numbers, Numbers]:
        if not self._tail:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        if len(self._tail) > 1:
            self._tail = [np.concatenate(self._tail)]
        known = owners < len(self._position)
        self._position[owners[known]] = np.flatnonzero(known)
        tail = self._tail[0]
        tail_owners = self._owner[tail]
        positions = np.where(tail_owners == _NONE, _NONE, self._position[tail_owners])
        self._position[owners[known]] = _NONE
        hit = positions != _NONE
        # An entry that was removed and added again stands in the tail twice.
        entries, first = np.unique(tail[hit], return_index=True)
        return entries, positions[hit][first]

    def _rebuild(self) -> None:
        entries = np.flatnonzero(self._owner != _NONE)
        order = np.argsort(self._owner[entries], kind="stable")
        self._sorted = entries[order]
        self._sorted_owners = self._owner[self._sorted]
        self._in_tail[:] = False
        self._tail, self._tail_length = [], 0

    def _grow(self, entries: int, owners: int) -> None:
        if entries > len(self._owner):
            capacity = max(entries, 2 * len(self._owner))
            self._owner = np.concatenate([self._owner, np.full(capacity - len(self._owner), _NONE)])
            self._in_tail = np.concatenate(
                [self._in_tail, np.zeros(capacity - len(self._in_tail), dtype=np.bool_)]
            )
        if owners > len(self._position):
            self._position = np.full(max(owners, 2 * len(self._position)), _NONE, dtype=np.int64)

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""
        arrays = (self._owner, self._in_tail, self._sorted, self._sorted_owners, self._position, *self._tail)
        return sum(array.nbytes for array in arrays)
