"""Elementary functions over DOUBLE: powers, logarithms, trigonometry, and the constants.

As in Flink an argument outside a function's domain gives NaN or infinity, never an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import NUMERIC, explicit, nullable_if_args, signature
from drey.functions.numbers.arithmetic import exact_quotient
from drey.functions.row_kernels import map_values
from drey.types import logical as t

_DOUBLE = nullable_if_args(t.DoubleType())
_CONSTANT = signature(result=explicit(t.DoubleType(nullable=False)))


def _doubles(call: KernelCall) -> list[pl.Expr]:
    return [
        arg if isinstance(type_, t.DoubleType) else arg.cast(pl.Float64)
        for arg, type_ in zip(call.args, call.types, strict=True)
    ]


def _one(name: str, kernel: Callable[[pl.Expr], pl.Expr]) -> ScalarFunction:
    infer = signature(NUMERIC, result=_DOUBLE, shown="<NUMERIC>")
    return ScalarFunction(name, infer, lambda call: kernel(*_doubles(call)), (name,))


def _two(name: str, kernel: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> ScalarFunction:
    infer = signature(NUMERIC, NUMERIC, result=_DOUBLE, shown="<NUMERIC>, <NUMERIC>")
    return ScalarFunction(name, infer, lambda call: kernel(*_doubles(call)), (name,))


def _log10(number: float) -> float:
    """The decimal logarithm to the last digit; Polars' is a quotient."""
    if number > 0.0:
        return math.log10(number)
    return -math.inf if number == 0.0 else math.nan


def _log(call: KernelCall) -> pl.Expr:
    """``LOG(x)`` is natural, ``LOG(base, x)`` the quotient of two natural ones."""
    logs = [arg.log() for arg in _doubles(call)]
    return logs[0] if len(logs) == 1 else exact_quotient(logs[1], logs[0])


def _constant(name: str, value: float) -> ScalarFunction:
    return ScalarFunction(name, _CONSTANT, lambda call: pl.lit(value, dtype=pl.Float64), (name,))


def _power(base: pl.Expr, exponent: pl.Expr) -> pl.Expr:
    """Polars takes the square root for 0.5, which differs for -0.0 and minus infinity."""
    root = exponent == 0.5
    zero, infinite = (base == 0.0) & root, (base == float("-inf")) & root
    return pl.when(zero).then(0.0).when(infinite).then(float("inf")).otherwise(base.pow(exponent))


FUNCTIONS: tuple[ScalarFunction, ...] = (
    _two("POWER", _power),
    # The square root of -0.0 is 0.0 in Flink, which computes a power.
    _one("SQRT", lambda a: pl.when(a == 0.0).then(0.0).otherwise(a.sqrt())),
    _one("EXP", lambda a: a.exp()),
    _one("LN", lambda a: a.log()),
    _one("LOG10", lambda a: map_values([a], _log10, pl.Float64())),
    _one("LOG2", lambda a: exact_quotient(a.log(), pl.lit(math.log(2.0)))),
    ScalarFunction(
        "LOG",
        signature(NUMERIC, NUMERIC, optional=1, result=_DOUBLE, shown="<NUMERIC>) or (<NUMERIC>, <NUMERIC>"),
        _log,
        ("LOG",),
    ),
    _one("SIN", lambda a: a.sin()),
    _one("SINH", lambda a: a.sinh()),
    _one("COS", lambda a: a.cos()),
    _one("COSH", lambda a: a.cosh()),
    _one("TAN", lambda a: a.tan()),
    _one("TANH", lambda a: a.tanh()),
    _one("COT", lambda a: 1.0 / a.tan()),
    _one("ASIN", lambda a: a.arcsin()),
    _one("ACOS", lambda a: a.arccos()),
    _one("ATAN", lambda a: a.arctan()),
    _two("ATAN2", lambda a, b: pl.arctan2(a, b)),
    _one("DEGREES", lambda a: a.degrees()),
    _one("RADIANS", lambda a: a.radians()),
    _constant("PI", math.pi),
    _constant("E", math.e),
)
