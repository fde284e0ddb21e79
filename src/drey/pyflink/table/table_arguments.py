"""Arguments of Table methods as expression trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drey.pyflink.legacy.string_expressions import parse_expressions
from drey.pyflink.table.expression_node import to_expr
from drey.rex.unresolved import Expr


def to_trees(fields: Sequence[Any]) -> list[Expr]:
    """The trees of expressions; texts are read as the string expressions of PyFlink until 1.15."""
    trees: list[Expr] = []
    for field in fields:
        if isinstance(field, str):
            trees.extend(parse_expressions(field))
        else:
            trees.append(to_expr(field))
    return trees
