"""The text that stands for a VARIANT: JSON without spaces, with sorted keys and each number in one spelling.

A whole number is written in digits, a fraction without zeros at its end, both exactly up to 38 digits. What has more
digits, or an exponent, is a DOUBLE and written as Java does. A value inside is a part of the text as it stands, so that
reading one copies no more than it returns. See "VARIANT" in Flink's documentation of data types.
"""

from __future__ import annotations

import json
from typing import Any

from drey.errors import EvaluationError
from drey.functions.json.text import JsonDepthError, JsonError, JsonText, decoder, dump_json, parse_json
from drey.types.java_double import java_double

_DIGITS = 38
"""What a DECIMAL holds."""
_LARGEST = 10**_DIGITS
_read = json.JSONDecoder().raw_decode
"""Reads the value that starts at a position, and finds its end."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise JsonError(f"an object has the key '{twice}' twice")
    return found


def _whole(text: str) -> int | JsonText:
    number = int(text)
    return number if -_LARGEST < number < _LARGEST else _double(text)


def _fraction(text: str) -> JsonText:
    whole, _, decimals = text.partition(".")
    if "e" in text or "E" in text or len(decimals) > _DIGITS:
        return _double(text)
    if len((whole.lstrip("-") + decimals).lstrip("0")) > _DIGITS:
        return _double(text)
    kept = decimals.rstrip("0")
    return JsonText(f"{whole}.{kept}" if kept else "0" if whole == "-0" else whole)


def _double(text: str) -> JsonText:
    return JsonText(java_double(float(text)))


_LENIENT = decoder(parse_int=_whole, parse_float=_fraction)
_STRICT = decoder(parse_int=_whole, parse_float=_fraction, object_pairs_hook=_distinct)


def variant_text(text: str, repeated_keys: bool) -> str:
    """The VARIANT of the first JSON value of a text.

    Args:
        text: The JSON.
        repeated_keys: True if an object may have a key twice; the last value counts.

    Raises:
        JsonError: There is no value, or an object has a key twice.
        JsonDepthError: The value is nested too deeply.
    """
    try:
        found = dump_json(parse_json(text, _LENIENT if repeated_keys else _STRICT))
    except RecursionError:
        raise JsonDepthError("arrays and objects are nested too deeply") from None
    # Half of a surrogate pair, which only an escape can bring in, is a question mark in Java's UTF-8.
    return found if "\\u" not in text else found.encode("utf-8", "replace").decode()


def field_of(variant: str, key: str) -> str | None:
    """The value of a key of an object; None if the object has no such key.

    Raises:
        EvaluationError: The VARIANT is no object.
    """
    if not variant.startswith("{"):
        raise EvaluationError(
            "String key access on variant requires an object variant, but a non-object variant was provided.",
            detail=f"key '{key}' of {shown(variant)}",
        )
    at = 1
    while variant[at] != "}":
        name, at = _read(variant, at)
        end = _read(variant, at + 1)[1]
        if name == key:
            return variant[at + 1 : end]
        at = end + (variant[end] == ",")
    return None


def element_of(variant: str, index: int) -> str | None:
    """The element of an array at a position from 1; None if there is none.

    Raises:
        EvaluationError: The VARIANT is no array.
    """
    if not variant.startswith("["):
        raise EvaluationError(
            "Integer index access on variant requires an array variant, but a non-array variant was provided.",
            detail=f"element {index} of {shown(variant)}",
        )
    at = 1
    while index > 0 and variant[at] != "]":
        end = _read(variant, at)[1]
        index -= 1
        if not index:
            return variant[at:end]
        at = end + (variant[end] == ",")
    return None


def shown(text: str) -> str:
    """A text as messages have it."""
    return text if len(text) <= 100 else text[:97] + "..."
