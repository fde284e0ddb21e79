"""The first rows, in order, of an input that only inserts."""

from __future__ import annotations

import polars as pl

from drey.functions.aggregates.accumulator import Signs
from drey.runtime.clock import Clock
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.state.columns import owned
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import ACCESSED, StateTtl


class InsertedRows:
    """Keeps no more than the rows that are wanted, in memory.

    With a time to live a row is forgotten so long after a row with its sort key last came among the first. If more than
    one is wanted, that is looked for only once in that time, as by Flink's ``AppendOnlyTopNFunction``.

    Args:
        empty: A frame of the columns.
        order: The order; equal rows are in the order in which they came.
        wanted: How many rows; None for all.
        ttl: How long they live; None for ever.
        clock: The time.
    """

    def __init__(
        self, empty: pl.DataFrame, order: RowOrder, wanted: int | None, ttl: StateTtl | None, clock: Clock
    ) -> None:
        self._columns = empty.columns
        self._order = order
        self._wanted = wanted
        self._ttl = ttl
        self._clock = clock
        self._now = clock()
        self._looked = 0
        self.first = self._dated(empty)
        """The rows in order; with a time to live, with ``$accessed``."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.first.height

    @property
    def nbytes(self) -> int:
        """The size of the rows, in bytes."""
        return int(self.first.estimated_size())

    def forget(self, emitted: pl.DataFrame) -> pl.DataFrame:
        """Drop what is past its life by now; returns which of some emitted rows are still remembered."""
        if self._ttl is None:
            return emitted
        self._now = self._clock()
        if self._wanted != 1 and self._looked + self._ttl.ttl > self._now:
            return emitted
        self._looked = self._now
        alive = pl.col(ACCESSED) + self._ttl.ttl > self._now
        self.first = self.first.filter(alive)
        return emitted.filter(alive)

    def apply(self, rows: pl.DataFrame, signs: Signs | None) -> None:
        """More rows have come; ``signs`` is None."""
        merged = self._order.sort(pl.concat([self.first, self._dated(rows.select(self._columns))]))
        first = merged if self._wanted is None else merged.head(self._wanted)
        if self._ttl is not None:
            last = pl.col(ACCESSED).max()
            first = first.with_columns(last.over(self._order.names) if self._order.names else last)
        self.first = pl.DataFrame([owned(series) for series in first])

    def snapshot(self, writer: StateWriter) -> None:
        """Write the rows."""
        writer.table("rows", self.first)

    def restore(self, reader: StateReader) -> None:
        """Take over the rows of a snapshot; if it hasn't got their last access, they live from now on."""
        rows = reader.table("rows")
        if rows is not None:
            known = rows if ACCESSED in rows.columns else self._dated(rows)
            self.first = self._order.sort(known.select(self.first.columns))

    def _dated(self, rows: pl.DataFrame) -> pl.DataFrame:
        if self._ttl is None:
            return rows
        return rows.with_columns(pl.lit(self._now, dtype=pl.Int64()).alias(ACCESSED))
