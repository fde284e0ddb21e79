"""Builds typed calls: finds the function, infers the result type, inserts the casts it asks for."""

from __future__ import annotations

from drey.errors import ValidationError, did_you_mean
from drey.functions.definition import NOT_LITERAL, CallTypes, ScalarFunction
from drey.functions.registry import find_scalar, sql_names
from drey.rex.nodes import RexCall, RexLiteral, RexNode
from drey.types import logical as t


def make_call(name: str, operands: tuple[RexNode, ...], options: tuple[str, ...] = ()) -> RexNode:
    """A typed call of the built-in scalar function that ``name`` means.

    Args:
        name: The constant name or an SQL name.
        operands: The arguments, typed.
        options: Keywords of special syntax; for CAST and TRY_CAST the text of the target type.

    Raises:
        ValidationError: There is no such function, or it doesn't take these arguments.
    """
    function = find_scalar(name)
    if function is None:
        raise ValidationError(f"unknown function '{name}'", hint=did_you_mean(name, sql_names()))
    return call_function(function, operands, options, shown=name)


def call_function(
    function: ScalarFunction, operands: tuple[RexNode, ...], options: tuple[str, ...] = (), shown: str = ""
) -> RexNode:
    """As :func:`make_call`, for a function already found; ``shown`` names it in messages."""
    call = CallTypes(
        name=shown or function.name,
        types=[operand.type for operand in operands],
        literals=[o.value if isinstance(o, RexLiteral) else NOT_LITERAL for o in operands],
        options=options,
    )
    result = function.infer(call)
    if call.coerced:
        operands = tuple(
            cast_to(operand, call.coerced[i]) if i in call.coerced else operand
            for i, operand in enumerate(operands)
        )
    return RexCall(function.name, operands, options, type=result)


def cast_to(operand: RexNode, type_: t.LogicalType) -> RexNode:
    """The operand as ``type_``, unchanged if it has that type already apart from NULL.

    A NULL literal takes the type itself instead of a cast.
    """
    if operand.type == type_ or (type_.nullable and operand.type.same_ignoring_null(type_)):
        return operand
    if isinstance(operand, RexLiteral) and operand.value is None:
        return RexLiteral(None, type=type_.with_nullable(True))
    return RexCall("CAST", (operand,), (str(type_.with_nullable(True)),), type=type_)
