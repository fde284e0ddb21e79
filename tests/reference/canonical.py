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
TIME                                   ISO text, with a fraction only where it isn't zero
VARIANT                                text of ``JSON_STRING(value)``, as it has no cast
all others                             the text of ``CAST(value AS STRING)``: PyFlink's way from Java
                                       to Python loses digits of some of them and fails on others
                                       (nanoseconds, years past 9999, NaN in a FLOAT, NULL inside
                                       of a collection or row, intervals), so the query asks for
                                       the text, see ``travels_as_text``; the entries of a MAP or
                                       MULTISET are sorted, as their order means nothing
=====================================  ==================================================
"""

from __future__ import annotations

import datetime
import re
from decimal import Context, Decimal
from typing import Any

_WIDE = Context(prec=80)
_BYTES = ("BINARY", "VARBINARY", "BYTES")
_CLASSES: dict[str, type | tuple[type, ...]] = {
    "BOOLEAN": bool,
    "DECIMAL": Decimal,
    "DOUBLE": float,
    "TIME": datetime.time,
    **dict.fromkeys(("TINYINT", "SMALLINT", "INT", "BIGINT"), int),
    **dict.fromkeys(_BYTES, (bytes, bytearray)),
    **dict.fromkeys(("CHAR", "VARCHAR", "STRING"), str),
}


def travels_as_text(type_text: str) -> bool:
    """True if a query must ask for the text of a value (:func:`as_text`) to get it unharmed."""
    return _head(type_text) not in _CLASSES


def as_text(sql: str, type_text: str) -> str:
    """The expression that asks for the text of a value."""
    return f"JSON_STRING({sql})" if _head(type_text) == "VARIANT" else f"CAST({sql} AS STRING)"


def canonical(value: Any, type_text: str) -> Any:
    """The JSON form of a value that an engine returned for a column of the given type.

    Raises:
        TypeError: The value isn't of the Python class that PyFlink documents for the type.
    """
    if value is None:
        return None
    head = _head(type_text)
    if head in ("MAP", "MULTISET"):
        return _sorted_entries(str(value))
    if head not in _CLASSES:
        return str(value)
    if not isinstance(value, _CLASSES[head]) or (isinstance(value, bool) and head != "BOOLEAN"):
        raise TypeError(f"a value of type {type_text} must not be a Python {type(value).__name__}: {value!r}")
    return _scalar(value, head, type_text)


def _head(type_text: str) -> str:
    """The name in front of the type's arguments: ``DECIMAL`` of ``DECIMAL(10, 2) NOT NULL``."""
    return re.split(r"[ (<]", type_text, maxsplit=1)[0]


def _sorted_entries(text: str) -> str:
    """``{b=2, a=1}`` with its entries sorted; an entry that contains the separator is cut, but always alike."""
    return "{" + ", ".join(sorted(text[1:-1].split(", "))) + "}"


def _scalar(value: Any, head: str, type_text: str) -> Any:
    if head == "DECIMAL":
        scale = int(type_text[: type_text.index(")")].rsplit(",", 1)[1])
        return format(value.quantize(Decimal(1).scaleb(-scale), context=_WIDE), "f")
    if head == "DOUBLE":
        return repr(value)
    if head in _BYTES:
        return bytes(value).hex()
    return value.isoformat() if head == "TIME" else value
