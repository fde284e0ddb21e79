"""Functions on maps. A map is a list of (key, value) entries in the order in which they were put."""

from __future__ import annotations

from typing import Any

import polars as pl

from drey.errors import EvaluationError
from drey.functions.collections.array_parameters import ARRAY, MAP, common_collections
from drey.functions.collections.arrays import identity
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.parameters import takes
from drey.functions.row_kernels import rowwise
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE

Entries = list[dict[str, Any]]


def _map_of(call: CallTypes) -> t.MapType:
    given = call.types[0]
    assert isinstance(given, t.MapType)
    return given


def _keys_type(call: CallTypes) -> t.LogicalType:
    return call.nullable_if_args(t.ArrayType(_map_of(call).key))


def _values_type(call: CallTypes) -> t.LogicalType:
    return call.nullable_if_args(t.ArrayType(_map_of(call).value))


def _entries_type(call: CallTypes) -> t.LogicalType:
    given = _map_of(call)
    row = t.RowType.of((MAP_KEY, given.key), (MAP_VALUE, given.value))
    return call.nullable_if_args(t.ArrayType(row))


def _from_arrays_type(call: CallTypes) -> t.LogicalType:
    keys, values = call.types
    assert isinstance(keys, t.ArrayType)
    assert isinstance(values, t.ArrayType)
    return call.nullable_if_args(t.MapType(keys.element, values.element))


def _keys(call: KernelCall) -> pl.Expr:
    return call.args[0].list.eval(pl.element().struct.field(MAP_KEY))


def _values(call: KernelCall) -> pl.Expr:
    return call.args[0].list.eval(pl.element().struct.field(MAP_VALUE))


def _entries(call: KernelCall) -> pl.Expr:
    return call.args[0]


def _from_arrays_row(keys: list[Any], values: list[Any]) -> Entries:
    if len(keys) != len(values):
        raise EvaluationError(
            "Invalid function MAP_FROM_ARRAYS call: the length of the keys array "
            f"{len(keys)} is not equal to the length of the values array {len(values)}"
        )
    return _merged([{MAP_KEY: k, MAP_VALUE: v} for k, v in zip(keys, values, strict=True)])


def _merged(*maps: Entries) -> Entries:
    """The entries of all maps; the last value of a key wins and stands where the key first stood."""
    entries: dict[Any, dict[str, Any]] = {}
    for one in maps:
        for entry in one:
            entries[identity(entry[MAP_KEY])] = entry
    return list(entries.values())


def _from_arrays(call: KernelCall) -> pl.Expr:
    return rowwise(call, _from_arrays_row, memo=False)


def _union(call: KernelCall) -> pl.Expr:
    return rowwise(call, _merged, memo=False)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("MAP_KEYS", takes(MAP, result=_keys_type), _keys, ("MAP_KEYS",)),
    ScalarFunction("MAP_VALUES", takes(MAP, result=_values_type), _values, ("MAP_VALUES",)),
    ScalarFunction("MAP_ENTRIES", takes(MAP, result=_entries_type), _entries, ("MAP_ENTRIES",)),
    ScalarFunction(
        "MAP_FROM_ARRAYS", takes(ARRAY, ARRAY, result=_from_arrays_type), _from_arrays, ("MAP_FROM_ARRAYS",)
    ),
    ScalarFunction("MAP_UNION", common_collections(t.MapType, None), _union, ("MAP_UNION",)),
)
