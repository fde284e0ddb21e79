"""JSON schemas as types, as Flink's ``JsonRowSchemaConverter`` reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from drey.errors import UnsupportedError, ValidationError
from drey.pyflink.common.typeinfo import TypeInformation, Types

_TEXTS = {
    "date-time": Types.SQL_TIMESTAMP,
    "date": Types.SQL_DATE,
    "time": Types.SQL_TIME,
}


def type_of_json_schema(text: str) -> TypeInformation:
    """The type of the values that a schema describes.

    Raises:
        ValidationError: The text is no JSON schema.
        UnsupportedError: It has parts that Flink's converter has not, or that are not built.
    """
    try:
        schema = json.loads(text)
    except ValueError as error:
        raise ValidationError("invalid JSON schema", detail=str(error)) from None
    return _type(schema, "the schema")


def _type(schema: Any, place: str) -> TypeInformation:
    if not isinstance(schema, Mapping):
        raise ValidationError("invalid JSON schema", detail=f"{place} is no object")
    for key in ("$ref", "allOf", "anyOf", "not"):
        if key in schema:
            raise UnsupportedError(f"JSON schemas with '{key}' are not built yet", detail=f"in {place}")
    kind = schema.get("type")
    if kind is None and "oneOf" in schema:
        return _present(list(schema["oneOf"]), place)
    if isinstance(kind, list):
        return _present([{**schema, "type": one} for one in kind], place)
    match kind:
        case "object":
            fields = schema.get("properties", {})
            types = [_type(one, f"field '{name}'") for name, one in fields.items()]
            return Types.ROW_NAMED(list(fields), types)
        case "array":
            return _array(schema, place)
        case "string":
            return _text(schema)
        case "number" | "integer":
            # Flink reads both as decimals: a schema says nothing of a number's size.
            return Types.BIG_DEC()
        case "boolean":
            return Types.BOOLEAN()
    raise ValidationError("invalid JSON schema", detail=f"{place} has the type {kind!r}")


def _present(choices: list[Any], place: str) -> TypeInformation:
    """The one type beside ``null``."""
    left = [one for one in choices if one.get("type") != "null"]
    if len(left) != 1:
        raise UnsupportedError(
            "JSON schemas with a choice of types are not built yet",
            detail=f"in {place}: {len(left)} beside null",
        )
    return _type(left[0], place)


def _array(schema: Mapping[str, Any], place: str) -> TypeInformation:
    items = schema.get("items")
    if isinstance(items, list):
        return Types.ROW([_type(one, f"an item of {place}") for one in items])
    if items is None:
        raise ValidationError("invalid JSON schema", detail=f"{place} is an array without 'items'")
    return Types.OBJECT_ARRAY(_type(items, f"the items of {place}"))


def _text(schema: Mapping[str, Any]) -> TypeInformation:
    made = _TEXTS.get(schema.get("format", ""))
    if made is not None:
        return made()
    if schema.get("contentEncoding") == "base64":
        return Types.PRIMITIVE_ARRAY(Types.BYTE())
    return Types.STRING()
