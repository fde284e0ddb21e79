"""Casts that the binder writes: explicit ones as the user asks, implicit ones as Flink allows, and literals."""

from __future__ import annotations

from typing import Any

from drey.errors import ValidationError
from drey.functions.call_builder import cast_to, make_call
from drey.rex.nodes import RexCall, RexLiteral, RexNode
from drey.types import logical as t
from drey.types.inference import literal_type

_INTEGERS = (t.TinyIntType, t.SmallIntType, t.IntType, t.BigIntType)


def literal(value: Any, type_: t.LogicalType | None = None) -> RexLiteral:
    """A constant; without a type it gets the one that Flink gives such a literal."""
    found = literal_type(value) if type_ is None else type_
    if isinstance(found, t.CharType) and isinstance(value, str):
        value = value.ljust(found.length)
    return RexLiteral(value, type=found.with_nullable(value is None))


def explicit_cast(node: RexNode, type_: t.LogicalType, safe: bool = False) -> RexNode:
    """``CAST(node AS type)``, or TRY_CAST where ``safe``.

    Raises:
        ValidationError: Flink has no cast between the types.
    """
    target = type_.with_nullable(node.type.nullable or safe)
    if node.type.same_ignoring_null(type_):
        # TRY_CAST makes a NOT NULL value nullable even where there is nothing to convert.
        return (
            cast_to(node, target)
            if node.type.nullable or not safe
            else RexCall("TRY_CAST", (node,), (str(target),), type=target)
        )
    if isinstance(node, RexLiteral) and node.value is None:
        return RexLiteral(None, type=type_.with_nullable(True))
    return make_call("TRY_CAST" if safe else "CAST", (node,), (str(type_.with_nullable(True)),))


def implicit_cast(node: RexNode, type_: t.LogicalType) -> RexNode:
    """The node as ``type_`` (with the node's own nullability) where Flink casts by itself, as into a sink.

    Raises:
        ValidationError: Flink asks for an explicit CAST.
    """
    if node.type.same_ignoring_null(type_):
        return node
    if not supports_implicit_cast(node.type, type_):
        raise ValidationError(f"{node.type} is not implicitly cast to {type_}", hint="use CAST")
    return explicit_cast(node, type_)


def supports_implicit_cast(source: t.LogicalType, target: t.LogicalType) -> bool:
    """Whether Flink casts ``source`` to ``target`` without being asked (its ``LogicalTypeCasts``)."""
    if isinstance(source, t.NullType):
        return True
    match target:
        case t.CharacterType():
            return isinstance(source, t.CharacterType)
        case t.BytesType():
            return isinstance(source, t.BytesType)
        case t.IntegerNumericType():
            return isinstance(source, t.IntegerNumericType) and source.bits <= target.bits
        case t.DecimalType():
            return isinstance(source, t.DecimalType | t.IntegerNumericType)
        case t.FloatType():
            return isinstance(source, t.DecimalType | t.IntegerNumericType | t.FloatType)
        case t.DoubleType():
            return isinstance(source, t.NumericType)
        case t.DateType():
            return isinstance(source, t.DateType | t.TimestampType)
        case t.TimeType():
            return isinstance(source, t.TimeType | t.TimestampType)
        case t.TimestampType() | t.LocalZonedTimestampType():
            return isinstance(source, t.AnyTimestampType)
        case t.YearMonthIntervalType():
            return isinstance(source, t.YearMonthIntervalType)
        case t.DayTimeIntervalType():
            return isinstance(source, t.DayTimeIntervalType)
        case t.ArrayType(element=element):
            return isinstance(source, t.ArrayType) and supports_implicit_cast(source.element, element)
        case t.MultisetType(element=element):
            return isinstance(source, t.MultisetType) and supports_implicit_cast(source.element, element)
        case t.MapType(key=key, value=value):
            return (
                isinstance(source, t.MapType)
                and supports_implicit_cast(source.key, key)
                and supports_implicit_cast(source.value, value)
            )
        case t.RowType(fields=fields):
            return (
                isinstance(source, t.RowType)
                and len(source.fields) == len(fields)
                and all(
                    supports_implicit_cast(a.type, b.type) for a, b in zip(source.fields, fields, strict=True)
                )
            )
    return source.same_ignoring_null(target)
