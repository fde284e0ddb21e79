"""CAST, TRY_CAST and REINTERPRET; one module for each direction."""

from __future__ import annotations

import polars as pl

from drey.errors import ValidationError
from drey.functions.casts.conversion import Conversion
from drey.functions.casts.conversions import convert
from drey.functions.definition import CallTypes, Infer, Kernel, KernelCall, ScalarFunction
from drey.types import logical as t
from drey.types.casting import supports_cast
from drey.types.type_parser import parse_type


def _infer(safe: bool) -> Infer:
    def infer(call: CallTypes) -> t.LogicalType:
        if len(call.types) != 1 or len(call.options) != 1:
            raise call.invalid("<ANY>")
        source, target = call.types[0], parse_type(call.options[0])
        if not supports_cast(source, target):
            raise _refusal(source, target)
        return target.with_nullable(safe or source.nullable)

    return infer


def _refusal(source: t.LogicalType, target: t.LogicalType) -> ValidationError:
    """The error for a cast that doesn't exist, with what Flink recommends in its stead."""
    hint = None
    if isinstance(source, t.NumericType) and isinstance(target, t.TimestampType):
        hint = "use TO_TIMESTAMP(FROM_UNIXTIME(number)), the number being seconds"
    elif isinstance(source, t.NumericType) and isinstance(target, t.LocalZonedTimestampType):
        hint = "use TO_TIMESTAMP_LTZ(number, precision)"
    elif isinstance(source, t.TimestampType) and isinstance(target, t.NumericType):
        hint = "use UNIX_TIMESTAMP(CAST(timestamp AS STRING))"
    return ValidationError(
        f"cast function cannot convert value of type {source.summary()} to type {target.summary()}", hint=hint
    )


def _kernel(safe: bool) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        cast = Conversion(call.types[0], call.result, safe, call.context.time_zone, call.guard)
        return convert(call.args[0], cast)

    return kernel


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("CAST", _infer(safe=False), _kernel(safe=False)),
    ScalarFunction("TRY_CAST", _infer(safe=True), _kernel(safe=True)),
    ScalarFunction("REINTERPRET", _infer(safe=False), _kernel(safe=False)),
)
