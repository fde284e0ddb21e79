"""Computes what depends on constants only, with the very kernels that the runtime uses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from drey.errors import DreyError
from drey.functions.compiler import RexCompiler
from drey.functions.definition import EvaluationContext
from drey.functions.registry import scalar_function
from drey.planner.plan import logical as rel
from drey.rex.nodes import RexCall, RexLiteral, RexNode, transform
from drey.types import logical as t

_ONE_ROW = pl.DataFrame({"one": [1]})


def fold_constants(time_zone: str) -> Any:
    """The rule for a session time zone."""
    compiler = RexCompiler((), EvaluationContext(time_zone=time_zone))

    def fold(node: RexNode) -> RexNode:
        if not _foldable(node):
            return node
        try:
            value = _ONE_ROW.select(compiler.compile(node).alias("value"))["value"][0]
        except (DreyError, pl.exceptions.PolarsError):
            return node  # it fails where Flink fails: when a row reaches it
        return RexLiteral(value, type=node.type)

    def rule(node: rel.RelNode) -> rel.RelNode:
        match node:
            case rel.LogicalProject():
                return replace(node, projections=tuple(transform(p, fold) for p in node.projections))
            case rel.LogicalFilter():
                return _filter(node, transform(node.condition, fold))
        return node

    return rule


def _filter(node: rel.LogicalFilter, condition: RexNode) -> rel.RelNode:
    """A filter whose condition became a constant passes everything or nothing."""
    if isinstance(condition, RexLiteral):
        return node.input if condition.value is True else rel.LogicalValues(node.row_type, ())
    return replace(node, condition=condition)


def _foldable(node: RexNode) -> bool:
    if not isinstance(node, RexCall) or not isinstance(node.type, _FOLDED):
        return False
    function = scalar_function(node.name)
    if not function.deterministic or function.dynamic or not function.foldable:
        return False
    if isinstance(node.type, t.AnyTimestampType) and node.type.precision > 6:
        return False  # Python's datetime has no nanoseconds
    return bool(node.operands) and all(isinstance(o, RexLiteral) for o in node.operands)


_FOLDED = (t.BooleanType, t.CharacterType, t.BytesType, t.NumericType, t.DateType, t.TimeType, t.AnyTimestampType, t.IntervalType)  # fmt: skip
