"""The built-in aggregate functions, one module per family."""

from __future__ import annotations

import importlib
from functools import cache

from drey.functions.aggregates.definition import AggregateFunction

FAMILIES: dict[str, str] = {
    "count": "COUNT",
    "sum_avg": "SUM SUM0 $SUM0 AVG",
    "min_max": "MIN MAX",
    "first_last": "FIRST_VALUE LAST_VALUE SINGLE_VALUE",
    "statistics": "STDDEV_POP STDDEV_SAMP STDDEV VAR_POP VAR_SAMP VARIANCE",
    "listagg": "LISTAGG",
    "collect": "COLLECT ARRAY_AGG",
    "json_agg": "JSON_OBJECTAGG JSON_ARRAYAGG",
    "percentile": "PERCENTILE",
    "approximate": "APPROX_COUNT_DISTINCT",
    "bitmap": (
        "BITMAP_BUILD_AGG BITMAP_BUILD_CARDINALITY_AGG BITMAP_OR_AGG BITMAP_OR_CARDINALITY_AGG BITMAP_AND_AGG "
        "BITMAP_AND_CARDINALITY_AGG BITMAP_XOR_AGG BITMAP_XOR_CARDINALITY_AGG"
    ),
}
"""Module to the constant and SQL names that it defines; imported when one of them is looked up."""


@cache
def _modules() -> dict[str, str]:
    return {name: module for module, names in FAMILIES.items() for name in names.split()}


@cache
def _by_name(module: str) -> dict[str, AggregateFunction]:
    return {name: function for function in family(module) for name in (function.name, *function.sql_names)}


@cache
def family(module: str) -> tuple[AggregateFunction, ...]:
    """The functions that a module of :data:`FAMILIES` defines."""
    found: tuple[AggregateFunction, ...] = importlib.import_module(f"{__name__}.{module}").FUNCTIONS
    return found


def all_aggregates() -> tuple[AggregateFunction, ...]:
    """Every aggregate function."""
    return tuple(function for module in FAMILIES for function in family(module))


def find_aggregate(name: str) -> AggregateFunction | None:
    """The aggregate function of a constant or SQL name, or None."""
    upper = name.upper()
    module = _modules().get(upper)
    return None if module is None else _by_name(module)[upper]
