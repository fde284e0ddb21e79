"""All built-in functions, looked up by constant name or by SQL name."""

from __future__ import annotations

from functools import cache

from drey.functions import (
    arithmetic,
    arrays,
    casts,
    comparison,
    conditional,
    current_time,
    hashes,
    json_read,
    json_write,
    like,
    logical,
    maps,
    math,
    printf,
    radix,
    random_values,
    regex,
    rounding,
    string_build,
    string_case,
    string_encoding,
    string_search,
    string_slice,
    string_split,
    string_url,
    temporal_difference,
    temporal_extract,
    temporal_format,
    temporal_parse,
    type_functions,
    value_access,
    value_construction,
)
from drey.functions.aggregates import AGGREGATES
from drey.functions.aggregates.definition import AggregateFunction
from drey.functions.definition import ScalarFunction

FAMILIES: tuple[tuple[ScalarFunction, ...], ...] = (
    comparison.FUNCTIONS,
    logical.FUNCTIONS,
    arithmetic.FUNCTIONS,
    casts.FUNCTIONS,
    string_case.FUNCTIONS,
    string_slice.FUNCTIONS,
    string_build.FUNCTIONS,
    string_search.FUNCTIONS,
    string_split.FUNCTIONS,
    regex.FUNCTIONS,
    like.FUNCTIONS,
    math.FUNCTIONS,
    rounding.FUNCTIONS,
    random_values.FUNCTIONS,
    radix.FUNCTIONS,
    conditional.FUNCTIONS,
    value_construction.FUNCTIONS,
    value_access.FUNCTIONS,
    temporal_extract.FUNCTIONS,
    temporal_difference.FUNCTIONS,
    temporal_format.FUNCTIONS,
    temporal_parse.FUNCTIONS,
    current_time.FUNCTIONS,
    arrays.FUNCTIONS,
    maps.FUNCTIONS,
    hashes.FUNCTIONS,
    string_encoding.FUNCTIONS,
    string_url.FUNCTIONS,
    printf.FUNCTIONS,
    json_read.FUNCTIONS,
    json_write.FUNCTIONS,
    type_functions.FUNCTIONS,
)


@cache
def _by_constant() -> dict[str, ScalarFunction]:
    return {function.name: function for family in FAMILIES for function in family}


@cache
def _by_sql_name() -> dict[str, ScalarFunction]:
    return {name: function for family in FAMILIES for function in family for name in function.sql_names}


@cache
def _aggregates() -> dict[str, AggregateFunction]:
    return {name: function for function in AGGREGATES for name in (function.name, *function.sql_names)}


def scalar_function(constant: str) -> ScalarFunction:
    """The scalar function of this constant name.

    Raises:
        KeyError: There is none.
    """
    return _by_constant()[constant]


def find_scalar(name: str) -> ScalarFunction | None:
    """The scalar function that SQL or the Table API means by a name, or None."""
    upper = name.upper()
    return _by_constant().get(upper) or _by_sql_name().get(upper)


def find_aggregate(name: str) -> AggregateFunction | None:
    """The aggregate function of this name, or None."""
    return _aggregates().get(name.upper())


def sql_names() -> list[str]:
    """The names of all functions that SQL can call, sorted."""
    return sorted({*_by_sql_name(), *(n for f in AGGREGATES for n in (f.sql_names or (f.name,)))})
