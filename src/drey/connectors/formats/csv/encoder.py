"""Encodes csv as Jackson's CSV generator does, which Flink uses: the same fields are quoted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl

from drey.connectors.api.format import FormatSpec, RecordEncodingFormat
from drey.connectors.formats.csv.options import CsvOptions
from drey.connectors.formats.value_texts import base64_texts, time_texts, timestamp_texts
from drey.errors import UnsupportedError
from drey.types import logical as t
from drey.types.row_text import float_texts

_ALWAYS_QUOTED_FROM = 25
"""Jackson looks at no more than 24 characters; longer texts are quoted."""


class CsvEncodingFormat(RecordEncodingFormat):
    """Flink's csv format, writing."""

    def __init__(self, spec: FormatSpec) -> None:
        self._options = CsvOptions.of(spec.options)
        self._columns = [(f.name, self._texts_of(f.type, f.name)) for f in spec.row_type.fields]
        options = self._options
        special = [options.delimiter, options.quote or "\0", options.escape or "\0", "\n"]
        self._safe_from = max(ord(character) for character in special) + 1

    def encode(self, rows: pl.DataFrame) -> bytes:
        if not rows.height:
            return b""
        null = self._options.null_literal or ""
        texts = [to_texts(rows[name]).fill_null(null).alias(name) for name, to_texts in self._columns]
        if len(self._options.delimiter.encode()) > 1:
            lines = pl.DataFrame(texts).select(pl.concat_str(pl.all(), separator=self._options.delimiter))
            return lines.write_csv(include_header=False, quote_style="never").encode()
        frame = pl.DataFrame(texts)
        written = frame.write_csv(
            include_header=False, separator=self._options.delimiter, quote_style="never", line_terminator="\n"
        )
        return written.encode()

    def encode_messages(self, rows: pl.DataFrame) -> list[bytes | None]:
        lines = self.encode(rows).split(b"\n")
        if len(lines) - 1 == rows.height:
            return [*lines[:-1]]
        return super().encode_messages(rows)  # fields with line feeds

    def _texts_of(self, type_: t.LogicalType, name: str) -> Callable[[pl.Series], pl.Series]:
        match type_:
            case t.CharacterType():
                return self._quote
            case t.BooleanType() | t.IntegerNumericType():
                return lambda column: column.cast(pl.String)
            case t.FloatType() | t.DoubleType():
                return float_texts
            case t.DecimalType():
                return lambda column: decimal_texts(column, self._options.scientific)
            case t.BytesType():
                return lambda column: self._quote(base64_texts(column))
            case t.DateType():
                return lambda column: column.dt.strftime("%Y-%m-%d")
            case t.TimeType():
                return lambda column: self._quote(time_texts(column))
            case t.AnyTimestampType():
                return lambda column: self._quote(timestamp_texts(column, " "))
            case t.ArrayType(element=element):
                return lambda column: self._array_texts(column, element)
            case t.RowType(fields=fields):
                return lambda column: self._row_texts(column, fields)
        raise UnsupportedError(f"unsupported type {type_.summary()} for field '{name}' of format 'csv'")

    def _quote(self, texts: pl.Series) -> pl.Series:
        """Quote where Jackson does: long texts, and those with a character not above the special ones."""
        options = self._options
        if options.quote is None:
            return texts
        value = pl.col(texts.name)
        below = f"[\\x00-\\x{{{self._safe_from - 1:x}}}]"
        needed = (value.str.len_chars() >= _ALWAYS_QUOTED_FROM) | value.str.contains(below)
        inner = value
        if options.escape is not None:
            inner = inner.str.replace_all(options.escape, options.escape * 2, literal=True)
        inner = inner.str.replace_all(options.quote, options.quote * 2, literal=True)
        quote = pl.lit(options.quote)
        chosen = pl.when(needed).then(pl.concat_str(quote, inner, quote)).otherwise(value)
        return texts.to_frame().select(chosen.alias(texts.name))[texts.name]

    def _array_texts(self, column: pl.Series, element: t.LogicalType) -> pl.Series:
        texts = self._element_texts(column.drop_nulls().explode(empty_as_null=False), element)
        lengths = column.list.len().fill_null(0).to_list()
        joined: list[str | None] = []
        at = 0
        for length, is_null in zip(lengths, column.is_null(), strict=True):
            joined.append(None if is_null else self._options.array_delimiter.join(texts[at : at + length]))
            at += length
        return self._quote(pl.Series(column.name, joined, dtype=pl.String))

    def _row_texts(self, column: pl.Series, fields: tuple[t.Field, ...]) -> pl.Series:
        parts = [self._element_texts(column.struct.field(f.name), f.type) for f in fields]
        joined = [
            None if is_null else self._options.array_delimiter.join(row)
            for is_null, row in zip(column.is_null(), zip(*parts, strict=True), strict=True)
        ]
        return self._quote(pl.Series(column.name, joined, dtype=pl.String))

    def _element_texts(self, column: pl.Series, type_: t.LogicalType) -> list[str]:
        """Texts of nested values, unquoted: the whole field is quoted as one."""
        plain = CsvEncodingFormat.__new__(CsvEncodingFormat)
        plain._options = CsvOptions(
            quote=None, scientific=self._options.scientific, array_delimiter=self._options.array_delimiter
        )
        null = self._options.null_literal or ""
        return [null if text is None else text for text in plain._texts_of(type_, "")(column)]


def decimal_texts(column: pl.Series, scientific: bool) -> pl.Series:
    """``BigDecimal.stripTrailingZeros().toString()``, or ``toPlainString()``."""

    def text(value: Any) -> str | None:
        if value is None:
            return None
        normal = value.normalize() if value else Decimal(0)
        return str(normal) if scientific else f"{normal:f}"

    return pl.Series(column.name, [text(value) for value in column], dtype=pl.String)
