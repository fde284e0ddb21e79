"""Distinct slots of a batch without sorting."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drey.runtime.state.columns import Slots


class SlotGrouper:
    """Finds the first row of each slot in a batch. Keeps scratch arrays as long as the owning table."""

    def __init__(self) -> None:
        self._mark: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._flag: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)

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

    def among(self, slots: Slots, chosen: Slots, capacity: int) -> npt.NDArray[np.bool_]:
        """For each slot whether it is one of ``chosen``; both below ``capacity``."""
        if capacity > len(self._flag):
            self._flag = np.zeros(capacity, dtype=np.bool_)
        self._flag[chosen] = True
        found = self._flag[slots]
        self._flag[chosen] = False
        return found

    def groups(self, slots: Slots, capacity: int) -> tuple[Slots, Slots]:
        """The first rows as above, and each row's group as a position in them."""
        first = self.first_rows(slots, capacity)
        self._mark[slots[first]] = np.arange(len(first), dtype=np.int32)
        return first, self._mark[slots].astype(np.int64)
