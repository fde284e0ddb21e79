"""Elementary functions over DOUBLE: powers, logarithms, trigonometry, and the constants.

As in Flink an argument outside a function's domain gives NaN or infinity, never an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import polars as pl

from drey.functions.arithmetic import exact_quotient
from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import NUMERIC, explicit, nullable_if_args, signature
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


def _numpy(function: np.ufunc) -> Callable[[pl.Expr], pl.Expr]:
    """NumPy's logarithms are exact to the last digit, Polars' divide by that of the base."""

    def compute(column: pl.Series) -> pl.Series:
        with np.errstate(all="ignore"):
            values = function(column.fill_null(1.0).to_numpy())
        done = pl.Series(column.name, values, dtype=pl.Float64)
        if not column.null_count():
            return done
        return pl.select(pl.when(column.is_not_null()).then(done)).to_series()

    return lambda value: value.map_batches(compute, return_dtype=pl.Float64(), is_elementwise=True)


def _log(call: KernelCall) -> pl.Expr:
    """``LOG(x)`` is natural, ``LOG(base, x)`` the quotient of two natural ones."""
    logs = [_numpy(np.log)(arg) for arg in _doubles(call)]
    return logs[0] if len(logs) == 1 else exact_quotient(logs[1], logs[0])


def _constant(name: str, value: float) -> ScalarFunction:
    return ScalarFunction(name, _CONSTANT, lambda call: pl.lit(value, dtype=pl.Float64), (name,))


FUNCTIONS: tuple[ScalarFunction, ...] = (
    _two("POWER", lambda a, b: a.pow(b)),
    # The square root of -0.0 is 0.0 in Flink, which computes a power.
    _one("SQRT", lambda a: pl.when(a == 0.0).then(0.0).otherwise(a.sqrt())),
    _one("EXP", lambda a: a.exp()),
    _one("LN", _numpy(np.log)),
    _one("LOG10", _numpy(np.log10)),
    _one("LOG2", lambda a: exact_quotient(_numpy(np.log)(a), pl.lit(math.log(2.0)))),
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
