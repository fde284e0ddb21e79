"""Options of the datagen connector: fixed ones, and those that each column takes by its type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from drey.options import ConfigOption
from drey.types import logical as t

ROWS_PER_SECOND = ConfigOption("rows-per-second", int, 10000, description="how fast rows come")
NUMBER_OF_ROWS: ConfigOption[int] = ConfigOption(
    "number-of-rows", int, description="how many rows come in all"
)
SCAN_PARALLELISM: ConfigOption[int] = ConfigOption("scan.parallelism", int)

DEFAULT_LENGTH = 100
DEFAULT_COLLECTION_LENGTH = 3
SEQUENCE_TYPES = (t.CharacterType, t.NumericType)


def field_key(field: str, name: str) -> str:
    """The key of a column's option; ``field`` is a dotted path for what is nested."""
    return f"fields.{field}.{name}"


def column_options(row_type: t.RowType) -> list[ConfigOption[Any]]:
    """The options that the columns of a table take."""
    return [option for field in row_type.fields for option in _options(field.name, field.type)]


def _options(path: str, type_: t.LogicalType) -> Iterator[ConfigOption[Any]]:
    yield ConfigOption(field_key(path, "kind"), str, "random", choices=("random", "sequence"))
    yield ConfigOption(field_key(path, "null-rate"), float, 0.0)
    if isinstance(type_, SEQUENCE_TYPES):
        yield ConfigOption(field_key(path, "start"), str)
        yield ConfigOption(field_key(path, "end"), str)
    match type_:
        case t.NumericType() | t.IntervalType():
            yield ConfigOption(field_key(path, "min"), str)
            yield ConfigOption(field_key(path, "max"), str)
        case t.CharacterType() | t.BytesType():
            yield ConfigOption(field_key(path, "length"), int)
            yield ConfigOption(field_key(path, "var-len"), bool, False)
        case t.AnyTimestampType():
            yield ConfigOption(field_key(path, "max-past"), timedelta, timedelta(0))
        case t.ArrayType(element=element) | t.MultisetType(element=element):
            yield ConfigOption(field_key(path, "length"), int)
            yield from _options(f"{path}.element", element)
        case t.MapType(key=key, value=value):
            yield ConfigOption(field_key(path, "length"), int)
            yield from _options(f"{path}.key", key)
            yield from _options(f"{path}.value", value)
        case t.RowType(fields=fields):
            for field in fields:
                yield from _options(f"{path}.{field.name}", field.type)
