"""State columns: one value for each slot, read and written for many slots at once.

Fixed-width values lie in a NumPy array, everything else in an append-only heap of Polars chunks with one
NumPy pointer for each slot. Both grow by doubling and never run Python per value.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.runtime.state.key_groups import is_fixed_width

Slots = npt.NDArray[np.int64]

_HEAP_SLACK = 65536


class StateColumn(Protocol):
    """One column of a keyed table. ``grow`` is called before slots beyond the capacity are used."""

    dtype: pl.DataType

    def grow(self, capacity: int) -> None:
        """Make room for slots below ``capacity``; new slots hold the initial value."""

    def gather(self, slots: Slots) -> pl.Series:
        """The values at the slots, in their order."""

    def scatter(self, slots: Slots, values: pl.Series) -> None:
        """Store values; of a slot that occurs twice the last one stays."""

    def clear(self, slots: Slots) -> None:
        """Put the initial value back."""

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""


class FixedColumn:
    """Fixed-width values in a NumPy array of their physical type.

    ``values`` and ``valid`` may be changed in place by who owns the column; both are replaced when it grows.

    Args:
        dtype: The Polars data type.
        fill: The initial value in physical form; None for NULL.
    """

    def __init__(self, dtype: pl.DataType, fill: Any = None) -> None:
        self.dtype = dtype
        self.fill = fill
        physical = pl.Series([], dtype=dtype).to_physical()
        self.values: npt.NDArray[Any] = np.empty(0, dtype=physical.to_numpy().dtype)
        self.valid: npt.NDArray[np.bool_] = np.empty(0, dtype=np.bool_)
        self.physical: pl.DataType = physical.dtype

    def grow(self, capacity: int) -> None:
        old = len(self.values)
        if capacity <= old:
            return
        # Zeroed memory is mapped lazily, so the part that isn't used yet costs nothing.
        values = np.zeros(capacity, dtype=self.values.dtype)
        values[:old] = self.values
        if self.fill:
            values[old:] = self.fill
        self.values = values
        if self.fill is None:
            valid = np.zeros(capacity, dtype=np.bool_)
            valid[:old] = self.valid
            self.valid = valid

    def gather(self, slots: Slots) -> pl.Series:
        found = self.values[slots]
        return series_of(found, self.valid[slots] if self.fill is None else None, self.dtype)

    def scatter(self, slots: Slots, values: pl.Series) -> None:
        physical, valid = physical_of(values)
        self.values[slots] = physical
        if self.fill is None:
            self.valid[slots] = True if valid is None else valid

    def clear(self, slots: Slots) -> None:
        self.values[slots] = 0 if self.fill is None else self.fill
        if self.fill is None:
            self.valid[slots] = False

    @property
    def nbytes(self) -> int:
        return self.values.nbytes + self.valid.nbytes


class HeapColumn:
    """Values of any Polars type: a pointer for each slot into an append-only heap.

    A store appends and moves the pointer. When the heap is twice as long as what pointers can reach, it is
    rewritten, so a store costs amortised constant time. Position 0 of the heap is NULL, the initial value.
    """

    def __init__(self, dtype: pl.DataType) -> None:
        self.dtype = dtype
        self.pointers: Slots = np.zeros(0, dtype=np.int64)
        self._heap = ChunkedHeap(dtype)
        self._limit = _HEAP_SLACK

    def grow(self, capacity: int) -> None:
        old = len(self.pointers)
        if capacity > old:
            pointers = np.zeros(capacity, dtype=np.int64)
            pointers[:old] = self.pointers
            self.pointers = pointers

    def gather(self, slots: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> pl.Series:
        return self._heap.gather(self.pointers[slots])

    def scatter(self, slots: Slots, values: pl.Series) -> None:
        start = self._heap.append(values)
        self.pointers[slots] = np.arange(start, start + len(values), dtype=np.int64)
        if self._heap.length > self._limit:
            self._compact()

    def clear(self, slots: Slots) -> None:
        self.pointers[slots] = 0

    def _compact(self) -> None:
        used = np.flatnonzero(self.pointers)
        if 2 * len(used) < self._heap.length:
            kept = self._heap.gather(self.pointers[used])
            self._heap = ChunkedHeap(self.dtype)
            start = self._heap.append(kept)
            self.pointers[used] = np.arange(start, start + len(used), dtype=np.int64)
        self._limit = max(_HEAP_SLACK, 2 * self._heap.length)

    @property
    def nbytes(self) -> int:
        return self.pointers.nbytes + self._heap.nbytes


class ChunkedHeap:
    """Append-only values in chunks that merge as they grow, so that there are at most logarithmically many."""

    def __init__(self, dtype: pl.DataType) -> None:
        self.dtype = dtype
        self._chunks: list[pl.Series] = [pl.Series([None], dtype=dtype)]
        self._whole: pl.Series | None = self._chunks[0]
        self.length = 1

    def append(self, values: pl.Series) -> int:
        """Add values and give the position of the first."""
        start = self.length
        if not len(values):
            return start
        chunk = values.alias("").cast(self.dtype)
        while self._chunks and len(self._chunks[-1]) <= 2 * len(chunk):
            chunk = pl.concat([self._chunks.pop(), chunk], rechunk=True)
        self._chunks.append(chunk)
        self._whole = None
        self.length += len(values)
        return start

    def gather(self, positions: Slots) -> pl.Series:
        if self._whole is None:
            self._whole = pl.concat(self._chunks, rechunk=False)
        return self._whole.gather(pl.Series(positions))

    @property
    def nbytes(self) -> int:
        return sum(int(chunk.estimated_size()) for chunk in self._chunks)


def state_column(dtype: pl.DataType, fill: Any = None) -> StateColumn:
    """The column that suits a data type; ``fill`` (physical) only for fixed-width types."""
    return FixedColumn(dtype, fill) if is_fixed_width(dtype) else HeapColumn(dtype)


def physical_of(series: pl.Series) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_] | None]:
    """A fixed-width series as an array with 0 for NULL, and its validity (None if there is no NULL)."""
    physical = series.to_physical()
    if not physical.null_count():
        return physical.to_numpy(), None
    valid = physical.is_not_null().to_numpy()
    zero: Any = False if physical.dtype == pl.Boolean() else 0
    return physical.fill_null(zero).to_numpy(), valid


def series_of(values: npt.NDArray[Any], valid: npt.NDArray[np.bool_] | None, dtype: pl.DataType) -> pl.Series:
    """The reverse of :func:`physical_of`."""
    series = pl.Series(values)
    if series.dtype != dtype:
        series = series.cast(dtype)
    if valid is None or valid.all():
        return series
    return series.zip_with(pl.Series(valid), pl.Series([None], dtype=dtype))
