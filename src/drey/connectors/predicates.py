"""The simple part of pushed filters: comparisons of one column with constants.

A source may leave out rows that don't satisfy a filter, and the planner keeps every filter above it, so what
is not simple is just not used here. Only comparisons between equal types count, because these can't fail and
mean the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

import polars as pl

from drey.functions.compiler import literal_expr
from drey.records import record
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral, RexNode
from drey.types import logical as t

_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPERATORS = {
    "EQUALS": "=",
    "NOT_EQUALS": "<>",
    "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL": "<=",
    "GREATER_THAN": ">",
    "GREATER_THAN_OR_EQUAL": ">=",
}
_TESTS = {"IS_NULL": "is null", "IS_NOT_NULL": "is not null"}


@record
class ColumnPredicate:
    """``column operator value``; the value is unused for ``is null`` and ``is not null``.

    Args:
        column: The column's name.
        type: Its type, which is also the value's.
        operator: ``=``, ``<>``, ``<``, ``<=``, ``>``, ``>=``, ``is null`` or ``is not null``.
        value: A Python value, never None.
    """

    column: str
    type: t.LogicalType
    operator: str
    value: Any = None

    def expression(self) -> pl.Expr:
        """The predicate over a frame that has the column."""
        column = pl.col(self.column)
        value = literal_expr(self.value, self.type)
        match self.operator:
            case "is null":
                return column.is_null()
            case "is not null":
                return column.is_not_null()
            case "=":
                return column == value
            case "<>":
                return column != value
            case "<":
                return column < value
            case "<=":
                return column <= value
            case ">":
                return column > value
        return column >= value


def simple_predicates(filters: Iterable[RexNode], row_type: t.RowType) -> list[ColumnPredicate]:
    """The simple conjuncts of filters over ``row_type``."""
    return [
        predicate
        for node in filters
        for conjunct in _conjuncts(node)
        if (predicate := _simple(conjunct, row_type)) is not None
    ]


def conjunction(predicates: Iterable[ColumnPredicate]) -> pl.Expr | None:
    """All predicates as one expression; None if there is none."""
    expressions = [predicate.expression() for predicate in predicates]
    return reduce(lambda a, b: a & b, expressions) if expressions else None


def _conjuncts(node: RexNode) -> Iterator[RexNode]:
    if isinstance(node, RexCall) and node.name == "AND":
        for operand in node.operands:
            yield from _conjuncts(operand)
    else:
        yield node


def _simple(node: RexNode, row_type: t.RowType) -> ColumnPredicate | None:
    if not isinstance(node, RexCall):
        return None
    match node.operands:
        case (RexInputRef() as ref,) if node.name in _TESTS:
            field = row_type.fields[ref.index]
            return ColumnPredicate(field.name, field.type, _TESTS[node.name])
        case (RexInputRef() as ref, RexLiteral() as literal) if node.name in _OPERATORS:
            return _comparison(row_type.fields[ref.index], _OPERATORS[node.name], literal)
        case (RexLiteral() as literal, RexInputRef() as ref) if node.name in _OPERATORS:
            return _comparison(row_type.fields[ref.index], _MIRRORED[_OPERATORS[node.name]], literal)
    return None


def _comparison(field: t.Field, operator: str, literal: RexLiteral) -> ColumnPredicate | None:
    characters = isinstance(field.type, t.VarCharType) and isinstance(literal.type, t.CharacterType)
    if literal.value is None or not (characters or field.type.same_ignoring_null(literal.type)):
        return None
    if field.type.family in (t.TypeFamily.COLLECTION, t.TypeFamily.ROW, t.TypeFamily.OTHER):
        return None
    return ColumnPredicate(field.name, field.type, operator, literal.value)
