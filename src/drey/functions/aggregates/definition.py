"""What an aggregate function is: names, type inference, a columnar accumulator and a batch expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl

from drey.functions.definition import Infer
from drey.records import record
from drey.types.logical import LogicalType

if TYPE_CHECKING:
    from drey.functions.aggregates.accumulator import Accumulator


@record
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


@record
class AggregateFunction:
    """A built-in aggregate function.

    Args:
        name: The constant name, for example ``SUM``.
        infer: Checks the arguments and derives the result type.
        batch: The aggregate over whole groups.
        accumulator: Makes the incremental accumulator, see :mod:`drey.functions.aggregates.accumulator`.
        sql_names: Further names by which SQL calls it.
        null_if_empty: True if the result over no rows is NULL, so that without GROUP BY keys or under FILTER
            the result type is nullable even where the argument isn't.
        distinct_matters: False if DISTINCT never changes the result (MIN, MAX).
    """

    name: str
    infer: Infer
    batch: BatchKernel
    accumulator: Callable[[AggregateInfo], Accumulator]
    sql_names: tuple[str, ...] = ()
    null_if_empty: bool = True
    distinct_matters: bool = True
