"""Values of SQL types as what :func:`drey.functions.json.text.dump_json` writes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from drey.functions.json.text import JsonText
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE

Converter = Callable[[Any], Any]


def has_json_form(type_: t.LogicalType) -> bool:
    """True for the types that JSON_STRING and its kin take."""
    match type_:
        case t.ArrayType(element=element):
            return has_json_form(element)
        case t.MapType(key=key, value=value):
            return isinstance(key, t.CharacterType) and has_json_form(value)
        case t.RowType(types=types):
            return all(has_json_form(inner) for inner in types)
    simple = t.CharacterType | t.BooleanType | t.BytesType | t.NumericType | t.AnyTimestampType | t.NullType
    return isinstance(type_, simple | t.VariantType)


def converter(type_: t.LogicalType) -> Converter:
    """Turns a Python value of a type, from a column of :func:`as_values`, into what ``dump_json`` writes."""
    match type_:
        case t.BytesType():
            convert: Converter = lambda value: base64.b64encode(value).decode()  # noqa: E731
        case t.VariantType():
            convert = JsonText
        case t.ArrayType(element=element):
            inner = converter(element)
            convert = lambda value: [inner(one) for one in value]  # noqa: E731
        case t.MapType(value=value_type):
            inner = converter(value_type)
            convert = lambda value: {e[MAP_KEY]: inner(e[MAP_VALUE]) for e in value}  # noqa: E731
        case t.RowType(fields=fields):
            inners = {field.name: converter(field.type) for field in fields}
            convert = lambda value: {name: one(value[name]) for name, one in inners.items()}  # noqa: E731
        case _:
            return lambda value: value
    return lambda value: None if value is None else convert(value)


def as_values(columns: Sequence[pl.Expr], types: Sequence[t.LogicalType]) -> list[pl.Expr]:
    """Columns whose values :func:`converter` takes: timestamps are texts, as Python's have no nanoseconds."""
    return [_as_value(column, type_) for column, type_ in zip(columns, types, strict=True)]


def _as_value(value: pl.Expr, type_: t.LogicalType) -> pl.Expr:
    if not t.holds(type_, (t.AnyTimestampType,)):
        return value
    match type_:
        case t.ArrayType(element=element):
            return value.list.eval(_as_value(pl.element(), element))
        case t.MapType(value=inner):
            entry = pl.element().struct
            converted = _as_value(entry.field(MAP_VALUE), inner)
            return value.list.eval(pl.struct(entry.field(MAP_KEY), converted.alias(MAP_VALUE)))
        case t.RowType(fields=fields):
            members = [_as_value(value.struct.field(f.name), f.type).alias(f.name) for f in fields]
            return pl.when(value.is_not_null()).then(pl.struct(members))
    return timestamp_text(value, type_)


def timestamp_text(value: pl.Expr, type_: t.LogicalType) -> pl.Expr:
    """ISO 8601 with as many digits of the second as are needed; instants are in UTC and end in Z."""
    text = value.dt.strftime("%Y-%m-%dT%H:%M:%S%.9f").str.strip_chars_end("0").str.strip_chars_end(".")
    return pl.concat_str(text, pl.lit("Z")) if isinstance(type_, t.LocalZonedTimestampType) else text
