"""Builds typed calls: finds the function, infers the result type, inserts the casts it asks for."""

from __future__ import annotations

from decimal import Decimal

from drey.errors import ValidationError, did_you_mean
from drey.functions.definition import NOT_LITERAL, CallTypes, ScalarFunction
from drey.functions.registry import find_scalar, sql_names
from drey.rex.nodes import RexCall, RexLiteral, RexNode
from drey.types import logical as t
from drey.types.inference import literal_type


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
    if function.name == "MINUS_PREFIX" and len(operands) == 1:
        negated = _negated_literal(operands[0])
        if negated is not None:
            return negated
    rows = _compared_rows(function.name, operands)
    return call_function(function, operands, options, shown=name) if rows is None else rows


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
            _coerced(operand, call, i) if i in call.coerced else operand for i, operand in enumerate(operands)
        )
    return RexCall(function.name, operands, options, type=result)


def _coerced(operand: RexNode, call: CallTypes, index: int) -> RexNode:
    type_ = call.coerced[index]
    if index in call.lenient and not (isinstance(operand, RexLiteral) and operand.value is None):
        return RexCall(
            "TRY_CAST", (operand,), (str(type_.with_nullable(True)),), type=type_.with_nullable(True)
        )
    return cast_to(operand, type_)


def _negated_literal(operand: RexNode) -> RexNode | None:
    """``-5`` is a constant like ``5``; its type is found anew, as -2147483648 is an INT."""
    if not isinstance(operand, RexLiteral) or isinstance(operand.value, bool):
        return None
    if isinstance(operand.value, int) and isinstance(operand.type, t.IntType | t.BigIntType):
        return RexLiteral(-operand.value, type=literal_type(-operand.value))
    if isinstance(operand.value, float | Decimal):
        return RexLiteral(-operand.value, type=operand.type)
    return None


def _compared_rows(name: str, operands: tuple[RexNode, ...]) -> RexNode | None:
    """A comparison of row constructors as one of their fields, so that NULL fields count as in SQL."""
    if name not in ("EQUALS", "NOT_EQUALS", "IN", "NOT_IN"):
        return None
    rows = [
        operand.operands for operand in operands if isinstance(operand, RexCall) and operand.name == "ROW"
    ]
    if len(rows) != len(operands) or len({len(row) for row in rows}) != 1:
        return None
    tests = []
    for row in rows[1:]:
        fields = [make_call("EQUALS", pair) for pair in zip(rows[0], row, strict=True)]
        tests.append(fields[0] if len(fields) == 1 else make_call("AND", tuple(fields)))
    found = tests[0] if len(tests) == 1 else make_call("OR", tuple(tests))
    return make_call("NOT", (found,)) if name in ("NOT_EQUALS", "NOT_IN") else found


def cast_to(operand: RexNode, type_: t.LogicalType) -> RexNode:
    """The operand as ``type_``, unchanged if it has that type already apart from NULL.

    A NULL literal takes the type itself instead of a cast.
    """
    if operand.type == type_ or (type_.nullable and operand.type.same_ignoring_null(type_)):
        return operand
    if isinstance(operand, RexLiteral) and operand.value is None:
        return RexLiteral(None, type=type_.with_nullable(True))
    return RexCall("CAST", (operand,), (str(type_.with_nullable(True)),), type=type_)
