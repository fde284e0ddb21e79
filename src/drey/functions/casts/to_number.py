"""Casts to numbers."""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl

from drey.functions.casts.conversion import Conversion
from drey.functions.definition import checked
from drey.functions.numbers.decimal_kernels import fit, not_a_number, rescaled
from drey.functions.row_kernels import map_values
from drey.types import logical as t
from drey.types.polars_types import polars_type

_OVERFLOW = "For input string: '{0}'. Overflow."
FLOAT_TEXT = r"^[+-]?(NaN|Infinity|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?)$"
INTEGER_TEXT = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]*)$"
_SPACES = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "


def to_integer(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """To TINYINT .. BIGINT: numbers lose fractions and high bits as in Java, text must fit."""
    target = cast.target
    assert isinstance(target, t.IntegerNumericType)
    match cast.source:
        case t.IntegerNumericType(bits=bits):
            if bits <= target.bits:
                return value.cast(cast.dtype)
            return value.cast(cast.dtype, wrap_numerical=True)
        case t.BooleanType():
            return value.cast(cast.dtype)
        case t.DecimalType(precision=precision, scale=scale):
            return _decimal_to_integer(value, precision - scale, cast.dtype)
        case t.FloatType() | t.DoubleType():
            return _float_to_integer(value, target)
    return _text_to_integer(value, cast, target)


def _decimal_to_integer(value: pl.Expr, whole_digits: int, dtype: pl.DataType) -> pl.Expr:
    if whole_digits < 19:
        return value.cast(pl.Int64).cast(dtype, wrap_numerical=True)

    def low_bits(number: Decimal) -> int:
        bits = int(number) & 0xFFFFFFFFFFFFFFFF
        return bits - (1 << 64) if bits >> 63 else bits

    return map_values([value], low_bits, pl.Int64()).cast(dtype, wrap_numerical=True)


def _float_to_integer(value: pl.Expr, target: t.IntegerNumericType) -> pl.Expr:
    """Java's narrowing: cut at the bounds of INT or BIGINT, NaN is 0, then the low bits."""
    bound: t.IntegerNumericType = target if target.bits >= 32 else t.IntType()
    wide = value.cast(pl.Float64).fill_nan(0.0)
    dtype = polars_type(bound)
    cut = (
        pl.when(wide >= float(bound.maximum))
        .then(pl.lit(bound.maximum, dtype=dtype))
        .when(wide <= float(bound.minimum))
        .then(pl.lit(bound.minimum, dtype=dtype))
        .otherwise(wide.cast(dtype, strict=False))
    )
    return cut if bound is target else cut.cast(polars_type(target), wrap_numerical=True)


def _text_to_integer(value: pl.Expr, cast: Conversion, target: t.IntegerNumericType) -> pl.Expr:
    """Polars reads plain digits; a loop reads the rest: spaces, fractions, what is no number."""
    low, high = target.minimum, target.maximum

    def read(text: str) -> int | None:
        stripped = text.strip(" ")
        if not re.fullmatch(INTEGER_TEXT, stripped):
            return None
        digits = stripped.partition(".")[0]
        number = 0 if digits in ("", "+", "-") else int(digits)
        return number if low <= number <= high else None

    plain = value.cast(cast.dtype, strict=False)
    rest = map_values([pl.when(plain.is_null()).then(value)], read, cast.dtype)
    return cast.require(value, pl.coalesce(plain, rest), _integer_failure)


def _integer_failure(text: str) -> str:
    """Why Flink takes the text for no integer of the wanted size."""
    stripped = text.strip(" ")
    if not stripped:
        reason = "Input is empty."
    elif stripped in ("+", "-"):
        reason = "Input has only positive or negative symbol."
    elif re.fullmatch(INTEGER_TEXT, stripped):
        reason = "Overflow."
    else:
        reason = "Invalid character found."
    return f"For input string: '{stripped}'. {reason}"


def to_float(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """To FLOAT and DOUBLE."""
    if not isinstance(cast.source, t.CharacterType):
        return value.cast(cast.dtype)
    # Polars reads more names of infinity and NaN than Java does.
    number = value.cast(cast.dtype, strict=False)
    plain = pl.when(number.is_finite()).then(number)
    rest = map_values([pl.when(plain.is_null()).then(value)], _read_float, pl.Float64()).cast(cast.dtype)
    return cast.require(value, pl.coalesce(plain, rest), _float_failure)


def _read_float(text: str) -> float | None:
    stripped = text.strip(_SPACES)
    if not re.fullmatch(FLOAT_TEXT, stripped):
        return None
    return float(stripped if stripped.endswith(("y", "N")) else stripped.rstrip("fFdD"))


def _float_failure(text: str) -> str:
    stripped = text.strip(_SPACES)
    return f'For input string: "{stripped}"' if stripped else "empty String"


def to_decimal(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """To DECIMAL, rounded half up; a number with too many digits gives NULL, such a text an error."""
    target = cast.target
    assert isinstance(target, t.DecimalType)
    precision, scale = target.precision, target.scale
    match cast.source:
        case t.IntegerNumericType() | t.DecimalType():
            return rescaled(value, cast.source, target)
        case t.BooleanType():
            return value.cast(pl.Int8).cast(cast.dtype, strict=False)
        case t.FloatType() | t.DoubleType():

            def from_shortest(text: str) -> Decimal | None:
                exact = Decimal(text)
                return fit(exact, precision, scale) if exact.is_finite() else None

            done = map_values([value.cast(pl.String)], from_shortest, cast.dtype)
            if cast.safe:
                return done
            return checked(done, ~value.is_finite(), not_a_number, [value], cast.guard)

    def from_text(text: str) -> Decimal | None:
        stripped = text.strip(" ")
        if not re.fullmatch(FLOAT_TEXT, stripped) or stripped.endswith(("y", "N")):
            return None
        return fit(Decimal(stripped.rstrip("fFdD")), precision, scale)

    simple = value.str.contains(rf"^-?[0-9]{{1,{max(1, precision - scale)}}}(\.[0-9]{{1,{max(1, scale)}}})?$")
    if scale == 0 or scale == precision:
        simple = pl.lit(False)
    plain = pl.when(simple).then(value).cast(cast.dtype, strict=False)
    rest = map_values([pl.when(~simple).then(value)], from_text, cast.dtype)
    return cast.require(value, pl.coalesce(plain, rest), _OVERFLOW)
