"""ABS, SIGN, CEIL, FLOOR, ROUND and TRUNCATE of numbers."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

import polars as pl

from drey.functions.decimal_kernels import fit
from drey.functions.definition import (
    NOT_LITERAL,
    CallTypes,
    Infer,
    Kernel,
    KernelCall,
    ScalarFunction,
    checked,
)
from drey.functions.inference import INTEGER, INTERVAL, NUMERIC, signature
from drey.functions.value_loop import map_values
from drey.types import logical as t
from drey.types.polars_types import polars_type

_EXACT = decimal.Context(prec=400, Emin=-999999, Emax=999999, traps=[decimal.InvalidOperation])


def _same(call: CallTypes) -> t.LogicalType:
    return call.types[0]


def _whole(call: CallTypes) -> t.LogicalType:
    type_ = call.types[0]
    return (
        t.DecimalType(type_.precision, 0, nullable=type_.nullable)
        if isinstance(type_, t.DecimalType)
        else type_
    )


def _typed(call: KernelCall, value: pl.Expr) -> pl.Expr:
    return value.cast(polars_type(call.result), strict=False)


def _abs(call: KernelCall) -> pl.Expr:
    return _typed(call, call.args[0].abs())


def _sign(call: KernelCall) -> pl.Expr:
    return _typed(call, call.args[0].sign())


def _ceil(call: KernelCall) -> pl.Expr:
    if isinstance(call.result, t.IntegerNumericType):
        return call.args[0]
    if _is_full(call.types[0]):
        return _rounded_values(call, call.args[0], pl.lit(0), decimal.ROUND_CEILING)
    return _typed(call, call.args[0].ceil())


def _floor(call: KernelCall) -> pl.Expr:
    if isinstance(call.result, t.IntegerNumericType):
        return call.args[0]
    if _is_full(call.types[0]):
        return _rounded_values(call, call.args[0], pl.lit(0), decimal.ROUND_FLOOR)
    return _typed(call, call.args[0].floor())


def _is_full(type_: t.LogicalType) -> bool:
    """True if Polars' rounding of such a decimal might need a 39th digit, which it refuses."""
    return isinstance(type_, t.DecimalType) and type_.precision == t.MAX_DECIMAL_PRECISION


def _rounded_type(call: CallTypes) -> t.LogicalType:
    """A decimal keeps as many fraction digits as asked for, if that is constant and fewer than it has."""
    type_ = call.types[0]
    digits = call.literals[1] if len(call.types) > 1 else 0
    if not isinstance(type_, t.DecimalType) or digits is NOT_LITERAL or digits is None:
        return call.nullable_if_args(type_)
    if digits >= type_.scale:
        return call.nullable_if_args(type_)
    whole = 1 + type_.precision - type_.scale
    scale = max(0, digits)
    precision = min(t.MAX_DECIMAL_PRECISION, whole + scale)
    return call.nullable_if_args(t.DecimalType(precision, min(scale, precision)))


_ROUNDED: Infer = signature(
    NUMERIC, INTEGER, optional=1, result=_rounded_type, shown="<NUMERIC>) or (<NUMERIC>, <INTEGER>"
)


def _to_digits(call: KernelCall, rounding: str) -> pl.Expr:
    """The kernel of ROUND and TRUNCATE; floating point rounds its shortest decimal text, as in Flink."""
    digits: Any = call.literal(1) if len(call.args) > 1 else 0
    value, type_ = call.args[0], call.types[0]
    if digits is None or isinstance(type_, t.NullType):
        return pl.lit(None, dtype=polars_type(call.result))
    if digits is not NOT_LITERAL and digits >= 0:
        if isinstance(type_, t.IntegerNumericType):
            return value
        if isinstance(type_, t.DecimalType):
            if digits >= type_.scale:
                return value
            if _is_full(type_):
                return _rounded_values(call, value, pl.lit(digits), rounding)
            if rounding == decimal.ROUND_HALF_UP:
                return _typed(call, value.round(digits, mode="half_away_from_zero"))
            return _typed(call, value.truncate(digits))
    places = call.args[1] if len(call.args) > 1 else pl.lit(0, dtype=pl.Int32)
    return _rounded_values(call, value, places, rounding)


def _rounded_values(call: KernelCall, value: pl.Expr, places: pl.Expr, rounding: str) -> pl.Expr:
    context = _EXACT.copy()
    context.rounding = rounding
    dtype = polars_type(call.result)

    def quantized(number: Decimal, digits: int) -> Decimal:
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or digits >= -exponent:
            return number
        return number.quantize(Decimal((0, (1,), -digits)), context=context)

    if isinstance(call.result, t.IntegerNumericType):
        # Java's rounding up past the largest number wraps.
        def whole(number: int, digits: int) -> int:
            low = int(quantized(Decimal(number), digits)) & 0xFFFFFFFFFFFFFFFF
            return low - (1 << 64) if low >> 63 else low

        return map_values([value, places], whole, pl.Int64()).cast(dtype, wrap_numerical=True)
    if isinstance(call.result, t.DecimalType):
        precision, scale = call.result.precision, call.result.scale

        def exact(number: Decimal, digits: int) -> Decimal | None:
            return fit(quantized(number, digits), precision, scale)

        return map_values([value, places], exact, dtype)

    def approximate(number: str, digits: int) -> float:
        # Zero has no sign among decimals.
        return float(quantized(Decimal(number), digits)) + 0.0

    finite = pl.when(value.is_finite()).then(value.cast(pl.String))
    done = map_values([finite, places], approximate, pl.Float64()).cast(dtype)
    return checked(done, ~value.is_finite() & places.is_not_null(), _not_a_number, [value], call.guard)


def _not_a_number(value: float) -> str:
    """The message of Java's ``BigDecimal`` for infinity and NaN."""
    letter = "N" if value != value else "I"
    rule = 'neither a decimal digit number, decimal point, nor "e" notation exponential mark'
    return f"Character {letter} is {rule}."


def _rounding(mode: str) -> Kernel:
    return lambda call: _to_digits(call, mode)


def _number_or_interval(type_: t.LogicalType) -> bool:
    return NUMERIC(type_) or INTERVAL(type_)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("ABS", signature(_number_or_interval, result=_same, shown="<NUMERIC>"), _abs, ("ABS",)),
    ScalarFunction("SIGN", signature(NUMERIC, result=_same, shown="<NUMERIC>"), _sign, ("SIGN",)),
    ScalarFunction("CEIL", signature(NUMERIC, result=_whole, shown="<NUMERIC>"), _ceil, ("CEIL", "CEILING")),
    ScalarFunction("FLOOR", signature(NUMERIC, result=_whole, shown="<NUMERIC>"), _floor, ("FLOOR",)),
    ScalarFunction("ROUND", _ROUNDED, _rounding(decimal.ROUND_HALF_UP), ("ROUND",)),
    ScalarFunction("TRUNCATE", _ROUNDED, _rounding(decimal.ROUND_DOWN), ("TRUNCATE",)),
)
