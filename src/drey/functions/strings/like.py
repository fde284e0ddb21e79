"""LIKE, ILIKE and SIMILAR TO, after Calcite's ``SqlLikeUtil`` patterns.

Operands are the text, the pattern and, optionally, the escape character. Without one nothing escapes.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import NOT_LITERAL, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import TEXT, takes
from drey.functions.row_kernels import batchwise, rowwise
from drey.functions.strings.java_regex import JavaPattern, java_pattern
from drey.types import logical as t

_JAVA_SPECIALS = "[]()|^-+*?{}$\\."
_SIMILAR_SPECIALS = "[]()|^-+*_%?{}"
_SIMILAR_CLASSES = {
    "[:ALPHA:]": r"\p{Alpha}",
    "[:UPPER:]": r"\p{Upper}",
    "[:LOWER:]": r"\p{Lower}",
    "[:DIGIT:]": r"\d",
    "[:SPACE:]": " ",
    "[:WHITESPACE:]": r"\s",
    "[:ALNUM:]": r"\p{Alnum}",
}


def _escape_character(escape: str | None) -> str:
    if escape is not None and len(escape) != 1:
        raise EvaluationError(f"Invalid escape character '{escape}'")
    return escape or ""


def like_tokens(pattern: str, escape: str | None) -> list[str | None]:
    """The pattern as literal texts, ``None`` for ``%`` and ``""`` for ``_``.

    Raises:
        EvaluationError: The escape character is followed by nothing or by an ordinary character.
    """
    mark = _escape_character(escape)
    tokens: list[str | None] = []
    literal = ""
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == mark:
            following = pattern[at + 1 : at + 2]
            if not following or following not in ("_", "%", mark):
                raise EvaluationError(f"Invalid escape sequence '{pattern}', {at}")
            literal += following
            at += 1
        elif character in "_%":
            if literal:
                tokens.append(literal)
            literal = ""
            tokens.append("" if character == "_" else None)
        else:
            literal += character
        at += 1
    return [*tokens, literal] if literal else tokens


def like_regex(pattern: str, escape: str | None) -> str:
    """The Java regular expression that a whole text has to match."""
    parts = []
    for token in like_tokens(pattern, escape):
        if token is None:
            parts.append("(?s:.*)")
        elif token == "":
            parts.append(".")
        else:
            parts.append("".join("\\" + c if c in _JAVA_SPECIALS else c for c in token))
    return "".join(parts)


def similar_regex(pattern: str, escape: str | None) -> str:
    """The Java regular expression of a SIMILAR TO pattern.

    Raises:
        EvaluationError: The pattern's escapes or classes are malformed.
    """
    mark = _escape_character(escape)
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == mark:
            following = pattern[at + 1 : at + 2]
            if not following or following not in _SIMILAR_SPECIALS + mark:
                raise EvaluationError(f"Invalid escape sequence '{pattern}', {at}")
            parts.append("\\" + following if following in _JAVA_SPECIALS else following)
            at += 1
        elif character == "[":
            body, at = _similar_class(pattern, at + 1, mark)
            parts.append(body)
        elif character == "]":
            raise EvaluationError(f"Invalid regular expression '{pattern}', {at}")
        else:
            parts.append({"_": ".", "%": "(?s:.*)", "\\": "\\\\", "$": "\\$"}.get(character, character))
        at += 1
    return "".join(parts)


def _similar_class(pattern: str, at: int, mark: str) -> tuple[str, int]:
    """The class whose ``[`` stands before ``at``, and the position of its ``]``."""
    parts = ["["]
    while at < len(pattern):
        character = pattern[at]
        if character == "]":
            return "".join([*parts, "]"]), at
        named = next((n for n in _SIMILAR_CLASSES if pattern[at : at + len(n)].upper() == n), None)
        if named is not None:
            parts.append(_SIMILAR_CLASSES[named])
            at += len(named)
            continue
        if character == mark:
            at += 1
            character = pattern[at : at + 1]
            if not character or character not in _SIMILAR_SPECIALS + mark:
                raise EvaluationError(f"Invalid escape sequence '{pattern}', {at - 1}")
            parts.append("\\" + character)
        elif character in "-^":
            parts.append(character)
        elif character in _SIMILAR_SPECIALS:
            raise EvaluationError(f"Invalid regular expression '{pattern}'")
        elif character in "\\&":
            parts.append("\\" + character)
        else:
            parts.append(character)
        at += 1
    raise EvaluationError(f"Invalid regular expression '{pattern}', {at}")


@lru_cache(maxsize=1024)
def _compiled(kind: str, pattern: str, escape: str | None) -> JavaPattern:
    text = similar_regex(pattern, escape) if kind == "SIMILAR" else like_regex(pattern, escape)
    flags = "(?i)" if kind == "ILIKE" else ""
    compiled = java_pattern(f"{flags}\\A(?:{text})\\z")
    if compiled is None:
        raise EvaluationError(f"Invalid regular expression '{pattern}'")
    return compiled


def _simple(text: pl.Expr, tokens: list[str | None]) -> pl.Expr | None:
    """The test for ``abc``, ``abc%``, ``%abc`` and ``%abc%``; None for other patterns."""
    match tokens:
        case []:
            return text.str.len_bytes() == 0
        case [None]:
            return pl.when(text.is_null()).then(None).otherwise(pl.lit(True))
        case [str(word)] if word:
            return text == pl.lit(word)
        case [str(word), None] if word:
            return text.str.starts_with(word)
        case [None, str(word)] if word:
            return text.str.ends_with(word)
        case [None, str(word), None] if word:
            return text.str.contains(word, literal=True)
    return None


def _kernel(call: KernelCall, kind: str) -> pl.Expr:
    def row(text: str, pattern: str, escape: str | None = None) -> bool:
        return _compiled(kind, pattern, escape).python.match(text) is not None

    pattern = call.literal(1)
    escape = call.literal(2) if len(call.args) > 2 else None
    if not isinstance(pattern, str) or escape is NOT_LITERAL or (len(call.args) > 2 and escape is None):
        return rowwise(call, row)
    if kind == "LIKE":
        simple = _simple(call.args[0], like_tokens(pattern, escape))
        if simple is not None:
            return simple
    rust = _compiled(kind, pattern, escape).rust
    if rust is None:
        return rowwise(call, row)
    return batchwise(call, lambda texts: texts.str.contains(rust), args=call.args[:1])


def _like(call: KernelCall) -> pl.Expr:
    return _kernel(call, "LIKE")


def _ilike(call: KernelCall) -> pl.Expr:
    return _kernel(call, "ILIKE")


def _similar(call: KernelCall) -> pl.Expr:
    return _kernel(call, "SIMILAR")


_INFER = takes(TEXT, TEXT, TEXT, optional=1, result=nullable_if_args(t.BooleanType()))

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("LIKE", _INFER, _like),
    ScalarFunction("ILIKE", _INFER, _ilike),
    ScalarFunction("SIMILAR", _INFER, _similar),
)
