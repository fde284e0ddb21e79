"""``array[index]``, ``map[key]``, ``variant[index]``, ``variant[key]`` and ``row.field``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from drey.errors import ValidationError, did_you_mean
from drey.functions.definition import NOT_LITERAL, CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import refuse_nulls
from drey.functions.json.variant_text import element_of, field_of
from drey.functions.logic.comparison import check_comparable, operand
from drey.functions.logic.comparison_kernels import Operand, comparable, compare
from drey.functions.row_kernels import map_values, rowwise
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type


def _infer_at(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 2:
        raise call.invalid("<ARRAY>, <INTEGER>) or (<MAP>, <KEY>")
    refuse_nulls(call, t.IntType())
    container, index = call.types
    match container:
        case t.ArrayType(element=element) if isinstance(index, t.IntegerNumericType):
            position = call.literals[1] if len(call.literals) > 1 else NOT_LITERAL
            if isinstance(position, int) and position < 1:
                raise ValidationError(f"array element access needs an index starting at 1 but was {position}")
            return element.with_nullable(True)
        case t.MapType(key=key, value=value):
            pair = CallTypes(call.name, [key, index])
            check_comparable(pair, 0, 1, operator="EQUALS")
            if 1 in pair.coerced:
                call.coerce(1, pair.coerced[1])
            return value.with_nullable(True)
        case t.VariantType() if isinstance(index, t.IntegerNumericType | t.CharacterType):
            return container.with_nullable(True)
        case t.RowType():
            field = _field_at(container, call.literals[1] if len(call.literals) > 1 else NOT_LITERAL)
            return field.type.with_nullable(field.type.nullable or container.nullable)
    raise call.invalid(
        "<ARRAY>, <INTEGER>) or (<MAP>, <KEY>) or (<VARIANT>, <INTEGER> or <CHARACTER>) or (<ROW>, <LITERAL>"
    )


def _field_at(row: t.RowType, key: Any) -> t.Field:
    """The field of a row by its constant name or position from 1."""
    if isinstance(key, str):
        key = _index_of(row, key) + 1
    if not isinstance(key, int) or not 1 <= key <= len(row.fields):
        raise ValidationError(
            "a field of a row is found by a constant name or position",
            hint=f"positions: 1 to {len(row.fields)}",
        )
    return row.fields[key - 1]


def _index_of(row: t.RowType, name: str) -> int:
    index = row.index_of(name)
    if index is None:
        hint = did_you_mean(name, row.names) or f"fields: {', '.join(row.names)}"
        raise ValidationError(f"the row has no field '{name}'", hint=hint)
    return index


def _at(call: KernelCall) -> pl.Expr:
    container = call.types[0]
    if isinstance(container, t.MapType):
        return _value_of(call, container)
    if isinstance(container, t.VariantType):
        return _inside_variant(call)
    if isinstance(container, t.RowType):
        return _field_value(call, _field_at(container, call.literal(1)).name)
    index = call.args[1].cast(pl.Int64)
    position = call.literal(1)
    if position is NOT_LITERAL:
        # An index below 1 would count from the end.
        index = pl.when(index >= 1).then(index)
    return call.args[0].list.get(index - 1, null_on_oob=True)


def _value_of(call: KernelCall, container: t.MapType) -> pl.Expr:
    key = operand(call, 1)
    entry = pl.element().struct
    if key.literal is not NOT_LITERAL:
        found = compare("EQUALS", Operand(entry.field(MAP_KEY), container.key), key, call.context.time_zone)
        matches = call.args[0].list.eval(entry.field(MAP_VALUE).filter(found))
        return matches.list.get(0, null_on_oob=True)

    def look_up(entries: list[dict[str, Any]], wanted: Any) -> Any:
        for one in entries:
            if comparable(one[MAP_KEY], container.key) == comparable(wanted, key.type):
                return one[MAP_VALUE]
        return None

    return map_values(call.args, look_up, polars_type(call.result))


def _inside_variant(call: KernelCall) -> pl.Expr:
    by_key = isinstance(call.types[1], t.CharacterType)
    read: Callable[[str, Any], str | None] = field_of if by_key else element_of
    key = call.literal(1)
    if key is NOT_LITERAL:
        return rowwise(call, read, memo=False)
    if key is None:
        return pl.lit(None, dtype=pl.String)
    return rowwise(call, lambda variant: read(variant, key), args=call.args[:1], memo=False)


def _infer_field(call: CallTypes) -> t.LogicalType:
    row = call.types[0] if len(call.types) == 1 else None
    if not isinstance(row, t.RowType) or len(call.options) != 1:
        raise call.invalid("<ROW>")
    type_ = row.fields[_index_of(row, call.options[0])].type
    return type_.with_nullable(type_.nullable or row.nullable)


def _field(call: KernelCall) -> pl.Expr:
    return _field_value(call, call.options[0])


def _field_value(call: KernelCall, name: str) -> pl.Expr:
    value = call.args[0].struct.field(name)
    if not call.types[0].nullable:
        return value
    # A NULL row may hide values in its fields.
    return pl.when(call.args[0].is_not_null()).then(value)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("AT", _infer_at, _at),
    ScalarFunction("FIELD", _infer_field, _field),
)
