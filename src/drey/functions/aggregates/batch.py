"""An aggregate call over whole groups, as an expression for Polars' ``group_by().agg()``: bounded input."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.rex.nodes import AggregateCall
from drey.types.logical import RowType


def batch_expression(function: AggregateFunction, call: AggregateCall, inputs: RowType) -> pl.Expr:
    """The call with its FILTER and DISTINCT, named as its output.

    Args:
        function: The call's function.
        call: The call.
        inputs: The row type that its positions refer to; columns are taken by name.
    """
    info = AggregateInfo(
        function.name, tuple(inputs.types[i] for i in call.arguments), call.type, call.options
    )
    args = [pl.col(inputs.names[i]) for i in call.arguments]
    if call.filter is not None:
        args = filtered(args, pl.col(inputs.names[call.filter]))
    if call.distinct and function.distinct_matters and args:
        first = pl.struct(arg.alias(str(i)) for i, arg in enumerate(args)).is_first_distinct()
        args = [arg.filter(first) for arg in args]
    return function.batch(info, args).alias(call.output)


def filtered(args: Sequence[pl.Expr], condition: pl.Expr) -> list[pl.Expr]:
    """The arguments in the rows where the condition is true; without arguments a column that counts them."""
    if not args:
        return [pl.when(condition).then(True)]
    return [arg.filter(condition) for arg in args]
