"""Evaluates SQL expressions over small columns, without a planner: text, binding of names, kernels."""

from __future__ import annotations

from typing import Any

import polars as pl

from drey.functions.call_builder import make_call
from drey.functions.compiler import RexCompiler
from drey.functions.definition import EvaluationContext
from drey.planner.binder.casting import explicit_cast, literal
from drey.planner.binder.sql_expressions import parse_scalar
from drey.rex import unresolved as u
from drey.rex.nodes import RexInputRef, RexNode
from drey.types.polars_types import polars_type
from drey.types.type_parser import parse_type

Columns = dict[str, tuple[str, list[Any]]]
"""Column name to type text and values."""


def resolve(expr: u.Expr, columns: Columns) -> RexNode:
    """The typed expression over columns in their order."""
    match expr:
        case u.Ref(parts=(name, *fields)):
            node: RexNode = RexInputRef(list(columns).index(name), type=parse_type(columns[name][0]))
            for field in fields:
                node = make_call("FIELD", (node,), (field,))
            return node
        case u.Lit(value=value, type=type_):
            return literal(value, type_)
        case u.Cast(operand=operand, type=type_, safe=safe):
            return explicit_cast(resolve(operand, columns), type_, safe)
        case u.Call(name=name, args=args, options=options):
            return make_call(name, tuple(resolve(arg, columns) for arg in args), options)
        case u.FieldAccess(operand=operand, field_name=field):
            return make_call("FIELD", (resolve(operand, columns),), (field,))
    raise AssertionError(f"no resolution of {expr!r}")


def evaluate(
    sql: str, columns: Columns | None = None, time_zone: str = "UTC", lazy: bool = False
) -> tuple[str, list[Any]]:
    """The type text and the values of an expression, one for each row (one row without columns).

    The data type is checked against the logical type.
    """
    columns = columns or {}
    node = resolve(parse_scalar(sql), columns)
    compiled = RexCompiler(list(columns), EvaluationContext(time_zone=time_zone)).compile(node)
    data = {name: pl.Series(v, dtype=polars_type(parse_type(text))) for name, (text, v) in columns.items()}
    frame = pl.DataFrame(data or {"row": [0]})
    if lazy:
        out = frame.lazy().with_columns(result=compiled).collect(engine="streaming")["result"]
    else:
        out = frame.with_columns(result=compiled)["result"]
    assert out.dtype == polars_type(node.type), f"{sql}: {out.dtype} for {node.type}"
    return str(node.type), out.to_list()


def value_of(sql: str, columns: Columns | None = None, time_zone: str = "UTC") -> tuple[str, Any]:
    """Type and first value of an expression."""
    type_, values = evaluate(sql, columns, time_zone)
    return type_, values[0]
