"""Comparison operators: ``= <> < <= > >=``, IS NULL, IS DISTINCT FROM, BETWEEN, IN."""

from __future__ import annotations

from functools import reduce
from operator import or_

import polars as pl

from drey.functions.comparison_kernels import OPERATORS, Operand, compare, distinct
from drey.functions.definition import NOT_LITERAL, CallTypes, Infer, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import ANY, explicit, signature
from drey.types import logical as t

_NOT_NULL = t.BooleanType(nullable=False)
_ORDERED = (t.ArrayType, t.MapType, t.MultisetType, t.RowType, t.RawType)
_TEMPORAL = (t.DateType, t.TimeType, t.AnyTimestampType)


def check_comparable(call: CallTypes, left: int, right: int, *, ordered: bool) -> None:
    """Refuse arguments that can't be compared; ask for the cast of text against a point in time.

    Raises:
        ValidationError: The types don't compare.
    """
    one, two = call.types[left], call.types[right]
    if isinstance(one, t.NullType) or isinstance(two, t.NullType):
        return
    if isinstance(one, _TEMPORAL) and isinstance(two, t.CharacterType):
        call.coerce(right, one)
        return
    if isinstance(two, _TEMPORAL) and isinstance(one, t.CharacterType):
        call.coerce(left, two)
        return
    if not _comparable(one, two) or (ordered and isinstance(one, _ORDERED)):
        raise call.invalid("<COMPARABLE>, <COMPARABLE>")


def _comparable(one: t.LogicalType, two: t.LogicalType) -> bool:
    match one, two:
        case (t.NullType(), _) | (_, t.NullType()):
            return True
        case t.NumericType(), t.NumericType():
            return True
        case t.AnyTimestampType(), t.AnyTimestampType():
            return True
        case t.IntervalType(), t.IntervalType():
            return type(one) is type(two)
        case (t.ArrayType(), t.ArrayType()) | (t.MultisetType(), t.MultisetType()):
            return _comparable(one.element, two.element)
        case t.MapType(), t.MapType():
            return _comparable(one.key, two.key) and _comparable(one.value, two.value)
        case t.RowType(), t.RowType():
            return len(one.fields) == len(two.fields) and all(
                _comparable(a, b) for a, b in zip(one.types, two.types, strict=True)
            )
    return one.family is two.family and one.family is not t.TypeFamily.OTHER


def operand(call: KernelCall, index: int) -> Operand:
    """An argument as a side of a comparison."""
    return Operand(call.args[index], call.types[index], call.literal(index))


def _infer_operator(ordered: bool) -> Infer:
    def infer(call: CallTypes) -> t.LogicalType:
        if len(call.types) != 2:
            raise call.invalid("<COMPARABLE>, <COMPARABLE>")
        check_comparable(call, 0, 1, ordered=ordered)
        return call.nullable_if_args(t.BooleanType())

    return infer


def _operator(name: str) -> Kernel:
    return lambda call: compare(name, operand(call, 0), operand(call, 1), call.context.time_zone)


def _infer_distinct(call: CallTypes) -> t.LogicalType:
    _infer_operator(ordered=False)(call)
    return _NOT_NULL


def _is_distinct(call: KernelCall) -> pl.Expr:
    return distinct(operand(call, 0), operand(call, 1), call.context.time_zone)


def _infer_between(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 3:
        raise call.invalid("<COMPARABLE>, <COMPARABLE>, <COMPARABLE>")
    check_comparable(call, 0, 1, ordered=True)
    check_comparable(call, 0, 2, ordered=True)
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
        check_comparable(call, 0, index, ordered=False)
    return call.nullable_if_args(t.BooleanType())


def _in(call: KernelCall) -> pl.Expr:
    value = call.types[0]
    literals = [call.literal(i) for i in range(1, len(call.args))]
    plain = not isinstance(value, t.DoubleType | t.FloatType | t.DecimalType | t.TimeType) and not isinstance(
        value, _ORDERED
    )
    same = all(type(type_) is type(value) or isinstance(type_, t.NullType) for type_ in call.types[1:])
    same = same or all(isinstance(type_, t.CharacterType | t.NullType) for type_ in call.types)
    if (
        plain
        and same
        and not isinstance(value, t.AnyTimestampType)
        and all(v is not NOT_LITERAL for v in literals)
    ):
        found = call.args[0].is_in([v for v in literals if v is not None])
        if None in literals:
            return found | pl.lit(None, dtype=pl.Boolean)
        return found
    left = operand(call, 0)
    tests = (
        compare("EQUALS", left, operand(call, i), call.context.time_zone) for i in range(1, len(call.args))
    )
    return reduce(or_, tests)


_OPERATORS = tuple(
    ScalarFunction(name, _infer_operator(name not in ("EQUALS", "NOT_EQUALS")), _operator(name))
    for name in OPERATORS
)

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
