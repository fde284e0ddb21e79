"""ORDER BY keys as Polars sorts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from drey.records import record


@record
class RowOrder:
    """The keys of an ORDER BY, most significant first.

    Args:
        names: The columns.
        descending: For each column whether large values come first.
        nulls_last: For each column whether NULLs come last.
    """

    names: tuple[str, ...]
    descending: tuple[bool, ...]
    nulls_last: tuple[bool, ...]

    @classmethod
    def from_json(cls, order: Sequence[Sequence[Any]]) -> RowOrder:
        """From ``[[name, ascending, nulls_first], ...]``."""
        return cls(
            tuple(name for name, _, _ in order),
            tuple(not ascending for _, ascending, _ in order),
            tuple(not nulls_first for _, _, nulls_first in order),
        )

    def then(self, name: str) -> RowOrder:
        """This order, and rows that are equal in it by a column, smallest values first."""
        return RowOrder((*self.names, name), (*self.descending, False), (*self.nulls_last, False))

    def not_behind(self, rows: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
        """The rows without many of those that come after all of ``first``, which is in order and came before them."""
        if not self.names or not first.height:
            return rows.clear()
        column, last = rows[self.names[0]], first[self.names[0]].tail(1)
        if last.dtype.is_nested():
            return rows
        if last.null_count():
            return rows if self.nulls_last[0] else rows.filter(column.is_null())
        before = column >= last if self.descending[0] else column <= last
        return rows.filter(before.fill_null(not self.nulls_last[0]))

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows in order; equal ones stay as they are."""
        if not self.names:
            return frame
        return frame.sort(
            self.names, descending=self.descending, nulls_last=self.nulls_last, maintain_order=True
        )
