"""State columns: one value for each slot, read and written for many slots at once.

Fixed-width values lie in a NumPy array, everything else in an append-only heap of Polars chunks with one
NumPy pointer for each slot. Both grow by doubling and never run Python per value.
"""

from __future__ import annotations

import io
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.runtime.state.key_groups import is_fixed_width

Slots = npt.NDArray[np.int64]

_SLACK_ROWS = 16_384
"""Fewer strings than that are made compact again when chunks are merged: each chunk has a buffer of 5 KB at least."""

_HEAP_SLACK = 65536


class StateColumn(Protocol):
    """One column of a keyed table. ``grow`` is called before slots beyond the capacity are used."""

    dtype: pl.DataType

    def grow(self, capacity: int) -> None:
        """Make room for slots below ``capacity``; new slots hold the initial value."""

    def gather(self, slots: Slots) -> pl.Series:
        """The values at the slots, in their order."""

    def scatter(self, slots: Slots | slice, values: pl.Series) -> None:
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

    def scatter(self, slots: Slots | slice, values: pl.Series) -> None:
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

    Another thread may gather: pointers and heap change hands as one, and a value is in the heap before a
    pointer says so.
    """

    def __init__(self, dtype: pl.DataType) -> None:
        self.dtype = dtype
        self._current: tuple[Slots, ChunkedHeap] = np.zeros(0, dtype=np.int64), ChunkedHeap(dtype)
        self._limit = _HEAP_SLACK

    def grow(self, capacity: int) -> None:
        old, heap = self._current
        if capacity > len(old):
            pointers = np.zeros(capacity, dtype=np.int64)
            pointers[: len(old)] = old
            self._current = pointers, heap

    def gather(self, slots: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> pl.Series:
        pointers, heap = self._current
        return heap.gather(pointers[slots])

    def scatter(self, slots: Slots | slice, values: pl.Series) -> None:
        pointers, heap = self._current
        start = heap.append(values)
        pointers[slots] = np.arange(start, start + len(values), dtype=np.int64)
        if heap.length > self._limit:
            self._compact()

    def clear(self, slots: Slots) -> None:
        self._current[0][slots] = 0

    def _compact(self) -> None:
        pointers, heap = self._current
        used = np.flatnonzero(pointers)
        if 2 * len(used) < heap.length:
            kept = heap.gather(pointers[used])
            heap, moved = ChunkedHeap(self.dtype), np.zeros_like(pointers)
            start = heap.append(kept)
            moved[used] = np.arange(start, start + len(used), dtype=np.int64)
            self._current = moved, heap
        self._limit = max(_HEAP_SLACK, 2 * heap.length)

    @property
    def nbytes(self) -> int:
        pointers, heap = self._current
        return pointers.nbytes + heap.nbytes


class ChunkedHeap:
    """Append-only values in chunks that merge as they grow, so that there are at most logarithmically many.

    Chunks are never changed, only replaced by merged ones, and the list of them is replaced as a whole, so that
    another thread may gather what was there when it asked.
    """

    def __init__(self, dtype: pl.DataType) -> None:
        self.dtype = dtype
        self._chunks: list[pl.Series] = [pl.Series([None], dtype=dtype)]
        self._whole: tuple[list[pl.Series], pl.Series] = self._chunks, self._chunks[0]
        self.length = 1

    def append(self, values: pl.Series) -> int:
        """Add values and give the position of the first."""
        start = self.length
        if not len(values):
            return start
        chunk = owned(values.alias("").cast(self.dtype))
        chunks = self._chunks.copy()
        while chunks and len(chunks[-1]) <= 2 * len(chunk):
            chunk = pl.concat([chunks.pop(), chunk], rechunk=True)
            if chunk.dtype == pl.String and len(chunk) <= _SLACK_ROWS:
                chunk = owned(chunk)
        chunks.append(chunk)
        self._chunks = chunks
        self.length += len(values)
        return start

    def gather(self, positions: Slots) -> pl.Series:
        chunks, (known, whole) = self._chunks, self._whole
        if known is not chunks:
            whole = pl.concat(chunks, rechunk=False)
            self._whole = chunks, whole
        return whole.gather(pl.Series(positions))

    @property
    def nbytes(self) -> int:
        return sum(int(chunk.estimated_size()) for chunk in self._chunks)


def owned(values: pl.Series) -> pl.Series:
    """The values in memory of their own.

    Values of variable length may be views into the buffers of the batch that they came with; one of them in the state
    would keep all of the batch in memory. Short strings lie in the column itself, but it keeps the buffers, too.
    """
    if values.dtype == pl.String:
        return values + ""
    if values.dtype in (pl.Null, pl.Object):
        return values
    stream = io.BytesIO()
    values.to_frame().write_ipc_stream(
        stream, compression="uncompressed", compat_level=pl.CompatLevel.oldest()
    )
    stream.seek(0)
    return pl.read_ipc_stream(stream).to_series()


def state_column(dtype: pl.DataType, fill: Any = None) -> StateColumn:
    """The column that suits a data type; ``fill`` (physical) only for fixed-width types."""
    return FixedColumn(dtype, fill) if is_fixed_width(dtype) else HeapColumn(dtype)


def as_slice(slots: Slots) -> Slots | slice:
    """Consecutive slots as a slice, which is written several times faster than single places."""
    if not len(slots) or slots[-1] - slots[0] + 1 != len(slots) or (np.diff(slots) != 1).any():
        return slots
    return slice(int(slots[0]), int(slots[-1]) + 1)


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
