"""The operators ``+ - * / %`` and the signs, of numbers, intervals and points in time.

Integers wrap, integer division truncates towards zero and fails on zero, floating-point division by zero
gives infinity, decimals follow :mod:`drey.functions.numbers.decimal_kernels`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from drey.functions.definition import NOT_LITERAL, CallTypes, Infer, KernelCall, ScalarFunction
from drey.functions.inference import INTERVAL, NUMERIC, refuse_nulls, signature
from drey.functions.numbers import decimal_kernels
from drey.functions.temporal import arithmetic as temporal_arithmetic
from drey.types import inference
from drey.types import logical as t
from drey.types.polars_types import polars_type

DecimalType = Callable[[t.DecimalType, t.DecimalType], t.DecimalType]


def numeric_result(call: CallTypes, decimal_type: DecimalType) -> t.LogicalType | None:
    """The result type of an operator over two numbers, or None if they aren't two numbers."""
    refuse_nulls(call)
    left, right = call.types
    if not (isinstance(left, t.NumericType) and isinstance(right, t.NumericType)):
        return None
    exact = not isinstance(left, t.FloatType | t.DoubleType) and not isinstance(
        right, t.FloatType | t.DoubleType
    )
    if exact and (isinstance(left, t.DecimalType) or isinstance(right, t.DecimalType)):
        result: t.LogicalType = decimal_type(inference.as_decimal(left), inference.as_decimal(right))
    else:
        result = inference.common_numeric(left, right)
    return call.nullable_if_args(result)


def _two(infer: Callable[[CallTypes], t.LogicalType | None], shown: str) -> Infer:
    def checked(call: CallTypes) -> t.LogicalType:
        result = infer(call) if len(call.types) == 2 else None
        if result is None:
            raise call.invalid(shown)
        return result

    return checked


def _infer_plus(call: CallTypes) -> t.LogicalType | None:
    return numeric_result(call, inference.decimal_sum_type) or temporal_arithmetic.plus_type(call)


def _infer_minus(call: CallTypes) -> t.LogicalType | None:
    return numeric_result(call, inference.decimal_sum_type) or temporal_arithmetic.minus_type(call)


def _infer_times(call: CallTypes) -> t.LogicalType | None:
    return numeric_result(call, inference.decimal_product_type) or temporal_arithmetic.times_type(call)


def _infer_divide(call: CallTypes) -> t.LogicalType | None:
    return numeric_result(call, inference.decimal_quotient_type)


def _infer_mod(call: CallTypes) -> t.LogicalType | None:
    if any(isinstance(type_, t.FloatType | t.DoubleType) for type_ in call.types):
        return None
    result = numeric_result(call, inference.decimal_remainder_type)
    whole = isinstance(result, t.IntegerNumericType) or getattr(result, "scale", 0) == 0
    if result is not None and whole and isinstance(call.types[1], t.NumericType):
        return call.nullable_if_args(call.types[1])
    return result


def _typed(call: KernelCall, index: int) -> pl.Expr:
    """An argument in the result's data type."""
    argument = call.args[index]
    return (
        argument
        if call.types[index].same_ignoring_null(call.result)
        else argument.cast(polars_type(call.result))
    )


def _plus(call: KernelCall) -> pl.Expr:
    if not isinstance(call.result, t.NumericType):
        return temporal_arithmetic.plus(call)
    if isinstance(call.result, t.DecimalType):
        return decimal_kernels.add(call.args[0], call.args[1], call.types, call.result)
    if isinstance(call.result, t.FloatType):
        return _as_float(call, lambda a, b: a + b)
    return _typed(call, 0) + _typed(call, 1)


def _minus(call: KernelCall) -> pl.Expr:
    if not isinstance(call.result, t.NumericType):
        return temporal_arithmetic.minus(call)
    if isinstance(call.result, t.DecimalType):
        return decimal_kernels.subtract(call.args[0], call.args[1], call.types, call.result)
    if isinstance(call.result, t.FloatType):
        return _as_float(call, lambda a, b: a - b)
    return _typed(call, 0) - _typed(call, 1)


def _times(call: KernelCall) -> pl.Expr:
    if not isinstance(call.result, t.NumericType):
        return temporal_arithmetic.times(call)
    if isinstance(call.result, t.DecimalType):
        return decimal_kernels.multiply(call.args[0], call.args[1], call.types, call.result)
    if isinstance(call.result, t.FloatType):
        return _as_float(call, lambda a, b: a * b)
    return _typed(call, 0) * _typed(call, 1)


