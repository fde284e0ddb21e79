"""Turns an upsert stream into a full changelog by remembering the last row of each key.

Computes: for each change of a key the difference to what is known: ``+I`` for a new key, ``-U`` and ``+U`` for a
changed row, nothing for an equal one, ``-D`` with the full row for a delete, nothing for the delete of an unknown
key. Several changes of a key in one batch give their net change. State: one row for each key, freed by its delete.
Changelog in: ``I, UA, D``, deletes may have NULL outside the key; out: ``I, UB, UA, D``, without UB if
``update_before`` is false. Watermarks: pass through.

Params: ``{"keys": [column name], "update_before": bool}``.

Example:
    ``+I(1, 'x'), +U(1, 'y')`` in two batches: ``+I(1, 'x')``, then ``-U(1, 'x'), +U(1, 'y')``.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.types.changelog import RowKind
from drey.types.polars_types import empty_frame

_ORDER = "$order"
_SIDE = "$side"


class ChangelogNormalizeOperator(Operator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        self._keys: list[str] = list(context.spec.params["keys"])
        self._update_before: bool = context.spec.params.get("update_before", True)
        self._rows = empty_frame(context.inputs[0])

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        keys = self._keys
        last = (
            batch.data.with_columns(batch.kinds)
            .filter(pl.col(ROW_KIND) != int(RowKind.UPDATE_BEFORE))
            .with_row_index(_ORDER)
            .unique(keys, keep="last", maintain_order=True)
        )
        before = self._rows.join(last.select(keys), on=keys, how="semi", nulls_equal=True)
        after = last.filter(pl.col(ROW_KIND) != int(RowKind.DELETE)).select(self._rows.columns)
        unknown = last.join(before, on=keys, how="anti", nulls_equal=True).select(*keys, _ORDER)
        out = self._difference(before, after, last.select(*keys, _ORDER), unknown)
        if before.height:
            self._rows = self._rows.join(before, on=keys, how="anti", nulls_equal=True)
        if after.height:
            self._rows = pl.concat([self._rows, after])
        self.context.metrics.state_rows = self._rows.height
        yield ChangelogBatch(out)

    def _difference(
        self, before: pl.DataFrame, after: pl.DataFrame, order: pl.DataFrame, unknown: pl.DataFrame
    ) -> pl.DataFrame:
        """The changes from ``before`` to ``after``, by the order in which the keys came."""
        keys, columns = self._keys, self._rows.columns
        equal = before.join(after, on=columns, how="semi", nulls_equal=True).select(keys)
        old = before.join(equal, on=keys, how="anti", nulls_equal=True)
        new = after.join(equal, on=keys, how="anti", nulls_equal=True)
        updated = old.join(new, on=keys, how="semi", nulls_equal=True)
        parts = [
            _marked(old.join(new, on=keys, how="anti", nulls_equal=True), RowKind.DELETE, 0),
            _marked(new.join(unknown, on=keys, how="semi", nulls_equal=True), RowKind.INSERT, 1),
            _marked(new.join(unknown, on=keys, how="anti", nulls_equal=True), RowKind.UPDATE_AFTER, 1),
        ]
        if self._update_before:
            parts.append(_marked(updated, RowKind.UPDATE_BEFORE, 0))
        joined = pl.concat(parts).join(order, on=keys, how="left", nulls_equal=True)
        return joined.sort(_ORDER, _SIDE).select(*columns, ROW_KIND)

    def snapshot(self, writer: StateWriter) -> None:
        writer.table("rows", self._rows)

    def restore(self, reader: StateReader) -> None:
        rows = reader.table("rows")
        if rows is not None:
            self._rows = rows


def _marked(rows: pl.DataFrame, kind: RowKind, side: int) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(int(kind), dtype=pl.Int8).alias(ROW_KIND), pl.lit(side, dtype=pl.Int8).alias(_SIDE)
    )
