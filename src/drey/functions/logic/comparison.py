"""Comparison operators: ``= <> < <= > >=``, IS NULL, IS DISTINCT FROM, BETWEEN, IN."""

from __future__ import annotations

from functools import reduce
from operator import or_

import polars as pl

from drey.errors import ValidationError
from drey.functions.definition import NOT_LITERAL, CallTypes, Infer, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import ANY, explicit, signature
from drey.functions.logic.comparison_kernels import OPERATORS, Operand, compare, distinct
from drey.types import logical as t

_NOT_NULL = t.BooleanType(nullable=False)
_NESTED = (t.ArrayType, t.MapType, t.MultisetType, t.RowType, t.RawType, t.BitmapType, t.VariantType)
_FROM_TEXT = (t.NumericType, t.BooleanType, t.DateType, t.TimeType, t.AnyTimestampType)
_STRICT = ("EQUALS", "NOT_EQUALS", "IS_DISTINCT_FROM", "IS_NOT_DISTINCT_FROM")
_EQUALITY = (*_STRICT, "IN")


def check_comparable(call: CallTypes, left: int, right: int, *, operator: str) -> None:
    """Refuse arguments that can't be compared; ask for the cast of text against other types.

    Args:
        call: The call's types.
        left: The position of the left side.
        right: The position of the right side.
        operator: The constant name of the operator: for ``=`` and ``<>`` Flink doesn't turn text into numbers.

    Raises:
        ValidationError: The types don't compare.
    """
    one, two = call.types[left], call.types[right]
    equality = operator in _EQUALITY
    if isinstance(one, t.CharacterType) != isinstance(two, t.CharacterType):
        text, other = (left, two) if isinstance(one, t.CharacterType) else (right, one)
        if isinstance(other, t.NumericType) and operator in _STRICT:
            raise ValidationError(
                f"implicit type conversion between {_root(one)} and {_root(two)} is not supported now",
                hint="use CAST",
            )
        if isinstance(other, t.BooleanType) and equality:
            return
        if isinstance(other, _FROM_TEXT):
            call.coerce(text, other, safe=operator in _STRICT)
            return
    if not _comparable(one, two) or (not equality and isinstance(one, _NESTED)):
        raise call.invalid("<COMPARABLE>, <COMPARABLE>")


def _root(type_: t.LogicalType) -> str:
    """The name of a type's kind as Flink's messages have it."""
    if isinstance(type_, t.VarCharType):
        return "VARCHAR"
    return "INTEGER" if isinstance(type_, t.IntType) else type_.summary().partition("(")[0]


def _comparable(one: t.LogicalType, two: t.LogicalType) -> bool:
    match one, two:
        case (t.NullType(), _) | (_, t.NullType()):
            return True
        case (t.NumericType(), t.NumericType()) | (t.BitmapType(), t.BitmapType()):
            return True
        case t.VariantType(), t.VariantType():
            return True
        case t.AnyTimestampType(), t.AnyTimestampType():
            return True
        case t.IntervalType(), t.IntervalType():
            return type(one) is type(two)
        case (
            (t.ArrayType(), t.ArrayType()) | (t.MultisetType(), t.MultisetType()) | (t.MapType(), t.MapType())
        ):
            return True
        case (t.StructuredType(), _) | (_, t.StructuredType()):
            return one.same_ignoring_null(two)
        case t.RowType(), t.RowType():
            return len(one.fields) == len(two.fields)
        case (_, t.ArrayType() | t.MultisetType() | t.MapType()) | (
            t.ArrayType() | t.MultisetType() | t.MapType(),
            _,
        ):
            return False
    return one.family is two.family and one.family is not t.TypeFamily.OTHER


def operand(call: KernelCall, index: int) -> Operand:
    """An argument as a side of a comparison."""
    return Operand(call.args[index], call.types[index], call.literal(index))


