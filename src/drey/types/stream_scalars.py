"""Whole numbers, booleans and texts on streams: whether values are of the declared type, and making them so.

Flink's coders cut a ``float`` to a whole number, and fail for a text or a number out of range. A list of values is
looked at as a whole, as nearly all are of the type already: 1 M numbers take some 50 ms.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Number
from types import NoneType
from typing import Any

from drey.types.stream_types import StreamType

_BITS = {"BYTE": 8, "SHORT": 16, "INT": 32, "LONG": 64}
_INTEGERS = frozenset({int})
_BOOLEANS = frozenset({bool, NoneType})
_TEXTS = frozenset({str, NoneType})


def holds_for_all(type_: StreamType) -> Callable[[list[Any]], bool] | None:
    """Tells whether all values of a list are of the type as they are; None for types of another kind."""
    bits = _BITS.get(type_["kind"])
    if bits is not None:
        limit = 1 << (bits - 1)
        return lambda values: (
            not values
            or (set(map(type, values)) == _INTEGERS and -limit <= min(values) and max(values) < limit)
        )
    if type_["kind"] == "BOOLEAN":
        return lambda values: _BOOLEANS.issuperset(map(type, values))
    if type_["kind"] == "STRING":
        return lambda values: _TEXTS.issuperset(map(type, values))
    return None


def scalar_converter(type_: StreamType) -> Callable[[Any], Any]:
    """What makes one value of the type, for the types of :func:`holds_for_all`; None stays None.

    The function raises a TypeError or an OverflowError for a value that can't be of the type.
    """
    bits = _BITS.get(type_["kind"])
    if bits is None:
        return _text if type_["kind"] == "STRING" else _boolean
    limit = 1 << (bits - 1)

    def convert(value: Any) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Number):
            raise TypeError("an integer is required")
        whole = int(value)  # type: ignore[call-overload]
        if not -limit <= whole < limit:
            raise OverflowError(f"the value is too large for {bits} bits")
        return int(whole)

    return convert


def _boolean(value: Any) -> bool | None:
    if value is None:
        return None
    if not isinstance(value, Number):
        raise TypeError("a bool is required")
    return bool(value)


def _text(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    raise TypeError("a str is required")
