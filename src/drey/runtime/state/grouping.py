"""Distinct slots of a batch without sorting."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drey.runtime.state.columns import Slots


class SlotGrouper:
    """Finds the first row of each slot in a batch. Keeps one scratch array as long as the largest slot."""

    def __init__(self) -> None:
        self._mark: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    def first_rows(self, slots: Slots, capacity: int) -> Slots:
        """The position of each distinct slot's first occurrence, ascending.

        Args:
            slots: Slots below ``capacity``, in any order.
            capacity: The owning table's capacity.
        """
        if capacity > len(self._mark):
            self._mark = np.zeros(capacity, dtype=np.int32)
        rows = np.arange(len(slots), dtype=np.int32)
        # NumPy assigns in order, so going backwards leaves the first occurrence.
        self._mark[slots[::-1]] = rows[::-1]
        return np.flatnonzero(self._mark[slots] == rows)

    def positions(self, slots: Slots, first: Slots) -> Slots:
        """The positions in ``first``, the latest :meth:`first_rows`, of slots that were in its batch."""
        return np.searchsorted(first, self._mark[slots])

    def groups(self, slots: Slots, capacity: int) -> tuple[Slots, Slots]:
        """The first rows as above, and each row's group as a position in them."""
        first = self.first_rows(slots, capacity)
        self._mark[slots[first]] = np.arange(len(first), dtype=np.int32)
        return first, self._mark[slots].astype(np.int64)
