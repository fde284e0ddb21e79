"""Keeps an upsert sink right when the query's key is not the table's primary key.

Rows of several query keys may share a primary key; then the table holds the one that came last of those that are still
there, and when that goes, the one before it comes back. After Flink's ``SinkUpsertMaterializer``, but emitting
the net change per batch and key.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from drey.runtime.elements import ROW_KIND
from drey.types.changelog import RowKind
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema

_SEQUENCE = "$sequence"
_CHANGE = "$change"
_ADDS = (int(RowKind.INSERT), int(RowKind.UPDATE_AFTER))


class UpsertMaterializer:
    """All rows that are in the query's result, in the order in which they came.

    Args:
        row_type: The sink's columns.
        primary_key: The table's key.
        upsert_keys: The query's key among the sink's columns; empty if unknown, then whole rows are compared.
    """

    def __init__(self, row_type: RowType, primary_key: Sequence[str], upsert_keys: Sequence[str]) -> None:
        self._columns = list(row_type.names)
        self._key = list(primary_key)
        self._upsert = list(upsert_keys) if set(upsert_keys) <= set(self._columns) else []
        self._identity = list(dict.fromkeys([*self._key, *(self._upsert or self._columns)]))
        self._next = 0
        self.rows = pl.DataFrame(schema={**polars_schema(row_type), _SEQUENCE: pl.Int64()})

    def restore(self, rows: pl.DataFrame) -> None:
        """Continue from :attr:`rows` of a snapshot."""
        self.rows = rows
        greatest = rows[_SEQUENCE].max()
        self._next = greatest + 1 if isinstance(greatest, int) else 0

    def apply(self, rows: pl.DataFrame, kinds: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """What has to be written for a batch: ``+I``, ``+U`` and ``-D`` by primary key, at most one of each."""
        sequence = pl.int_range(self._next, self._next + rows.height, dtype=pl.Int64, eager=True)
        self._next += rows.height
        batch = rows.with_columns(sequence.alias(_SEQUENCE), kinds.is_in(_ADDS).alias(_CHANGE))
        keys = rows.select(self._key).unique(maintain_order=True)
        known = self.rows.join(keys, on=self._key, how="semi", nulls_equal=True)
        events = pl.concat([known.with_columns(pl.lit(True).alias(_CHANGE)), batch]).sort(_SEQUENCE)
        left = (self._by_upsert_key(events) if self._upsert else self._by_row(events)).sort(_SEQUENCE)
        if known.height:
            self.rows = self.rows.join(keys, on=self._key, how="anti", nulls_equal=True)
        self.rows = pl.concat([self.rows, left])
        return self._difference(keys, self._last(known), self._last(left))

    def _by_row(self, events: pl.DataFrame) -> pl.DataFrame:
        """Equal rows are interchangeable and the oldest goes first; a retraction of nothing is passed over.

        Their number behaves as a sum that never falls below zero, so as many of the last additions are left
        as the sum ends above its least value.
        """
        step = pl.when(_CHANGE).then(1).otherwise(-1)
        total, least = step.sum(), pl.min_horizontal(step.cum_sum().min(), 0)
        adds = pl.col(_CHANGE).cast(pl.Int64)
        newer = adds.sum() - adds.cum_sum()
        left = pl.col(_CHANGE) & (newer < total - least)
        return events.filter(left.over(self._columns)).select(*self._columns, _SEQUENCE)

    def _by_upsert_key(self, events: pl.DataFrame) -> pl.DataFrame:
        """The last row of each query key, in the place of the first since the key was last away."""
        away = pl.when(~pl.col(_CHANGE)).then(_SEQUENCE).max().fill_null(-1)
        place = pl.when(pl.col(_CHANGE) & (pl.col(_SEQUENCE) > away)).then(_SEQUENCE).min()
        return (
            events.with_columns(place.over(self._identity).alias("$place"))
            .unique(self._identity, keep="last", maintain_order=True)
            .filter(_CHANGE)
            .select(*self._columns, pl.col("$place").alias(_SEQUENCE))
        )

    def _last(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.sort(_SEQUENCE).unique(self._key, keep="last", maintain_order=True).select(self._columns)

    def _difference(
        self, keys: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.Series]:
        on = self._key
        equal = before.join(after, on=self._columns, how="semi", nulls_equal=True)
        changed = after.join(equal, on=on, how="anti", nulls_equal=True)
        parts = [
            (before.join(after, on=on, how="anti", nulls_equal=True), RowKind.DELETE),
            (changed.join(before, on=on, how="anti", nulls_equal=True), RowKind.INSERT),
            (changed.join(before, on=on, how="semi", nulls_equal=True), RowKind.UPDATE_AFTER),
        ]
        marked = [f.with_columns(pl.lit(int(kind), dtype=pl.Int8).alias(ROW_KIND)) for f, kind in parts]
        ordered = keys.join(pl.concat(marked), on=on, how="inner", nulls_equal=True, maintain_order="left")
        return ordered.select(self._columns), ordered[ROW_KIND]
