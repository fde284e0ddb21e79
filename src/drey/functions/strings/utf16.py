"""Strings as UTF-16 code units, for functions that count as Java does."""

from __future__ import annotations

import re

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def units_of_text(text: str) -> str:
    """The text with each character above U+FFFF as its two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le")
    return "".join(chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2))


def text_of_units(units: str) -> str:
    """The text of UTF-16 code units; half of a pair becomes ``?``, as where Java encodes it as UTF-8."""
    if units.isascii():
        return units
    joined = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _LONE_SURROGATE.sub("?", joined)
