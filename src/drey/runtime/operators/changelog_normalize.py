"""Turns an upsert stream into a full changelog by remembering the last row of each key.

Computes: for each change of a key the difference to what is known: ``+I`` for a new key, ``-U`` and ``+U`` for a
changed row, nothing for an equal one, ``-D`` with the full row for a delete, nothing for the delete of an unknown
key. Several changes of a key in one batch give their net change. State: one row for each key, freed by its delete or
``table.exec.state.ttl`` after its last change, of which nothing is emitted: the key is new when it comes again. With a
time to live an equal row is an update, too, so that what follows doesn't forget it.
Changelog in: ``I, UA, D``, deletes may have NULL outside the key; out: ``I, UB, UA, D``, without UB if
``update_before`` is false. Watermarks: pass through.

Params: ``{"keys": [column name], "update_before": bool}``.

Example:
    ``+I(1, 'x'), +U(1, 'y')`` in two batches: ``+I(1, 'x')``, then ``-U(1, 'x'), +U(1, 'y')``.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.changes import differing, net_changes
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.runtime.state.columns import state_column
from drey.runtime.state.grouping import SlotGrouper
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import SlotTtl
from drey.types.changelog import RowKind
from drey.types.polars_types import polars_schema


class ChangelogNormalizeOperator(Operator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        self._keys: list[str] = list(context.spec.params["keys"])
        self._update_before: bool = context.spec.params.get("update_before", True)
        schema = polars_schema(context.inputs[0])
        self._names = list(schema)
        self._values = [name for name in schema if name not in self._keys]
        self._table = context.state.keyed_table(
            {name: schema[name] for name in self._keys},
            {name: state_column(schema[name]) for name in self._values},
            context.max_parallelism,
        )
        self._ttl: SlotTtl | None = None
        if context.state_ttl is not None:
            self._ttl = SlotTtl(self._table, context.state_ttl, context.clock)
        self._grouper = SlotGrouper()

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        table = self._table
        last = (
            batch.data.with_columns(batch.kinds)
            .filter(pl.col(ROW_KIND) != int(RowKind.UPDATE_BEFORE))
            .unique(self._keys, keep="last", maintain_order=True)
        )
        keys = last.select(self._keys)
        slots, added = table.lookup_or_insert(keys)
        had = ~self._grouper.among(slots, added, table.capacity)
        has = (last[ROW_KIND] != int(RowKind.DELETE)).to_numpy()
        if self._ttl is not None:
            had &= ~self._ttl.expired(slots)
        kept, both = slots[had], had & has
        old = [table.columns[name].gather(kept).alias(name) for name in self._values]
        new = last.filter(pl.Series(has)).select(self._values).get_columns()
        differs = np.ones(len(slots), dtype=np.bool_)
        if self._ttl is None:
            differs[both] = differing(
                [series.filter(pl.Series(both[had])) for series in old],
                [series.filter(pl.Series(both[has])) for series in new],
                int(both.sum()),
            )
        had_out, has_out = had & differs, has & differs
        old = [series.filter(pl.Series(had_out[had])) for series in old]
        new = [series.filter(pl.Series(has_out[has])) for series in new]
        out = net_changes(keys, (old, new), had_out, has_out, self._update_before)
        stored = slots[has_out]
        table.tracker.touch(stored, distinct=True)
        for series in new:
            table.columns[series.name].scatter(stored, series)
        table.delete(slots[~has])
        if self._ttl is not None:
            self._ttl.written(stored)
            table.delete(self._ttl.sweep(len(slots)))
        self.context.metrics.state_rows = len(table)
        if out is not None:
            yield ChangelogBatch(out.data.select(*self._names, *out.data.columns[len(self._names) :]))

    def snapshot(self, writer: StateWriter) -> None:
        writer.slots("rows", self._table.tracker, self.context.max_parallelism)
        self.context.metrics.state_bytes = self._table.nbytes

    def restore(self, reader: StateReader) -> None:
        for frame in reader.frames("rows"):
            self._table.restore(frame, reader.rows("rows"))
