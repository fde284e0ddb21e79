"""The REGEXP functions. An invalid pattern gives NULL (REGEXP: false), as in Flink."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import TEXT, WHOLE, nullable, takes
from drey.functions.row_kernels import batchwise, rowwise
from drey.functions.strings.java_regex import JavaPattern, java_pattern
from drey.functions.strings.utf16 import text_of_units, units_of_text
from drey.types import logical as t
from drey.types.polars_types import polars_type

Row = Callable[..., Any]
Column = Callable[[pl.Series, str], pl.Series]


def _by_pattern(call: KernelCall, row: Row, column: Column | None, *, invalid: Any = None) -> pl.Expr:
    """Runs ``column`` on Rust's engine if the pattern is constant and portable, else ``row`` per row.

    Args:
        call: The call; its second argument is the pattern.
        row: Takes the compiled pattern, the text, and the further arguments.
        column: Takes the texts and the Rust pattern; None if the call has to run by row.
        invalid: The result for patterns that aren't valid.
    """

    def by_row(text: str, pattern: str, *rest: Any) -> Any:
        compiled = java_pattern(pattern)
        return invalid if compiled is None else row(compiled, text, *rest)

    constant = call.literal(1)
    if not isinstance(constant, str) or column is None:
        return rowwise(call, by_row)
    compiled = java_pattern(constant)
    if compiled is None:
        value = pl.lit(invalid, dtype=polars_type(call.result))
        return pl.when(call.args[0].is_null()).then(None).otherwise(value)
    if compiled.rust is None:
        return rowwise(call, by_row)
    if not compiled.end_anchored:
        rust = compiled.rust
        return batchwise(call, lambda texts: column(texts, rust), args=call.args[:1])
    dtype = polars_type(call.result)
    rest = [call.literal(index) for index in range(2, len(call.args))]

    def either(texts: pl.Series) -> pl.Series:
        text_pattern = compiled.rust_for(texts)
        if text_pattern is not None:
            return column(texts, text_pattern)
        rows = [None if text is None else row(compiled, text, *rest) for text in texts]
        return pl.Series(rows, dtype=dtype)

    return batchwise(call, either, args=call.args[:1])


def _compiled(call: KernelCall) -> JavaPattern | None:
    constant = call.literal(1)
    return java_pattern(constant) if isinstance(constant, str) else None


def _regexp(call: KernelCall) -> pl.Expr:
    """True if the pattern is found; an empty pattern is never found."""

    def row(pattern: JavaPattern, text: str) -> bool:
        return bool(pattern.python.pattern) and pattern.python.search(text) is not None

    if call.literal(1) == "":
        return pl.when(call.args[0].is_null()).then(None).otherwise(pl.lit(False))
    return _by_pattern(call, row, lambda texts, rust: texts.str.contains(rust), invalid=False)


def _extract(call: KernelCall) -> pl.Expr:
    """The first match's group (0: all of it), NULL without a match or without such a group."""

    def row(pattern: JavaPattern, text: str, group: int = 0) -> str | None:
        if not 0 <= group <= pattern.groups:
            return None
        found = pattern.python.search(text)
        return None if found is None else found.group(group)

    group = call.literal(2) if len(call.args) > 2 else 0
    compiled = _compiled(call)
    if isinstance(group, int) and (compiled is None or 0 <= group <= compiled.groups):
        return _by_pattern(call, row, lambda texts, rust: texts.str.extract(f"({rust})", group + 1))
    return _by_pattern(call, row, None)


def _extract_all(call: KernelCall) -> pl.Expr:
    """A group of every match; group 1 unless told otherwise."""

    def row(pattern: JavaPattern, text: str, group: int = 1) -> list[str | None] | None:
        if not 0 <= group <= pattern.groups:
            return None
        return [found.group(group) for found in pattern.python.finditer(text)]

    group = call.literal(2) if len(call.args) > 2 else 1
    compiled = _compiled(call)
    whole = group == 0 and compiled is not None and not compiled.maybe_empty
    return _by_pattern(call, row, (lambda texts, rust: texts.str.extract_all(rust)) if whole else None)


def _count(call: KernelCall) -> pl.Expr:
    def row(pattern: JavaPattern, text: str) -> int:
        if pattern.maybe_empty:
            # An empty match stands at each UTF-16 unit.
            text = units_of_text(text)
        return sum(1 for _ in pattern.python.finditer(text))

    compiled = _compiled(call)
    portable = compiled is None or not compiled.maybe_empty
    return _by_pattern(call, row, (lambda texts, rust: texts.str.count_matches(rust)) if portable else None)


def _instr(call: KernelCall) -> pl.Expr:
    """The position of the first match, counted from 1 in UTF-16 units; 0 without a match."""

    def row(pattern: JavaPattern, text: str) -> int:
        found = pattern.python.search(text)
        return 0 if found is None else len(units_of_text(text[: found.start()])) + 1

    return _by_pattern(call, row, None)


def _substr(call: KernelCall) -> pl.Expr:
    def row(pattern: JavaPattern, text: str) -> str | None:
        found = pattern.python.search(text)
        return None if found is None else found.group()

    return _by_pattern(call, row, lambda texts, rust: texts.str.extract(f"({rust})", 1))


def _replace(call: KernelCall) -> pl.Expr:
    """Every match becomes the replacement, whose ``$`` and backslashes mean themselves."""

    def row(pattern: JavaPattern, text: str, replacement: str) -> str:
        if not pattern.maybe_empty:
            return pattern.python.sub(lambda found: replacement, text)
        return text_of_units(pattern.python.sub(lambda found: replacement, units_of_text(text)))

    replacement = call.literal(2)
    compiled = _compiled(call)
    if isinstance(replacement, str) and (compiled is None or not compiled.maybe_empty):
        value = replacement.replace("$", "$$")
        return _by_pattern(call, row, lambda texts, rust: texts.str.replace_all(rust, value))
    return _by_pattern(call, row, None)


_TEXT = nullable(t.string_type())
_INT = nullable(t.IntType())
_TEXTS = nullable(t.ArrayType(t.string_type()))
_TRUTH_IF_ARGS = nullable_if_args(t.BooleanType())
_TEXT_IF_ARGS = nullable_if_args(t.string_type())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("REGEXP", takes(TEXT, TEXT, result=_TRUTH_IF_ARGS), _regexp, ("REGEXP",)),
    ScalarFunction(
        "REGEXP_EXTRACT",
        takes(TEXT, TEXT, WHOLE, optional=1, result=_TEXT),
        _extract,
        ("REGEXP_EXTRACT",),
    ),
    ScalarFunction(
        "REGEXP_EXTRACT_ALL",
        takes(TEXT, TEXT, WHOLE, optional=1, nulls=True, result=_TEXTS),
        _extract_all,
        ("REGEXP_EXTRACT_ALL",),
    ),
    ScalarFunction("REGEXP_COUNT", takes(TEXT, TEXT, nulls=True, result=_INT), _count, ("REGEXP_COUNT",)),
    ScalarFunction("REGEXP_INSTR", takes(TEXT, TEXT, nulls=True, result=_INT), _instr, ("REGEXP_INSTR",)),
    ScalarFunction("REGEXP_SUBSTR", takes(TEXT, TEXT, nulls=True, result=_TEXT), _substr, ("REGEXP_SUBSTR",)),
    ScalarFunction(
        "REGEXP_REPLACE", takes(TEXT, TEXT, TEXT, result=_TEXT_IF_ARGS), _replace, ("REGEXP_REPLACE",)
    ),
)
