"""BIN, HEX and UNHEX."""

from __future__ import annotations

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import CHARACTER, INTEGER, nullable_if_args, signature
from drey.functions.parameters import TEXT, nullable, takes
from drey.functions.row_kernels import map_values
from drey.types import logical as t

_LONG_BITS = (1 << 64) - 1
_TEXT = nullable_if_args(t.string_type())


def _bin(call: KernelCall) -> pl.Expr:
    return map_values(call.args, lambda number: f"{number & _LONG_BITS:b}", pl.String())


def _hex(call: KernelCall) -> pl.Expr:
    if isinstance(call.types[0], t.CharacterType):
        return call.args[0].cast(pl.Binary).bin.encode("hex").str.to_uppercase()
    return map_values(call.args, lambda number: f"{number & _LONG_BITS:X}", pl.String())


def _unhex(call: KernelCall) -> pl.Expr:
    return map_values(call.args, unhex, pl.Binary())


def unhex(text: str) -> bytes | None:
    """The bytes that hexadecimal digits stand for, or None if the text has other characters.

    Of an odd number of digits Flink drops the first and begins with a zero byte.
    """
    if not text.isascii() or (not text.isalnum() and text):
        return None
    try:
        return b"\0" + bytes.fromhex(text[1:]) if len(text) % 2 else bytes.fromhex(text)
    except ValueError:
        return None


def _integer_or_text(type_: t.LogicalType) -> bool:
    return INTEGER(type_) or CHARACTER(type_)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("BIN", signature(INTEGER, result=_TEXT, shown="<INTEGER>"), _bin, ("BIN",)),
    ScalarFunction(
        "HEX", signature(_integer_or_text, result=_TEXT, shown="<INTEGER>) or (<CHARACTER>"), _hex, ("HEX",)
    ),
    ScalarFunction(
        "UNHEX",
        takes(TEXT, result=nullable(t.bytes_type()), nulls=True),
        _unhex,
        ("UNHEX",),
    ),
)
