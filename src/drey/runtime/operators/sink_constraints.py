"""Enforces the constraints of a sink's columns: NOT NULL, and the lengths of CHAR, VARCHAR, BINARY, VARBINARY.

As Flink's ``ConstraintEnforcer``: ``table.exec.sink.not-null-enforcer`` fails or drops the row,
``table.exec.sink.type-length-enforcer`` ignores, trims and pads, or fails.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from drey.errors import EvaluationError
from drey.runtime.configuration import NOT_NULL_ENFORCER, TYPE_LENGTH_ENFORCER
from drey.types.logical import (
    MAX_LENGTH,
    BinaryType,
    BytesType,
    CharacterType,
    CharType,
    Field,
    RowType,
)


class ConstraintEnforcer:
    """Checks each batch against the row type of a sink."""

    def __init__(self, row_type: RowType, options: Mapping[str, str]) -> None:
        self._not_null = [f.name for f in row_type.fields if not f.type.nullable]
        self._drop = NOT_NULL_ENFORCER.require(options).upper() == "DROP"
        self._lengths = TYPE_LENGTH_ENFORCER.require(options).upper()
        self._bounded = [] if self._lengths == "IGNORE" else [f for f in row_type.fields if _bounded(f)]

    def apply(self, rows: pl.DataFrame, kinds: pl.Series | None) -> tuple[pl.DataFrame, pl.Series | None]:
        """The rows to write, and their kinds.

        Raises:
            EvaluationError: A constraint is broken and not to be repaired.
        """
        nulls = [name for name in self._not_null if rows[name].null_count()]
        if nulls:
            if not self._drop:
                raise EvaluationError(
                    f"column '{nulls[0]}' is NOT NULL, however, a null value is being written into it",
                    hint=f"set '{NOT_NULL_ENFORCER.key}' to 'DROP' to drop such rows silently",
                )
            keep = rows.select(pl.all_horizontal(pl.col(nulls).is_not_null())).to_series()
            rows, kinds = rows.filter(keep), None if kinds is None else kinds.filter(keep)
        for field in self._bounded:
            rows = self._enforce_length(rows, field)
        return rows, kinds

    def _enforce_length(self, rows: pl.DataFrame, field: Field) -> pl.DataFrame:
        type_, column = field.type, pl.col(field.name)
        assert isinstance(type_, CharacterType | BytesType)
        text, length = isinstance(type_, CharacterType), type_.length
        size = column.str.len_chars() if text else column.bin.size()
        fixed = isinstance(type_, CharType | BinaryType)
        bad = rows.filter(size != length if fixed else size > length)
        if not bad.height:
            return rows
        if self._lengths == "ERROR":
            raise EvaluationError(
                f"column '{field.name}' is {type_.summary()}, however, a value of another length is written",
                detail=f"found {bad[field.name][0]!r}",
                hint=f"set '{TYPE_LENGTH_ENFORCER.key}' to 'TRIM_PAD' to trim and pad such values silently",
            )
        if text:
            cut = column.str.slice(0, length)
            return rows.with_columns(cut.str.pad_end(length) if fixed else cut)
        padding = b"\0" * length if fixed else b""
        values = [v if v is None else (v + padding)[:length] for v in rows[field.name].to_list()]
        return rows.with_columns(pl.Series(field.name, values, dtype=pl.Binary))


def _bounded(field: Field) -> bool:
    return isinstance(field.type, CharacterType | BytesType) and field.type.length != MAX_LENGTH
