"""Maps as Flink's configuration writes them: ``key1:value1,key2:'a, b'``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drey.errors import OptionError

_PART = r"'(?:[^']|'')*'|[^:,']*"
_ENTRY = re.compile(rf"\s*({_PART})\s*:\s*({_PART})\s*(?:,|$)")


def map_text(values: Mapping[str, object]) -> str:
    """The text of a map; parts with commas, colons or quotes are quoted."""
    return ",".join(f"{_quoted(str(key))}:{_quoted(str(value))}" for key, value in values.items())


def _quoted(text: str) -> str:
    if text and not re.search(r"[,:']", text) and text == text.strip():
        return text
    return "'" + text.replace("'", "''") + "'"


def parse_map(text: str) -> dict[str, str]:
    """The map of a text.

    Raises:
        OptionError: The text is none.
    """
    result: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = _ENTRY.match(text, position)
        if match is None:
            raise OptionError(f"'{text}' is not a map", hint="write key1:value1,key2:value2")
        key, value = (_unquoted(part) for part in match.groups())
        result[key] = value
        position = match.end()
    return result


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].replace("''", "'") if text.startswith("'") else text
