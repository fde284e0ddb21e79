"""Kernels over Python values, for what has no columnar form: one tight loop per batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl


def map_values(
    args: Sequence[pl.Expr], function: Callable[..., Any], dtype: pl.DataType, *, nulls: bool = False
) -> pl.Expr:
    """Call ``function`` with the values of each row.

    Args:
        args: The arguments; constants may have one row.
        function: Python values in, a Python value or None out.
        dtype: The data type of the result.
        nulls: True if the function wants to see NULL; otherwise a NULL argument gives NULL.
    """
    if len(args) == 1:
        return args[0].map_batches(_one(function, dtype, nulls), return_dtype=dtype, is_elementwise=True)
    return pl.map_batches(list(args), _many(function, dtype, nulls), return_dtype=dtype, is_elementwise=True)


def _one(function: Callable[..., Any], dtype: pl.DataType, nulls: bool) -> Callable[[pl.Series], pl.Series]:
    def run(column: pl.Series) -> pl.Series:
        if not nulls and column.null_count() == len(column):
            return pl.Series(column.name, [None], dtype=dtype).new_from_index(0, len(column))
        values = column.to_list()
        out = [function(v) if nulls or v is not None else None for v in values]
        return pl.Series(column.name, out, dtype=dtype)

    return run


def _many(
    function: Callable[..., Any], dtype: pl.DataType, nulls: bool
) -> Callable[[Sequence[pl.Series]], pl.Series]:
    def run(columns: Sequence[pl.Series]) -> pl.Series:
        length = max((len(column) for column in columns), default=1)
        if any(len(column) == 0 for column in columns):
            length = 0
        lists = [_spread(column, length) for column in columns]
        if nulls:
            out = [function(*row) for row in zip(*lists, strict=True)]
        else:
            out = [None if None in row else function(*row) for row in zip(*lists, strict=True)]
        return pl.Series(columns[0].name, out, dtype=dtype)

    return run


def _spread(column: pl.Series, length: int) -> list[Any]:
    values = column.to_list()
    return values * length if len(values) == 1 and length != 1 else values[:length]
