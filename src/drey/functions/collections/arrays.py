"""Functions on arrays. NULL elements are values: they are equal to each other and sort first by default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from drey.functions.collections.array_parameters import (
    ARRAY,
    COLLECTION,
    SORTABLE,
    array_and_element,
    common_collections,
    element_result,
    extended_array,
)
from drey.functions.definition import CallTypes, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import argument, nullable_if_args
from drey.functions.parameters import TEXT, TRUTH, WHOLE, Parameter, takes
from drey.functions.row_kernels import null_where_any_null, rowwise
from drey.types import logical as t
from drey.types.polars_types import MAP_VALUE, polars_type

_TEXTS = Parameter(
    "<ARRAY<STRING>>",
    lambda type_: isinstance(type_, t.ArrayType) and isinstance(type_.element, t.CharacterType),
    None,
)


def _is_nested(call: KernelCall) -> bool:
    array = call.types[0]
    return isinstance(array, t.ArrayType) and polars_type(array.element).is_nested()


def identity(value: Any) -> Any:
    """A hashable stand-in for an element, equal for equal elements."""
    if isinstance(value, dict):
        return tuple((key, identity(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(identity(inner) for inner in value)
    return value


def _cardinality(call: KernelCall) -> pl.Expr:
    if isinstance(call.types[0], t.MultisetType):
        counts = call.args[0].list.eval(pl.element().struct.field(MAP_VALUE)).list.sum()
        return counts.cast(pl.Int32)
    return call.args[0].list.len().cast(pl.Int32)


def _element(call: KernelCall) -> pl.Expr:
    """The only element; NULL of an empty array."""
    array = call.args[0]
    only = array.list.get(0, null_on_oob=True)
    return call.fail_where(only, array.list.len() > 1, "Array has more than one element.")


def _contains(call: KernelCall) -> pl.Expr:
    if _is_nested(call):
        return rowwise(call, _contains_row, takes_null=True, memo=False)
    array, needle = call.args
    found = array.list.contains(needle, nulls_equal=True)
    return null_where_any_null(found, [array])


def _contains_row(values: list[Any] | None, needle: Any) -> bool | None:
    return None if values is None else needle in values


def _distinct_kernel(call: KernelCall) -> pl.Expr:
    if _is_nested(call):
        return rowwise(call, _distinct_in_order, memo=False)
    return call.args[0].list.unique(maintain_order=True)


def _distinct_in_order(values: list[Any]) -> list[Any]:
    seen: dict[Any, Any] = {}
    for value in values:
        seen.setdefault(identity(value), value)
    return list(seen.values())


def _position(call: KernelCall) -> pl.Expr:
    """The place of the first equal element counted from 1, 0 without one; NULL is not searched for."""
    return rowwise(
        call, lambda values, needle: values.index(needle) + 1 if needle in values else 0, memo=False
    )


def _remove_row(values: list[Any] | None, needle: Any) -> list[Any] | None:
    return None if values is None else [value for value in values if value != needle]


def _remove(call: KernelCall) -> pl.Expr:
    return rowwise(call, _remove_row, takes_null=True, memo=False)


def _joined(front: bool) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        array = call.args[0]
        one = pl.concat_list(call.args[1])
        parts = [one, array] if front else [array, one]
        return null_where_any_null(pl.concat_list(parts), [array])

    return kernel


def _reverse(call: KernelCall) -> pl.Expr:
    return call.args[0].list.reverse()


def _slice(call: KernelCall) -> pl.Expr:
    """Both ends count from 1 or, negative, from the end; 0 means 1; the end is included."""
    array, start = call.args[0], call.args[1].cast(pl.Int64)
    size = array.list.len().cast(pl.Int64)
    first = pl.when(start > 0).then(start - 1).when(start < 0).then(size + start).otherwise(0)
    first = pl.when(first < 0).then(0).otherwise(first)
    last = size
    if len(call.args) > 2:
        end = call.args[2].cast(pl.Int64)
        last = pl.when(end > 0).then(end).when(end < 0).then(size + end + 1).otherwise(1)
    length = pl.when(last > first).then(last - first).otherwise(0)
    return null_where_any_null(array.list.slice(first, length), call.args)


def _sort(call: KernelCall) -> pl.Expr:
    """``array[, ascending[, nulls first]]``: NULLs come first if ascending and last if descending."""
    array = call.args[0]
    ascending = call.literal(1) if len(call.args) > 1 else True
    nulls_first = call.literal(2) if len(call.args) > 2 else ascending
    if isinstance(ascending, bool) and isinstance(nulls_first, bool):
        return array.list.sort(descending=not ascending, nulls_last=not nulls_first)
    up = call.args[1]
    first = call.args[2] if len(call.args) > 2 else up
    result = pl.when(up & first).then(array.list.sort(descending=False, nulls_last=False))
    result = result.when(up).then(array.list.sort(descending=False, nulls_last=True))  # type: ignore[assignment]
    result = result.when(first).then(array.list.sort(descending=True, nulls_last=False))  # type: ignore[assignment]
    ordered = result.otherwise(array.list.sort(descending=True, nulls_last=True))
    return null_where_any_null(ordered, call.args)


def _concat(call: KernelCall) -> pl.Expr:
    if len(call.args) == 1:
        return call.args[0]
    return null_where_any_null(pl.concat_list(call.args), call.args)


def _union(call: KernelCall) -> pl.Expr:
    """The distinct elements of both, in the order of their first places."""
    if _is_nested(call):
        return rowwise(call, lambda a, b: _distinct_in_order(a + b), memo=False)
    return _concat(call).list.unique(maintain_order=True)


def _keeping(wanted: bool) -> Kernel:
    """The distinct elements of the first array that are (or aren't) in the second."""

    def row(values: list[Any], others: list[Any]) -> list[Any]:
        there = {identity(value) for value in others}
        return [v for v in _distinct_in_order(values) if (identity(v) in there) is wanted]

    return lambda call: rowwise(call, row, memo=False)


def _extreme(choose: Callable[[pl.Expr], pl.Expr]) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        return choose(call.args[0]).cast(polars_type(call.result))

    return kernel


def _maximum(array: pl.Expr) -> pl.Expr:
    return array.list.sort(descending=True, nulls_last=True).list.get(0, null_on_oob=True)


def _minimum(array: pl.Expr) -> pl.Expr:
    return array.list.sort(descending=False, nulls_last=True).list.get(0, null_on_oob=True)


def _join_row(values: list[str | None], separator: str, replacement: str | None = None) -> str:
    shown = (replacement if value is None else value for value in values)
    return separator.join(value for value in shown if value is not None)


def _join(call: KernelCall) -> pl.Expr:
    """NULL elements are left out, or replaced if there is a replacement."""
    separator = call.literal(1)
    if len(call.args) == 2 and isinstance(separator, str):
        return call.args[0].list.join(separator, ignore_nulls=True)
    return rowwise(call, _join_row, memo=False)


def _like_first(call: CallTypes) -> t.LogicalType:
    return call.types[0]


_SAME_IF_ARGS = lambda call: call.nullable_if_args(call.types[0])  # noqa: E731 - a result like the others
_TRUTH_OF_FIRST = lambda call: t.BooleanType(nullable=call.types[0].nullable)  # noqa: E731
_INT_IF_ARGS = nullable_if_args(t.IntType())
_TEXT_IF_ARGS = nullable_if_args(t.string_type())
_ELEMENT = element_result(always_nullable=True)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("CARDINALITY", takes(COLLECTION, result=_INT_IF_ARGS), _cardinality, ("CARDINALITY",)),
    ScalarFunction(
        "ARRAY_ELEMENT", takes(ARRAY, result=element_result(always_nullable=False)), _element, ("ELEMENT",)
    ),
    ScalarFunction("ARRAY_CONTAINS", array_and_element(_TRUTH_OF_FIRST), _contains, ("ARRAY_CONTAINS",)),
    ScalarFunction("ARRAY_DISTINCT", takes(ARRAY, result=argument(0)), _distinct_kernel, ("ARRAY_DISTINCT",)),
    ScalarFunction("ARRAY_POSITION", array_and_element(_INT_IF_ARGS), _position, ("ARRAY_POSITION",)),
    ScalarFunction("ARRAY_REMOVE", array_and_element(_like_first), _remove, ("ARRAY_REMOVE",)),
    ScalarFunction("ARRAY_APPEND", array_and_element(extended_array), _joined(False), ("ARRAY_APPEND",)),
    ScalarFunction("ARRAY_PREPEND", array_and_element(extended_array), _joined(True), ("ARRAY_PREPEND",)),
    ScalarFunction("ARRAY_REVERSE", takes(ARRAY, result=argument(0)), _reverse, ("ARRAY_REVERSE",)),
    ScalarFunction(
        "ARRAY_SLICE",
        takes(ARRAY, WHOLE, WHOLE, optional=1, nulls=True, result=_SAME_IF_ARGS),
        _slice,
        ("ARRAY_SLICE",),
    ),
    ScalarFunction(
        "ARRAY_SORT",
        takes(SORTABLE, TRUTH, TRUTH, optional=2, nulls=True, result=_SAME_IF_ARGS),
        _sort,
        ("ARRAY_SORT",),
    ),
    ScalarFunction("ARRAY_UNION", common_collections(t.ArrayType, 2), _union, ("ARRAY_UNION",)),
    ScalarFunction("ARRAY_CONCAT", common_collections(t.ArrayType, None), _concat, ("ARRAY_CONCAT",)),
    ScalarFunction("ARRAY_EXCEPT", common_collections(t.ArrayType, 2), _keeping(False), ("ARRAY_EXCEPT",)),
    ScalarFunction(
        "ARRAY_INTERSECT", common_collections(t.ArrayType, 2), _keeping(True), ("ARRAY_INTERSECT",)
    ),
    ScalarFunction("ARRAY_MAX", takes(SORTABLE, result=_ELEMENT), _extreme(_maximum), ("ARRAY_MAX",)),
    ScalarFunction("ARRAY_MIN", takes(SORTABLE, result=_ELEMENT), _extreme(_minimum), ("ARRAY_MIN",)),
    ScalarFunction(
        "ARRAY_JOIN",
        takes(_TEXTS, TEXT, TEXT, optional=1, nulls=True, result=_TEXT_IF_ARGS),
        _join,
        ("ARRAY_JOIN",),
    ),
)
