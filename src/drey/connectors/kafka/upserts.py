"""Keeps the last change of each key until it is written."""

from __future__ import annotations

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.kafka import options as o
from drey.types.changelog import RowKind

_KIND = "$kind"


class UpsertBuffer:
    """Changes of an upsert table. ``sink.buffer-flush.*`` say how long they wait; without, they don't.

    Args:
        key: The primary key.
        rows: How many rows may wait.
        interval: How many seconds they may wait.
    """

    def __init__(self, key: tuple[str, ...], rows: int, interval: float) -> None:
        self._key = list(key)
        self._limit = rows
        self._interval = interval
        self._frames: list[pl.DataFrame] = []
        self._waiting = 0
        self._since: float | None = None

    @classmethod
    def of(cls, spec: TableSpec) -> UpsertBuffer:
        """The buffer of a table."""
        rows = o.FLUSH_ROWS.require(spec.options)
        interval = o.FLUSH_INTERVAL.require(spec.options).total_seconds()
        return cls(spec.primary_key, rows, interval)

    def __len__(self) -> int:
        return self._waiting

    def add(self, rows: pl.DataFrame, kinds: pl.Series | None) -> bool:
        """Keep rows; True if they are to be written now."""
        marks = pl.repeat(RowKind.INSERT, rows.height, dtype=pl.Int8, eager=True) if kinds is None else kinds
        self._frames.append(rows.with_columns(marks.alias(_KIND)))
        self._waiting += rows.height
        return not (self._limit > 0 and self._interval > 0) or self._waiting >= self._limit

    def due(self, now: float) -> bool:
        """True if rows have waited for long enough."""
        if not self._waiting or not self._interval:
            return False
        if self._since is None:
            self._since = now
        return now - self._since >= self._interval

    def take(self) -> tuple[pl.DataFrame, pl.Series]:
        """The last change of each key, in the order of the last changes; the buffer is empty then.

        An update's old row is no change of its own: the new one follows with the same key.
        """
        frame = pl.concat(self._frames)
        self._frames, self._waiting, self._since = [], 0, None
        changes = frame.filter(pl.col(_KIND) != RowKind.UPDATE_BEFORE.value)
        if self._limit > 0 and self._interval > 0:
            changes = changes.unique(subset=self._key, keep="last", maintain_order=True)
        return changes.drop(_KIND), changes[_KIND]
