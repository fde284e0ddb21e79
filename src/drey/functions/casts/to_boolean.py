"""Casts to BOOLEAN."""

from __future__ import annotations

import polars as pl

from drey.functions.casts.conversion import Conversion
from drey.types import logical as t

_TRUE = ["t", "true", "y", "yes", "1"]
_FALSE = ["f", "false", "n", "no", "0"]


def to_boolean(value: pl.Expr, cast: Conversion) -> pl.Expr:
    """Numbers are true unless zero; text must be one of Flink's words, in any case."""
    if not isinstance(cast.source, t.CharacterType):
        return value != 0
    word = value.str.to_lowercase()
    known = pl.when(word.is_in(_TRUE)).then(True).when(word.is_in(_FALSE)).then(False)
    return cast.require(value, known, "Cannot parse '{0}' as BOOLEAN.")
