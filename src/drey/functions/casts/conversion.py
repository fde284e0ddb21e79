"""What a conversion is given, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from drey.functions.definition import checked
from drey.records import record
from drey.types import logical as t
from drey.types.polars_types import polars_type


@record
class Conversion:
    """One cast of a column.

    Args:
        source: The type of the values.
        target: The wanted type.
        safe: True for TRY_CAST: a value that can't be converted gives NULL instead of an error.
        time_zone: The session time zone.
        guard: The rows that count for errors, or None for all.
    """

    source: t.LogicalType
    target: t.LogicalType
    safe: bool = False
    time_zone: str = "UTC"
    guard: pl.Expr | None = None

    @property
    def dtype(self) -> pl.DataType:
        return polars_type(self.target)

    def of(self, source: t.LogicalType, target: t.LogicalType) -> Conversion:
        """The same kind of cast between other types."""
        return replace(self, source=source, target=target)

    def require(self, value: pl.Expr, result: pl.Expr, message: str | Callable[[Any], str]) -> pl.Expr:
        """``result``, failing with ``message`` where it is NULL though ``value`` is not.

        ``{0}`` in the message is the value, or a function makes it from the value. TRY_CAST lets NULL stand.
        """
        if self.safe:
            return result
        bad = result.is_null() & value.is_not_null()
        return checked(result, bad, message, [value], self.guard)


Convert = Callable[[pl.Expr, Conversion], pl.Expr]
