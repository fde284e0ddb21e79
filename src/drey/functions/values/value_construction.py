"""ROW(..), ARRAY[..] and MAP[..]."""

from __future__ import annotations

from typing import Any

import polars as pl

from drey.errors import ValidationError
from drey.functions.definition import NOT_LITERAL, CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import refuse_nulls
from drey.functions.row_kernels import map_values
from drey.types import logical as t
from drey.types.inference import common_type
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type

_LISTS = (t.ArrayType, t.MapType, t.MultisetType)


def _infer_row(call: CallTypes) -> t.LogicalType:
    if not call.types:
        raise call.invalid("<ANY>...")
    refuse_nulls(call)
    names = call.options or tuple(f"EXPR${i}" for i in range(len(call.types)))
    return t.RowType.of(*zip(names, call.types, strict=True), nullable=False)


def _row(call: KernelCall) -> pl.Expr:
    assert isinstance(call.result, t.RowType)
    return pl.struct([arg.alias(f.name) for arg, f in zip(call.args, call.result.fields, strict=True)])


def _refuse_untyped(type_: t.LogicalType) -> None:
    if isinstance(type_, t.NullType):
        raise ValidationError(
            "parameters must be of the same type", hint="give NULL a type: CAST(NULL AS INT)"
        )


def _infer_array(call: CallTypes) -> t.LogicalType:
    element = common_type(call.types)
    if element is None:
        raise call.invalid("<COMMON>...")
    _refuse_untyped(element)
    for index in range(len(call.types)):
        call.coerce(index, element)
    return t.ArrayType(element, nullable=False)


def _array(call: KernelCall) -> pl.Expr:
    assert isinstance(call.result, t.ArrayType)
    dtype = polars_type(call.result)
    if isinstance(call.result.element, _LISTS):
        # concat_list would join the inner lists.
        return map_values(call.args, lambda *values: list(values), dtype, takes_null=True)
    return pl.concat_list(call.args).cast(dtype)


def _infer_map(call: CallTypes) -> t.LogicalType:
    if not call.types or len(call.types) % 2:
        raise call.invalid("<ANY>, <ANY>...")
    key, value = common_type(call.types[::2]), common_type(call.types[1::2])
    if key is None or value is None:
        raise call.invalid("<COMMON KEY>, <COMMON VALUE>...")
    _refuse_untyped(key)
    _refuse_untyped(value)
    for index in range(len(call.types)):
        call.coerce(index, value if index % 2 else key)
    return t.MapType(key, value, nullable=False)


def _map(call: KernelCall) -> pl.Expr:
    assert isinstance(call.result, t.MapType)
    dtype = polars_type(call.result)
    keys = [call.literal(i) for i in range(0, len(call.args), 2)]
    constant = all(key is not NOT_LITERAL for key in keys)
    if constant and len({repr(key) for key in keys}) == len(keys):
        entries = [
            pl.struct(call.args[i].alias(MAP_KEY), call.args[i + 1].alias(MAP_VALUE))
            for i in range(0, len(call.args), 2)
        ]
        return pl.concat_list(entries).cast(dtype)

    def build(*values: Any) -> list[dict[str, Any]]:
        # The last value of a key wins.
        found = {repr(k): {MAP_KEY: k, MAP_VALUE: v} for k, v in zip(values[::2], values[1::2], strict=True)}
        return list(found.values())

    return map_values(call.args, build, dtype, takes_null=True)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("ROW", _infer_row, _row, ("ROW",)),
    ScalarFunction("ARRAY", _infer_array, _array),
    ScalarFunction("MAP", _infer_map, _map),
)
