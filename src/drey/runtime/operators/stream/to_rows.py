"""Python objects to columns: what a stream's values are in a table.

Computes: one row for each value: its fields (``"shape": "row"``), the value in the only column (``"value"``) or its
text there, as ``print`` writes it (``"text"``). With ``rowtime``, that column has the timestamps. The row kinds of
``Row`` values become those of the rows (``"changes": "kept"``), may only be inserts (``"checked"``) or don't matter
(``"ignored"``). A value None is no row. State: none. Changelog out: inserts, or any kinds.
Watermarks: pass through. With ``optional``, values may have no timestamps, and negative ones are none; that column is
null then.

Params: ``{"shape": "value" | "row" | "text", "rowtime": column | None, "changes": "kept" | "checked" | "ignored",
"type": input type}``, ``"optional": bool``, and ``"positions"`` of the fields of a tuple that the columns are, if not
all in their order.

Example:
    ``[Row(1, "x")]`` becomes ``f0=[1], f1=["x"]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import NoneType
from typing import Any

import polars as pl

from drey.errors import EvaluationError, ValidationError
from drey.runtime.elements import ROW_KIND, ChangelogBatch, ObjectBatch
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.types.changelog import RowKind
from drey.types.polars_types import polars_type
from drey.types.python_values import BadValueError, from_python
from drey.types.row import Row
from drey.types.stream_text import line_of
from drey.udf.failures import shown

_OF_OLDER_GRAPHS = {False: "ignored", True: "kept"}


class StreamToRowsOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._shape: str = params["shape"]
        self._rowtime: str | None = params["rowtime"]
        self._changes: str = _OF_OLDER_GRAPHS.get(params["changes"], params["changes"])
        self._positions: list[int] | None = params.get("positions")
        self._optional: bool = params.get("optional", False)
        self._text = line_of(params["type"])
        fields = context.spec.output.fields
        self._fields = [field for field in fields if field.name != self._rowtime]
        self._names = [field.name for field in self._fields]
        self._order = [field.name for field in fields]
        self._stamp_type = next((field.type for field in fields if field.name == self._rowtime), None)

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        values = batch.values
        columns: list[Any]
        if self._shape == "row":
            if NoneType in map(type, values):
                batch = _present(batch)
                values = batch.values
                if not values:
                    return
            columns = list(zip(*map(self._items, values), strict=True))
        else:
            columns = [values if self._shape == "value" else list(map(self._text, values))]
        zone = self.context.evaluation.time_zone
        series: list[pl.Series] = []
        for field, column in zip(self._fields, columns, strict=True):
            try:
                series.append(from_python(column, field.type, zone).alias(field.name))
            except BadValueError as error:
                raise ValidationError(
                    f"column '{field.name}': {error.message}",
                    detail=f"in the element {shown(values[error.index])}"
                    + (f": {error.detail}" if error.detail else ""),
                ) from None
        if self._stamp_type is not None and self._rowtime is not None:
            known: Sequence[int | None] | None = batch.timestamps
            if self._optional:
                known = [None if one < 0 else one for one in batch.timestamps or ()] or [None] * len(values)
            if known is None:
                raise EvaluationError(
                    "the elements of the stream have no timestamps",
                    detail=f"column '{self._rowtime}' is their event time",
                    hint="call assign_timestamps_and_watermarks on the stream before",
                )
            stamps = pl.Series(self._rowtime, known, dtype=pl.Int64)
            series.append(stamps.cast(pl.Datetime("ms", "UTC")).cast(polars_type(self._stamp_type)))
        frame = pl.DataFrame(series).select(self._order)
        if self._changes != "ignored":
            kinds = [int(v.get_row_kind()) if isinstance(v, Row) else int(RowKind.INSERT) for v in values]
            if any(kinds):
                if self._changes == "checked":
                    raise _no_insert(next(v for v, kind in zip(values, kinds, strict=True) if kind))
                frame = frame.with_columns(pl.Series(ROW_KIND, kinds, dtype=pl.Int8))
        yield ChangelogBatch(frame)

    def _items(self, value: Any) -> Sequence[Any]:
        if isinstance(value, Row):
            items: Sequence[Any] = value._values
            known = value.__dict__.get("_fields")
            # By name where the row has them all, else by position: columns may have been given other names.
            if known is not None and known != self._names and set(self._names) <= set(known):
                items = value.get_fields_by_names(self._names)
        elif isinstance(value, tuple | list):
            items = value if self._positions is None else [value[i] for i in self._positions]
        elif isinstance(value, dict):
            items = [value.get(name) for name in self._names]
        else:
            raise ValidationError(f"expected a Row or tuple, found {shown(value)} ({type(value).__name__})")
        if len(items) != len(self._names):
            raise ValidationError(
                f"expected {len(self._names)} values, found {len(items)}", detail=f"in {shown(value)}"
            )
        return items


def _present(batch: ObjectBatch) -> ObjectBatch:
    """The values that aren't None, with their timestamps."""
    kept = [i for i, value in enumerate(batch.values) if value is not None]
    stamps = batch.timestamps
    return ObjectBatch([batch.values[i] for i in kept], None if stamps is None else [stamps[i] for i in kept])


def _no_insert(row: Row) -> ValidationError:
    kind = row.get_row_kind()
    return ValidationError(
        f"the table takes inserts only, found a row of the kind {kind} ({kind.name})",
        detail=f"in the element {shown(row)}",
        hint="make the table by from_changelog_stream",
    )
