"""TYPEOF: a type's text."""

from __future__ import annotations

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.parameters import ANYTHING, TRUTH, nullable, takes
from drey.types import logical as t


def _type_of(call: KernelCall) -> pl.Expr:
    text = pl.lit(str(call.types[0]))
    # As high as the argument: a constant alone would have one row.
    return pl.when(call.args[0].is_null()).then(text).otherwise(text)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "TYPE_OF", takes(ANYTHING, TRUTH, optional=1, result=nullable(t.string_type())), _type_of, ("TYPEOF",)
    ),
)
