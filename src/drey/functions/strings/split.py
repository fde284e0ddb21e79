"""Functions that split strings: SPLIT_INDEX, SPLIT, STR_TO_MAP."""

from __future__ import annotations

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import TEXT, WHOLE, nullable, one_of, takes
from drey.functions.row_kernels import rowwise
from drey.functions.strings.java_regex import java_pattern
from drey.functions.strings.utf16 import text_of_units, units_of_text
from drey.types import logical as t


def split_index(text: str, separator: str | int, index: int) -> str | None:
    """The part at ``index``, counted from 0. A separator may be the code (1 to 255) of a character;
    an empty one splits at white space, as in commons-lang."""
    if index < 0 or not text:
        return None
    if isinstance(separator, int):
        if not 1 <= separator <= 255:
            return None
        separator = chr(separator)
    parts = text.split(separator) if separator else _split_at_spaces(text)
    return parts[index] if index < len(parts) else None


def _split_at_spaces(text: str) -> list[str]:
    return "".join(" " if character.isspace() else character for character in text).split(" ")


def _split_index(call: KernelCall) -> pl.Expr:
    separator, index = call.literal(1), call.literal(2)
    if isinstance(separator, int) and 1 <= separator <= 255:
        separator = chr(separator)
    if not (isinstance(separator, str) and separator and isinstance(index, int) and index >= 0):
        return rowwise(call, split_index)
    text = call.args[0]
    # splitn keeps the rest of the text in its last field, so one field more than needed is asked for.
    part = text.str.splitn(separator, index + 2).struct.field(f"field_{index}")
    return pl.when(text.str.len_bytes() == 0).then(None).otherwise(part)


def _infer_split_index(call: CallTypes) -> t.LogicalType:
    choices = (((TEXT, TEXT, WHOLE), 0), ((TEXT, WHOLE, WHOLE), 0))
    return one_of(*choices, result=nullable(t.string_type()))(call)


def _split(call: KernelCall) -> pl.Expr:
    """An empty text has no parts; an empty separator splits into characters."""
    text, separator = call.args
    constant = call.literal(1)
    if isinstance(constant, str) and constant:
        parts = text.str.split(constant)
        return pl.when(text.str.len_bytes() == 0).then(pl.lit([], dtype=pl.List(pl.String))).otherwise(parts)
    return rowwise(call, _split_row, args=[text, separator])


def _split_row(text: str, separator: str) -> list[str]:
    if not text:
        return []
    return text.split(separator) if separator else [text_of_units(unit) for unit in units_of_text(text)]


def java_split(text: str, pattern: str, limit: int) -> list[str]:
    """``String.split``: at matches of a regular expression; without a limit, trailing empty parts go.

    Raises:
        EvaluationError: The pattern is invalid.
    """
    compiled = java_pattern(pattern)
    if compiled is None:
        raise EvaluationError(f"'{pattern}' is not a regular expression")
    parts: list[str] = []
    start = 0
    for match in compiled.python.finditer(text):
        if limit and len(parts) == limit - 1:
            break
        if match.end() == 0 or (match.start() == match.end() == len(text)):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    while limit == 0 and len(parts) > 1 and not parts[-1]:
        parts.pop()
    return [] if limit == 0 and len(parts) == 1 and start and not parts[0] else parts


def str_to_map(text: str, pairs: str = ",", key_value: str = "=") -> list[dict[str, str | None]]:
    """The entries of ``k1=v1,k2=v2``; the delimiters are regular expressions and the last key wins."""
    entries: dict[str, str | None] = {}
    for pair in java_split(text, pairs, 0) if text else ():
        parts = java_split(pair, key_value, 2)
        entries[parts[0] if len(parts) == 2 else pair] = parts[1] if len(parts) == 2 else None
    return [{"key": key, "value": value} for key, value in entries.items()]


def _str_to_map(call: KernelCall) -> pl.Expr:
    return rowwise(call, str_to_map)


_TEXTS_IF_ARGS = nullable_if_args(t.ArrayType(t.string_type()))
_TEXT_MAP = nullable(t.MapType(t.string_type(), t.string_type()))

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("SPLIT_INDEX", _infer_split_index, _split_index, ("SPLIT_INDEX",)),
    ScalarFunction("SPLIT", takes(TEXT, TEXT, nulls=True, result=_TEXTS_IF_ARGS), _split, ("SPLIT",)),
    ScalarFunction(
        "STR_TO_MAP",
        one_of(((TEXT,), 0), ((TEXT, TEXT, TEXT), 0), result=_TEXT_MAP),
        _str_to_map,
        ("STR_TO_MAP",),
    ),
)
