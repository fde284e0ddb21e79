"""Values of streams as Flink's ``print`` writes them.

A stream without a declared type holds Python objects, of which Flink prints Python's ``str``; a row is printed
``+I[1,a]`` with Python's ``str`` of its fields. Values of other types are Java objects in Flink, printed by Java's
``toString``: ``(1,a)``, ``1.0E10``, ``true``, ``[1, 2]``, ``{a=1}``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from drey.types.java_double import java_double, java_float
from drey.types.row import Row
from drey.types.stream_types import ARRAYS, StreamType

Text = Callable[[Any], str]


def line_of(type_: StreamType) -> Text:
    """What makes the text of a value of the type."""
    match type_["kind"]:
        case "PICKLED_BYTE_ARRAY":
            return str
        case "ROW":
            return _row_line
    return _java(type_)


def _row_line(value: Any) -> str:
    kind = value.get_row_kind() if isinstance(value, Row) else "+I"
    return f"{kind}[{','.join(map(str, value))}]"


def _java(type_: StreamType) -> Text:
    text = _java_of_kind(type_)
    return lambda value: "null" if value is None else text(value)


def _java_of_kind(type_: StreamType) -> Text:
    kind = type_["kind"]
    match kind:
        case "BOOLEAN":
            return lambda value: "true" if value else "false"
        case "DOUBLE":
            return java_double
        case "FLOAT":
            return java_float
        case "TUPLE":
            fields = [_java(one) for one in type_["fields"]]
            return lambda value: f"({','.join(text(v) for text, v in zip(fields, value, strict=True))})"
        case "ROW":
            fields = [_java(one) for one in type_["fields"]]
            return lambda value: f"+I[{', '.join(text(v) for text, v in zip(fields, value, strict=True))}]"
        case "MAP":
            key, item = _java(type_["key"]), _java(type_["value"])
            return lambda value: "{" + ", ".join(f"{key(k)}={item(v)}" for k, v in value.items()) + "}"
        case "SQL_TIMESTAMP":
            return _timestamp
    if kind == "LIST" or kind in ARRAYS:
        element = _java(type_["element"])
        return lambda value: f"[{', '.join(map(element, value))}]"
    return str


def _timestamp(value: dt.datetime) -> str:
    """``java.sql.Timestamp.toString``: at least one digit of the fraction."""
    fraction = f"{value.microsecond:06}".rstrip("0") or "0"
    return f"{value:%Y-%m-%d %H:%M:%S}.{fraction}"
