"""The SQL text of an expression, for what a catalog keeps as text: computed columns and watermarks."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable

from drey.errors import UnsupportedError
from drey.functions.registry import find_scalar
from drey.rex import unresolved as u
from drey.types import logical as t

_INFIX = {
    "EQUALS": "=",
    "NOT_EQUALS": "<>",
    "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL": "<=",
    "GREATER_THAN": ">",
    "GREATER_THAN_OR_EQUAL": ">=",
    "AND": "AND",
    "OR": "OR",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "DIVIDE": "/",
    "LIKE": "LIKE",
    "SIMILAR": "SIMILAR TO",
}
_POSTFIX = {
    "IS_NULL": "IS NULL",
    "IS_NOT_NULL": "IS NOT NULL",
    "IS_TRUE": "IS TRUE",
    "IS_NOT_TRUE": "IS NOT TRUE",
    "IS_FALSE": "IS FALSE",
    "IS_NOT_FALSE": "IS NOT FALSE",
}


def sql_text(expr: u.Expr) -> str:
    """The SQL that means the same.

    Raises:
        UnsupportedError: SQL text has no form for it here, as for a Python function object.
    """
    match expr:
        case u.Ref():
            return ".".join(map(_quoted, expr.parts))
        case u.Lit():
            return _literal(expr.value, expr.type)
        case u.Call():
            return _call(expr)
        case u.Cast():
            return f"{'TRY_CAST' if expr.safe else 'CAST'}({sql_text(expr.operand)} AS {expr.type})"
        case u.FieldAccess():
            return f"({sql_text(expr.operand)}).{_quoted(expr.field_name)}"
        case u.Alias():
            return sql_text(expr.operand)
    raise UnsupportedError(
        f"{type(expr).__name__} can't be part of a computed column or watermark", hint="give it as SQL text"
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _literal(value: object, type_: t.LogicalType | None) -> str:
    if value is None:
        return "NULL" if type_ is None or isinstance(type_, t.NullType) else f"CAST(NULL AS {type_})"
    if isinstance(type_, t.DayTimeIntervalType) and isinstance(value, int):
        return _day_time(value)
    if isinstance(type_, t.YearMonthIntervalType) and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"INTERVAL {sign}'{abs(value) // 12}-{abs(value) % 12}' YEAR TO MONTH"
    text = _plain(value)
    return text if type_ is None else f"CAST({text} AS {type_.with_nullable(True)})"


def _plain(value: object) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | decimal.Decimal():
            return str(value)
        case float():
            return f"{value:E}"
        case str():
            return _text(value)
        case bytes():
            return f"X'{value.hex()}'"
        case datetime.datetime():
            return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
        case datetime.date():
            return f"DATE '{value.isoformat()}'"
        case datetime.time():
            return f"TIME '{value.isoformat()}'"
    raise UnsupportedError(f"{value!r} has no SQL text", hint="give the expression as SQL text")


def _day_time(millis: int) -> str:
    sign = "-" if millis < 0 else ""
    seconds, rest = divmod(abs(millis), 1000)
    days, seconds = divmod(seconds, 86_400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
    return f"INTERVAL {sign}'{days} {clock}' DAY TO SECOND(3)"


def _call(call: u.Call) -> str:
    if call.function is not None:
        raise UnsupportedError(
            "a Python function object can't be part of a computed column or watermark",
            hint="register it with create_temporary_system_function and call it by its name",
        )
    args = [sql_text(arg) for arg in call.args]
    if call.name in _INFIX and len(args) >= 2 and not (call.name in ("LIKE", "SIMILAR") and len(args) > 2):
        return "(" + f" {_INFIX[call.name]} ".join(args) + ")"
    if call.name in _POSTFIX:
        return f"({args[0]} {_POSTFIX[call.name]})"
    special = _SPECIAL.get(call.name)
    if special is not None:
        return special(args, call.options)
    if call.options or call.distinct or call.arg_names:
        raise UnsupportedError(
            f"'{call.name}' can't be part of a computed column or watermark", hint="give it as SQL text"
        )
    path = call.name if find_scalar(call.name) else ".".join(map(_quoted, call.name.split(".")))
    return f"{path}({', '.join(args)})"


def _trim(args: list[str], options: tuple[str, ...]) -> str:
    operand, *characters = args
    side = options[0] if options else "BOTH"
    return f"TRIM({side} {characters[0] if characters else _text(' ')} FROM {operand})"


def _rounded(name: str) -> Callable[[list[str], tuple[str, ...]], str]:
    return lambda args, options: f"{name}({args[0]}{f' TO {options[0]}' if options else ''})"


_SPECIAL: dict[str, Callable[[list[str], tuple[str, ...]], str]] = {
    "NOT": lambda args, _: f"(NOT {args[0]})",
    "MINUS_PREFIX": lambda args, _: f"(- {args[0]})",
    "BETWEEN": lambda args, _: f"({args[0]} BETWEEN {args[1]} AND {args[2]})",
    "NOT_BETWEEN": lambda args, _: f"({args[0]} NOT BETWEEN {args[1]} AND {args[2]})",
    "IN": lambda args, _: f"({args[0]} IN ({', '.join(args[1:])}))",
    "AT": lambda args, _: f"{args[0]}[{args[1]}]",
    "ARRAY": lambda args, _: f"ARRAY[{', '.join(args)}]",
    "MAP": lambda args, _: f"MAP[{', '.join(args)}]",
    "ROW": lambda args, _: f"ROW({', '.join(args)})",
    "IF": lambda args, _: f"CASE WHEN {args[0]} THEN {args[1]} ELSE {args[2]} END",
    "EXTRACT": lambda args, options: f"EXTRACT({options[0]} FROM {args[0]})",
    "TIMESTAMP_DIFF": lambda args, options: f"TIMESTAMPDIFF({options[0]}, {', '.join(args)})",
    "TRIM": _trim,
    "FLOOR": _rounded("FLOOR"),
    "CEIL": _rounded("CEIL"),
    "POSITION": lambda args, _: f"POSITION({args[0]} IN {args[1]})",
    "CALL_SQL": lambda args, _: args[0][1:-1].replace("''", "'"),
    "CURRENT_DATE": lambda _, __: "CURRENT_DATE",
    "CURRENT_TIME": lambda _, __: "CURRENT_TIME",
    "CURRENT_TIMESTAMP": lambda _, __: "CURRENT_TIMESTAMP",
    "LOCAL_TIME": lambda _, __: "LOCALTIME",
    "LOCAL_TIMESTAMP": lambda _, __: "LOCALTIMESTAMP",
}
