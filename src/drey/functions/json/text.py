"""JSON as Flink reads and writes it (with Jackson): exact numbers, sorted keys, text after the first value."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from decimal import Decimal
from math import isfinite
from typing import Any

from drey.errors import EvaluationError
from drey.types.java_double import java_double


class JsonError(ValueError):
    """The text is not JSON."""


class JsonDepthError(JsonError):
    """Arrays and objects are nested so deep, hundreds of levels, that Python's stack doesn't suffice."""


class JsonText(str):
    """JSON that :func:`dump_json` writes as it is, not as a string."""

    __slots__ = ()


def _refuse_constant(name: str) -> Any:
    raise JsonError(f"Unrecognized token '{name}'")


def decoder(**hooks: Any) -> json.JSONDecoder:
    """A decoder with hooks of Python's, for :func:`parse_json`; it knows no NaN and Infinity."""
    return json.JSONDecoder(parse_constant=_refuse_constant, **hooks)


_DECODER = decoder(parse_float=Decimal)
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def parse_json(text: str, decoder: json.JSONDecoder = _DECODER) -> Any:
    """The first value of a text. Text after it is not read, as Jackson doesn't.

    Args:
        text: The JSON.
        decoder: Makes the values; by default fractions are ``Decimal``.

    Raises:
        JsonError: There is no value.
    """
    start = _SPACE.match(text).end()  # type: ignore[union-attr]
    try:
        value, end = decoder.raw_decode(text, start)
    except ValueError as error:
        raise JsonError(str(error)) from None
    except RecursionError:
        raise JsonDepthError("arrays and objects are nested too deeply") from None
    bare = isinstance(value, JsonText) or not isinstance(value, str | list | dict)
    if bare and end < len(text) and text[end] not in " \t\r\n":
        raise JsonError(f"unexpected character '{text[end]}'")
    return value


def quoted(text: str) -> str:
    """A JSON string."""
    return '"' + _ESCAPED.sub(lambda m: _SHORT.get(m.group(), f"\\u{ord(m.group()):04X}"), text) + '"'


def dump_json(value: Any) -> str:
    """The text of a value, without spaces and with sorted keys.

    Raises:
        EvaluationError: The value has no JSON form.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case JsonText():
            return str(value)
        case str():
            return quoted(value)
        case int() | Decimal():
            return str(value)
        case float():
            return str(decimal_of(value)) if isfinite(value) else quoted(java_double(value))
        case list():
            return "[" + ",".join(dump_json(one) for one in value) + "]"
        case dict():
            inner = (f"{quoted(key)}:{dump_json(value[key])}" for key in in_java_order(value))
            return "{" + ",".join(inner) + "}"
    raise EvaluationError(f"a value of type {type(value).__name__} has no JSON form")


def in_java_order(keys: Collection[str]) -> list[str]:
    """The keys as ``String.compareTo`` sorts them: by UTF-16 units."""
    if "".join(keys).isascii():
        return sorted(keys)
    return sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def decimal_of(value: float) -> Decimal:
    """``BigDecimal.valueOf``: the digits of Java's text of a finite double; zero has no sign."""
    return Decimal(java_double(value or 0.0))
