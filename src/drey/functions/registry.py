"""All built-in functions, looked up by constant name or by SQL name."""

from __future__ import annotations

import importlib
from functools import cache

from drey.functions.aggregates import all_aggregates, find_aggregate
from drey.functions.definition import ScalarFunction

__all__ = ["FAMILIES", "find_aggregate", "find_scalar", "scalar_function", "sql_names"]

FAMILIES: dict[str, str] = {
    "logic.comparison": (
        "EQUALS NOT_EQUALS LESS_THAN LESS_THAN_OR_EQUAL GREATER_THAN GREATER_THAN_OR_EQUAL IS_NULL "
        "IS_NOT_NULL IS_DISTINCT_FROM IS_NOT_DISTINCT_FROM BETWEEN NOT_BETWEEN IN NOT_IN"
    ),
    "logic.logical": "AND OR NOT IS_TRUE IS_NOT_TRUE IS_FALSE IS_NOT_FALSE IS_UNKNOWN IS_NOT_UNKNOWN",
    "numbers.arithmetic": "PLUS MINUS TIMES DIVIDE MOD MINUS_PREFIX UNARY_PLUS",
    "casts": "CAST TRY_CAST REINTERPRET",
    "strings.case": "UPPER LOWER CHAR_LENGTH CHARACTER_LENGTH INIT_CAP INITCAP REVERSE ASCII CHR",
    "strings.slice": "SUBSTRING SUBSTR LEFT RIGHT TRIM LTRIM RTRIM BTRIM OVERLAY LPAD RPAD",
    "strings.build": "CONCAT_OPERATOR CONCAT CONCAT_WS REPEAT REPLACE TRANSLATE TRANSLATE3 ELT",
    "strings.search": "POSITION LOCATE INSTR STARTS_WITH STARTSWITH ENDS_WITH ENDSWITH",
    "strings.split": "SPLIT_INDEX SPLIT STR_TO_MAP",
    "strings.regex": (
        "REGEXP REGEXP_EXTRACT REGEXP_EXTRACT_ALL REGEXP_COUNT REGEXP_INSTR REGEXP_SUBSTR REGEXP_REPLACE"
    ),
    "strings.like": "LIKE ILIKE SIMILAR",
    "numbers.math": (
        "POWER SQRT EXP LN LOG10 LOG2 LOG SIN SINH COS COSH TAN TANH COT ASIN ACOS ATAN ATAN2 DEGREES "
        "RADIANS PI E"
    ),
    "numbers.rounding": "ABS SIGN CEIL CEILING FLOOR ROUND TRUNCATE",
    "numbers.random_values": "RAND RAND_INTEGER UUID",
    "numbers.radix": "BIN HEX UNHEX",
    "logic.conditional": "CASE IF COALESCE IF_NULL IFNULL NULLIF GREATEST LEAST IS_ALPHA IS_DIGIT IS_DECIMAL",
    "values.value_construction": "ROW ARRAY MAP",
    "values.value_access": "AT FIELD",
    "temporal.extract": ("EXTRACT YEAR QUARTER MONTH WEEK DAYOFYEAR DAYOFMONTH DAYOFWEEK HOUR MINUTE SECOND"),
    "temporal.difference": "TIMESTAMP_ADD TIMESTAMPADD TIMESTAMP_DIFF TIMESTAMPDIFF TEMPORAL_OVERLAPS",
    "temporal.format": "DATE_FORMAT FROM_UNIXTIME CONVERT_TZ",
    "temporal.parse": "TO_DATE TO_TIMESTAMP TO_TIMESTAMP_LTZ UNIX_TIMESTAMP",
    "temporal.current_time": (
        "CURRENT_DATE CURRENT_TIME LOCAL_TIME LOCALTIME CURRENT_TIMESTAMP NOW LOCAL_TIMESTAMP "
        "LOCALTIMESTAMP CURRENT_ROW_TIMESTAMP PROCTIME CURRENT_WATERMARK SOURCE_WATERMARK"
    ),
    "collections.arrays": (
        "CARDINALITY ARRAY_ELEMENT ELEMENT ARRAY_CONTAINS ARRAY_DISTINCT ARRAY_POSITION ARRAY_REMOVE "
        "ARRAY_APPEND ARRAY_PREPEND ARRAY_REVERSE ARRAY_SLICE ARRAY_SORT ARRAY_UNION ARRAY_CONCAT "
        "ARRAY_EXCEPT ARRAY_INTERSECT ARRAY_MAX ARRAY_MIN ARRAY_JOIN"
    ),
    "collections.maps": "MAP_KEYS MAP_VALUES MAP_ENTRIES MAP_FROM_ARRAYS MAP_UNION",
    "strings.hashes": "MD5 SHA1 SHA224 SHA256 SHA384 SHA512 SHA2",
    "strings.encoding": "FROM_BASE64 TO_BASE64 DECODE ENCODE INET_ATON INET_NTOA",
    "strings.url": "URL_ENCODE URL_DECODE PARSE_URL",
    "strings.printf": "PRINTF",
    "json.read": "IS_JSON IS_NOT_JSON JSON_EXISTS JSON_VALUE JSON_QUERY",
    "json.write": "JSON_STRING JSON_OBJECT JSON_ARRAY JSON JSON_QUOTE JSON_UNQUOTE",
    "json.variants": "PARSE_JSON TRY_PARSE_JSON",
    "values.type_functions": "TYPE_OF TYPEOF",
    "values.hash_code": "HASH_CODE",
    "values.objects": "OBJECT_OF OBJECT_UPDATE",
    "values.session_values": "CURRENT_DATABASE",
    "bitmaps.scalar": (
        "BITMAP_BUILD BITMAP_FROM_BYTES BITMAP_TO_BYTES BITMAP_TO_ARRAY BITMAP_TO_STRING BITMAP_CARDINALITY "
        "BITMAP_AND BITMAP_OR BITMAP_XOR BITMAP_ANDNOT"
    ),
}
"""Module to the constant and SQL names that it defines.

A module is imported when one of its names is looked up: a job pays for the families that it uses. That the names
are those of the modules is tested.
"""


@cache
def _modules() -> dict[str, str]:
    return {name: module for module, names in FAMILIES.items() for name in names.split()}


@cache
def family(module: str) -> tuple[ScalarFunction, ...]:
    """The functions that a module of :data:`FAMILIES` defines."""
    found: tuple[ScalarFunction, ...] = importlib.import_module(f"drey.functions.{module}").FUNCTIONS
    return found


@cache
def _by_constant(module: str) -> dict[str, ScalarFunction]:
    return {function.name: function for function in family(module)}


@cache
def _by_sql_name(module: str) -> dict[str, ScalarFunction]:
    return {name: function for function in family(module) for name in function.sql_names}


def scalar_function(constant: str) -> ScalarFunction:
    """The scalar function of this constant name.

    Raises:
        KeyError: There is none.
    """
    return _by_constant(_modules()[constant])[constant]


def find_scalar(name: str) -> ScalarFunction | None:
    """The scalar function that SQL or the Table API means by a name, or None."""
    upper = name.upper()
    module = _modules().get(upper)
    if module is None:
        return None
    return _by_constant(module).get(upper) or _by_sql_name(module).get(upper)


def sql_names() -> list[str]:
    """The names of all functions that SQL can call, sorted."""
    scalars = {name for module in FAMILIES for name in _by_sql_name(module)}
    return sorted({*scalars, *(name for one in all_aggregates() for name in (one.sql_names or (one.name,)))})
