"""ABS, SIGN, CEIL, FLOOR, ROUND and TRUNCATE; CEIL and FLOOR of points in time are delegated."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

import polars as pl

from drey.functions.definition import (
    NOT_LITERAL,
    CallTypes,
    Infer,
    Kernel,
    KernelCall,
    ScalarFunction,
    checked,
)
from drey.functions.inference import INTEGER, INTERVAL, NUMERIC, TEMPORAL, refuse_nulls, signature
from drey.functions.numbers.arithmetic import exact_quotient
from drey.functions.numbers.decimal_kernels import fit, not_a_number
from drey.functions.row_kernels import map_values
from drey.functions.temporal.rounding import ceil_temporal, floor_temporal
from drey.types import logical as t
from drey.types.polars_types import polars_type

_POWERS = 15
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


def _infer_whole(call: CallTypes) -> t.LogicalType:
    """CEIL and FLOOR of a number, or of a point in time to the unit that is the option."""
    refuse_nulls(call)
    if len(call.types) == 1 and call.options and TEMPORAL(call.types[0]):
        return call.types[0]
    if len(call.types) != 1 or call.options or not NUMERIC(call.types[0]):
        raise call.invalid("<NUMERIC>) or (<DATETIME> TO <UNIT>")
    return _whole(call)


def _ceil(call: KernelCall) -> pl.Expr:
    if call.options:
        return ceil_temporal(call)
    if isinstance(call.result, t.IntegerNumericType):
        return call.args[0]
    if _is_full(call.types[0]):
        return _rounded_values(call, call.args[0], pl.lit(0), decimal.ROUND_CEILING)
    return _typed(call, call.args[0].ceil())


def _floor(call: KernelCall) -> pl.Expr:
    if call.options:
        return floor_temporal(call)
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
    if digits is None:
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

    finite = value.is_finite()
    constant = call.literal(1) if len(call.args) > 1 else 0
    quick: pl.Expr | None = None
    if constant is not NOT_LITERAL and isinstance(call.result, t.DoubleType) and abs(constant) <= _POWERS:
        quick = _quickly_rounded(value, constant, rounding)
    slow = finite if quick is None else finite & quick.is_null()
    done = map_values([pl.when(slow).then(value.cast(pl.String)), places], approximate, pl.Float64()).cast(
        dtype
    )
    done = done if quick is None else pl.coalesce(quick, done)
    return checked(done, ~value.is_finite() & places.is_not_null(), not_a_number, [value], call.guard)


def _quickly_rounded(value: pl.Expr, digits: int, rounding: str) -> pl.Expr:
    """DOUBLE rounded in columns, NULL where the decimal text is needed to decide.

    Moving the point costs a few units in the last place, so what lies near a half (for TRUNCATE: near a whole
    number) is left, as is what has more than nine digits before the new point.
    """
    power = pl.lit(float(10 ** abs(digits)))
    moved = value * power if digits >= 0 else exact_quotient(value, power)
    size = moved.abs()
    down = size.floor()
    edge = 0.5 if rounding == decimal.ROUND_HALF_UP else 0.0
    away = (size - down - edge).abs()
    clear = (away > 1e-6) & (away < 1 - 1e-6) & (size < 1e9)
    whole = (size + 0.5).floor() if rounding == decimal.ROUND_HALF_UP else down
    back = exact_quotient(whole, power) if digits >= 0 else whole * power
    return pl.when(clear).then(pl.when((moved < 0) & (whole > 0)).then(-back).otherwise(back))


def _rounding(mode: str) -> Kernel:
    return lambda call: _to_digits(call, mode)


def _number_or_interval(type_: t.LogicalType) -> bool:
    return NUMERIC(type_) or INTERVAL(type_)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("ABS", signature(_number_or_interval, result=_same, shown="<NUMERIC>"), _abs, ("ABS",)),
    ScalarFunction("SIGN", signature(NUMERIC, result=_same, shown="<NUMERIC>"), _sign, ("SIGN",)),
    ScalarFunction("CEIL", _infer_whole, _ceil, ("CEIL", "CEILING")),
    ScalarFunction("FLOOR", _infer_whole, _floor, ("FLOOR",)),
    ScalarFunction("ROUND", _ROUNDED, _rounding(decimal.ROUND_HALF_UP), ("ROUND",)),
    ScalarFunction("TRUNCATE", _ROUNDED, _rounding(decimal.ROUND_DOWN), ("TRUNCATE",)),
)
