"""The nodes of a batch plan as Polars lazy operations, by the kind that they have as operators.

What each computes is written at the operator of the same kind. Groups come in the order of their first rows, though
that costs a third of the time of a GROUP BY with a million groups: a query gives the same rows in the same order
each time, also where LIMIT or equal sort keys leave open which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from drey.functions.aggregates.batch import batch_expression
from drey.functions.compiler import RexCompiler
from drey.graph.job_graph import OperatorSpec
from drey.records import record
from drey.rex.nodes import RexInputRef, walk
from drey.rex.serde import aggregate_from_json, rex_from_json
from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.aggregate_calls import aggregate_function
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import operator_class
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.tasks.failures import naming
from drey.types.polars_types import empty_frame, polars_schema


@record
class LazyNode:
    """One node of a query.

    Args:
        spec: The node as an operator.
        context: The context that the operator would get.
        note: Told of a failure before Polars sees it.
    """

    spec: OperatorSpec
    context: OperatorContext
    note: Callable[[Exception], None]


Build = Callable[[LazyNode, list[pl.LazyFrame]], pl.LazyFrame]


def _calc(node: LazyNode, inputs: list[pl.LazyFrame]) -> pl.LazyFrame:
    params, names = node.spec.params, node.spec.output.names
    columns = node.context.inputs[0].names
    compiler = RexCompiler(columns, node.context.evaluation)
    (frame,) = inputs
    if params.get("condition") is not None:
        frame = frame.filter(compiler.compile(rex_from_json(params["condition"])))
    projections = [rex_from_json(data) for data in params["projections"]]
    exprs = [compiler.compile(rex).alias(name) for rex, name in zip(projections, names, strict=True)]
    if any(isinstance(one, RexInputRef) for rex in projections for one in walk(rex)):
        return frame.select(exprs)
    # A projection of constants alone has one row in Polars, whatever the height of the input.
    return frame.with_columns(exprs).select(names)


def _aggregate(node: LazyNode, inputs: list[pl.LazyFrame]) -> pl.LazyFrame:
    params, row_type = node.spec.params, node.context.inputs[0]
    (frame,) = inputs
    keys: Sequence[str] = params["keys"]
    schema = polars_schema(node.spec.output)
    names = list(schema)
    calls = [aggregate_from_json(call) for call in params["calls"]]
    exprs = [
        batch_expression(aggregate_function(call.name), call, row_type).cast(schema[name]).alias(name)
        for call, name in zip(calls, names[len(keys) :], strict=True)
    ]
    if not keys:
        return frame.select(exprs)
    grouped = [pl.col(key).alias(name) for key, name in zip(keys, names, strict=False)]
    if not exprs:
        return frame.select(grouped).unique(maintain_order=True)
    return frame.group_by(grouped, maintain_order=True).agg(exprs)


def _sort(node: LazyNode, inputs: list[pl.LazyFrame]) -> pl.LazyFrame:
    params = node.spec.params
    order = RowOrder.from_json(params["order"])
    (frame,) = inputs
    if order.names:
        frame = frame.sort(
            order.names, descending=order.descending, nulls_last=order.nulls_last, maintain_order=True
        )
    return frame.slice(params.get("offset") or 0, params.get("fetch"))


def _limit(node: LazyNode, inputs: list[pl.LazyFrame]) -> pl.LazyFrame:
    return inputs[0].slice(node.spec.params["offset"] or 0, node.spec.params["fetch"])


def _union(node: LazyNode, inputs: list[pl.LazyFrame]) -> pl.LazyFrame:
    names = node.spec.output.names
    renamed = [
        frame.select(pl.col(old).alias(new) for old, new in zip(row_type.names, names, strict=True))
        for frame, row_type in zip(inputs, node.context.inputs, strict=True)
    ]
    return pl.concat(renamed, how="vertical")


def _by_operator(node: LazyNode, inputs: list[pl.LazyFrame]) -> pl.LazyFrame:
    """A stateless operator, applied to each of the pieces that Polars works on."""
    operator = operator_class(node.spec.kind)(node.context)
    operator.open()
    empty = empty_frame(node.spec.output)

    def apply(frame: pl.DataFrame) -> pl.DataFrame:
        if not frame.height:
            return empty
        try:
            with naming(node.spec.name):
                made = [
                    one.data
                    for one in operator.process(ChangelogBatch(frame))
                    if isinstance(one, ChangelogBatch)
                ]
        except Exception as error:
            node.note(error)
            raise
        return pl.concat(made) if made else empty

    return inputs[0].map_batches(
        apply, schema=polars_schema(node.spec.output), streamable=True, projection_pushdown=False,
        slice_pushdown=False, validate_output_schema=False,
    )  # fmt: skip


LAZY_NODES: Mapping[str, Build] = {
    "calc": _calc,
    "expand": _by_operator,
    "group-aggregate": _aggregate,
    "limit": _limit,
    "replicate-rows": _by_operator,
    "sort": _sort,
    "union": _union,
}
"""Every kind of node but ``source`` and ``python-calc``, which feed the query."""
