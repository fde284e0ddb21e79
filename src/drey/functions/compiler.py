"""Compiles row expressions into Polars expressions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from drey.errors import UnsupportedError
from drey.functions.definition import NOT_LITERAL, EvaluationContext, KernelCall
from drey.functions.logic.conditional import case_chain
from drey.functions.registry import scalar_function
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral, RexNode
from drey.types.logical import DecimalType, DoubleType, FloatType, IntervalType, LogicalType, NullType
from drey.types.polars_types import polars_type


class RexCompiler:
    """Compiles expressions over an input of the given column names.

    AND, OR and CASE narrow the guard of what they evaluate conditionally, so that a failing kernel fails
    only for rows that Flink would evaluate.
    """

    def __init__(self, columns: Sequence[str], context: EvaluationContext) -> None:
        self.columns = tuple(columns)
        self.context = context

    def compile(self, node: RexNode, guard: pl.Expr | None = None) -> pl.Expr:
        """The Polars expression of a row expression; its data type is the Polars type of ``node.type``."""
        match node:
            case RexInputRef():
                return pl.col(self.columns[node.index])
            case RexLiteral():
                return literal_expr(node.value, node.type)
            case RexCall(name="AND" | "OR"):
                return self._connective(node, guard)
            case RexCall(name="CASE" | "IF"):
                return self._case(node, guard)
            case RexCall(name=name) if name in _OF_ITSELF and node.operands[0] == node.operands[1]:
                return self._of_itself(node, guard)
            case RexCall():
                return self._call(node, guard)
        raise UnsupportedError(f"{type(node).__name__} can't run inside a column expression")

    def _call(self, node: RexCall, guard: pl.Expr | None) -> pl.Expr:
        function = scalar_function(node.name)
        literals = [o.value if isinstance(o, RexLiteral) else NOT_LITERAL for o in node.operands]
        call = KernelCall(
            args=[self.compile(operand, guard) for operand in node.operands],
            types=tuple(operand.type for operand in node.operands),
            result=node.type,
            literals=literals,
            options=node.options,
            context=self.context,
            guard=guard,
            callees=tuple(o.name if isinstance(o, RexCall) else "" for o in node.operands),
        )
        result = function.kernel(call)
        if isinstance(node.type, FloatType | DoubleType) and _is_constant(node):
            # Flink computes constants while it plans, as decimals: zero loses its sign.
            return result + pl.lit(0.0, dtype=polars_type(node.type))
        return result

    def _of_itself(self, node: RexCall, guard: pl.Expr | None) -> pl.Expr:
        """``x = x`` holds for all that isn't NULL, NaN included: Flink doesn't compare."""
        if not _is_deterministic(node):
            return self._call(node, guard)
        holds = pl.lit(_OF_ITSELF[node.name])
        if node.name.startswith("IS_"):
            return holds
        return pl.when(self.compile(node.operands[0], guard).is_not_null()).then(holds)

    def _connective(self, node: RexCall, guard: pl.Expr | None) -> pl.Expr:
        result = self._condition(node.operands[0], guard)
        for operand in node.operands[1:]:
            undecided = (result if node.name == "AND" else ~result).fill_null(True)
            inner = undecided if guard is None else guard & undecided
            right = self._condition(operand, inner if _can_fail(operand) else guard)
            result = (result & right) if node.name == "AND" else (result | right)
        return result

    def _condition(self, node: RexNode, guard: pl.Expr | None) -> pl.Expr:
        """A BOOLEAN expression; an untyped NULL becomes one."""
        compiled = self.compile(node, guard)
        return compiled.cast(pl.Boolean) if isinstance(node.type, NullType) else compiled

    def _case(self, node: RexCall, guard: pl.Expr | None) -> pl.Expr:
        """Operands are condition, value, condition, value, ..., else."""
        dtype = polars_type(node.type)
        remaining = guard
        branches: list[tuple[pl.Expr, pl.Expr]] = []
        failing = any(_can_fail(operand) for operand in node.operands)
        for i in range(0, len(node.operands) - 1, 2):
            condition = self._condition(node.operands[i], remaining).fill_null(False)
            active = condition if remaining is None else remaining & condition
            branches.append((condition, self.compile(node.operands[i + 1], active if failing else None)))
            if failing:
                remaining = ~condition if remaining is None else remaining & ~condition
        otherwise = self.compile(node.operands[-1], remaining if failing else None)
        return case_chain(branches, otherwise).cast(dtype)


_OF_ITSELF = {
    "EQUALS": True,
    "LESS_THAN_OR_EQUAL": True,
    "GREATER_THAN_OR_EQUAL": True,
    "NOT_EQUALS": False,
    "LESS_THAN": False,
    "GREATER_THAN": False,
    "IS_NOT_DISTINCT_FROM": True,
    "IS_DISTINCT_FROM": False,
}


def _is_constant(node: RexNode) -> bool:
    if isinstance(node, RexCall):
        return scalar_function(node.name).deterministic and all(map(_is_constant, node.operands))
    return isinstance(node, RexLiteral)


def _is_deterministic(node: RexNode) -> bool:
    if isinstance(node, RexCall):
        return scalar_function(node.name).deterministic and all(map(_is_deterministic, node.operands))
    return isinstance(node, RexInputRef | RexLiteral)


def _can_fail(node: RexNode) -> bool:
    return isinstance(node, RexCall)


def literal_expr(value: Any, type_: LogicalType) -> pl.Expr:
    """A constant as a Polars literal of the type's exact data type."""
    dtype = polars_type(type_)
    if isinstance(type_, DecimalType) and isinstance(value, int):
        value = Decimal(value)
    if isinstance(type_, IntervalType) and isinstance(value, dt.timedelta):
        value = value // dt.timedelta(milliseconds=1)
    return pl.lit(value, dtype=dtype)
