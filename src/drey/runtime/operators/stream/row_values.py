"""Columns to the values of a stream."""

from __future__ import annotations

from typing import Any

from drey.runtime.elements import ChangelogBatch
from drey.types import logical as t
from drey.types.changelog import RowKind
from drey.types.python_values import to_python
from drey.types.row import Row


class RowValues:
    """Makes one value of each row.

    Args:
        shape: ``value`` for the value of the only column, ``row`` for a ``Row`` with the columns' names and the row's
            kind.
        columns: The columns that make the value; others may be in a batch, too.
        time_zone: The session time zone.
    """

    def __init__(self, shape: str, columns: t.RowType, time_zone: str) -> None:
        self.first = columns.names[0]
        self._shape = shape
        self._columns = columns
        self._time_zone = time_zone

    def of(self, batch: ChangelogBatch) -> list[Any]:
        """The values of a batch."""
        rows = batch.rows
        columns = [to_python(rows[one.name], one.type, self._time_zone) for one in self._columns.fields]
        if self._shape == "value":
            return columns[0]
        make = Row(*self._columns.names)
        made: list[Any] = [make(*values) for values in zip(*columns, strict=True)]
        if not batch.insert_only:
            for row, kind in zip(made, batch.kinds.to_list(), strict=True):
                row.set_row_kind(RowKind(kind))
        return made
