"""Drops UPDATE_BEFORE rows in front of an operator that updates by key and needs none.

Computes: all rows but those of kind ``-U``. State: none. Changelog in: any, out: ``I, UA, D``. Watermarks: pass
through.

Example:
    ``-U(1, 'x'), +U(1, 'y')`` becomes ``+U(1, 'y')``.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator
from drey.types.changelog import RowKind


class DropUpdateBeforeOperator(Operator):
    """See the module."""

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        if batch.insert_only:
            yield batch
        else:
            yield ChangelogBatch(batch.data.filter(pl.col(ROW_KIND) != int(RowKind.UPDATE_BEFORE)))
