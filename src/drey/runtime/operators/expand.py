"""Several projections of each row: GROUPING SETS, CUBE and ROLLUP are planned as this and an aggregate."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.functions.compiler import RexCompiler
from drey.rex.serde import rex_from_json
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.types.polars_types import polars_type


class ExpandOperator(Operator):
    """Emits one row for each projection and input row, kind ``expand``.

    State: none. Changelog: every row has the kind of its input row. The rows of the first projection come
    first. Watermarks pass.

    Parameters: ``projects``, a list of projections, each a list of row expressions as JSON, one for each output
    column.

    Example:
        >>> from drey.testing.operators import operator_for
        >>> column = {"type": "STRING", "input": 0}
        >>> null, zero, one = ({"type": t, "literal": v} for t, v in
        ...                    (("STRING", None), ("BIGINT NOT NULL", 0), ("BIGINT NOT NULL", 1)))
        >>> params = {"projects": [[column, zero], [null, one]]}
        >>> operator = operator_for(ExpandOperator, params, "x STRING", "x STRING, e BIGINT")
        >>> [batch.data.rows() for batch in operator.process(ChangelogBatch(pl.DataFrame({"x": ["a"]})))]
        [[('a', 0), (None, 1)]]
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        compiler = RexCompiler(context.inputs[0].names, context.evaluation)
        output = context.spec.output
        self._projections = [
            [
                compiler.compile(rex_from_json(rex)).cast(polars_type(field.type)).alias(field.name)
                for rex, field in zip(project, output.fields, strict=True)
            ]
            for project in context.spec.params["projects"]
        ]

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        kinds = [] if batch.insert_only else [pl.col(ROW_KIND)]
        frames = []
        for projection in self._projections:
            columns = batch.data.with_columns(projection)
            names = [expression.meta.output_name() for expression in projection]
            frames.append(columns.select([*(pl.col(name) for name in names), *kinds]))
        yield ChangelogBatch(pl.concat(frames))
