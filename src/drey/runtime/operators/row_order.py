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

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows in order; equal ones stay as they are."""
        if not self.names:
            return frame
        return frame.sort(
            self.names, descending=self.descending, nulls_last=self.nulls_last, maintain_order=True
        )
