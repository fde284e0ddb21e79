"""MD5 and the SHA family: hexadecimal digests of bytes, or of a text's UTF-8 bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import Kernel, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import BYTES, TEXT, WHOLE, one_of
from drey.functions.row_kernels import rowwise
from drey.types import logical as t

Digest = Callable[[bytes], Any]

_DIGESTS: dict[str, tuple[Digest, int]] = {
    "MD5": (hashlib.md5, 32),
    "SHA1": (hashlib.sha1, 40),
    "SHA224": (hashlib.sha224, 56),
    "SHA256": (hashlib.sha256, 64),
    "SHA384": (hashlib.sha384, 96),
    "SHA512": (hashlib.sha512, 128),
}
_BY_LENGTH = {224: hashlib.sha224, 256: hashlib.sha256, 384: hashlib.sha384, 512: hashlib.sha512}


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _kernel(digest: Digest) -> Kernel:
    return lambda call: rowwise(call, lambda value: digest(_bytes(value)).hexdigest())


def _sha2_row(value: str | bytes, bits: int) -> str:
    if bits not in _BY_LENGTH:
        raise EvaluationError("Unsupported algorithm.", hint="SHA2 takes 224, 256, 384 or 512 bits")
    return str(_BY_LENGTH[bits](_bytes(value)).hexdigest())


def _sha2(call: KernelCall) -> pl.Expr:
    return rowwise(call, _sha2_row)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    *(
        ScalarFunction(
            name,
            one_of(((TEXT,), 0), ((BYTES,), 0), result=nullable_if_args(t.CharType(size))),
            _kernel(digest),
            (name,),
        )
        for name, (digest, size) in _DIGESTS.items()
    ),
    ScalarFunction(
        "SHA2",
        one_of(((TEXT, WHOLE), 0), ((BYTES, WHOLE), 0), result=nullable_if_args(t.VarCharType(128))),
        _sha2,
        ("SHA2",),
    ),
)
