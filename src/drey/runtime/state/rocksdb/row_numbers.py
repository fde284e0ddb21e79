"""The numbers of rows, and sets of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MOST_FREE = 1 << 20

Numbers = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]


class RowNumbers:
    """Gives small numbers, and again those that come back, as far as they are remembered: up to a million."""

    def __init__(self) -> None:
        self._free: Numbers = np.zeros(0, dtype=np.uint32)
        self._next = 0

    def take(self, count: int) -> Numbers:
        """So many numbers that nobody has."""
        reused = min(count, len(self._free))
        taken, self._free = self._free[:reused], self._free[reused:]
        fresh = np.arange(self._next, self._next + count - reused, dtype=np.uint32)
        self._next += count - reused
        return np.concatenate([taken, fresh])

    def give_back(self, numbers: Numbers) -> None:
        """Nobody has these any more."""
        self._free = np.concatenate([self._free, numbers[: _MOST_FREE - len(self._free)]])


class RowSet:
    """Some of the numbers of a table."""

    def __init__(self) -> None:
        self._has: Mask = np.zeros(0, dtype=np.bool_)

    def add(self, numbers: Numbers) -> None:
        """These are in it."""
        if len(numbers):
            top = int(numbers.max()) + 1
            if top > len(self._has):
                self._has = np.pad(self._has, (0, max(top, 2 * len(self._has)) - len(self._has)))
            self._has[numbers] = True

    def has(self, numbers: Numbers) -> Mask:
        """Which of the numbers are in it."""
        known = numbers < len(self._has)
        if not len(self._has):
            return known
        found: Mask = known & self._has[np.where(known, numbers, 0)]
        return found

    def take_new(self, numbers: Numbers) -> Mask:
        """Which of the numbers, each given once, were not in it; now they are."""
        new = ~self.has(numbers)
        self.add(numbers[new])
        return new
