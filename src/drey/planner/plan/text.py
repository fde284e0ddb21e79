"""Expressions as EXPLAIN shows them, in Flink's spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from drey.records import record
from drey.rex.nodes import AggregateCall, RexCall, RexInputRef, RexLiteral, RexNode, RexUdf
from drey.types import logical as t

_PRECISION = re.compile(r"\(\d+\)")


@record
class PlanStyle:
    """How a section of EXPLAIN writes expressions.

    Args:
        calcite: True for ``AND(>(a, 1), =(b, _UTF-16LE'x'))`` of the first two sections, False for
            ``((a > 1) AND (b = 'x'))`` of the execution plan.
        batch: True for physical plans of batch mode, whose literals have no types.
    """

    calcite: bool = False
    batch: bool = False


_EXECUTION = PlanStyle()
_STYLE: ContextVar[PlanStyle] = ContextVar("plan_style", default=_EXECUTION)


@contextmanager
def plan_style(style: PlanStyle) -> Iterator[None]:
    """Write expressions in a style within the block."""
    token = _STYLE.set(style)
    try:
        yield
    finally:
        _STYLE.reset(token)


def in_calcite_style() -> bool:
    """True in the first two sections of EXPLAIN."""
    return _STYLE.get().calcite


def _typed_literals() -> bool:
    style = _STYLE.get()
    return style.calcite and not style.batch


_INFIX = {
    "EQUALS": "=", "NOT_EQUALS": "<>", "GREATER_THAN": ">", "GREATER_THAN_OR_EQUAL": ">=", "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL": "<=", "PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/", "MOD": "MOD",
    "AND": "AND", "OR": "OR", "CONCAT_OPERATOR": "||",
}  # fmt: skip
_COMPARISONS = frozenset(
    ["EQUALS", "NOT_EQUALS", "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"]
)
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
            if names:
                node = _without_not(node)
            if names and (search := _search(node)) is not None:
                return f"SEARCH({rex_text(node.operands[0], names)}, Sarg[{search}])"
            if not names and in_calcite_style() and node.name in ("IN", "BETWEEN"):
                return _expanded(node, names, nested=False)
            texts = [rex_text(o, names) for o in (_typed_operands(node) if names else node.operands)]
            if in_calcite_style():
                return _calcite_call(node, texts, bool(names))
            return _call(node, texts)
    return str(node)


def _call(node: RexCall, operands: list[str]) -> str:
    if node.name in ("CAST", "TRY_CAST"):
        return f"{node.name}({operands[0]} AS {type_name(node.type)})"
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
    # The current database is what a query finds at its start, no part of what it asks: names and uids don't have it.
    shown = () if node.name == "CURRENT_DATABASE" else node.options
    options = [f"FLAG({option})" for option in shown]
    name = "ITEM" if node.name == "AT" else node.name
    return f"{name}({', '.join([*options, *operands])})"


def _typed_operands(node: RexCall) -> tuple[RexNode, ...]:
    """The operands; in a comparison a text is shown with the type of the column that it is compared with."""
    if not _typed_literals() or node.name not in _COMPARISONS:
        return node.operands
    columns = [o.type for o in node.operands if not isinstance(o, RexLiteral)]
    return tuple(
        replace(o, type=columns[0])
        if columns and isinstance(o, RexLiteral) and isinstance(columns[0], t.VarCharType)
        else o
        for o in node.operands
    )


def pushed_filters(filters: Sequence[RexNode], names: Sequence[str]) -> str:
    """The conditions that a scan has taken over, which Flink shows in one style everywhere."""
    with plan_style(PlanStyle(calcite=True)):
        texts: list[str] = []
        for one in filters:
            if isinstance(one, RexCall) and one.name == "BETWEEN" and not one.options:
                value, low, high = (rex_text(o, names) for o in one.operands)
                texts += [f">=({value}, {low})", f"<=({value}, {high})"]
            elif isinstance(one, RexCall) and one.name == "IN":
                texts.append(_expanded(one, names, nested=True))
            else:
                texts.append(rex_text(one, names))
    return texts[0] if len(texts) == 1 else f"and({', '.join(texts)})"


def _expanded(node: RexCall, names: Sequence[str], nested: bool) -> str:
    """IN and BETWEEN as the comparisons that they stand for; ``nested`` gives OR two operands at a time."""
    value, *others = (rex_text(o, names) for o in node.operands)
    if node.name == "BETWEEN":
        return f"AND(>=({value}, {others[0]}), <=({value}, {others[1]}))"
    parts = [f"=({value}, {other})" for other in others]
    if not nested or len(parts) == 1:
        return f"OR({', '.join(parts)})" if len(parts) > 1 else parts[0]
    text = parts[0]
    for part in parts[1:]:
        text = f"OR({text}, {part})"
    return text


def _without_not(node: RexCall) -> RexCall:
    """``a <> 1`` for ``NOT (a = 1)``, which Flink's optimised plans don't keep."""
    below = node.operands[0] if node.name == "NOT" else None
    return (
        replace(below, name="NOT_EQUALS") if isinstance(below, RexCall) and below.name == "EQUALS" else node
    )


def _search(node: RexCall) -> str | None:
    """The set of whole numbers that IN or BETWEEN searches; Flink's plans have one call for both."""
    literals = [o for o in node.operands[1:] if isinstance(o, RexLiteral)]
    whole = all(isinstance(o.type, t.IntegerNumericType) and o.value is not None for o in literals)
    if not whole or len(literals) != len(node.operands) - 1 or node.options:
        return None
    if node.name == "IN":
        return ", ".join(str(value) for value in sorted({o.value for o in literals}))
    return f"[{literals[0].value}..{literals[1].value}]" if node.name == "BETWEEN" else None


