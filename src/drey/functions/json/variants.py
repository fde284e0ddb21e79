"""PARSE_JSON and TRY_PARSE_JSON: texts as VARIANT.

A column of VARIANT is one of texts, see :mod:`drey.functions.json.variant_text`: equal JSON is an equal VARIANT.
"""

from __future__ import annotations

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import Kernel, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.json.text import JsonDepthError, JsonError
from drey.functions.json.variant_text import shown, variant_text
from drey.functions.parameters import TEXT, TRUTH, nullable, takes
from drey.functions.row_kernels import rowwise
from drey.types import logical as t


def _parser(safe: bool) -> Kernel:
    name = "TRY_PARSE_JSON" if safe else "PARSE_JSON"

    def parse(text: str | None, repeated_keys: bool | None = False) -> str | None:
        if text is None:
            return None
        if repeated_keys is None:
            raise EvaluationError(f"the second argument of {name} must not be NULL")
        try:
            return variant_text(text, repeated_keys)
        except JsonError as error:
            too_deep = isinstance(error, JsonDepthError)
            if safe and not too_deep:
                return None
            raise EvaluationError(
                f"Failed to parse json string: {shown(text)}",
                detail=str(error),
                hint=None if too_deep else "TRY_PARSE_JSON returns NULL for what is no JSON",
            ) from None

    def kernel(call: KernelCall) -> pl.Expr:
        return rowwise(call, parse, takes_null=True, memo=False)

    return kernel


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "PARSE_JSON",
        takes(TEXT, TRUTH, optional=1, nulls=True, result=nullable_if_args(t.VariantType())),
        _parser(safe=False),
        ("PARSE_JSON",),
    ),
    ScalarFunction(
        "TRY_PARSE_JSON",
        takes(TEXT, TRUTH, optional=1, nulls=True, result=nullable(t.VariantType())),
        _parser(safe=True),
        ("TRY_PARSE_JSON",),
    ),
)
