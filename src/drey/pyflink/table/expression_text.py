"""The text of an expression, as Flink's ``asSummaryString`` gives it: ``plus(a, 1)``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from drey.pyflink.common.configuration import value_text
from drey.rex.unresolved import (
    Alias,
    Call,
    Cast,
    Expr,
    FieldAccess,
    Lit,
    Over,
    Ref,
    SortKey,
    Star,
    Subquery,
)

CAMEL_CASE = frozenset(
    [
        "ABS",
        "ACOS",
        "AND",
        "ARRAY",
        "ASCII",
        "ASIN",
        "AT",
        "ATAN",
        "ATAN2",
        "AVG",
        "BETWEEN",
        "BIN",
        "CARDINALITY",
        "CEIL",
        "CHAR_LENGTH",
        "CHR",
        "COLLECT",
        "CONCAT",
        "CONVERT_TZ",
        "COS",
        "COSH",
        "COT",
        "COUNT",
        "CURRENT_DATABASE",
        "CURRENT_DATE",
        "CURRENT_ROW_TIMESTAMP",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
        "DATE_FORMAT",
        "DECODE",
        "DEGREES",
        "DISTINCT",
        "DIVIDE",
        "E",
        "ENCODE",
        "EQUALS",
        "EXP",
        "EXTRACT",
        "FLATTEN",
        "FLOOR",
        "FROM_BASE64",
        "FROM_UNIXTIME",
        "GET",
        "GREATER_THAN",
        "GREATER_THAN_OR_EQUAL",
        "HEX",
        "IN",
        "INIT_CAP",
        "INSTR",
        "IS_FALSE",
        "IS_NOT_FALSE",
        "IS_NOT_NULL",
        "IS_NOT_TRUE",
        "IS_NULL",
        "IS_TRUE",
        "LAG",
        "LEAD",
        "LEFT",
        "LESS_THAN",
        "LESS_THAN_OR_EQUAL",
        "LN",
        "LOCAL_TIME",
        "LOCAL_TIMESTAMP",
        "LOCATE",
        "LOG",
        "LOG10",
        "LOG2",
        "LOWER",
        "LPAD",
        "LTRIM",
        "MAP",
        "MAX",
        "MD5",
        "MIN",
        "MINUS",
        "MINUS_PREFIX",
        "MOD",
        "NOT",
        "NOT_BETWEEN",
        "NOT_EQUALS",
        "NOW",
        "OR",
        "OVER",
        "OVERLAY",
        "PARSE_URL",
        "PI",
        "PLUS",
        "POSITION",
        "POWER",
        "PROCTIME",
        "RADIANS",
        "RAND",
        "RAND_INTEGER",
        "RANGE_TO",
        "REGEXP",
        "REGEXP_EXTRACT",
        "REGEXP_REPLACE",
        "REPEAT",
        "REPLACE",
        "REVERSE",
        "RIGHT",
        "ROUND",
        "ROW",
        "ROWTIME",
        "RPAD",
        "RTRIM",
        "SHA1",
        "SHA2",
        "SHA224",
        "SHA256",
        "SHA384",
        "SHA512",
        "SIGN",
        "SIMILAR",
        "SIN",
        "SINH",
        "SPLIT_INDEX",
        "SQRT",
        "STDDEV_POP",
        "STDDEV_SAMP",
        "STREAM_RECORD_TIMESTAMP",
        "STR_TO_MAP",
        "SUBSTR",
        "SUBSTRING",
        "SUM",
        "SUM0",
        "TAN",
        "TANH",
        "TEMPORAL_OVERLAPS",
        "TIMES",
        "TIMESTAMP_DIFF",
        "TO_BASE64",
        "TO_DATE",
        "TO_TIMESTAMP",
        "TRIM",
        "TRUNCATE",
        "UNIX_TIMESTAMP",
        "UPPER",
        "UUID",
        "VAR_POP",
        "VAR_SAMP",
        "WITHOUT_COLUMNS",
        "WITH_COLUMNS",
    ]
)
"""Constants whose function is named in camel case; the others are named like the constant."""

OTHER_NAMES = {
    "TYPE_OF": "TYPEOF",
    "IF_NULL": "IFNULL",
    "IF": "ifThenElse",
    "FIRST_VALUE": "first_value",
    "LAST_VALUE": "last_value",
    "LISTAGG": "listAgg",
    "STARTS_WITH": "STARTSWITH",
    "ENDS_WITH": "ENDSWITH",
    "TRANSLATE": "TRANSLATE3",
    "CONCAT_WS": "concat_ws",
    "ARRAY_ELEMENT": "element",
    "WINDOW_START": "start",
    "WINDOW_END": "end",
}
"""Constants whose function is named otherwise."""


def expression_text(expr: Expr) -> str:
    """The text of a tree."""
    match expr:
        case Ref():
            return ".".join(expr.parts)
        case Lit():
            return _literal(expr.value)
        case Call():
            return _call(expr)
        case Cast():
            return f"{'TRY_CAST' if expr.safe else 'cast'}({expression_text(expr.operand)}, {expr.type})"
        case Alias():
            names = ", ".join(_literal(name) for name in (expr.name, *expr.more_names))
            return f"as({expression_text(expr.operand)}, {names})"
        case Star():
            return ".".join((*expr.qualifier, "*"))
        case FieldAccess():
            return f"get({expression_text(expr.operand)}, {_literal(expr.field_name)})"
        case SortKey():
            return f"{'asc' if expr.ascending else 'desc'}({expression_text(expr.operand)})"
        case Over():
            window = _literal(expr.window_name) if expr.window_name is not None else "..."
            return f"over({_call(expr.call)}, {window})"
        case Subquery():
            operands = "".join(f"{expression_text(one)}, " for one in expr.operands)
            return f"{expr.kind.lower()}({operands}{expr.query})"
    return repr(expr)


def _call(expr: Call) -> str:
    special = _SPECIAL.get(expr.name)
    if special is not None:
        text = special(expr)
    else:
        name = OTHER_NAMES.get(expr.name, expr.name)
        if expr.name in CAMEL_CASE:
            first, *rest = name.lower().split("_")
            name = first + "".join(map(str.capitalize, rest))
        text = f"{name}({', '.join([*_arguments(expr), *expr.options])})"
    return f"distinct({text})" if expr.distinct else text


def _arguments(expr: Call) -> list[str]:
    texts = [expression_text(one) for one in expr.args]
    if expr.arg_names:
        pairs = zip(expr.arg_names, texts, strict=True)
        return [f"ASSIGNMENT({_literal(name)}, {text})" for name, text in pairs]
    return texts


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, bytes):
        return str(list(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value_text(value) if isinstance(value, (bool, float)) else str(value)


def _unit_first(expr: Call) -> str:
    """``extract(DAY, a)`` and ``timestampDiff(DAY, a, b)``: the unit stands before the operands."""
    name = {"EXTRACT": "extract", "TIMESTAMP_DIFF": "timestampDiff"}[expr.name]
    return f"{name}({', '.join([*expr.options, *_arguments(expr)])})"


def _trim(expr: Call) -> str:
    operand, *chars = _arguments(expr)
    side = expr.options[0] if expr.options else "BOTH"
    flags = f"{value_text(side != 'TRAILING')}, {value_text(side != 'LEADING')}"
    return f"trim({flags}, {chars[0] if chars else _literal(' ')}, {operand})"


def _json_value(expr: Call) -> str:
    json, path, *defaults = _arguments(expr)
    returning, *behaviours = expr.options
    shown = [json, path, returning.removeprefix("RETURNING ")]
    for behaviour in behaviours:
        name = behaviour.split(" ON ")[0]
        shown += [name, defaults.pop(0) if name == "DEFAULT" else "null"]
    return f"JSON_VALUE({', '.join(shown)})"


def _json_query(expr: Call) -> str:
    wrapper, *behaviours = expr.options
    wrappers = {"WITHOUT ARRAY WRAPPER": "WITHOUT_ARRAY"}
    short = wrappers.get(wrapper) or wrapper.split()[1] + "_ARRAY"
    names = [one.split(" ON ")[0].replace(" ", "_") for one in behaviours]
    return f"JSON_QUERY({', '.join([*_arguments(expr), 'STRING', short, *names])})"


def _json_on_something(expr: Call) -> str:
    """JSON_EXISTS, JSON_OBJECT and JSON_ARRAY show only the first word of ``NULL ON NULL``."""
    shown = [one.split(" ON ")[0] for one in expr.options]
    arguments = _arguments(expr)
    parts = [*arguments, *shown] if expr.name == "JSON_EXISTS" else [*shown, *arguments]
    return f"{expr.name}({', '.join(parts)})"


_SPECIAL: dict[str, Callable[[Call], str]] = {
    "EXTRACT": _unit_first,
    "TIMESTAMP_DIFF": _unit_first,
    "TRIM": _trim,
    "JSON_VALUE": _json_value,
    "JSON_QUERY": _json_query,
    "JSON_EXISTS": _json_on_something,
    "JSON_OBJECT": _json_on_something,
    "JSON_ARRAY": _json_on_something,
    "CALL_SQL": lambda expr: f"[{expr.args[0].value}]" if isinstance(expr.args[0], Lit) else "[]",
    "UNBOUNDED_ROW": lambda expr: expr.name,
    "UNBOUNDED_RANGE": lambda expr: expr.name,
    "CURRENT_ROW": lambda expr: expr.name,
    "CURRENT_RANGE": lambda expr: expr.name,
}
