"""Evaluates one built-in function for tests, with its operands as constants and as columns."""

from __future__ import annotations

import datetime as dt
import importlib
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from drey.functions.definition import (
    NOT_LITERAL,
    CallTypes,
    EvaluationContext,
    KernelCall,
    ScalarFunction,
)
from drey.functions.registry import FAMILIES
from drey.types import logical as t
from drey.types.polars_types import polars_type
from drey.types.type_parser import parse_type

OTHERS = ("logic.", "values.value", "numbers.", "casts")
"""Families whose calls other tests make."""
MODULES = tuple(module for module in FAMILIES if not module.startswith(OTHERS))


class Typed:
    """An operand of a stated type, for NULLs and what Python can't tell apart."""

    def __init__(self, value: Any, type_: str) -> None:
        self.value = value
        self.type = parse_type(type_)


@cache
def definitions() -> dict[str, ScalarFunction]:
    modules = [importlib.import_module(f"drey.functions.{name}") for name in MODULES]
    return {function.name: function for module in modules for function in module.FUNCTIONS}


def type_of(value: Any) -> t.LogicalType:
    """The type of a SQL literal of this value."""
    match value:
        case Typed():
            return value.type
        case bool():
            return t.BooleanType(nullable=False)
        case str():
            return t.CharType(len(value), nullable=False)
        case bytes():
            return t.BinaryType(len(value), nullable=False)
        case int() if -(2**31) <= value < 2**31:
            return t.IntType(nullable=False)
        case int():
            return t.BigIntType(nullable=False)
        case float():
            return t.DoubleType(nullable=False)
        case Decimal():
            digits = value.as_tuple()
            scale = -int(digits.exponent)
            return t.DecimalType(max(len(digits.digits), scale), scale, nullable=False)
        case dt.datetime():
            kind = t.LocalZonedTimestampType if value.tzinfo else t.TimestampType
            return kind(6 if value.microsecond % 1000 else 3, nullable=False)
        case dt.date():
            return t.DateType(nullable=False)
        case dt.time():
            return t.TimeType(0, nullable=False)
    raise AssertionError(f"no literal type for {value!r}")


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Typed) else value


def column(value: Any, type_: t.LogicalType, rows: int = 1) -> pl.Series:
    return pl.Series([value] * rows, dtype=polars_type(type_))


def call(
    name: str | ScalarFunction,
    *operands: Any,
    options: tuple[str, ...] = (),
    context: EvaluationContext | None = None,
    constant: bool = True,
    callees: tuple[str, ...] = (),
    rows: int = 1,
) -> tuple[list[Any], t.LogicalType]:
    """The values of the call over ``rows`` equal rows, and its type.

    Args:
        name: The function's constant name, or the function.
        operands: Their values; constants of the SQL literal's type, or ``Typed``.
        options: The call's keywords.
        context: The job's facts.
        constant: True to pass constants, False to pass columns.
        callees: The functions that made the operands.
        rows: The number of rows of the input.
    """
    function = definitions()[name] if isinstance(name, str) else name
    types = [type_of(operand) for operand in operands]
    values = [plain(operand) for operand in operands]
    literals = values if constant else [NOT_LITERAL] * len(values)
    inference = CallTypes(function.name, types, literals, options)
    result = function.infer(inference)
    columns = {
        f"c{i}": column(v, type_, rows) for i, (v, type_) in enumerate(zip(values, types, strict=True))
    }
    frame = pl.DataFrame({"rows": range(rows), **columns})
    if constant:
        args = [pl.lit(series.head(1)).first() if isinstance(series.dtype, pl.List | pl.Decimal)
                else pl.lit(series[0], dtype=series.dtype) for series in columns.values()]  # fmt: skip
    else:
        args = [pl.col(column_name) for column_name in columns]
    kernel_call = KernelCall(
        args=args,
        types=tuple(inference.types),
        result=result,
        literals=literals,
        options=options,
        context=context or EvaluationContext(),
        callees=callees,
    )
    out = frame.with_columns(result=function.kernel(kernel_call))["result"]
    assert out.dtype == polars_type(result), f"{function.name}: {out.dtype} for {result}"
    return out.to_list(), result


def both(name: str | ScalarFunction, *operands: Any, **settings: Any) -> tuple[Any, t.LogicalType]:
    """The value and type, after checking that constants and columns give the same."""
    constants, type_ = call(name, *operands, **settings)
    columns, _ = call(name, *operands, constant=False, rows=3, **settings)
    empty, _ = call(name, *operands, constant=False, rows=0, **settings)
    assert columns == constants * 3
    assert empty == []
    return constants[0], type_
