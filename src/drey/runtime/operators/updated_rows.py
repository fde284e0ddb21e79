"""The first rows, in order, of an input that takes rows back."""

from __future__ import annotations

import numpy as np
import polars as pl

from drey.functions.aggregates.accumulator import Signs
from drey.runtime.clock import Clock
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.operators.row_table import CAME, RowTable
from drey.runtime.state.backend import StateBackend
from drey.runtime.state.columns import owned
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import StateTtl
from drey.runtime.state.value_tables import SEQUENCE

_LEAST_HEAD = 4096
_OWN = "$own"


class UpdatedRows:
    """Keeps all rows in the state backend, because one that goes makes room for one further down.

    The first few thousand rows are in memory as well, sorted, as most changes of the result concern these. When too many
    of them have gone, all rows are looked through for the next ones, which takes 1 to 2 us for each in RocksDB.

    With a time to live rows are forgotten so long after they came, but for those that are wanted: they can be taken back
    for as long as they are.

    Args:
        empty: A frame of the columns.
        order: The order; equal rows are in the order in which they came.
        wanted: How many rows must be among the first, if there are as many.
        backend: Where all rows are.
        max_parallelism: The number of key groups.
        ttl: How long rows live; None for ever.
        clock: The time.
    """

    def __init__(
        self,
        empty: pl.DataFrame,
        order: RowOrder,
        wanted: int,
        backend: StateBackend,
        max_parallelism: int,
        ttl: StateTtl | None,
        clock: Clock,
    ) -> None:
        self._order = order
        self._wanted = wanted
        self._most = max(wanted, _LEAST_HEAD)
        self._ttl = ttl
        self._clock = clock
        self._all = RowTable(empty, backend, max_parallelism, ttl, clock)
        self._accessed = 0
        self.first = self._all.empty
        """The first rows in order, with their numbers (see :attr:`RowTable.empty`)."""
        self._whole = True  # these are all rows; else every other row comes after them

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._all.count

    @property
    def nbytes(self) -> int:
        """The size of all rows, in bytes."""
        return self._all.nbytes

    def forget(self, emitted: pl.DataFrame) -> pl.DataFrame:
        """Drop what is past its life by now; returns which of some emitted rows are still remembered: all."""
        if self._ttl is not None:
            self._all.now = self._clock()
            self._renew(self._ttl.ttl)
            self._take_out(self._all.sweep(self._accessed))
            self.first = self._all.alive(self.first)
        return emitted

    def apply(self, rows: pl.DataFrame, signs: Signs | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows have come and gone; see :meth:`RowTable.apply`."""
        gone, came = self._all.apply(rows, signs)
        self._accessed = rows.height
        self._take_out(gone)
        self._put_in(came)
        if not self._whole and self.first.height < self._wanted:
            self._fill()
        return gone, came

    def snapshot(self, writer: StateWriter) -> None:
        """Write all rows."""
        self._all.snapshot(writer)

    def restore(self, reader: StateReader) -> None:
        """Take over the rows of a snapshot."""
        self._all.restore(reader)
        self._fill()

    def _renew(self, ttl: int) -> None:
        """Let the rows that are wanted live on, well before they are past their life."""
        now = self._all.now
        due = self.first.head(self._wanted).filter(pl.col(CAME) + ttl // 2 <= now)
        if due.height:
            self._all.renew(due)
            renewed = np.isin(self.first[SEQUENCE].to_numpy(), due[SEQUENCE].to_numpy())
            times = np.where(renewed, now, self.first[CAME].to_numpy())
            self.first = self.first.with_columns(pl.Series(CAME, times))

    def _take_out(self, gone: pl.DataFrame) -> None:
        if not gone.height or not self.first.height:
            return
        numbers = self.first[SEQUENCE].to_numpy()
        order = np.argsort(numbers)
        wanted = gone[SEQUENCE].to_numpy()
        places = np.minimum(np.searchsorted(numbers, wanted, sorter=order), len(numbers) - 1)
        hit = order[places[numbers[order[places]] == wanted]]
        if len(hit):
            kept = np.ones(len(numbers), dtype=np.bool_)
            kept[hit] = False
            self.first = self.first.filter(pl.Series(kept))

    def _put_in(self, came: pl.DataFrame) -> None:
        """Make the rows that have come part of the first ones, as far as it is known that they are."""
        if not self._whole:
            # Only what comes before one of the first rows is known to come before the others.
            came = self._order.not_behind(came, self.first)
        if not came.height:
            return
        own, others = pl.lit(True).alias(_OWN), pl.lit(False).alias(_OWN)
        merged = self._order.sort(pl.concat([self.first.with_columns(own), came.with_columns(others)]))
        end = merged.height
        if not self._whole:
            places = merged[_OWN].arg_true()
            end = 0 if not len(places) else int(places[-1]) + 1
        if end > 2 * self._most:
            end = self._most
        self._whole = self._whole and end == merged.height
        kept = merged.head(end)
        if not kept[_OWN].all():
            self.first = pl.DataFrame([owned(series) for series in kept.drop(_OWN)])

    def _fill(self) -> None:
        """Find the first rows among all."""
        first, found = self.first.clear(), 0
        order = self._order.then(SEQUENCE)
        for rows in self._all.rows():
            found += rows.height
            first = order.sort(pl.concat([first, rows])).head(self._most)
        self.first = pl.DataFrame([owned(series) for series in first])
        self._whole = found <= self._most
