"""Today's spelling of an expression tree: ``col("b").sum.alias("c")``."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from drey.pyflink.table.expression import Expression
from drey.rex.unresolved import Alias, Call, Cast, Expr, FieldAccess, Lit, Over, Ref, SortKey, Star
from drey.types import logical as t

_BINARY = {
    "EQUALS": "==",
    "NOT_EQUALS": "!=",
    "GREATER_THAN": ">",
    "GREATER_THAN_OR_EQUAL": ">=",
    "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL": "<=",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "DIVIDE": "/",
    "MOD": "%",
    "AND": "&",
    "OR": "|",
}
_METHODS = {
    "UPPER": "upper_case",
    "LOWER": "lower_case",
    "IN": "in_",
    "LISTAGG": "list_agg",
    "IF_NULL": "if_null",
    "WINDOW_START": "start",
    "WINDOW_END": "end",
    "ARRAY_ELEMENT": "element",
}
_INTERVALS = (
    (604_800_000, "weeks"),
    (86_400_000, "days"),
    (3_600_000, "hours"),
    (60_000, "minutes"),
    (1000, "seconds"),
    (1, "millis"),
)


def spelling(expr: Expr) -> str:
    """Python that builds the tree with ``col``, ``lit`` and ``call``."""
    match expr:
        case Ref():
            return f'col("{expr.parts[-1]}")'
        case Star():
            return 'col("*")'
        case Lit():
            return _literal(expr)
        case Alias():
            names = ", ".join(f'"{name}"' for name in (expr.name, *expr.more_names))
            return f"{_operand(expr.operand)}.alias({names})"
        case Cast():
            method = "try_cast" if expr.safe else "cast"
            return f"{_operand(expr.operand)}.{method}({data_type_spelling(expr.type)})"
        case SortKey():
            return f"{_operand(expr.operand)}.{'asc' if expr.ascending else 'desc'}"
        case FieldAccess():
            return f'{_operand(expr.operand)}.get("{expr.field_name}")'
        case Over():
            return f'{_operand(expr.call)}.over(col("{expr.window_name}"))'
        case Call():
            return _call(expr)
    return str(expr)


def _argument(expr: Expr) -> str:
    """An argument: literals without ``lit``."""
    return repr(expr.value) if isinstance(expr, Lit) and expr.type is None else spelling(expr)


def _operand(expr: Expr) -> str:
    text = spelling(expr)
    is_binary = isinstance(expr, Call) and (expr.name in _BINARY or expr.name in ("MINUS_PREFIX", "NOT"))
    return f"({text})" if is_binary and not expr.distinct else text  # type: ignore[attr-defined]


def _literal(expr: Lit) -> str:
    if isinstance(expr.type, t.YearMonthIntervalType):
        unit, size = ("years", 12) if expr.value % 12 == 0 else ("months", 1)
        return f"lit({expr.value // size}).{unit}"
    if isinstance(expr.type, t.DayTimeIntervalType):
        size, unit = next((size, unit) for size, unit in _INTERVALS if expr.value % size == 0)
        return f"lit({expr.value // size}).{unit}"
    if expr.value is None and expr.type is not None:
        return f"null_of({data_type_spelling(expr.type)})"
    if expr.type is not None:
        return f"lit({expr.value!r}, {data_type_spelling(expr.type)})"
    return f"lit({expr.value!r})"


def data_type_spelling(logical: t.LogicalType) -> str:
    """Python that makes a data type: ``DataTypes.DECIMAL(10, 2)``."""
    text = logical.summary()
    name = text.partition("(")[0].partition("<")[0]
    made = f"DataTypes.{text}" if "(" in text and "<" not in text else f"DataTypes.{name}()"
    return made if logical.nullable else f"{made}.not_null()"


def _call(expr: Call) -> str:
    if expr.name in _BINARY and len(expr.args) == 2:
        left, right = expr.args
        right_text = _operand(right) if isinstance(right, Call) else _argument(right)
        return f"{_operand(left)} {_BINARY[expr.name]} {right_text}"
    if expr.name == "NOT":
        return f"not_({spelling(expr.args[0])})"
    if expr.name == "MINUS_PREFIX":
        return f"-{_operand(expr.args[0])}"
    special = _SPECIAL.get(expr.name)
    text = special(expr) if special is not None else _function(expr)
    return f"{text}.distinct" if expr.distinct else text


def _function(expr: Call) -> str:
    name = _METHODS.get(expr.name, expr.name.lower())
    found = inspect.getattr_static(Expression, name, None)
    arguments = [_argument(one) for one in expr.args]
    if expr.name.isupper() and found is not None and expr.args and not expr.options:
        operand = _operand(expr.args[0])
        if isinstance(found, property):
            return f"{operand}.{name}"
        return f"{operand}.{name}({', '.join(arguments[1:])})"
    return f'call("{expr.name}"{"".join(", " + one for one in arguments)})'


def _with_unit(expr: Call) -> str:
    units = "".join(f"TimeIntervalUnit.{unit}" for unit in expr.options)
    return f"{_operand(expr.args[0])}.{expr.name.lower()}({units})"


def _trim(expr: Call) -> str:
    method = {"LEADING": "trim_leading", "TRAILING": "trim_trailing"}.get(expr.options[0], "trim")
    return f"{_operand(expr.args[0])}.{method}({', '.join(map(_argument, expr.args[1:]))})"


def _if(expr: Call) -> str:
    return f"if_then_else({', '.join(map(_argument, expr.args))})"


_SPECIAL: dict[str, Callable[[Call], str]] = {
    "EXTRACT": _with_unit,
    "FLOOR": _with_unit,
    "CEIL": _with_unit,
    "TRIM": _trim,
    "IF": _if,
    "UNBOUNDED_ROW": lambda expr: expr.name,
    "UNBOUNDED_RANGE": lambda expr: expr.name,
    "CURRENT_ROW": lambda expr: expr.name,
    "CURRENT_RANGE": lambda expr: expr.name,
}
