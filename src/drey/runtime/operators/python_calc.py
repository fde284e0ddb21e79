"""Calls Python functions: adds one column for each call.

Computes: the input's columns (or those of ``forward``), then the result of each call. Row functions run as one
loop over the batch, pandas functions get whole columns; only columns that a call uses are converted. State:
none. Changelog: every row keeps its kind. Watermarks: pass through.

Params: ``{"calls": [RexUdf], "forward": [column name] | absent}``; the output's names are those of the spec.

Example:
    ``SELECT a, f(a) FROM t`` with ``f = lambda a: a + 1``: ``a=[1, 2]`` becomes ``a=[1, 2], f0=[2, 3]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

import polars as pl

from drey.errors import JobError
from drey.functions.compiler import RexCompiler
from drey.rex.nodes import RexInputRef, RexLiteral, RexNode, RexUdf, walk
from drey.rex.serde import rex_from_json
from drey.runtime.configuration import ARROW_BATCH_SIZE, GLOBAL_JOB_PARAMETERS, parse_map
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.udf.context import FunctionContext, MetricGroup
from drey.udf.function import UserFunction, load
from drey.udf.pandas import PandasCall
from drey.udf.scalar import PythonColumns, ScalarCall


class PythonCalcOperator(Operator):
    """See the module."""

    calls_functions: ClassVar[bool] = True

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        names = context.inputs[0].names
        calls = [rex_from_json(data) for data in params["calls"]]
        self._udfs = [call for call in calls if isinstance(call, RexUdf)]
        self._forward = list(params.get("forward") or names)
        if params.get("forward") == []:
            self._forward = []
        if len(self._forward) + len(calls) != len(context.spec.output.names) or len(calls) != len(self._udfs):
            raise JobError("the Python calls of an operator don't match its output")
        self._leaves: list[RexNode] = []
        self._functions: dict[str, UserFunction] = {}
        self._opened: list[UserFunction] = []
        self._calls: list[ScalarCall | PandasCall] = []
        self._gauges: dict[str, Callable[[], int]] = {}
        for call in self._udfs:
            for node in walk(call):
                if isinstance(node, RexUdf) and node.function not in self._functions:
                    self._functions[node.function] = load(context.functions[node.function])

    def open(self) -> None:
        context = self.context
        parameters = parse_map(GLOBAL_JOB_PARAMETERS.get(context.options) or "")
        group = MetricGroup(context.metrics.extra, self._gauges)
        for function in self._functions.values():
            self._opened.append(function)
            function.open(
                FunctionContext(
                    group,
                    parameters,
                    context.spec.name,
                    context.task_name_with_subtasks,
                    context.parallelism,
                    context.max_parallelism,
                    context.subtask,
                    context.attempt,
                )
            )
        zone = context.evaluation.time_zone
        for udf in self._udfs:
            call = self._over_leaves(udf)
            assert isinstance(call, RexUdf)
            if udf.vectorized:
                rows = ARROW_BATCH_SIZE.get(context.options)
                self._calls.append(PandasCall(call, self._functions, zone, rows))
            else:
                self._calls.append(ScalarCall(call, self._functions, zone))
        compiler = RexCompiler(context.inputs[0].names, context.evaluation)
        self._types = [leaf.type for leaf in self._leaves]
        self._arguments = [compiler.compile(leaf).alias(str(i)) for i, leaf in enumerate(self._leaves)]
        names = context.inputs[0].names
        self._columns = [names[leaf.index] for leaf in self._leaves if isinstance(leaf, RexInputRef)]

    def _over_leaves(self, node: RexNode) -> RexNode:
        """The call with each operand that is no Python call as a reference into ``_leaves``."""
        if isinstance(node, RexUdf):
            return node.with_children(tuple(self._over_leaves(operand) for operand in node.operands))
        if isinstance(node, RexLiteral):
            return node
        if node not in self._leaves:
            self._leaves.append(node)
        return RexInputRef(self._leaves.index(node), type=node.type)

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        frame, height = batch.data, len(batch)
        arguments = self._arguments_of(frame)
        columns = PythonColumns(arguments, self._types, self.context.evaluation.time_zone)
        names = self.context.spec.output.names
        out = [frame[name] for name in self._forward]
        for call in self._calls:
            if isinstance(call, ScalarCall):
                out.append(call.evaluate(columns, height))
            else:
                out.append(call.evaluate(arguments, self._types, height))
        out = [series.alias(name) for series, name in zip(out, names, strict=True)]
        if not batch.insert_only:
            out.append(frame[ROW_KIND])
        for name, gauge in self._gauges.items():
            self.context.metrics.extra[name] = gauge()
        yield ChangelogBatch(pl.DataFrame(out))

    def _arguments_of(self, frame: pl.DataFrame) -> list[pl.Series]:
        if len(self._columns) == len(self._leaves):  # as they are, in a tenth of the time
            return [frame[name].alias(str(i)) for i, name in enumerate(self._columns)]
        return frame.select(self._arguments).get_columns()

    def close(self) -> None:
        for function in self._opened:
            function.close()
