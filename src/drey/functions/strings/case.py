"""Functions on single strings: case, length, order and code of characters."""

from __future__ import annotations

import re

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import TEXT, WHOLE, nullable, same_text, takes
from drey.functions.row_kernels import rowwise
from drey.types import logical as t

_WORD = re.compile("[0-9A-Za-z]+")


def _upper(call: KernelCall) -> pl.Expr:
    return call.args[0].str.to_uppercase()


def _lower(call: KernelCall) -> pl.Expr:
    return call.args[0].str.to_lowercase()


def _char_length(call: KernelCall) -> pl.Expr:
    return call.args[0].str.len_chars().cast(pl.Int32)


def _capitalize(match: re.Match[str]) -> str:
    return match.group().capitalize()


def init_cap(text: str) -> str:
    """Each run of ASCII letters and digits with a capital first letter; other characters stay."""
    return _WORD.sub(_capitalize, text)


def _init_cap(call: KernelCall) -> pl.Expr:
    return rowwise(call, init_cap)


def _reverse(call: KernelCall) -> pl.Expr:
    return rowwise(call, lambda text: text[::-1])


def _ascii(call: KernelCall) -> pl.Expr:
    """The first byte of the UTF-8 text as a signed number, 0 of an empty text."""
    first = call.args[0].cast(pl.Binary).bin.slice(0, 1).bin.reinterpret(dtype=pl.Int8).cast(pl.Int32)
    return pl.when(call.args[0].str.len_bytes() == 0).then(pl.lit(0, dtype=pl.Int32)).otherwise(first)


def _chr(call: KernelCall) -> pl.Expr:
    """The character of the lowest 8 bits, nothing for negative codes."""
    return rowwise(call, lambda code: "" if code < 0 else chr(code & 0xFF))


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("UPPER", takes(TEXT, result=same_text(0)), _upper, ("UPPER",)),
    ScalarFunction("LOWER", takes(TEXT, result=same_text(0)), _lower, ("LOWER",)),
    ScalarFunction(
        "CHAR_LENGTH",
        takes(TEXT, result=nullable_if_args(t.IntType())),
        _char_length,
        ("CHAR_LENGTH", "CHARACTER_LENGTH"),
    ),
    ScalarFunction("INIT_CAP", takes(TEXT, result=same_text(0)), _init_cap, ("INITCAP",)),
    ScalarFunction("REVERSE", takes(TEXT, result=nullable(t.string_type())), _reverse, ("REVERSE",)),
    ScalarFunction("ASCII", takes(TEXT, result=nullable_if_args(t.IntType())), _ascii, ("ASCII",)),
    ScalarFunction("CHR", takes(WHOLE, result=nullable(t.string_type())), _chr, ("CHR",)),
)
