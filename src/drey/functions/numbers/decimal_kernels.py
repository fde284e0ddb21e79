"""Decimal arithmetic: exact within 38 digits, rounded half up to the result's scale, NULL past its digits.

Polars keeps the larger scale of a product's factors, rounds half to even and fails on overflow, so operands
are cast to the result's scale first where nothing can be lost, and Python's ``decimal`` computes the rest.
The rules are those of Flink's ``DecimalDataUtils``.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal

import polars as pl

from drey.functions.row_kernels import map_values
from drey.types import logical as t
from drey.types.inference import as_decimal
from drey.types.polars_types import polars_type

MAX_DIGITS = t.MAX_DECIMAL_PRECISION
_JAVA_38 = decimal.Context(
    prec=MAX_DIGITS,
    rounding=decimal.ROUND_HALF_UP,
    Emin=-999999,
    Emax=999999,
    traps=[decimal.InvalidOperation],
)
_WIDE = decimal.Context(
    prec=2 * MAX_DIGITS + 4, rounding=decimal.ROUND_HALF_UP, Emin=-999999, Emax=999999,
    traps=[decimal.InvalidOperation],
)  # fmt: skip


def fit(value: Decimal, precision: int, scale: int) -> Decimal | None:
    """The value rounded half up to ``scale`` digits, or None if it has more than ``precision`` digits."""
    if value.adjusted() > MAX_DIGITS:
        return None if value else Decimal(0).scaleb(-scale)
    rounded = value.quantize(Decimal(1).scaleb(-scale), context=_WIDE)
    return rounded if len(rounded.as_tuple().digits) <= precision else None


def not_a_number(value: float) -> str:
    """The message of Java's ``BigDecimal`` for infinity and NaN."""
    letter = "N" if value != value else "I"
    rule = 'neither a decimal digit number, decimal point, nor "e" notation exponential mark'
    return f"Character {letter} is {rule}."


def rescaled(value: pl.Expr, source: t.LogicalType, target: t.DecimalType) -> pl.Expr:
    """An exact number as ``target``: rounded half up; NULL where it has too many digits."""
    dtype = polars_type(target)
    if isinstance(source, t.DecimalType):
        if source.precision == target.precision and source.scale == target.scale:
            return value
        if target.scale < source.scale and source.precision == MAX_DIGITS:
            precision, scale = target.precision, target.scale
            return map_values([value], lambda number: fit(number, precision, scale), dtype)
        if target.scale < source.scale:
            value = value.round(target.scale, mode="half_away_from_zero")
    return value.cast(dtype, strict=False)


def add(left: pl.Expr, right: pl.Expr, types: tuple[t.LogicalType, ...], result: t.DecimalType) -> pl.Expr:
    """The sum as the result type."""
    if _sum_is_exact(types, result):
        return (_at_scale(left, types[0], result) + _at_scale(right, types[1], result)).cast(
            polars_type(result)
        )
    return _compute(left, right, types, result, _WIDE.add)


def subtract(
    left: pl.Expr, right: pl.Expr, types: tuple[t.LogicalType, ...], result: t.DecimalType
) -> pl.Expr:
    """The difference as the result type."""
    if _sum_is_exact(types, result):
        return (_at_scale(left, types[0], result) - _at_scale(right, types[1], result)).cast(
            polars_type(result)
        )
    return _compute(left, right, types, result, _WIDE.subtract)


def multiply(
    left: pl.Expr, right: pl.Expr, types: tuple[t.LogicalType, ...], result: t.DecimalType
) -> pl.Expr:
    """The product as the result type."""
    one, two = as_decimal(types[0]), as_decimal(types[1])
    # A factor moved to the product's scale needs the other's fraction digits more.
    widest = max(one.precision + two.scale, two.precision + one.scale)
    if one.scale + two.scale == result.scale and one.precision + two.precision <= MAX_DIGITS >= widest:
        product = _at_scale(left, types[0], result) * _at_scale(right, types[1], result)
        return product.cast(polars_type(result))
    return _compute(left, right, types, result, _JAVA_38.multiply)


def divide(left: pl.Expr, right: pl.Expr, types: tuple[t.LogicalType, ...], result: t.DecimalType) -> pl.Expr:
    """The quotient as the result type; NULL where the divisor is zero (the caller checks it)."""
    one, two = as_decimal(types[0]), as_decimal(types[1])
    shift = result.scale - one.scale + two.scale
    widest = max(one.precision + shift, two.precision - two.scale + result.scale, result.precision)
    if shift >= 0 and widest < MAX_DIGITS:
        return _quotient(_exact(left, one), _exact(right, two), shift, result)

    def quotient(a: Decimal, b: Decimal) -> Decimal | None:
        return _JAVA_38.divide(a, b) if b else None

    return _compute(left, right, types, result, quotient)


def _exact(value: pl.Expr, type_: t.DecimalType) -> pl.Expr:
    return value.cast(polars_type(type_))


def _quotient(left: pl.Expr, right: pl.Expr, shift: int, result: t.DecimalType) -> pl.Expr:
    """The quotient in columns: Polars rounds half to even, so an exact half is moved away from zero after."""
    dtype = pl.Decimal(MAX_DIGITS, result.scale)
    divisor = pl.when(right != 0).then(right)
    quotient = left.cast(dtype) / divisor.cast(dtype)
    digits, by = left.to_physical().cast(pl.Int128), divisor.to_physical().cast(pl.Int128)
    numerator = digits * pl.lit(10**shift, dtype=pl.Int128)
    rest = numerator - quotient.to_physical().cast(pl.Int128) * by
    # The rest has the numerator's sign where Polars has rounded towards zero.
    short = (rest.abs() * 2 == by.abs()) & ((rest > 0) == (numerator > 0))
    unit = pl.lit(Decimal(1).scaleb(-result.scale), dtype=dtype)
    step = pl.when(~short).then(unit - unit).when((numerator > 0) == (by > 0)).then(unit).otherwise(-unit)
    return (quotient + step).cast(polars_type(result), strict=False)


def remainder(
    left: pl.Expr, right: pl.Expr, types: tuple[t.LogicalType, ...], result: t.DecimalType
) -> pl.Expr:
    """The remainder with the dividend's sign; NULL where the divisor is zero (the caller checks it)."""

    def rest(a: Decimal, b: Decimal) -> Decimal | None:
        return _WIDE.remainder(a, b) if b else None

    return _compute(left, right, types, result, rest)


def _sum_is_exact(types: tuple[t.LogicalType, ...], result: t.DecimalType) -> bool:
    one, two = as_decimal(types[0]), as_decimal(types[1])
    whole = max(one.precision - one.scale, two.precision - two.scale)
    return result.scale == max(one.scale, two.scale) and whole + result.scale + 1 <= MAX_DIGITS


def _at_scale(value: pl.Expr, type_: t.LogicalType, result: t.DecimalType) -> pl.Expr:
    if isinstance(type_, t.DecimalType) and type_.scale == result.scale:
        return value
    return value.cast(pl.Decimal(MAX_DIGITS, result.scale))


def _compute(
    left: pl.Expr,
    right: pl.Expr,
    types: tuple[t.LogicalType, ...],
    result: t.DecimalType,
    operation: Callable[[Decimal, Decimal], Decimal | None],
) -> pl.Expr:
    precision, scale = result.precision, result.scale

    def one(a: Decimal | int, b: Decimal | int) -> Decimal | None:
        value = operation(Decimal(a), Decimal(b))
        return None if value is None else fit(value, precision, scale)

    return map_values([left, right], one, polars_type(result))
