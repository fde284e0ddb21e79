"""The table that a changelog describes at its end."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.types.changelog import RowKind
from drey.types.logical import RowType
from drey.types.polars_types import empty_frame

_ORDER, _COUNT = "$order", "$count"


def final_frame(row_type: RowType, batches: Iterable[ChangelogBatch]) -> pl.DataFrame:
    """Apply all changes: rows that were added more often than removed, in the order of their last addition."""
    taken = list(batches)
    if not taken:
        return empty_frame(row_type)
    if all(batch.insert_only for batch in taken):
        return pl.concat([batch.data for batch in taken])
    changes = pl.concat([batch.rows.with_columns(batch.kinds) for batch in taken]).with_row_index(_ORDER)
    adds = pl.col(ROW_KIND).is_in([RowKind.INSERT.value, RowKind.UPDATE_AFTER.value])
    signed = changes.with_columns(pl.when(adds).then(1).otherwise(-1).alias(_COUNT))
    names = list(row_type.names)
    kept = (
        signed.group_by(names)
        .agg(pl.col(_COUNT).sum(), pl.col(_ORDER).filter(pl.col(_COUNT) > 0).max())
        .filter(pl.col(_COUNT) > 0)
        .sort(_ORDER)
    )
    return kept.select(pl.exclude(_COUNT, _ORDER).repeat_by(_COUNT)).explode(names).select(names)
