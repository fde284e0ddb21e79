"""ORDER BY with LIMIT on a changelog: a Top-N without partitions."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.changes import signs_of, with_kind
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.types.changelog import RowKind
from drey.types.polars_types import empty_frame

_LEAST_HEAD = 1024
_NTH = "$nth"
_AT = "$at"


class SortLimitOperator(Operator):
    """Keeps the rows that ``ORDER BY order OFFSET offset FETCH fetch`` gives and emits how they change.

    Kind ``sort-limit``. Of equal rows the older comes first; without an order the oldest rows count.

    State: the first ``offset + fetch`` rows in order. If the input retracts, all rows, because a row that goes
    makes room for one further down: a sorted head of some thousand rows, which most changes concern, and an
    unsorted rest that is only looked into when the head has run short.

    Changelog: takes any changes (``retract_input`` says whether ``-U`` and ``-D`` may come). For each batch it
    emits ``-D`` for rows that leave the result and then ``+I`` for rows that enter it, in order; rows that
    stay are not mentioned. A retraction of a row that is not there is ignored. Watermarks pass.

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
        self._order = RowOrder.from_json(params["order"])
        self._offset: int = params.get("offset") or 0
        self._fetch: int | None = params["fetch"]
        self._retract = bool(params["retract_input"])
        self._wanted = None if self._fetch is None else self._offset + self._fetch
        self._empty = empty_frame(context.inputs[0])
        self._head = self._empty  # in order; every row of the rest comes after it
        self._rest: list[pl.DataFrame] = []
        self._rest_gone: list[pl.DataFrame] = []

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        rows, signs = batch.rows, signs_of(batch)
        before = self._head.slice(self._offset, self._fetch)
        if signs is None:
            self._add(rows)
        else:
            self._add(rows.filter(pl.Series(signs > 0)))
            self._take_back(rows.filter(pl.Series(signs < 0)))
        self.context.metrics.state_rows = self._head.height + sum(frame.height for frame in self._rest)
        change = _difference(before, self._head.slice(self._offset, self._fetch))
        return () if change is None else (change,)

    def _add(self, rows: pl.DataFrame) -> None:
        marked = [
            self._head.with_columns(pl.lit(True).alias(_AT)),
            rows.with_columns(pl.lit(False).alias(_AT)),
        ]
        merged = self._order.sort(pl.concat(marked))
        end = merged.height
        if self._rest:
            # Only what comes before a row of the head is known to come before the rest.
            own = merged[_AT].arg_true()
            end = 0 if not len(own) else int(own[-1]) + 1
        self._split(merged.drop(_AT), end)

    def _split(self, merged: pl.DataFrame, end: int) -> None:
        """Make the first rows the head, at most ``end``, and the others part of the rest."""
        if self._wanted is not None:
            if not self._retract:
                self._head = merged.head(self._wanted).rechunk()
                return
            if end > 2 * max(self._wanted, _LEAST_HEAD):
                end = max(self._wanted, _LEAST_HEAD)
        self._head = merged.head(end)
        if end < merged.height:
            self._rest.append(merged.slice(end))

    def _take_back(self, gone: pl.DataFrame) -> None:
        self._head, missing = _without(self._head, gone)
        if self._rest and missing.height:
            self._rest_gone.append(missing)
        if self._rest and self._wanted is not None and self._head.height < self._wanted:
            rest = self._settled_rest()
            self._rest = []
            merged = self._order.sort(pl.concat([self._head, rest]))
            self._split(merged, merged.height)

    def _settled_rest(self) -> pl.DataFrame:
        rest = pl.concat([self._empty, *self._rest])
        if self._rest_gone:
            rest, _ = _without(rest, pl.concat(self._rest_gone))
        self._rest, self._rest_gone = [rest] if rest.height else [], []
        return rest

    def snapshot(self, writer: StateWriter) -> None:
        writer.table("rows", pl.concat([self._head, self._settled_rest()]))

    def restore(self, reader: StateReader) -> None:
        rows = reader.table("rows")
        if rows is not None:
            self._split(self._order.sort(rows), rows.height)


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their number among equal rows, and their position."""
    return rows.with_columns(
        pl.int_range(pl.len()).over(rows.columns).alias(_NTH), pl.int_range(pl.len()).alias(_AT)
    )


def _without(rows: pl.DataFrame, gone: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows except one, the first, for each equal row in ``gone``; and what of ``gone`` wasn't found."""
    if not gone.height:
        return rows, gone
    on = [*rows.columns, _NTH]
    stored, wanted = _numbered(rows), _numbered(gone)
    found = stored.join(wanted.select(on), on=on, how="semi", nulls_equal=True)
    mask = np.ones(rows.height, dtype=np.bool_)
    mask[found[_AT].to_numpy()] = False
    missing = wanted.join(stored.select(on), on=on, how="anti", nulls_equal=True)
    return rows.filter(pl.Series(mask)), missing.drop(_NTH, _AT)


def _difference(before: pl.DataFrame, after: pl.DataFrame) -> ChangelogBatch | None:
    """``-D`` for rows only before, then ``+I`` for rows only after, counted as multisets."""
    old, new = _numbered(before), _numbered(after)
    on = [*before.columns, _NTH]
    left = old.join(new, on=on, how="anti", nulls_equal=True).sort(_AT)
    entered = new.join(old, on=on, how="anti", nulls_equal=True).sort(_AT)
    kinds = np.concatenate([np.full(left.height, RowKind.DELETE), np.full(entered.height, RowKind.INSERT)])
    rows = pl.concat([left, entered]).drop(_NTH, _AT)
    return with_kind(rows, kinds.astype(np.int8)) if rows.height else None
