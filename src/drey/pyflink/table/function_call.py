"""Calls of functions by name or by the Python object itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drey.pyflink.table.expression_node import to_expr
from drey.pyflink.util.exceptions import ValidationException
from drey.rex.unresolved import Call, Expr, Lit


def function_call(function: Any, args: Sequence[Any]) -> Call:
    """The call of ``function``, a name or a wrapper with ``name``, with these arguments.

    Raises:
        ValidationException: Some arguments are named and some aren't.
    """
    trees = tuple(map(to_expr, args))
    names = tuple(name for name in map(_argument_name, trees) if name is not None)
    if names and len(names) != len(trees):
        raise ValidationException("either all arguments of a call are named by as_argument or none is")
    if names:
        trees = tuple(tree.args[1] for tree in trees if isinstance(tree, Call))
    if isinstance(function, str):
        return Call(function, trees, arg_names=names)
    return Call(function.name, trees, function=function, arg_names=names)


def _argument_name(tree: Expr) -> str | None:
    if isinstance(tree, Call) and tree.name == "ASSIGNMENT" and isinstance(tree.args[0], Lit):
        name: str = tree.args[0].value
        return name
    return None
