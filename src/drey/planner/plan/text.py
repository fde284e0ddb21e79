"""Expressions as EXPLAIN shows them, in Flink's spelling."""

from __future__ import annotations

from collections.abc import Sequence

from drey.rex.nodes import AggregateCall, RexCall, RexInputRef, RexLiteral, RexNode, RexUdf
from drey.types import logical as t

_INFIX = {
    "EQUALS": "=", "NOT_EQUALS": "<>", "GREATER_THAN": ">", "GREATER_THAN_OR_EQUAL": ">=", "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL": "<=", "PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/", "MOD": "MOD",
    "AND": "AND", "OR": "OR", "LIKE": "LIKE", "CONCAT_OPERATOR": "||",
}  # fmt: skip
_POSTFIX = {
    "IS_NULL": "IS NULL", "IS_NOT_NULL": "IS NOT NULL", "IS_TRUE": "IS TRUE", "IS_FALSE": "IS FALSE",
    "IS_NOT_TRUE": "IS NOT TRUE", "IS_NOT_FALSE": "IS NOT FALSE",
}  # fmt: skip


def rex_text(node: RexNode, names: Sequence[str]) -> str:
    """The expression over columns of the given names; without names, columns are ``$0``."""
    match node:
        case RexInputRef(index=index):
            return names[index] if names else f"${index}"
        case RexLiteral():
            return _literal(node)
        case RexUdf(name=name, operands=operands):
            return f"{name}({', '.join(rex_text(o, names) for o in operands)})"
        case RexCall():
            return _call(node, [rex_text(o, names) for o in node.operands])
    return str(node)


def _call(node: RexCall, operands: list[str]) -> str:
    if node.name in ("CAST", "TRY_CAST"):
        return f"{node.name}({operands[0]} AS {node.type.summary()})"
    if node.name in ("AND", "OR"):
        return f"({f' {node.name} '.join(operands)})" if len(operands) > 1 else operands[0]
    if node.name in _INFIX and len(operands) == 2 and node.name != "MOD":
        return f"({operands[0]} {_INFIX[node.name]} {operands[1]})"
    if node.name in _POSTFIX:
        return f"{operands[0]} {_POSTFIX[node.name]}"
    if node.name == "FIELD":
        return f"{operands[0]}.{node.options[0]}"
    if node.name == "CASE":
        return f"CASE({', '.join(operands)})"
    options = [f"FLAG({option})" for option in node.options]
    return f"{node.name}({', '.join([*options, *operands])})"


def _literal(node: RexLiteral) -> str:
    if node.value is None:
        return f"null:{node.type.summary()}"
    match node.type:
        case t.CharacterType():
            return "'" + str(node.value).replace("'", "''") + "'"
        case t.BooleanType():
            return str(node.value).lower()
        case t.TimestampType() | t.LocalZonedTimestampType() | t.DateType() | t.TimeType():
            return f"{node.value}:{node.type.summary()}"
        case t.IntervalType():
            return f"{node.value}:{node.type.summary()}"
    return str(node.value)


def call_text(call: AggregateCall, names: Sequence[str]) -> str:
    """An aggregate call: ``COUNT(DISTINCT a) FILTER b``."""
    inner = ", ".join([names[i] for i in call.arguments] + [f"'{o}'" for o in call.options]) or "*"
    text = f"{call.name}({'DISTINCT ' if call.distinct else ''}{inner})"
    return text if call.filter is None else f"{text} FILTER {names[call.filter]}"
