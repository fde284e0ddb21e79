"""Maps a whole batch of keys to slots at once: open addressing on NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.runtime.state.columns import HeapColumn, Slots, as_slice
from drey.runtime.state.key_groups import (
    Hashes,
    Mask,
    Physical,
    combine,
    hash_bits,
    is_fixed_width,
    key_bits,
)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_EMPTY, _DELETED = 0, -1
_FIRST_CLAIM = -2
_LEAST_CAPACITY = 2  # vacant places and delete marks read the slots -1 and -2
_INITIAL_BITS = 10
_ENTRY_BITS = 32
_ENTRY_MASK = (1 << _ENTRY_BITS) - 1
_PLACED_AT_ONCE = 1 << 18
_PROBED_AT_ONCE = 16384
_TEXTS_PROBED_AT_ONCE = 262_144


class _FixedKey:
    """The stored keys of one fixed-width column, as 64-bit integers."""

    def __init__(self, dtype: pl.DataType) -> None:
        self.dtype = dtype
        self.values: Physical = np.zeros(0, dtype=np.int64)
        self.valid: Mask | None = None

    def grow(self, capacity: int) -> None:
        self.values = _extended(self.values, capacity)
        if self.valid is not None:
            self.valid = _extended(self.valid, capacity, True)

    def store(self, slots: Slots | slice, values: Physical, valid: Mask | None) -> None:
        self.values[slots] = values
        if valid is not None and self.valid is None:
            self.valid = np.ones(len(self.values), dtype=np.bool_)
        if self.valid is not None:
            self.valid[slots] = True if valid is None else valid

    def bits(self, slots: Slots | slice) -> tuple[Physical, Mask | None]:
        """The keys at the slots as :func:`key_bits` gives them."""
        return self.values[slots], None if self.valid is None else self.valid[slots]

    def matches(self, slots: npt.NDArray[np.int32], values: Physical, valid: Mask | None) -> Mask:
        same: Mask = self.values[slots] == values
        if self.valid is not None:
            stored = self.valid[slots]
            same &= stored if valid is None else stored == valid
        elif valid is not None:
            same &= valid
        return same

    def keys(self, slots: Slots) -> pl.Series:
        values = self.values[slots]
        if self.dtype.is_float():
            series = pl.Series(values.view(np.float64)).cast(self.dtype)
        elif self.dtype == pl.UInt64():
            series = pl.Series(values.view(np.uint64))
        else:
            series = pl.Series(values)
            physical = pl.Series([], dtype=self.dtype).to_physical().dtype
            series = series.cast(physical).cast(self.dtype)
        if self.valid is None:
            return series
        return series.zip_with(pl.Series(self.valid[slots]), pl.Series([None], dtype=self.dtype))

    @property
    def nbytes(self) -> int:
        return self.values.nbytes + (0 if self.valid is None else self.valid.nbytes)


class _Probe:
    """One batch of keys in the form that the index compares: bits, or series for what isn't fixed-width."""

    def __init__(self, frame: pl.DataFrame, fixed: list[bool]) -> None:
        self.height = frame.height
        self.series: list[pl.Series] = frame.get_columns()
        self.bits: list[tuple[Physical, Mask | None] | None] = [
            key_bits(column) if is_fixed else None
            for column, is_fixed in zip(self.series, fixed, strict=True)
        ]

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of each key."""
        pairs = zip(self.bits, self.series, strict=True)
        return combine(
            [series.hash().to_numpy() if bits is None else hash_bits(*bits) for bits, series in pairs],
            self.height,
        )


class KeyIndex:
    """The set of keys of a table, each with a slot number.

    Slots are small integers, given in the order in which keys first appear, and used again after a delete.
    NULL equals NULL and NaN equals NaN. Hashes are 64 bits wide, and stored unless there are columns and all are
    fixed-width, whose hashes cost less than their memory; equality is always decided on the stored keys. The probe
    table is at most half full of keys and delete marks.

    Args:
        schema: The key columns; may be empty, for the one key of a global aggregate.
    """

    def __init__(self, schema: Mapping[str, pl.DataType]) -> None:
        self.schema = dict(schema)
        self._fixed = [is_fixed_width(dtype) for dtype in self.schema.values()]
        self._columns: list[_FixedKey | HeapColumn] = [
            _FixedKey(dtype) if fixed else HeapColumn(dtype)
            for dtype, fixed in zip(self.schema.values(), self._fixed, strict=True)
        ]
        self._hashes: Hashes | None = None
        if not all(self._fixed) or not self._columns:
            self._hashes = np.zeros(0, dtype=np.uint64)
        self._live: Mask = np.zeros(0, dtype=np.bool_)
        self._free: Slots = np.zeros(0, dtype=np.int64)
        self._next = 0
        self._used = 0  # keys and delete marks in the probe table
        self._unplaced = False  # keys were loaded that the probe table hasn't got yet
        self._set_table(_INITIAL_BITS)
        self.capacity = 0
        """Slots are below this; columns beside the index must have room for as many."""
        self.most: int | None = None
        """How many keys there will be at most, normally: capacity doesn't double beyond it."""
        self.before_reuse: Callable[[Slots], None] | None = None
        """Told of freed slots before they get new keys."""

    def __len__(self) -> int:
        return self._next - len(self._free)

    def hashes(self, slots: Slots | slice) -> Hashes:
        """The key hashes at the slots."""
        if self._hashes is not None:
            return self._hashes[slots]
        fixed = [column for column in self._columns if isinstance(column, _FixedKey)]
        found = [hash_bits(*column.bits(slots)) for column in fixed]
        return combine(found, len(found[0]))

    def keys(self, slots: Slots) -> pl.DataFrame:
        """The keys at the slots."""
        return pl.DataFrame([self.keys_of(i, slots).alias(name) for i, name in enumerate(self.schema)])

    def keys_of(self, index: int, slots: Slots) -> pl.Series:
        """One key column at the slots."""
        column = self._columns[index]
        return column.keys(slots) if isinstance(column, _FixedKey) else column.gather(slots)

    @property
    def bound(self) -> int:
        """Slots that have ever been in use are below this."""
        return self._next

    def live(self, slots: Slots | slice) -> Mask:
        """Which slots are in use."""
        return self._live[slots].copy() if isinstance(slots, slice) else self._live[slots]

    def live_slots(self) -> Slots:
        """All slots in use, ascending."""
        return np.flatnonzero(self._live[: self._next])

    def lookup(self, keys: pl.DataFrame) -> Slots:
        """The slot of each row's key, -1 where there is none."""
        self._settle()
        slots, _ = self._probe(_Probe(keys, self._fixed), insert=False)
        return slots

    def lookup_or_insert(self, keys: pl.DataFrame) -> tuple[Slots, Slots]:
        """The slot of each row's key, and the slots that were added, in order of first appearance."""
        self._settle()
        probe = _Probe(keys, self._fixed)
        self._reserve(probe.height)
        return self._probe(probe, insert=True)

    def load(self, keys: pl.DataFrame, expected: int = 0) -> Slots:
        """The new slots of distinct keys that are not there yet; compares nothing, so it is faster than inserting.

        The probe table is made for all loaded keys at once, when it is needed next.

        Args:
            keys: The keys.
            expected: How many keys the index will have in the end, as far as known.
        """
        probe = _Probe(keys, self._fixed)
        if not self._next:
            self._extend(max(probe.height, expected, 256))
        slots = self._allocate(probe.height)
        self._store(slots, slice(0, probe.height), probe)
        self._unplaced = True
        return slots

    def delete(self, slots: Slots) -> None:
        """Forget the keys at these slots, each given once, and free the slots."""
        if not len(slots):
            return
        self._settle()
        pending = slots
        positions = self._home(self.hashes(slots))
        while len(pending):
            here = self._table[positions] == pending + 1
            self._table[positions[here]] = _DELETED
            rest = ~here
            pending, positions = pending[rest], (positions[rest] + 1) & self._mask
        self._live[slots] = False
        for column in self._columns:
            if isinstance(column, HeapColumn):
                column.clear(slots)
        self._free = np.concatenate([self._free, slots])

    @property
    def nbytes(self) -> int:
        """The memory held, in bytes."""
        own = self._table.nbytes + self._live.nbytes + self._free.nbytes
        own += 0 if self._hashes is None else self._hashes.nbytes
        return own + sum(column.nbytes for column in self._columns)

    @property
    def heap_bytes(self) -> int:
        """The memory of the keys that are not fixed-width, in bytes."""
        return sum(column.nbytes for column in self._columns if isinstance(column, HeapColumn))

    def _probe(self, probe: _Probe, insert: bool) -> tuple[Slots, Slots]:
        """Linear probing for all rows in step: each round moves every undecided row by one place.

        The first round goes through the batch in parts, so that what it has read is still in the processor's
        cache when it inserts; it decides most rows. The further rounds take what is left of all parts.
        """
        result = np.empty(probe.height, dtype=np.int64)
        added: list[Slots] = []
        left: list[tuple[Slots, Slots]] = []
        # Reading what isn't fixed-width is a call into Polars that costs 1 ms however few the rows are.
        step = _PROBED_AT_ONCE if all(self._fixed) else _TEXTS_PROBED_AT_ONCE
        for start in range(0, max(probe.height, 1), step):
            part = slice(start, min(start + step, probe.height))
            left.append(self._first_round(probe, part, insert, result, added))
        rows = np.concatenate([one for one, _ in left]) if len(left) > 1 else left[0][0]
        positions = np.concatenate([one for _, one in left]) if len(left) > 1 else left[0][1]
        while len(rows):
            entries = self._table[positions]
            same = self._matches(entries, rows, probe)
            result[rows[same]] = entries[same] - 1
            rest = np.flatnonzero(~same)
            rows, positions = self._advance(
                probe, insert, (rows[rest], positions[rest], entries[rest]), (result, added)
            )
        if len(added) == 1:
            return result, added[0]
        return result, np.concatenate(added) if added else np.zeros(0, dtype=np.int64)

    def _first_round(
        self, probe: _Probe, part: slice, insert: bool, result: Slots, added: list[Slots]
    ) -> tuple[Slots, Slots]:
        positions = self._home(probe.hashes[part])
        entries = self._table[positions]
        same = self._matches(entries, part, probe)
        np.subtract(np.where(same, entries, 0), 1, out=result[part])
        rest = np.flatnonzero(~same)
        return self._advance(
            probe, insert, (rest + part.start, positions[rest], entries[rest]), (result, added)
        )

    def _advance(
        self,
        probe: _Probe,
        insert: bool,
        missed: tuple[Slots, Slots, npt.NDArray[np.int32]],
        found: tuple[Slots, list[Slots]],
    ) -> tuple[Slots, Slots]:
        """Settle the missed rows that stand before a vacant place, and move the others on."""
        rows, positions, entries = missed
        result, added = found
        vacant = entries == _EMPTY
        if vacant.any():
            if insert:
                slots, won = self._claim(positions, vacant, rows, probe)
                result[rows[won]] = slots
                added.append(slots)
                rest = np.flatnonzero(~won)
            else:
                result[rows[vacant]] = -1
                rest = np.flatnonzero(~vacant)
            rows, positions, vacant = rows[rest], positions[rest], vacant[rest]
        # A row that lost the race for a vacant place looks at it again: the winner may have its key.
        return rows, (positions + ~vacant) & self._mask

    def _claim(self, positions: Slots, vacant: Mask, rows: Slots, probe: _Probe) -> tuple[Slots, Mask]:
        """Give each vacant place to the first row that wants it; returns the new slots and who won."""
        wanting = np.flatnonzero(vacant)
        places = positions if len(wanting) == len(positions) else positions[wanting]
        tickets = np.arange(_FIRST_CLAIM, _FIRST_CLAIM - len(wanting), -1, dtype=np.int32)
        self._table[places[::-1]] = tickets[::-1]
        winners = wanting[self._table[places] == tickets]
        slots = self._allocate(len(winners))
        self._store(slots, rows[winners], probe)
        self._table[positions[winners]] = slots + 1
        self._used += len(winners)
        won = np.zeros(len(positions), dtype=np.bool_)
        won[winners] = True
        return slots, won

    def _matches(self, entries: npt.NDArray[np.int32], rows: Slots | slice, probe: _Probe) -> Mask:
        """Which rows find their own key at their place."""
        occupied: Mask = entries > 0
        if not self.capacity:
            return occupied
        slots = entries - np.int32(1)  # what isn't occupied reads some slot at the end, to no effect
        if self._hashes is not None:
            occupied &= self._hashes[slots] == probe.hashes[rows]
        for column, bits, series in zip(self._columns, probe.bits, probe.series, strict=True):
            if isinstance(column, _FixedKey):
                assert bits is not None
                occupied &= column.matches(slots, *_taken(bits, rows))
            elif not occupied.any():
                break
            elif isinstance(rows, slice) and occupied.all():
                occupied &= column.gather(slots).eq_missing(series[rows]).to_numpy()
            else:
                some = np.flatnonzero(occupied)
                chosen = some + rows.start if isinstance(rows, slice) else rows[some]
                wanted = series.gather(pl.Series(chosen))
                occupied[some] = column.gather(slots[some]).eq_missing(wanted).to_numpy()
        return occupied

    def _store(self, slots: Slots, rows: Slots | slice, probe: _Probe) -> None:
        where = as_slice(slots)
        if self._hashes is not None:
            self._hashes[where] = probe.hashes[rows]
        self._live[where] = True
        for column, bits, series in zip(self._columns, probe.bits, probe.series, strict=True):
            if isinstance(column, _FixedKey):
                assert bits is not None
                column.store(where, *_taken(bits, rows))
            else:
                column.scatter(
                    where, series[rows] if isinstance(rows, slice) else series.gather(pl.Series(rows))
                )

    def _allocate(self, count: int) -> Slots:
        reused = min(count, len(self._free))
        taken, self._free = self._free[:reused], self._free[reused:]
        if reused and self.before_reuse is not None:
            self.before_reuse(taken)
        fresh = np.arange(self._next, self._next + count - reused, dtype=np.int64)
        self._next += count - reused
        if self._next > self.capacity:
            roomy = max(2 * self.capacity, 256)
            wanted = roomy if self.most is None else min(roomy, self.most)
            self._extend(max(wanted, self._next, _LEAST_CAPACITY))
        return np.concatenate([taken, fresh]) if reused else fresh

    def _extend(self, capacity: int) -> None:
        self.capacity = capacity
        if self._hashes is not None:
            self._hashes = _extended(self._hashes, capacity)
        self._live = _extended(self._live, capacity)
        for column in self._columns:
            column.grow(capacity)

    def _home(self, hashes: Hashes) -> Slots:
        # The upper bits of a product: key groups use the lower bits of the hash, so within one subtask
        # those are not spread evenly.
        return ((hashes * _GOLDEN) >> self._shift).view(np.int64)

    def _set_table(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._table = np.zeros(1 << bits, dtype=np.int32)

    def _reserve(self, count: int) -> None:
        """Make sure that ``count`` more keys leave the table at most half full, or three quarters for what is
        only a worst case: most rows of a batch usually have keys that are there already."""
        size = self._mask + 1
        if self._used * 2 <= size and (self._used + count) * 4 <= size * 3:
            return
        self._rebuild(max(len(self) * 2, (len(self) + count) * 4 // 3) + 1)

    def _settle(self) -> None:
        """Put keys that were loaded into the probe table."""
        if self._unplaced:
            self._unplaced = False
            self._rebuild(2 * len(self))

    def _rebuild(self, size: int) -> None:
        """Put all keys into a new probe table of at least ``size`` places.

        Keys in the order of their home places take the first free place, each behind the one before: that needs no
        look at the table, and writes it from front to back. A home and a slot are sorted as one integer. Arrays
        as long as the table are few and changed in place: on a large one, new memory costs more than what is done in it.
        """
        dense = not len(self._free)
        entries = np.arange(1, self._next + 1, dtype=np.int64) if dense else self.live_slots() + 1
        self._table = np.zeros(0, dtype=np.int32)  # frees the old one first
        self._set_table(max(_INITIAL_BITS, int(size - 1).bit_length()))
        self._used = len(entries)
        for start in range(0, len(entries), _PLACED_AT_ONCE):
            part = entries[start : start + _PLACED_AT_ONCE]
            slots = slice(start, start + len(part)) if dense else part - 1
            part |= self._home(self.hashes(slots)) << _ENTRY_BITS
        entries.sort()
        behind = 0  # the first place behind the key before
        for start in range(0, len(entries), _PLACED_AT_ONCE):
            part = entries[start : start + _PLACED_AT_ONCE]
            steps = np.arange(len(part))
            homes = (part >> _ENTRY_BITS) - steps
            homes[0] = max(homes[0], behind)
            places = np.maximum.accumulate(homes, out=homes) + steps
            behind = int(places[-1]) + 1
            inside = np.searchsorted(places, self._mask, side="right")
            self._table[places[:inside]] = part[:inside] & _ENTRY_MASK
            if inside < len(part):
                self._place_around(part[inside:] & _ENTRY_MASK)

    def _place_around(self, entries: Slots) -> None:
        """Put the few entries that found no place up to the end of the table into the first vacant ones."""
        vacant = 0
        for entry in entries:
            while self._table[vacant] != _EMPTY:
                vacant += 1
            self._table[vacant] = entry


def _taken(bits: tuple[Physical, Mask | None], rows: Slots | slice) -> tuple[Physical, Mask | None]:
    values, valid = bits
    return values[rows], None if valid is None else valid[rows]


def _extended(array: npt.NDArray[Any], capacity: int, fill: Any = 0) -> npt.NDArray[Any]:
    # Zeroed memory is mapped lazily, so the part that isn't used yet costs nothing.
    grown = np.full(capacity, fill, dtype=array.dtype) if fill else np.zeros(capacity, dtype=array.dtype)
    grown[: len(array)] = array
    return grown
