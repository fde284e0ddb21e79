"""Projection and filter, without Python functions.

Computes: the rows for which ``condition`` is true, one output column per projection. State: none. Changelog: every
row keeps its kind. Watermarks: pass through.

Params: ``{"projections": [rex], "condition": rex | null}``; names and types of the columns are the spec's output.

Example:
    ``SELECT b, a FROM t WHERE a > 1``: the batch ``a=[1, 2], b=['x', 'y']`` becomes ``b=['y'], a=[2]``.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.functions.compiler import RexCompiler
from drey.rex.nodes import RexInputRef
from drey.rex.serde import rex_from_json
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext


class CalcOperator(Operator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        spec = context.spec
        columns = context.inputs[0].names
        compiler = RexCompiler(columns, context.evaluation)
        projections = [rex_from_json(data) for data in spec.params["projections"]]
        condition = spec.params.get("condition")
        self._condition = None if condition is None else compiler.compile(rex_from_json(condition))
        names = spec.output.names
        self._columns: list[pl.Expr] | None = [
            compiler.compile(rex).alias(name) for rex, name in zip(projections, names, strict=True)
        ]
        picked = [columns[rex.index] for rex in projections if isinstance(rex, RexInputRef)]
        self._picked = picked if len(picked) == len(projections) > 0 else None
        if tuple(picked) == tuple(columns) == tuple(names):
            self._columns = None
        self._constant = not any(_reads_rows(rex) for rex in spec.params["projections"])

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        frame = batch.data
        if self._condition is not None:
            frame = frame.filter(self._condition)
            if frame.height == 0:
                return
        if self._columns is not None:
            frame = self._project(frame)
        yield ChangelogBatch(frame)

    def _project(self, frame: pl.DataFrame) -> pl.DataFrame:
        assert self._columns is not None
        if self._picked is not None:
            return self._pick(frame, self._picked)
        kinds = [pl.col(ROW_KIND)] if ROW_KIND in frame.columns else []
        if self._constant and not kinds:
            # A projection of constants alone has one row in Polars, whatever the height of the input.
            return frame.with_columns(self._columns).select(self.context.spec.output.names)
        return frame.select(*self._columns, *kinds)

    def _pick(self, frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
        """Columns as they are: a tenth of the time of ``select``, which counts where batches are small."""
        names = self.context.spec.output.names
        picked = [frame[column].alias(name) for column, name in zip(columns, names, strict=True)]
        if ROW_KIND in frame.columns:
            picked.append(frame[ROW_KIND])
        return pl.DataFrame(picked)


def _reads_rows(data: object) -> bool:
    """True if an expression in JSON reads an input column."""
    if isinstance(data, dict):
        return "input" in data or any(_reads_rows(operand) for operand in data.get("operands", ()))
    return False
