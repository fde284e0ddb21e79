"""Row kinds in columns: signs of incoming rows, and batches of outgoing changes."""

from __future__ import annotations

from collections.abc import Sequence

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


def differing(old: Sequence[pl.Series], new: Sequence[pl.Series], count: int) -> Mask:
    """For each of ``count`` rows that are in two versions whether a column differs; NULL equals NULL."""
    changed: Mask = np.zeros(count, dtype=np.bool_)
    for before, after in zip(old, new, strict=True):
        changed |= before.ne_missing(after).to_numpy()
        if changed.all():
            break
    return changed


def net_changes(
    keys: pl.DataFrame | None,
    versions: tuple[Sequence[pl.Series], Sequence[pl.Series]],
    had: Mask,
    has: Mask,
    update_before: bool,
) -> ChangelogBatch | None:
    """The changes that turn one version of keyed rows into another.

    A key with a row in both versions is an update, written as ``-U +U`` side by side, or only ``+U`` if
    ``update_before`` is false; a key with only one is ``+I`` or ``-D``. Keys keep their order.

    Args:
        keys: The key columns, one row for each key; None if there are none.
        versions: The other columns before, in the rows of the keys where ``had`` is true, and after, where
            ``has`` is.
        had: For each key whether it had a row.
        has: For each key whether it has a row.
        update_before: Whether to write ``-U``.
    """
    both = had & has
    if update_before or not both.any():
        return _ordered(keys, versions, had, has, both)
    kept = pl.Series(~both[had])
    old = [column.filter(kept) for column in versions[0]]
    return _ordered(keys, (old, versions[1]), had & ~has, has, both)


def _ordered(
    keys: pl.DataFrame | None,
    versions: tuple[Sequence[pl.Series], Sequence[pl.Series]],
    had: Mask,
    has: Mask,
    updated: Mask,
) -> ChangelogBatch | None:
    old, new = versions
    before, after = np.flatnonzero(had), np.flatnonzero(has)
    before_kinds = np.where(updated[before], RowKind.UPDATE_BEFORE, RowKind.DELETE).astype(np.int8)
    after_kinds = np.where(updated[after], RowKind.UPDATE_AFTER, RowKind.INSERT).astype(np.int8)
    if not len(before) or not len(after):
        one_sided, kinds = (new, after_kinds) if len(after) else (old, before_kinds)
        chosen = after if len(after) else before
        if not len(chosen):
            return None
        every = keys is None or len(chosen) == keys.height
        columns = [] if keys is None else (keys if every else keys[pl.Series(chosen)]).get_columns()
        return with_kind(pl.DataFrame([*columns, *one_sided]), kinds)
    lengths = had.view(np.int8) + has.view(np.int8)
    ends = np.cumsum(lengths, dtype=np.int64)
    order = np.empty(len(before) + len(after), dtype=np.int64)
    order[ends[before] - lengths[before]] = np.arange(len(before))
    order[ends[after] - 1] = np.arange(len(before), len(order))
    take = pl.Series(order)
    columns = [] if keys is None else keys[pl.Series(np.concatenate([before, after])[order])].get_columns()
    values = [pl.concat([a, b], rechunk=True).gather(take) for a, b in zip(old, new, strict=True)]
    kinds = np.concatenate([before_kinds, after_kinds])[order]
    return with_kind(pl.DataFrame([*columns, *values]), kinds)
