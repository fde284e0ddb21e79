"""One JSON form for the values of every SQL type, so that records of two engines can be compared.

The form is chosen by the *result type* (its summary text, for instance ``DECIMAL(10, 2) NOT NULL``),
never by the Python class of the value, so that 1, 1.0 and Decimal("1") stay apart:

=====================================  ==================================================
type                                   JSON form
=====================================  ==================================================
any, NULL                              ``null``
BOOLEAN                                ``true`` / ``false``
TINYINT, SMALLINT, INT, BIGINT         integer
DECIMAL                                text with exactly the type's scale, ``"1.50"``
DOUBLE                                 text of Python's ``repr``: ``"1e-05"``, ``"nan"``, ``"-inf"``
CHAR, VARCHAR, STRING                  text
BINARY, VARBINARY, BYTES               text, lower-case hexadecimal
DATE, TIME                             ISO text; TIME with a fraction only where it isn't zero
ARRAY                                  list
ROW                                    list of the fields
FLOAT, TIMESTAMP, TIMESTAMP_LTZ,       the text of ``CAST(value AS STRING)``, as PyFlink's way from
INTERVAL, MAP, MULTISET, RAW and       Java to Python loses digits of these or fails on them (on a
every type that contains one           NULL in a map, on NaN in a FLOAT); the query asks for the
                                       text, see ``travels_as_text``; the entries of a MAP or
                                       MULTISET are sorted, as their order means nothing
=====================================  ==================================================
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

_AS_TEXT = re.compile(
    r"\b(FLOAT|TIMESTAMP|TIMESTAMP_LTZ|INTERVAL|MAP|MULTISET|RAW|VARIANT|BITMAP|DESCRIPTOR)\b"
)
_FIELD_NAME = re.compile(r"`(?:[^`]|``)*`")
_INTEGERS = ("TINYINT", "SMALLINT", "INT", "BIGINT")
_BYTES = ("BINARY", "VARBINARY", "BYTES")
_TEXT = ("CHAR", "VARCHAR", "STRING")


def travels_as_text(type_text: str) -> bool:
    """True if a query must ask for ``CAST(value AS STRING)`` to get the value unharmed."""
    return _AS_TEXT.search(_FIELD_NAME.sub("", type_text)) is not None


def split_arguments(text: str) -> list[str]:
    """Split at the commas that are outside of brackets and of quoted names."""
    parts, depth, start, quoted = [], 0, 0, False
    for position, character in enumerate(text):
        if character in "`'":
            quoted = not quoted
        elif quoted:
            continue
        elif character in "<(":
            depth += 1
        elif character in ">)":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    tail = text[start:].strip()
    return [*parts, tail] if tail else parts


def _head_and_arguments(type_text: str) -> tuple[str, list[str]]:
    bare = type_text.removesuffix(" NOT NULL")
    match = re.match(r"([A-Z_]+)\s*[<(](.*)[>)]$", bare, re.DOTALL)
    if match is None:
        return bare, []
    return match.group(1), split_arguments(match.group(2))


def canonical(value: Any, type_text: str) -> Any:
    """The JSON form of a value that an engine returned for a column of the given type."""
    if value is None:
        return None
    if travels_as_text(type_text):
        return _sorted_entries(str(value)) if type_text.startswith(("MAP<", "MULTISET<")) else str(value)
    head, arguments = _head_and_arguments(type_text)
    if head == "ARRAY":
        return [canonical(item, arguments[0]) for item in value]
    if head == "ROW":
        types = [_FIELD_NAME.sub("", field, count=1).strip() for field in arguments]
        return [canonical(item, field_type) for item, field_type in zip(value, types, strict=True)]
    return _scalar(value, head, arguments)


def _sorted_entries(text: str) -> str:
    """``{b=2, a=1}`` with its entries sorted; an entry that contains the separator is cut, but always alike."""
    return "{" + ", ".join(sorted(text[1:-1].split(", "))) + "}"


def _scalar(value: Any, head: str, arguments: list[str]) -> Any:
    _expect_class(value, head)
    if head == "DECIMAL":
        return format(value.quantize(Decimal(1).scaleb(-int(arguments[1]))) if value else value, "f")
    if head == "DOUBLE":
        return repr(float(value))
    if head in _BYTES:
        return bytes(value).hex()
    if head in ("DATE", "TIME"):
        return value.isoformat()
    return value


def _expect_class(value: Any, head: str) -> None:
    """Fail on a value that isn't what PyFlink returns for the type, whatever it looks like in JSON."""
    expected: Any
    if head in _INTEGERS:
        expected = int
    elif head in _TEXT:
        expected = str
    elif head in _BYTES:
        expected = (bytes, bytearray)
    else:
        by_type = {
            "BOOLEAN": bool,
            "DECIMAL": Decimal,
            "DOUBLE": float,
            "DATE": datetime.date,
            "TIME": datetime.time,
        }
        expected = by_type.get(head)
    if expected is None:
        raise TypeError(f"no canonical form for a value of type {head}: {value!r}")
    if not isinstance(value, expected) or (isinstance(value, bool) and head != "BOOLEAN"):
        raise TypeError(f"a value of type {head} must not be a Python {type(value).__name__}: {value!r}")
