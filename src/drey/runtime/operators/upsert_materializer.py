"""Keeps an upsert sink right when the query's key is not the table's primary key.

Rows of several query keys may share a primary key; then the table holds the one that came last of those that are still
there, and when that goes, the one before it comes back. After Flink's ``SinkUpsertMaterializer``, but emitting
the net change per batch and key. The rows of a key live ``table.exec.state.ttl`` after the last one that came or went.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from drey.runtime.clock import Clock, system_clock
from drey.runtime.elements import ROW_KIND
from drey.runtime.state.backend import StateBackend
from drey.runtime.state.columns import Slots
from drey.runtime.state.grouping import SlotGrouper
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import ACCESSED, SlotTtl, StateTtl
from drey.runtime.state.value_tables import SEQUENCE, ListedValues
from drey.types.changelog import RowKind
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema

_TABLE = "materialized"
_CHANGE = "$change"
_OWNER = "$owner"
_ADDS = (int(RowKind.INSERT), int(RowKind.UPDATE_AFTER))
_RESTORED_AT_ONCE = 1 << 16


class UpsertMaterializer:
    """All rows that are in the query's result, in the order in which they came, as lists by primary key.

    Args:
        row_type: The sink's columns.
        primary_key: The table's key.
        upsert_keys: The query's key among the sink's columns; empty if unknown, then whole rows are compared.
        backend: Where the rows are.
        max_parallelism: The number of key groups.
        ttl: How long the rows of a key live; None for ever.
        clock: The time.
    """

    def __init__(
        self,
        row_type: RowType,
        primary_key: Sequence[str],
        upsert_keys: Sequence[str],
        backend: StateBackend,
        max_parallelism: int,
        ttl: StateTtl | None = None,
        clock: Clock = system_clock,
    ) -> None:
        schema = polars_schema(row_type)
        self._columns = list(schema)
        self._key = list(primary_key)
        self._upsert = list(upsert_keys) if set(upsert_keys) <= set(self._columns) else []
        self._identity = list(dict.fromkeys([*self._key, *(self._upsert or self._columns)]))
        self._max_parallelism = max_parallelism
        self._table = backend.keyed_table({name: schema[name] for name in self._key}, {}, max_parallelism)
        values = {name: dtype for name, dtype in schema.items() if name not in self._key}
        self._ttl: SlotTtl | None = None
        if ttl is not None:
            self._ttl = SlotTtl(self._table, ttl, clock)
            values[ACCESSED] = pl.Int64()
        self._grouper = SlotGrouper()
        self._rows = ListedValues(list(values.values()), self._table.index, list(values))
        self._table.attach("rows", self._rows)
        self._next = 0
        self.count = 0
        """How many rows there are."""

    def snapshot(self, writer: StateWriter) -> None:
        """Write the rows with their key and place."""
        writer.slots(_TABLE, self._rows.tracker, self._max_parallelism)

    def restore(self, reader: StateReader) -> None:
        """Take over the rows of a snapshot, of several subtasks together if they had different keys."""
        for frame in reader.frames(_TABLE):
            for rows in frame.iter_slices(_RESTORED_AT_ONCE):
                owners, _ = self._table.lookup_or_insert(rows.select(self._key))
                self._table.tracker.touch(owners)
                lasting = rows if self._ttl is None else self._ttl.restored(owners, rows)
                self._rows.restore(owners, lasting)
                self.count += rows.height
                self._next = max(self._next, int(rows[SEQUENCE].to_numpy().max()) + 1)

    def apply(self, rows: pl.DataFrame, kinds: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """What has to be written for a batch: ``+I``, ``+U`` and ``-D`` by primary key, at most one of each."""
        keys = rows.select(self._key)
        row_slots, _ = self._table.lookup_or_insert(keys)
        first, groups = self._grouper.groups(row_slots, self._table.capacity)
        keys, slots = keys[pl.Series(first)], row_slots[first]
        self._table.tracker.touch(slots, distinct=True)
        if self._ttl is not None:
            self._forget(slots[self._ttl.expired(slots)])
        sequence = pl.int_range(self._next, self._next + rows.height, dtype=pl.Int64, eager=True)
        self._next += rows.height
        batch = rows.with_columns(
            sequence.alias(SEQUENCE), pl.Series(_OWNER, groups), kinds.is_in(_ADDS).alias(_CHANGE)
        )
        owners, values = self._rows.listed(slots)
        known = pl.concat([keys[pl.Series(owners)], values], how="horizontal").select(
            *self._columns, SEQUENCE, pl.Series(_OWNER, owners)
        )
        events = pl.concat([known.with_columns(pl.lit(True).alias(_CHANGE)), batch]).sort(SEQUENCE)
        left = (self._by_upsert_key(events) if self._upsert else self._by_row(events)).sort(SEQUENCE)
        self._rows.discard(slots)
        left_of = left[_OWNER].to_numpy()
        before, after = np.bincount(owners, minlength=len(slots)), np.bincount(left_of, minlength=len(slots))
        if self._ttl is not None:
            came = np.bincount(groups, batch[_CHANGE].to_numpy(), len(slots)) > 0
            self._ttl.written(slots[came | (before != after)])
            left = left.with_columns(pl.Series(ACCESSED, self._ttl.times(slots[left_of])))
        self._rows.restore(slots[left_of], left)
        self._table.delete(slots[after == 0])
        self.count += left.height - known.height
        if self._ttl is not None:
            self._drop(self._ttl.sweep(len(slots)))
        return self._difference(keys, self._last(known), self._last(left))

    def _forget(self, slots: Slots) -> None:
        """Forget the rows of slots that keep their keys."""
        if len(slots):
            self.count -= self._rows.listed(slots)[1].height
            self._rows.discard(slots)

    def _drop(self, slots: Slots) -> None:
        self._forget(slots)
        self._table.delete(slots)

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
        return events.filter(left.over(self._columns)).select(*self._columns, SEQUENCE, _OWNER)

    def _by_upsert_key(self, events: pl.DataFrame) -> pl.DataFrame:
        """The last row of each query key, in the place of the first since the key was last away."""
        away = pl.when(~pl.col(_CHANGE)).then(SEQUENCE).max().fill_null(-1)
        place = pl.when(pl.col(_CHANGE) & (pl.col(SEQUENCE) > away)).then(SEQUENCE).min()
        return (
            events.with_columns(place.over(self._identity).alias("$place"))
            .unique(self._identity, keep="last", maintain_order=True)
            .filter(_CHANGE)
            .select(*self._columns, pl.col("$place").alias(SEQUENCE), _OWNER)
        )

    def _last(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.sort(SEQUENCE).unique(self._key, keep="last", maintain_order=True).select(self._columns)

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
