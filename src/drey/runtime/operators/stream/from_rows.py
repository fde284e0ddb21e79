"""Columns to Python objects: what a table's rows are on a stream.

Computes: one value for each row: the value of the only column (``"shape": "value"``) or a ``Row`` with the columns'
names and the row's kind (``"row"``). With ``rowtime``, that column's values are the timestamps. Columns that are
``hidden`` are no part of the value; with them, a row whose only other column is NULL gives nothing. State: none.
Changelog in: any kinds for rows, only inserts for values. Watermarks: pass through.

Params: ``{"shape": "value" | "row", "rowtime": column | None, "type": output type}``, and ``"hidden": [columns]`` for
sources with metadata.

Example:
    ``a=[1], b=["x"]`` becomes ``[Row(a=1, b='x')]``.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.runtime.elements import ChangelogBatch, ObjectBatch
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.runtime.operators.stream.output_type import OutputType
from drey.runtime.operators.stream.row_values import RowValues
from drey.types import logical as t


class StreamFromRowsOperator(Operator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        hidden = params.get("hidden", ())
        self._rowtime: str | None = params["rowtime"]
        self._output = OutputType(params["type"], context.spec.name)
        fields = t.RowType(tuple(one for one in context.inputs[0].fields if one.name not in hidden))
        self._values = RowValues(params["shape"], fields, context.evaluation.time_zone)
        self._drops_null = bool(hidden) and params["shape"] == "value"

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        if self._drops_null:
            batch = ChangelogBatch(batch.rows.filter(pl.col(self._values.first).is_not_null()))
            if not batch.rows.height:
                return
        values = self._values.of(batch)
        timestamps = None
        if self._rowtime is not None:
            timestamps = batch.rows[self._rowtime].dt.epoch("ms").to_list()
        yield ObjectBatch(self._output.convert(values), timestamps)
