"""HASH_CODE: the hash that Java has for a value, by type as ``Integer.hashCode`` and its kin.

Of a text it is the absolute value of ``String.hashCode``, which counts UTF-16 units; of a DECIMAL that of
``BigDecimal``, which depends on the scale.
"""

from __future__ import annotations

from decimal import Context, Decimal

import numpy as np
import polars as pl

from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import refuse_nulls
from drey.functions.row_kernels import batchwise, rowwise
from drey.types import logical as t

_TAKEN = (t.BooleanType, t.NumericType, t.CharacterType, t.DateType, t.TimeType, t.TimestampType)
_TRUE, _FALSE = 1231, 1237
_ALL_DIGITS = Context(prec=80)
_NAN32, _NAN64 = 0x7FC00000, 0x7FF8000000000000
"""Java hashes every NaN as this one."""


def _infer(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1 or not isinstance(call.types[0], (*_TAKEN, t.NullType)):
        raise call.invalid("<BOOLEAN> or <NUMERIC> or <CHARACTER> or <DATE> or <TIME> or <TIMESTAMP>")
    refuse_nulls(call)
    return call.nullable_if_args(t.IntType())


def _kernel(call: KernelCall) -> pl.Expr:
    value = call.args[0]
    match call.types[0]:
        case t.BooleanType():
            return pl.when(value).then(_TRUE).when(~value).then(_FALSE).cast(pl.Int32)
        case t.BigIntType():
            return _of_long(value)
        case t.IntegerNumericType() | t.DateType():
            return value.cast(pl.Int32)
        case t.TimeType():
            return (value.to_physical() // 1_000_000).cast(pl.Int32)
        case t.TimestampType(precision=precision):
            return _of_timestamp(
                value.to_physical(), 10 ** (0 if precision <= 3 else 3 if precision <= 6 else 6)
            )
        case t.FloatType():
            return batchwise(call, _of_floats)
        case t.DoubleType():
            return batchwise(call, _of_doubles)
        case t.DecimalType(scale=scale):
            return rowwise(call, lambda number: _of_decimal(number, scale))
    return rowwise(call, _of_text)


def _of_long(value: pl.Expr) -> pl.Expr:
    """The lower half with the upper half mixed in."""
    return (value ^ (value // (1 << 32))).cast(pl.Int32, wrap_numerical=True)


def _of_timestamp(ticks: pl.Expr, per_milli: int) -> pl.Expr:
    millis = _of_long(ticks // per_milli).cast(pl.Int64)
    nanos = (ticks % per_milli) * (1_000_000 // per_milli)
    return (millis * 31 + nanos).cast(pl.Int32, wrap_numerical=True)


def _of_floats(column: pl.Series) -> pl.Series:
    values = column.fill_null(0.0).to_numpy()
    bits = np.where(np.isnan(values), np.int32(_NAN32), values.view(np.int32))
    return pl.Series(bits).set(column.is_null(), None)


def _of_doubles(column: pl.Series) -> pl.Series:
    values = column.fill_null(0.0).to_numpy()
    bits = np.where(np.isnan(values), np.int64(_NAN64), values.view(np.int64))
    return pl.Series((bits ^ (bits >> 32)).astype(np.int32)).set(column.is_null(), None)


def _of_decimal(number: Decimal, scale: int) -> int:
    unscaled = int(number.scaleb(scale, _ALL_DIGITS))
    digits = abs(unscaled)
    found = 0
    for word in reversed(range(0, max(digits.bit_length(), 1), 32)):
        found = found * 31 + (digits >> word & 0xFFFFFFFF)
    return _as_int(31 * (-found if unscaled < 0 else found) + scale)


def _of_text(text: str) -> int:
    units = text.encode("utf-16-le", "surrogatepass")
    found = 0
    for low, high in zip(units[::2], units[1::2], strict=True):
        found = (found * 31 + (low | high << 8)) & 0xFFFFFFFF
    return _as_int(abs(_as_int(found)))


def _as_int(number: int) -> int:
    """The number in 32 bits, as Java's ``int`` wraps."""
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)


FUNCTIONS: tuple[ScalarFunction, ...] = (ScalarFunction("HASH_CODE", _infer, _kernel, ("HASH_CODE",)),)
