"""The built-in aggregate functions, one module per family."""

from __future__ import annotations

from functools import cache

from drey.functions.aggregates import (
    collect,
    count,
    first_last,
    json_agg,
    listagg,
    min_max,
    statistics,
    sum_avg,
)
from drey.functions.aggregates.definition import AggregateFunction

AGGREGATES: tuple[AggregateFunction, ...] = (
    *count.FUNCTIONS,
    *sum_avg.FUNCTIONS,
    *min_max.FUNCTIONS,
    *first_last.FUNCTIONS,
    *statistics.FUNCTIONS,
    *listagg.FUNCTIONS,
    *collect.FUNCTIONS,
    *json_agg.FUNCTIONS,
)


@cache
def _by_name() -> dict[str, AggregateFunction]:
    return {name: function for function in AGGREGATES for name in (function.name, *function.sql_names)}


def aggregate_by_name(name: str) -> AggregateFunction | None:
    """The aggregate function of a constant or SQL name, or None."""
    return _by_name().get(name.upper())