def _as_float(call: KernelCall, operation: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
    """FLOAT with DOUBLE is FLOAT in SQL, but computed in the wider type."""
    wide = pl.Float64() if any(isinstance(type_, t.DoubleType) for type_ in call.types) else pl.Float32()
    return operation(call.args[0].cast(wide), call.args[1].cast(wide)).cast(pl.Float32())


def _divide(call: KernelCall) -> pl.Expr:
    if isinstance(call.result, t.DecimalType):
        quotient = decimal_kernels.divide(call.args[0], call.args[1], call.types, call.result)
        return _checked_decimal(call, quotient)
    if isinstance(call.result, t.FloatType):
        return _as_float(call, exact_quotient)
    if isinstance(call.result, t.DoubleType):
        return exact_quotient(_typed(call, 0), _typed(call, 1))
    left, right = _typed(call, 0), _typed(call, 1)
    quotient = left // right
    # Polars rounds down; one more where the exact quotient is negative and not whole.
    inexact = (quotient * right != left) & ((left < 0) != (right < 0))
    return _checked_integer(call, quotient + inexact.cast(polars_type(call.result)))


def exact_quotient(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left / right`` of floating-point numbers, rounded once.

    Polars divides by a constant by multiplying with its reciprocal: every sixth result is off in its last
    digit. A constant divisor is spread to a column here, as Polars keeps constant columns as one value.
    """
    if right.meta.root_names():
        return left / right
    return pl.map_batches([left, right], _divide_columns, is_elementwise=True)


def _divide_columns(columns: Sequence[pl.Series]) -> pl.Series:
    left, right = columns
    rows = max(len(left), 2)
    quotient = left.extend_constant(None, 1) if len(left) == 1 else left
    return (quotient / right.new_from_index(0, rows)).head(len(left)) if len(right) == 1 else left / right


def _mod(call: KernelCall) -> pl.Expr:
    if any(isinstance(type_, t.DecimalType) for type_ in call.types):
        exact = inference.decimal_remainder_type(*(inference.as_decimal(type_) for type_ in call.types))
        rest = decimal_kernels.remainder(call.args[0], call.args[1], call.types, exact)
        return _checked_decimal(call, rest.cast(polars_type(call.result)))
    left_type, right_type = call.types
    assert isinstance(left_type, t.NumericType)
    assert isinstance(right_type, t.NumericType)
    wide = polars_type(inference.common_numeric(left_type, right_type))
    left, right = call.args[0].cast(wide), call.args[1].cast(wide)
    floored = left % right
    # Polars' remainder has the divisor's sign, Flink's the dividend's.
    wrong_sign = (floored != 0) & ((left < 0) != (right < 0))
    rest = pl.when(wrong_sign).then(floored - right).otherwise(floored)
    return _checked_integer(call, rest.cast(polars_type(call.result)))


def _checked_integer(call: KernelCall, value: pl.Expr) -> pl.Expr:
    divisor = call.literal(1)
    if divisor is not NOT_LITERAL and divisor != 0:
        return value
    return call.fail_where(value, (call.args[1] == 0) & call.args[0].is_not_null(), "/ by zero")


def _checked_decimal(call: KernelCall, value: pl.Expr) -> pl.Expr:
    divisor = call.literal(1)
    if divisor is not NOT_LITERAL and divisor != 0:
        return value
    zero = call.args[1] == 0
    value = call.fail_where(value, zero & (call.args[0] != 0), "Division by zero")
    return call.fail_where(value, zero & (call.args[0] == 0), "Division undefined")


def _negative(call: KernelCall) -> pl.Expr:
    # Polars changes the data type of a negated decimal literal; zero minus it doesn't.
    return (-call.args[0]).cast(polars_type(call.result))


def _sign(type_: t.LogicalType) -> bool:
    return NUMERIC(type_) or INTERVAL(type_)


_NUMBERS = "<NUMERIC>, <NUMERIC>"
_SAME: Infer = signature(_sign, result=lambda call: call.types[0], shown="<NUMERIC> or <INTERVAL>")

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "PLUS",
        _two(_infer_plus, f"{_NUMBERS}), (<INTERVAL>, <INTERVAL>), (<DATETIME>, <INTERVAL>"),
        _plus,
    ),
    ScalarFunction(
        "MINUS",
        _two(_infer_minus, f"{_NUMBERS}), (<INTERVAL>, <INTERVAL>), (<DATETIME>, <INTERVAL>"),
        _minus,
    ),
    ScalarFunction("TIMES", _two(_infer_times, f"{_NUMBERS}), (<INTERVAL>, <INTEGER>"), _times),
    ScalarFunction("DIVIDE", _two(_infer_divide, _NUMBERS), _divide),
    ScalarFunction("MOD", _two(_infer_mod, "<EXACT_NUMERIC>, <EXACT_NUMERIC>"), _mod, ("MOD",)),
    ScalarFunction("MINUS_PREFIX", _SAME, _negative),
    ScalarFunction("UNARY_PLUS", _SAME, lambda call: call.args[0]),
)