def _infer_operator(operator: str) -> Infer:
    def infer(call: CallTypes) -> t.LogicalType:
        if len(call.types) != 2:
            raise call.invalid("<COMPARABLE>, <COMPARABLE>")
        check_comparable(call, 0, 1, operator=operator)
        return call.nullable_if_args(t.BooleanType())

    return infer


def _operator(name: str) -> Kernel:
    return lambda call: compare(name, operand(call, 0), operand(call, 1), call.context.time_zone)


def _infer_distinct(call: CallTypes) -> t.LogicalType:
    _infer_operator("IS_DISTINCT_FROM")(call)
    return _NOT_NULL


def _is_distinct(call: KernelCall) -> pl.Expr:
    return distinct(operand(call, 0), operand(call, 1), call.context.time_zone)


def _infer_between(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 3:
        raise call.invalid("<COMPARABLE>, <COMPARABLE>, <COMPARABLE>")
    check_comparable(call, 0, 1, operator="BETWEEN")
    check_comparable(call, 0, 2, operator="BETWEEN")
    return call.nullable_if_args(t.BooleanType())


def _between(call: KernelCall) -> pl.Expr:
    value, low, high = (operand(call, i) for i in range(3))
    zone = call.context.time_zone

    def within(bottom: Operand, top: Operand) -> pl.Expr:
        return compare("GREATER_THAN_OR_EQUAL", value, bottom, zone) & compare(
            "LESS_THAN_OR_EQUAL", value, top, zone
        )

    if "SYMMETRIC" in call.options:
        return within(low, high) | within(high, low)
    return within(low, high)


def _infer_in(call: CallTypes) -> t.LogicalType:
    if len(call.types) < 2:
        raise call.invalid("<COMPARABLE>, <COMPARABLE>...")
    for index in range(1, len(call.types)):
        check_comparable(call, 0, index, operator="IN")
    return call.nullable_if_args(t.BooleanType())


def _in(call: KernelCall) -> pl.Expr:
    literals = [call.literal(i) for i in range(1, len(call.args))]
    if all(value is not NOT_LITERAL for value in literals) and _one_plain_type(call):
        found = call.args[0].is_in([value for value in literals if value is not None])
        return found | pl.lit(None, dtype=pl.Boolean) if None in literals else found
    left = operand(call, 0)
    tests = (
        compare("EQUALS", left, operand(call, i), call.context.time_zone) for i in range(1, len(call.args))
    )
    return reduce(or_, tests)


def _one_plain_type(call: KernelCall) -> bool:
    """True if all arguments are text, or all integers of one type, so that ``is_in`` compares as ``=`` does."""
    kinds = {type(type_) for type_ in call.types if not isinstance(type_, t.NullType)}
    text = all(issubclass(kind, t.CharacterType) for kind in kinds)
    return text or (len(kinds) == 1 and issubclass(kinds.pop(), t.IntegerNumericType | t.DateType))


_OPERATORS = tuple(ScalarFunction(name, _infer_operator(name), _operator(name)) for name in OPERATORS)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    *_OPERATORS,
    ScalarFunction(
        "IS_NULL", signature(ANY, result=explicit(_NOT_NULL)), lambda call: call.args[0].is_null()
    ),
    ScalarFunction(
        "IS_NOT_NULL", signature(ANY, result=explicit(_NOT_NULL)), lambda call: call.args[0].is_not_null()
    ),
    ScalarFunction("IS_DISTINCT_FROM", _infer_distinct, _is_distinct),
    ScalarFunction("IS_NOT_DISTINCT_FROM", _infer_distinct, lambda call: ~_is_distinct(call)),
    ScalarFunction("BETWEEN", _infer_between, _between),
    ScalarFunction("NOT_BETWEEN", _infer_between, lambda call: ~_between(call)),
    ScalarFunction("IN", _infer_in, _in),
    ScalarFunction("NOT_IN", _infer_in, lambda call: ~_in(call)),
)
