"""Row kinds in columns: signs of incoming rows, and batches of outgoing changes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.accumulator import Signs
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.types.changelog import RowKind

_SIGNS = np.array([1, -1, 1, -1], dtype=np.int8)
Mask = npt.NDArray[np.bool_]


def signs_of(batch: ChangelogBatch) -> Signs | None:
    """+1 for rows that add and -1 for rows that take back; None if all rows add."""
    if batch.insert_only:
        return None
    signs: Signs = _SIGNS[batch.data[ROW_KIND].to_numpy()]
    return signs if (signs < 0).any() else None


def with_kind(rows: pl.DataFrame, kinds: npt.NDArray[np.int8]) -> ChangelogBatch:
    """A batch of rows with their kinds; the kind column is left out if all are inserts."""
    if not kinds.any():
        return ChangelogBatch(rows)
    return ChangelogBatch(rows.with_columns(pl.Series(ROW_KIND, kinds)))


def net_changes(
    old: pl.DataFrame, new: pl.DataFrame, had: Mask, has: Mask, update_before: bool
) -> ChangelogBatch | None:
    """The changes that turn one version of keyed rows into another.

    ``old`` holds, in order, the rows of the keys where ``had`` is true, ``new`` those where ``has`` is. A key
    with both is an update, written as ``-U +U`` side by side, or only ``+U`` if ``update_before`` is false;
    a key with only one is ``+I`` or ``-D``. Keys keep their order.

    Args:
        old: The rows before.
        new: The rows after.
        had: For each key whether it has a row in ``old``.
        has: For each key whether it has a row in ``new``.
        update_before: Whether to write ``-U``.
    """
    both = had & has
    if not update_before and both.any():
        old = old.filter(pl.Series(~both[had]))
        had = had & ~has
    new_kinds = np.where(both[has], RowKind.UPDATE_AFTER, RowKind.INSERT).astype(np.int8)
    if not old.height:
        return with_kind(new, new_kinds) if new.height else None
    old_kinds = np.where(both[had], RowKind.UPDATE_BEFORE, RowKind.DELETE).astype(np.int8)
    if not new.height:
        return with_kind(old, old_kinds)
    lengths = had.astype(np.int64) + has
    starts = np.cumsum(lengths) - lengths
    order = np.empty(len(old_kinds) + len(new_kinds), dtype=np.int64)
    order[starts[had]] = np.arange(len(old_kinds))
    order[(starts + had)[has]] = np.arange(len(old_kinds), len(order))
    rows = pl.concat([old, new], rechunk=True)[pl.Series(order)]
    return with_kind(rows, np.concatenate([old_kinds, new_kinds])[order])
