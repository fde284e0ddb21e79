"""Casts to BINARY(n) and VARBINARY(n): UTF-8 bytes, cut to the length; BINARY is filled up with zeros."""

from __future__ import annotations

import polars as pl

from drey.functions.bitmaps.roaring import to_bytes
from drey.functions.casts.conversion import Conversion
from drey.functions.row_kernels import map_values
from drey.types import logical as t


def to_binary(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """Text or bytes as bytes of the target's length."""
    target = cast.target
    assert isinstance(target, t.BytesType)
    if isinstance(cast.source, t.CharacterType):
        value = value.cast(pl.Binary)
    if isinstance(cast.source, t.BitmapType):
        value = map_values([value], to_bytes, pl.Binary())
    if isinstance(target, t.VarBinaryType) and _length(cast.source) <= target.length:
        return value
    if isinstance(target, t.BinaryType):
        length = target.length
        return map_values([value], lambda data: data[:length].ljust(length, b"\0"), cast.dtype)
    return value.bin.head(target.length)


def _length(source: t.LogicalType) -> int:
    return source.length if isinstance(source, t.BytesType) else t.MAX_LENGTH
