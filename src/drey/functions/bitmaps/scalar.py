"""BITMAP_BUILD, BITMAP_TO_ARRAY and their kin.

A bitmap is a set of 32-bit numbers; a column of bitmaps is one of sorted lists of them without sign, which is the
order of Flink's. Bytes are those of Roaring bitmaps.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from drey.errors import EvaluationError
from drey.functions.bitmaps.roaring import from_bytes, to_bytes
from drey.functions.casts.to_string import bitmap_text
from drey.functions.definition import Infer, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import Result, nullable_if_args
from drey.functions.parameters import BYTES, Parameter, takes
from drey.functions.row_kernels import null_where_any_null, rowwise
from drey.types import logical as t

ELEMENT = pl.UInt32()
"""The numbers of a bitmap."""

BITMAP = Parameter("<BITMAP>", lambda type_: isinstance(type_, t.BitmapType | t.NullType), t.BitmapType())
_NARROW = (t.TinyIntType, t.SmallIntType, t.IntType)
_NUMBERS = Parameter(
    "ARRAY<INT>",
    lambda type_: (
        isinstance(type_, t.NullType)
        or (isinstance(type_, t.ArrayType) and isinstance(type_.element, _NARROW))
    ),
    t.ArrayType(t.IntType()),
)


def as_bitmap(numbers: pl.Expr) -> pl.Expr:
    """Lists of INT, with NULLs and repetitions, as bitmaps."""
    return (
        numbers.list.drop_nulls()
        .list.eval(pl.element().cast(pl.Int32).cast(ELEMENT, wrap_numerical=True).unique().sort())
        .cast(pl.List(ELEMENT))
    )


def _to_array(call: KernelCall) -> pl.Expr:
    return call.args[0].list.eval(pl.element().cast(pl.Int32, wrap_numerical=True))


def _set_operation(operation: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        one, two = call.args
        return null_where_any_null(operation(one, two).list.sort(), call.args)

    return kernel


def _read(data: bytes) -> list[int]:
    try:
        return [int(number) for number in from_bytes(data)]
    except ValueError as error:
        raise EvaluationError(
            "the bytes are not a bitmap", detail=str(error), hint="BITMAP_FROM_BYTES reads Roaring bitmaps"
        ) from None


def _of_bitmaps(count: int, result: Result) -> Infer:
    return takes(*[BITMAP] * count, result=result)


def _pair(name: str, operation: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> ScalarFunction:
    infer = _of_bitmaps(2, nullable_if_args(t.BitmapType()))
    return ScalarFunction(name, infer, _set_operation(operation), (name,))


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "BITMAP_BUILD",
        takes(_NUMBERS, result=nullable_if_args(t.BitmapType()), nulls=True),
        lambda call: as_bitmap(call.args[0]),
        ("BITMAP_BUILD",),
    ),
    ScalarFunction(
        "BITMAP_FROM_BYTES",
        takes(BYTES, result=nullable_if_args(t.BitmapType()), nulls=True),
        lambda call: rowwise(call, _read),
        ("BITMAP_FROM_BYTES",),
    ),
    ScalarFunction(
        "BITMAP_TO_BYTES",
        _of_bitmaps(1, nullable_if_args(t.bytes_type())),
        lambda call: rowwise(call, to_bytes, memo=False),
        ("BITMAP_TO_BYTES",),
    ),
    ScalarFunction(
        "BITMAP_TO_ARRAY",
        _of_bitmaps(1, nullable_if_args(t.ArrayType(t.IntType()))),
        _to_array,
        ("BITMAP_TO_ARRAY",),
    ),
    ScalarFunction(
        "BITMAP_TO_STRING",
        _of_bitmaps(1, nullable_if_args(t.string_type())),
        lambda call: bitmap_text(call.args[0]),
        ("BITMAP_TO_STRING",),
    ),
    ScalarFunction(
        "BITMAP_CARDINALITY",
        _of_bitmaps(1, nullable_if_args(t.BigIntType())),
        lambda call: call.args[0].list.len().cast(pl.Int64),
        ("BITMAP_CARDINALITY",),
    ),
    _pair("BITMAP_AND", lambda one, two: one.list.set_intersection(two)),
    _pair("BITMAP_OR", lambda one, two: one.list.set_union(two)),
    _pair("BITMAP_XOR", lambda one, two: one.list.set_symmetric_difference(two)),
    _pair("BITMAP_ANDNOT", lambda one, two: one.list.set_difference(two)),
)
