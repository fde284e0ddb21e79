"""Bitmaps as bytes: the portable format of Roaring bitmaps.

See the Roaring bitmap format specification. The numbers of one upper half lie in a container: a sorted array
of their lower halves up to 4096 of them, 65536 bits beyond, or, in what others write, runs. All numbers are
little-endian.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]

_COOKIE, _COOKIE_WITH_RUNS = 12346, 12347
_LARGEST_ARRAY = 4096
_BITS_BYTES = 8192
_OFFSETS_FROM = 4
"""A bitmap with runs has offsets only if it has this many containers."""


def to_bytes(numbers: Iterable[int]) -> bytes:
    """The bytes of a bitmap of distinct numbers from 0 to 2^32 - 1, each container as short as can be."""
    values = np.sort(np.fromiter(numbers, dtype=np.uint32))
    highs, starts = np.unique(values >> np.uint32(16), return_index=True)
    parts = np.split((values & np.uint32(0xFFFF)).astype("<u2"), starts[1:]) if len(values) else []
    containers = [_container(part) for part in parts]
    bodies = [body for body, _ in containers]
    flags = np.array([is_run for _, is_run in containers], dtype=np.uint8)
    counts = np.array([[high, len(part) - 1] for high, part in zip(highs, parts, strict=True)], dtype="<u2")
    if flags.any():
        cookie = np.array([_COOKIE_WITH_RUNS | len(parts) - 1 << 16], dtype="<u4").tobytes()
        head = cookie + np.packbits(flags, bitorder="little").tobytes()
        has_offsets = len(parts) >= _OFFSETS_FROM
    else:
        head = np.array([_COOKIE, len(parts)], dtype="<u4").tobytes()
        has_offsets = True
    first = len(head) + counts.nbytes + (4 * len(parts) if has_offsets else 0)
    offsets = np.cumsum([first, *map(len, bodies)])[:-1].astype("<u4").tobytes() if has_offsets else b""
    return b"".join([head, counts.tobytes(), offsets, *bodies])


def _container(lows: npt.NDArray[np.uint16]) -> tuple[bytes, bool]:
    """The body of one container, and whether it is one of runs."""
    wide = lows.astype(np.int64)
    begins = np.flatnonzero(np.diff(wide, prepend=-2) != 1)
    runs = 2 + 4 * len(begins)
    plain = min(2 * len(lows), _BITS_BYTES)
    if runs < plain:
        ends = np.append(begins[1:], len(lows)) - 1
        pairs = np.column_stack([wide[begins], wide[ends] - wide[begins]]).astype("<u2")
        return np.array([len(begins)], dtype="<u2").tobytes() + pairs.tobytes(), True
    return (lows.tobytes() if len(lows) <= _LARGEST_ARRAY else _bits(lows)), False


def _bits(lows: npt.NDArray[np.uint16]) -> bytes:
    marks = np.zeros(1 << 16, dtype=np.uint8)
    marks[lows] = 1
    return np.packbits(marks, bitorder="little").tobytes()


def from_bytes(data: bytes) -> Numbers:
    """The numbers of a bitmap, sorted.

    Raises:
        ValueError: The bytes are no bitmap.
    """
    reader = _Reader(data)
    cookie = int(reader.take("<u4", 1)[0])
    if cookie & 0xFFFF == _COOKIE_WITH_RUNS:
        size = (cookie >> 16) + 1
        flags = np.unpackbits(reader.take("u1", (size + 7) // 8), bitorder="little")[:size]
        has_offsets = size >= _OFFSETS_FROM
    elif cookie == _COOKIE:
        size = int(reader.take("<u4", 1)[0])
        if size > 1 << 16:
            raise ValueError(f"{size} containers")
        flags = np.zeros(size, dtype=np.uint8)
        has_offsets = True
    else:
        raise ValueError(f"it starts with {cookie}")
    heads = reader.take("<u2", 2 * size).reshape(size, 2).astype(np.uint32)
    if has_offsets:
        reader.take("<u4", size)
    parts = []
    for (high, last), is_run in zip(heads, flags, strict=True):
        lows = _runs(reader) if is_run else _lows(reader, int(last) + 1)
        parts.append(lows.astype(np.uint32) | high << np.uint32(16))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)


def _runs(reader: _Reader) -> npt.NDArray[np.uint32]:
    count = int(reader.take("<u2", 1)[0])
    pairs = reader.take("<u2", 2 * count).reshape(count, 2).astype(np.uint32)
    ranges = [np.arange(start, start + length + 1, dtype=np.uint32) for start, length in pairs]
    return np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.uint32)


def _lows(reader: _Reader, count: int) -> npt.NDArray[np.uint32]:
    if count <= _LARGEST_ARRAY:
        return reader.take("<u2", count).astype(np.uint32)
    marks = np.unpackbits(reader.take("u1", _BITS_BYTES), bitorder="little")
    return np.flatnonzero(marks).astype(np.uint32)


class _Reader:
    """Takes numbers off the front of some bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, dtype: str, count: int) -> npt.NDArray[Any]:
        size = np.dtype(dtype).itemsize * count
        if self._at + size > len(self._data):
            raise ValueError(f"{len(self._data)} bytes are too few")
        found = np.frombuffer(self._data, dtype=dtype, count=count, offset=self._at)
        self._at += size
        return found
