"""Arguments that may be string expressions, as expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drey.errors import ValidationError
from drey.pyflink.legacy.string_expressions import parse_expressions
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.expression_node import to_expr


def as_expressions(arguments: Sequence[Any]) -> list[Expression[Any]]:
    """Expressions of expressions, plain values and string expressions (which may hold several)."""
    found: list[Expression[Any]] = []
    for argument in arguments:
        if isinstance(argument, str):
            found += map(Expression, parse_expressions(argument))
        else:
            found.append(argument if isinstance(argument, Expression) else Expression(to_expr(argument)))
    return found


def as_expression(argument: Any) -> Expression[Any]:
    """One expression.

    Raises:
        ValidationError: A string holds several.
    """
    found = as_expressions([argument])
    if len(found) != 1:
        raise ValidationError("one expression is expected here", detail=f"found {argument!r}")
    return found[0]
