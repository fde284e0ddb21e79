"""CASE, IF, COALESCE, IFNULL, NULLIF, GREATEST, LEAST, IS_ALPHA, IS_DIGIT, IS_DECIMAL.

The compiler evaluates CASE and IF itself, so that a branch is guarded by its condition; their kernels here
serve calls from other kernels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import polars as pl

from drey.errors import ValidationError
from drey.functions.casts.to_number import FLOAT_TEXT
from drey.functions.definition import CallTypes, Infer, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import BOOLEAN, refuse_nulls
from drey.functions.logic.comparison import check_comparable, operand
from drey.functions.logic.comparison_kernels import compare
from drey.types import logical as t
from drey.types.inference import common_type, merged_type
from drey.types.polars_types import polars_type

_NOT_NULL = t.BooleanType(nullable=False)
_LIKE_FAMILIES = (
    t.TypeFamily.CHARACTER, t.TypeFamily.BINARY, t.TypeFamily.BOOLEAN, t.TypeFamily.DATE, t.TypeFamily.TIME,
    t.TypeFamily.TIMESTAMP, t.TypeFamily.EXACT_NUMERIC, t.TypeFamily.APPROXIMATE_NUMERIC,
)  # fmt: skip


def _settle(call: CallTypes, indices: Sequence[int], wanted: t.LogicalType) -> None:
    for index in indices:
        call.coerce(index, wanted)


def _infer_case(call: CallTypes) -> t.LogicalType:
    count = len(call.types)
    conditions = range(0, count - 1, 2)
    if count < 3 or count % 2 == 0 or not all(BOOLEAN(call.types[i]) for i in conditions):
        raise call.invalid("<BOOLEAN>, <ANY>, ..., <ANY>")
    values = [*range(1, count - 1, 2), count - 1]
    result = common_type([call.types[i] for i in values])
    if result is None:
        found = ", ".join(str(call.types[i]) for i in values)
        raise ValidationError(
            "illegal mixing of types in CASE or COALESCE statement", detail=f"found ({found})"
        )
    if isinstance(result, t.NullType):
        raise ValidationError("ELSE clause or at least one THEN clause must be non-NULL")
    _settle(call, values, result)
    return result


def _infer_if(call: CallTypes) -> t.LogicalType:
    refuse_nulls(call)
    if len(call.types) != 3 or not BOOLEAN(call.types[0]):
        raise call.invalid("<BOOLEAN>, <ANY>, <ANY>")
    result = common_type(call.types[1:])
    if result is None or result.family not in _LIKE_FAMILIES:
        raise call.invalid("<BOOLEAN>, <ANY>, <ANY>")
    _settle(call, (1, 2), result)
    return call.nullable_if_args(result)


def case_chain(branches: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """``when(..).then(..)...otherwise(..)``; a condition that is NULL doesn't hold."""
    chain: Any = pl
    for condition, value in branches:
        chain = chain.when(condition).then(value)
    result: pl.Expr = chain.otherwise(otherwise)
    return result


def _case(call: KernelCall) -> pl.Expr:
    pairs = [(call.args[i], call.args[i + 1]) for i in range(0, len(call.args) - 1, 2)]
    return case_chain(pairs, call.args[-1]).cast(polars_type(call.result))


def _infer_coalesce(minimum: int) -> Infer:
    def infer(call: CallTypes) -> t.LogicalType:
        result = merged_type(call.types) if len(call.types) >= minimum else None
        if result is None:
            raise call.invalid("<COMMON>...")
        if isinstance(result, t.NullType):
            refuse_nulls(call)
        _settle(call, range(len(call.types)), result)
        return result.with_nullable(all(type_.nullable for type_ in call.types))

    return infer


def _coalesce(call: KernelCall) -> pl.Expr:
    return pl.coalesce(call.args).cast(polars_type(call.result))


def _infer_nullif(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 2:
        raise call.invalid("<COMPARABLE>, <COMPARABLE>")
    first = call.types[0]
    if isinstance(first, t.NullType):
        raise ValidationError("ELSE clause or at least one THEN clause must be non-NULL")
    check_comparable(call, 0, 1, operator="EQUALS")
    call.coerced.pop(0, None)
    return first.with_nullable(True)


def _nullif(call: KernelCall) -> pl.Expr:
    equal = compare("EQUALS", operand(call, 0), operand(call, 1), call.context.time_zone)
    return pl.when(equal.fill_null(False)).then(None).otherwise(call.args[0])


def _infer_extreme(call: CallTypes) -> t.LogicalType:
    refuse_nulls(call)
    result = merged_type(call.types) if call.types else None
    ordered = result is not None and result.family in _LIKE_FAMILIES
    if result is None or not (ordered or isinstance(result, t.IntervalType)):
        raise call.invalid("<COMPARABLE>...")
    _settle(call, range(len(call.types)), result)
    return call.nullable_if_args(result)


def _extreme(greatest: bool) -> Kernel:
    """NULL if an argument is; NaN is the largest number, for Polars as for Java's ``compareTo``."""

    def pick(left: pl.Expr, right: pl.Expr) -> pl.Expr:
        better = right > left if greatest else right < left
        return pl.when(better).then(right).when(better.is_null()).then(None).otherwise(left)

    return lambda call: reduce(pick, call.args)


def _text_test(pattern: str, number_families: tuple[type[t.LogicalType], ...]) -> Kernel:
    """True where the text matches; a number of these types always does, other types never."""

    def kernel(call: KernelCall) -> pl.Expr:
        if isinstance(call.types[0], t.CharacterType):
            return call.args[0].str.contains(pattern).fill_null(False)
        # A number answers by its type alone, even where it is NULL.
        if isinstance(call.types[0], number_families):
            return call.args[0].is_null() | True
        return call.args[0].is_null() & False

    return kernel


def _infer_text_test(call: CallTypes) -> t.LogicalType:
    refuse_nulls(call, t.string_type())
    if len(call.types) != 1 or not isinstance(call.types[0], t.CharacterType | t.NumericType):
        raise call.invalid("<CHARACTER>")
    return _NOT_NULL


_INTEGERS = (t.IntegerNumericType,)
_NUMBERS = (t.IntegerNumericType, t.FloatType, t.DoubleType)
# Java's whole numbers may have digits of any script.
_PADDED_NUMBER = r"^[+-]?\p{Nd}{1,18}$|" + FLOAT_TEXT.replace("^", r"^[\x00- ]*").replace("$", r"[\x00- ]*$")

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("CASE", _infer_case, _case),
    ScalarFunction("IF", _infer_if, _case, ("IF",)),
    ScalarFunction("COALESCE", _infer_coalesce(1), _coalesce, ("COALESCE",)),
    ScalarFunction("IF_NULL", _infer_coalesce(2), _coalesce, ("IFNULL",)),
    ScalarFunction("NULLIF", _infer_nullif, _nullif, ("NULLIF",)),
    ScalarFunction("GREATEST", _infer_extreme, _extreme(greatest=True), ("GREATEST",)),
    ScalarFunction("LEAST", _infer_extreme, _extreme(greatest=False), ("LEAST",)),
    ScalarFunction("IS_ALPHA", _infer_text_test, _text_test(r"^\p{L}+$", ()), ("IS_ALPHA",)),
    ScalarFunction("IS_DIGIT", _infer_text_test, _text_test(r"^\p{Nd}+$", _INTEGERS), ("IS_DIGIT",)),
    ScalarFunction("IS_DECIMAL", _infer_text_test, _text_test(_PADDED_NUMBER, _NUMBERS), ("IS_DECIMAL",)),
)
