"""Functions between texts and bytes: base64, character sets, hexadecimal, IPv4 addresses."""

from __future__ import annotations

import base64
import binascii
import codecs

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import BYTES, TEXT, WHOLE, nullable, one_of, takes
from drey.functions.row_kernels import rowwise
from drey.types import logical as t

_BASE64_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_UTF16 = ("utf-16", "utf16")


def from_base64(text: str) -> str:
    """The UTF-8 text that base64 stands for; padding may be missing.

    Raises:
        EvaluationError: The text isn't base64.
    """
    body = text.rstrip("=") if len(text) % 4 == 0 else text
    for character in body:
        if character not in _BASE64_ALPHABET:
            raise EvaluationError(f"Illegal base64 character {ord(character):x}")
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        raise EvaluationError("Last unit does not have enough valid bits") from None
    return data.decode("utf-8", "replace")


def _charset(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise EvaluationError(f"unsupported encoding '{name}'") from None


def _decode_row(data: bytes, charset: str) -> str:
    name = _charset(charset)
    if name in _UTF16 and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16-be"
    return data.decode(name, "replace")


def _encode_row(text: str, charset: str) -> bytes:
    """UTF-16 is big-endian with a mark, as in Java; characters that the set lacks become ``?``."""
    name = _charset(charset)
    if name in _UTF16:
        return b"\xfe\xff" + text.encode("utf-16-be") if text else b""
    return text.encode(name, "replace")


def _inet_aton_row(text: str) -> int | None:
    """An IPv4 address as a number; the last of fewer than four parts fills the remaining bytes."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    *leading, last = (int(part) for part in parts)
    if any(part > 255 for part in leading) or last >= 256 ** (5 - len(parts)):
        return None
    number = 0
    for part in leading:
        number = number * 256 + part
    return int(number * 256 ** (5 - len(parts)) + last)


def _inet_ntoa_row(number: int) -> str | None:
    if not 0 <= number < 1 << 32:
        return None
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def _from_base64(call: KernelCall) -> pl.Expr:
    return rowwise(call, from_base64)


def _to_base64(call: KernelCall) -> pl.Expr:
    return call.args[0].cast(pl.Binary).bin.encode("base64")


def _decode(call: KernelCall) -> pl.Expr:
    return rowwise(call, _decode_row)


def _encode(call: KernelCall) -> pl.Expr:
    return rowwise(call, _encode_row)


def _inet_aton(call: KernelCall) -> pl.Expr:
    return rowwise(call, _inet_aton_row)


def _inet_ntoa(call: KernelCall) -> pl.Expr:
    return rowwise(call, _inet_ntoa_row)


_TEXT_IF_ARGS = nullable_if_args(t.string_type())
_BYTES_IF_ARGS = nullable_if_args(t.bytes_type())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("FROM_BASE64", takes(TEXT, result=_TEXT_IF_ARGS), _from_base64, ("FROM_BASE64",)),
    ScalarFunction(
        "TO_BASE64", one_of(((TEXT,), 0), ((BYTES,), 0), result=_TEXT_IF_ARGS), _to_base64, ("TO_BASE64",)
    ),
    ScalarFunction("DECODE", takes(BYTES, TEXT, result=_TEXT_IF_ARGS), _decode, ("DECODE",)),
    ScalarFunction("ENCODE", takes(TEXT, TEXT, result=_BYTES_IF_ARGS), _encode, ("ENCODE",)),
    ScalarFunction(
        "INET_ATON", takes(TEXT, nulls=True, result=nullable(t.BigIntType())), _inet_aton, ("INET_ATON",)
    ),
    ScalarFunction(
        "INET_NTOA", takes(WHOLE, nulls=True, result=nullable(t.string_type())), _inet_ntoa, ("INET_NTOA",)
    ),
)
