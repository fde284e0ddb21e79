"""What an aggregate function is: names, type inference, a columnar accumulator and a batch expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from drey.functions.definition import Infer
from drey.types.logical import LogicalType


@dataclass(frozen=True)
class AggregateInfo:
    """One aggregate of an operator.

    Args:
        name: The aggregate's constant name.
        types: The argument types.
        result: The result type.
        options: Constant extras, for example the separator of LISTAGG.
        retract: True if the input may take rows back (``-U``, ``-D``).
    """

    name: str
    types: tuple[LogicalType, ...]
    result: LogicalType
    options: tuple[str, ...] = ()
    retract: bool = False


BatchKernel = Callable[[AggregateInfo, list[pl.Expr]], pl.Expr]
"""Builds the aggregate over whole groups as an expression for ``group_by().agg()``: bounded batch input."""


@dataclass(frozen=True)
class AggregateFunction:
    """A built-in aggregate function.

    Args:
        name: The constant name, for example ``SUM``.
        infer: Checks the arguments and derives the result type.
        batch: The aggregate over whole groups.
        accumulator: Makes the incremental accumulator, see :mod:`drey.functions.aggregates.accumulator`.
        sql_names: Further names by which SQL calls it.
    """

    name: str
    infer: Infer
    batch: BatchKernel
    accumulator: Callable[[AggregateInfo], object]
    sql_names: tuple[str, ...] = ()