def _calcite_call(node: RexCall, operands: list[str], physical: bool) -> str:
    if node.name == "CAST":
        null = "" if node.type.nullable else " NOT NULL"
        target = type_name(node.type) + null
        return f"CAST({operands[0]} AS {target})" if physical else f"CAST({operands[0]}):{target}"
    if node.name == "TRY_CAST":
        return (
            f"TRY_CAST({operands[0]} AS {type_name(node.type)})" if physical else f"TRY_CAST({operands[0]})"
        )
    if node.name in _INFIX:
        return f"{_INFIX[node.name]}({', '.join(operands)})"
    if node.name in _POSTFIX:
        return f"{_POSTFIX[node.name]}({operands[0]})"
    if node.name == "NOT_BETWEEN":
        return f"NOT BETWEEN({', '.join(operands)})"
    return _call(node, operands)


def type_name(type_: t.LogicalType) -> str:
    """A type as plans name it: ``INTEGER`` for INT, and the long form of STRING and BYTES."""
    match type_:
        case t.IntType():
            return "INTEGER"
        case t.VarCharType():
            return f"VARCHAR({type_.length})"
        case t.VarBinaryType():
            return f"VARBINARY({type_.length})"
        case t.LocalZonedTimestampType():
            return f"TIMESTAMP_WITH_LOCAL_TIME_ZONE({type_.precision})"
    return type_.summary()


def character_literal(node: RexLiteral) -> str:
    """A text with its character set, and its type where it isn't the text's own."""
    text = "_UTF-16LE'" + str(node.value).replace("'", "''") + "'"
    if isinstance(node.type, t.VarCharType):
        return f'{text}:{type_name(node.type)} CHARACTER SET "UTF-16LE"'
    return text


def _literal(node: RexLiteral) -> str:
    if node.value is None:
        return f"null:{type_name(node.type)}"
    match node.type:
        case t.CharacterType() if _typed_literals():
            return character_literal(node)
        case t.CharacterType():
            return "'" + str(node.value).replace("'", "''") + "'"
        case t.DecimalType() if _typed_literals():
            return f"{node.value}:{node.type.summary()}"
        case t.BigIntType() | t.SmallIntType() | t.TinyIntType() if _typed_literals():
            return f"{node.value}:{node.type.summary()}"
        case t.BooleanType():
            return str(node.value).lower()
        case t.TimestampType() | t.LocalZonedTimestampType() | t.DateType() | t.TimeType():
            return f"{node.value}:{node.type.summary()}"
        case t.IntervalType():
            return f"{node.value}:{_PRECISION.sub('', node.type.summary())}"
    return str(node.value)


def call_text(call: AggregateCall, names: Sequence[str], retract: bool = False) -> str:
    """An aggregate call: ``COUNT(DISTINCT a) FILTER b``; ``COUNT_RETRACT(a)`` over an input that takes rows back."""
    inner = ", ".join([names[i] for i in call.arguments] + [f"'{o}'" for o in call.options]) or "*"
    name = f"{call.name}_RETRACT" if retract else call.name
    text = f"{name}({'DISTINCT ' if call.distinct else ''}{inner})"
    return text if call.filter is None else f"{text} FILTER {names[call.filter]}"


def logical_call_text(call: AggregateCall) -> str:
    """An aggregate call of the first section of EXPLAIN: ``COUNT()``, ``SUM($1) FILTER $2``."""
    inner = ", ".join([f"${i}" for i in call.arguments] + [f"_UTF-16LE'{o}'" for o in call.options])
    text = f"{call.name}({'DISTINCT ' if call.distinct else ''}{inner})"
    return text if call.filter is None else f"{text} FILTER ${call.filter}"


def values_text(row_type: t.RowType, rows: Sequence[Sequence[RexLiteral]]) -> str:
    """Constant rows; in the second section of EXPLAIN with their type."""
    types = ", ".join(f"{type_name(f.type)} {f.name}" for f in row_type.fields)
    head = f"type=[RecordType({types})], " if _typed_literals() else ""
    with plan_style(PlanStyle(calcite=True)):
        shown = ", ".join("{ " + ", ".join(_value(v) for v in row) + " }" for row in rows)
    names = f", values=[{', '.join(row_type.names)}]" if _STYLE.get().batch else ""
    return f"{head}tuples=[[{shown}]]{names}"


def _value(node: RexLiteral) -> str:
    """A value among constant rows, whose types are known."""
    return (
        str(node.value) if isinstance(node.type, t.NumericType) and node.value is not None else _literal(node)
    )
