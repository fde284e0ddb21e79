"""Kernels that Polars has no expression for: a Python function per row, or one per batch of whole columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import polars as pl

from drey.functions.definition import KernelCall
from drey.types.polars_types import polars_type

_MEMO_LIMIT = 65536


def rowwise(
    call: KernelCall,
    function: Callable[..., Any],
    *,
    args: Sequence[pl.Expr] | None = None,
    takes_null: bool = False,
    memo: bool = True,
    dtype: pl.DataType | None = None,
) -> pl.Expr:
    """A column of ``function`` applied to each row's argument values.

    Rows outside the call's guard are not evaluated; their result is NULL.

    Args:
        call: The call to compile.
        function: Takes the values of one row; may raise ``EvaluationError``.
        args: The arguments, if not those of the call.
        takes_null: False if a NULL argument makes the result NULL without a call.
        memo: True if arguments are hashable and equal ones give equal results; each batch then evaluates
            each distinct combination once.
        dtype: The result's data type, if not that of the call.
    """
    inputs = list(call.args if args is None else args)
    result_type = polars_type(call.result) if dtype is None else dtype
    return map_values(inputs, function, result_type, takes_null=takes_null, memo=memo, guard=call.guard)


def map_values(
    args: Sequence[pl.Expr],
    function: Callable[..., Any],
    dtype: pl.DataType,
    *,
    takes_null: bool = False,
    memo: bool = False,
    guard: pl.Expr | None = None,
) -> pl.Expr:
    """As :func:`rowwise`, where there is no call: in a cast or inside another kernel.

    Args:
        args: The arguments; constants may have one row.
        function: Takes the values of one row.
        dtype: The result's data type.
        takes_null: False if a NULL argument makes the result NULL without a call.
        memo: As for :func:`rowwise`.
        guard: Rows where it is not true are not evaluated and give NULL.
    """
    inputs = list(args) if guard is None else [*args, guard]

    def run(columns: Sequence[pl.Series]) -> pl.Series:
        height = 0 if any(len(column) == 0 for column in columns) else max(len(c) for c in columns)
        name = columns[0].name
        if len(columns) == 1 and not takes_null and columns[0].null_count() == height:
            return pl.Series(name, [None], dtype=dtype).new_from_index(0, height)
        values = [_values(column, height) for column in columns]
        active = None if guard is None else values.pop()
        rows = zip(*values, strict=False)
        if memo or active is not None:
            out = _apply(function, rows, active or repeat(True, height), takes_null, {} if memo else None)
        elif takes_null:
            out = [function(*row) for row in rows]
        else:
            out = [None if None in row else function(*row) for row in rows]
        return pl.Series(name, out, dtype=dtype)

    return pl.map_batches(inputs, run, return_dtype=dtype, is_elementwise=True)


def _values(column: pl.Series, height: int) -> Iterable[Any]:
    return column.to_list() if len(column) == height else repeat(column.to_list()[0], height)


def _apply(
    function: Callable[..., Any],
    rows: Iterable[tuple[Any, ...]],
    active: Iterable[Any],
    takes_null: bool,
    memo: dict[tuple[Any, ...], Any] | None,
) -> list[Any]:
    out: list[Any] = []
    for row, wanted in zip(rows, active, strict=True):
        if not wanted or (not takes_null and None in row):
            out.append(None)
        elif memo is None:
            out.append(function(*row))
        elif row in memo:
            out.append(memo[row])
        else:
            value = function(*row)
            if len(memo) < _MEMO_LIMIT:
                memo[row] = value
            out.append(value)
    return out


def batchwise(
    call: KernelCall, function: Callable[..., pl.Series], *, args: Sequence[pl.Expr] | None = None
) -> pl.Expr:
    """A column computed from whole argument columns, each of the batch's length or of length 1."""
    dtype = polars_type(call.result)

    def run(columns: Sequence[pl.Series]) -> pl.Series:
        return function(*columns).alias(columns[0].name).cast(dtype)

    inputs = list(call.args if args is None else args)
    return pl.map_batches(inputs, run, return_dtype=dtype, is_elementwise=True)


def null_where_any_null(expr: pl.Expr, args: Sequence[pl.Expr]) -> pl.Expr:
    """``expr``, but NULL in rows where an argument is NULL."""
    if not args:
        return expr
    missing = args[0].is_null()
    for arg in args[1:]:
        missing = missing | arg.is_null()
    return pl.when(missing).then(None).otherwise(expr)
