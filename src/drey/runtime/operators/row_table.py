"""All rows that a changelog leaves, each with its number in the order of arrival."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from drey.functions.aggregates.accumulator import Signs
from drey.runtime.clock import Clock
from drey.runtime.operators.changes import Mask
from drey.runtime.state.backend import StateBackend
from drey.runtime.state.columns import FixedColumn, Slots
from drey.runtime.state.grouping import SlotGrouper
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import SlotTtl, StateTtl
from drey.runtime.state.value_tables import SEQUENCE, ListedValues

CAME = "$came"
"""The Int64 column with the time at which a row came, in ms since the epoch; with a time to live only."""

_MORE = "$more"
_RESTORED_AT_ONCE = 1 << 16
_AT = "$at"
_STEP = "$step"


class RowTable:
    """Rows by their whole content, in the state backend.

    A table has each different row with its number; those of equal rows that came later are in a list beside it.

    With a time to live a row is forgotten so long after it came: an update takes a row back and brings another one.

    Args:
        empty: A frame of the columns.
        backend: Where the rows are.
        max_parallelism: The number of key groups.
        ttl: How long rows live; None for ever.
        clock: The time.
    """

    def __init__(
        self,
        empty: pl.DataFrame,
        backend: StateBackend,
        max_parallelism: int,
        ttl: StateTtl | None,
        clock: Clock,
    ) -> None:
        self._columns = empty.columns
        self._max_parallelism = max_parallelism
        self._life = ttl
        self._clock = clock
        self.now = clock()
        """The time by which rows come and are past their life; whoever asks for something sets it before."""
        self._number, self._came = FixedColumn(pl.Int64(), 0), FixedColumn(pl.Int64(), 0)
        self._more = FixedColumn(pl.Int64(), 0)  # how many numbers are in the list
        self._table = backend.keyed_table(
            empty.schema, {SEQUENCE: self._number, _MORE: self._more}, max_parallelism
        )
        self._ttl: SlotTtl | None = None
        self._dates: list[str] = []
        if ttl is not None:
            self._ttl = SlotTtl(self._table, ttl, clock)
            self._table.add_column(CAME, self._came, lambda slots: np.put(self._came.values, slots, clock()))
            self._dates = [CAME]
        self._later = ListedValues([pl.Int64() for _ in self._dates], self._table.index, self._dates)
        self._table.attach("later", self._later)
        self._grouper = SlotGrouper()
        self._next = 0
        self._listed = 0
        self.count = 0
        """How many rows there are."""
        self.empty = empty.with_columns(
            pl.Series(name, [], dtype=pl.Int64()) for name in (*self._dates, SEQUENCE)
        )
        """Rows as they are given: the columns and ``$sequence``, the number; with a time to live, ``$came`` before it."""

    @property
    def nbytes(self) -> int:
        """The size of all rows, in bytes."""
        return self._table.nbytes + self._later.nbytes

    def rows(self) -> Iterator[pl.DataFrame]:
        """All rows that are alive, in parts, in no order."""
        trackers = [self._table.tracker, self._later.tracker] if self._listed else [self._table.tracker]
        for tracker in trackers:
            for part in tracker.cut(self._max_parallelism).slices():
                yield self.alive(part.rows.select(self.empty.columns))

    def alive(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those of the rows that are not past their life by now."""
        return rows if self._life is None else rows.filter(pl.col(CAME) + self._life.ttl > self.now)

    def apply(self, rows: pl.DataFrame, signs: Signs | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows come and go; one that goes and isn't there is passed over, of equal ones the oldest goes.

        Args:
            rows: The rows.
            signs: Which of them come and which go; None if all come.

        Returns:
            Those that were there and have gone, and those that have come and are still there.
        """
        rows = rows.select(self._columns)
        slots, added = self._table.lookup_or_insert(rows)
        capacity = self._table.capacity
        first, groups = self._grouper.groups(slots, capacity)
        self._table.tracker.touch(slots[first], distinct=True)
        known = ~self._grouper.among(slots, added, capacity)
        comes = np.ones(len(slots), dtype=np.bool_) if signs is None else signs > 0
        rows = self._numbered(rows)
        # Most rows are there once, and change once in a batch.
        alone = (np.bincount(groups) == 1)[groups] & (self._more.values[slots] == 0) & ~(known & comes)
        came = self._come(rows, slots, alone & comes)
        gone = self._go(rows, slots, alone & ~comes, known)
        if not alone.all():
            rest = ~alone
            chosen = rows.filter(pl.Series(rest))
            more_gone, more_came = self._merge(chosen, slots[rest], comes[rest], known[rest])
            gone, came = pl.concat([gone, more_gone]), pl.concat([came, more_came]).sort(SEQUENCE)
        self.count += came.height - gone.height
        return gone, came

    def sweep(self, accessed: int) -> pl.DataFrame:
        """Forget rows past their life, as :meth:`SlotTtl.sweep` finds them; returns their numbers."""
        slots = np.zeros(0, dtype=np.int64) if self._ttl is None else self._ttl.sweep(accessed)
        at, later = self._later.listed(slots)
        numbers = np.concatenate([self._number.values[slots], later[SEQUENCE].to_numpy()])
        self._listed -= len(at)
        self.count -= len(numbers)
        self._later.discard(slots)
        self._table.delete(slots)
        return pl.DataFrame({SEQUENCE: numbers})

    def renew(self, rows: pl.DataFrame) -> None:
        """Let rows that are there live as if they came now."""
        slots, numbers = self._table.lookup(rows.select(self._columns)), rows[SEQUENCE].to_numpy()
        there = slots >= 0
        slots, numbers = slots[there], numbers[there]
        self._table.tracker.touch(slots)
        oldest = self._number.values[slots] == numbers
        self._came.values[slots[oldest]] = self.now
        if not oldest.all():
            owners = np.unique(slots[~oldest])
            at, later = self._later.listed(owners)
            renewed = np.isin(later[SEQUENCE].to_numpy(), numbers)
            times = np.where(renewed, self.now, later[CAME].to_numpy())
            self._later.discard(owners)
            self._later.restore(owners[at], later.with_columns(pl.Series(CAME, times)))
        self._written(slots)

    def snapshot(self, writer: StateWriter) -> None:
        """Write all rows, and until when they are forgotten."""
        writer.slots("rows", self._table.tracker, self._max_parallelism)
        writer.slots("later", self._later.tracker, self._max_parallelism)
        if self._life is not None:
            writer.value("forgotten", self.now - self._life.ttl)

    def restore(self, reader: StateReader) -> None:
        """Take over the rows of a snapshot; if it hasn't got their numbers, they came in its order.

        Afterwards it is the time of the snapshot.
        """
        forgotten = reader.value("forgotten")
        for frame in reader.frames("rows"):
            if SEQUENCE not in frame.columns:
                for part in frame.iter_slices(_RESTORED_AT_ONCE):
                    self.apply(part, None)
                continue
            if forgotten is not None:
                frame = frame.filter((pl.col(CAME) > forgotten) | (pl.col(_MORE) > 0))
            self._table.restore(frame, reader.rows("rows"))
            self._restored(frame)
        for frame in reader.frames("later"):
            for part in frame.iter_slices(_RESTORED_AT_ONCE):
                rows = part if CAME in part.columns else self._dated(part)
                owners = self._table.lookup(rows.select(self._columns))
                self._table.tracker.touch(owners)
                self._later.restore(owners, rows)
                self._listed += rows.height
                self._restored(rows)
        if forgotten is not None and self._life is not None:
            self.now = forgotten + self._life.ttl

    def _restored(self, rows: pl.DataFrame) -> None:
        if rows.height:
            self.count += rows.height
            self._next = max(self._next, int(rows[SEQUENCE].to_numpy().max()) + 1)

    def _come(self, rows: pl.DataFrame, slots: Slots, chosen: Mask) -> pl.DataFrame:
        """Rows come whose slots have just been made."""
        came, new = rows.filter(pl.Series(chosen)), slots[chosen]
        self._number.values[new] = came[SEQUENCE].to_numpy()
        if self._ttl is not None:
            self._came.values[new] = self.now
            self._ttl.written(new)
        return came

    def _go(self, rows: pl.DataFrame, slots: Slots, chosen: Mask, known: Mask) -> pl.DataFrame:
        """Rows go that have no equal ones."""
        there = chosen & known
        found = rows.filter(pl.Series(there)).with_columns(self._oldest(slots[there]))
        gone = self.alive(found)
        self.count -= found.height - gone.height
        self._table.delete(slots[chosen])
        return gone

    def _merge(
        self, rows: pl.DataFrame, slots: Slots, comes: Mask, known: Mask
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Equal rows come and go, in the order of the changes, of which no slot has any others.

        Their number behaves as a sum that never falls below zero, so as many of the last ones to come are left as the
        sum ends above its least value.
        """
        first, groups = self._grouper.groups(slots, self._table.capacity)
        touched = slots[first]
        held = self._held(touched, known[first])
        alive = self.alive(held)
        self.count -= held.height - alive.height
        changes = rows.select(
            *self._dates, SEQUENCE, pl.Series(_AT, groups), pl.Series(_STEP, np.where(comes, 1, -1))
        )
        events = pl.concat([alive, changes]).sort(SEQUENCE)
        step, adds = pl.col(_STEP), (pl.col(_STEP) > 0).cast(pl.Int64)
        total, least = step.sum(), pl.min_horizontal(step.cum_sum().min(), 0)
        newer = adds.sum() - adds.cum_sum()
        left = events.filter(((adds > 0) & (newer < total - least)).over(_AT))
        self._keep(touched, left)
        number_of_first = rows[SEQUENCE][0]
        gone = alive.join(left, on=SEQUENCE, how="anti", maintain_order="left")
        came = rows.join(left.filter(pl.col(SEQUENCE) >= number_of_first), on=SEQUENCE, how="semi")
        if self._ttl is not None:
            self._ttl.written(slots[np.isin(rows[SEQUENCE].to_numpy(), came[SEQUENCE].to_numpy())])
        contents = rows.select(self._columns)[pl.Series(first[gone[_AT].to_numpy()])]
        return contents.with_columns(gone.select(*self._dates, SEQUENCE).get_columns()), came

    def _held(self, touched: Slots, known: Mask) -> pl.DataFrame:
        """All numbers of slots, each with the position of its slot, as rows that came."""
        at, later = self._later.listed(touched)
        numbers = pl.DataFrame([*self._oldest(touched[known]), pl.Series(_AT, np.flatnonzero(known))])
        held = pl.concat([numbers, later.select(*self._dates, SEQUENCE, pl.Series(_AT, at))])
        return held.with_columns(pl.lit(1, dtype=pl.Int64()).alias(_STEP))

    def _oldest(self, slots: Slots) -> list[pl.Series]:
        """The number of the oldest row of each slot, with a time to live behind the time when it came."""
        numbers = pl.Series(SEQUENCE, self._number.values[slots])
        return [*(pl.Series(name, self._came.values[slots]) for name in self._dates), numbers]

    def _keep(self, touched: Slots, left: pl.DataFrame) -> None:
        """Make these the numbers of the slots, and give up slots that have none."""
        oldest = left.unique(_AT, keep="first", maintain_order=True)
        where = touched[oldest[_AT].to_numpy()]
        self._number.values[where] = oldest[SEQUENCE].to_numpy()
        if self._dates:
            self._came.values[where] = oldest[CAME].to_numpy()
        later = left.join(oldest, on=SEQUENCE, how="anti", maintain_order="left")
        self._listed += later.height - int(self._more.values[touched].sum())
        counts = np.bincount(left[_AT].to_numpy(), minlength=len(touched))
        self._more.values[touched] = np.maximum(counts - 1, 0)
        self._later.discard(touched)
        self._later.restore(touched[later[_AT].to_numpy()], later)
        self._table.delete(touched[counts == 0])

    def _numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        numbers = pl.int_range(self._next, self._next + rows.height, dtype=pl.Int64, eager=True)
        self._next += rows.height
        return self._dated(rows).with_columns(numbers.alias(SEQUENCE))

    def _dated(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.lit(self.now, dtype=pl.Int64()).alias(name) for name in self._dates)

    def _written(self, slots: Slots) -> None:
        if self._ttl is not None:
            self._ttl.written(slots)
