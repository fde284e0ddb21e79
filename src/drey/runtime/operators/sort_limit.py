"""ORDER BY with LIMIT on a changelog: a Top-N without partitions."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.changes import signs_of, with_kind
from drey.runtime.operators.inserted_rows import InsertedRows
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.operators.updated_rows import UpdatedRows
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.value_tables import SEQUENCE
from drey.types.changelog import RowKind
from drey.types.polars_types import empty_frame

_NTH = "$nth"
_AT = "$at"


class SortLimitOperator(Operator):
    """Keeps the rows that ``ORDER BY order OFFSET offset FETCH fetch`` gives and emits how they change.

    Kind ``sort-limit``. Of equal rows the older comes first; without an order the oldest rows count.

    State: the first ``offset + fetch`` rows in order, in memory. If the input retracts, all rows, in the state backend,
    because a row that goes makes room for one further down; the first ``offset + fetch``, and some thousand after
    them, are in memory besides. With ``table.exec.state.ttl`` rows are forgotten so long after they came. Of inserts
    these are those of the result, too, of which nothing is emitted: others take their places.

    Changelog: takes any changes (``retract_input`` says whether ``-U`` and ``-D`` may come). For each batch it
    emits ``-D`` for rows that leave the result and then ``+I`` for rows that enter it, in order; rows that
    stay are not mentioned. A row that is taken back and comes again is mentioned if there is a time to live, so that
    what follows doesn't forget it. A retraction of a row that is not there is ignored. Watermarks pass.

    Parameters: ``order`` (``[[name, ascending, nulls_first], ...]``), ``offset``, ``fetch``,
    ``retract_input``; ``generate_update_before`` makes no difference, as rows have no key here.

    Example:
        >>> from drey.testing.operators import change_list, operator_for
        >>> params = {"order": [["x", True, True]], "offset": 0, "fetch": 2,
        ...           "generate_update_before": True, "retract_input": False}
        >>> operator = operator_for(SortLimitOperator, params, "x BIGINT", "x BIGINT")
        >>> change_list(operator.process(ChangelogBatch(pl.DataFrame({"x": [5, 3, 4]}))))
        [('+I', (3,)), ('+I', (4,))]
        >>> change_list(operator.process(ChangelogBatch(pl.DataFrame({"x": [1, 9]}))))
        [('-D', (4,)), ('+I', (1,))]
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        order = RowOrder.from_json(params["order"])
        self._offset: int = params.get("offset") or 0
        self._fetch: int | None = params["fetch"]
        empty, ttl = empty_frame(context.inputs[0]), context.state_ttl
        wanted = self._offset + (self._fetch or 0)
        self._compared = list(empty.columns)
        self._rows: InsertedRows | UpdatedRows
        if params["retract_input"]:
            self._rows = UpdatedRows(
                empty, order, wanted, context.state, context.max_parallelism, ttl, context.clock
            )
            if ttl is not None:
                self._compared.append(SEQUENCE)
        else:
            self._rows = InsertedRows(
                empty, order, None if self._fetch is None else wanted, ttl, context.clock
            )

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        rows, signs = self._rows, signs_of(batch)
        if self._fetch is None and isinstance(rows, UpdatedRows):
            skipped = rows.forget(rows.first.head(self._offset))
            gone, came = rows.apply(batch.rows, signs)
            left, entered = _behind(skipped, rows.first.head(self._offset), gone, came)
        else:
            left = rows.forget(rows.first.slice(self._offset, self._fetch))
            rows.apply(batch.rows, signs)
            entered = rows.first.slice(self._offset, self._fetch)
        self.context.metrics.state_rows = rows.count
        change = _difference(left.select(self._compared), entered.select(self._compared))
        return () if change is None else (change,)

    def snapshot(self, writer: StateWriter) -> None:
        self._rows.snapshot(writer)
        self.context.metrics.state_bytes = self._rows.nbytes

    def restore(self, reader: StateReader) -> None:
        self._rows.restore(reader)


def _behind(
    before: pl.DataFrame, after: pl.DataFrame, gone: pl.DataFrame, came: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What has left, and what has entered, the rows behind the first ones.

    Args:
        before: The first rows before a change.
        after: Those after it.
        gone: Rows that were there before it only.
        came: Rows that are there after it only.
    """
    left = [_except(gone, before), _except(_except(after, before), came)]
    entered = [_except(came, after), _except(_except(before, after), gone)]
    return pl.concat(left), pl.concat(entered)


def _except(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on=SEQUENCE, how="anti", maintain_order="left")


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their number among equal rows, and their position."""
    return rows.with_columns(
        pl.int_range(pl.len()).over(rows.columns).alias(_NTH), pl.int_range(pl.len()).alias(_AT)
    )


def _difference(before: pl.DataFrame, after: pl.DataFrame) -> ChangelogBatch | None:
    """``-D`` for rows only before, then ``+I`` for rows only after, counted as multisets."""
    if before.equals(after):
        return None
    old, new = _numbered(before), _numbered(after)
    on = [*before.columns, _NTH]
    left = old.join(new, on=on, how="anti", nulls_equal=True).sort(_AT)
    entered = new.join(old, on=on, how="anti", nulls_equal=True).sort(_AT)
    kinds = np.concatenate([np.full(left.height, RowKind.DELETE), np.full(entered.height, RowKind.INSERT)])
    rows = pl.concat([left, entered]).drop(_NTH, _AT, SEQUENCE, strict=False)
    return with_kind(rows, kinds.astype(np.int8)) if rows.height else None
