"""Encodes rows as lines of json, as Jackson's generator writes them."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl

from drey.connectors.api.format import FormatSpec, RecordEncodingFormat
from drey.connectors.formats.csv.encoder import decimal_texts
from drey.connectors.formats.json.options import JsonOptions
from drey.connectors.formats.value_texts import base64_texts, time_texts, timestamp_texts
from drey.errors import ConnectorError, UnsupportedError
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE
from drey.types.row_text import float_texts

_SHORT_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPES = {'"': '\\"', "\\": "\\\\"} | {
    chr(code): _SHORT_ESCAPES.get(chr(code), f"\\u{code:04X}") for code in range(32)
}
_TRANSLATION = str.maketrans(_ESCAPES)
_FEW = 400
"""So many texts are put together before Polars would have begun."""

Texts = Callable[[pl.Series], pl.Series]


class JsonEncodingFormat(RecordEncodingFormat):
    """Flink's json format, writing."""

    def __init__(self, spec: FormatSpec) -> None:
        self._options = JsonOptions.of(spec.options)
        self._fields = [(f.name, self._texts_of(f.type, f.name)) for f in spec.row_type.fields]

    def encode(self, rows: pl.DataFrame) -> bytes:
        if not rows.height:
            return b""
        return ("\n".join(self._lines(rows)) + "\n").encode()

    def encode_messages(self, rows: pl.DataFrame) -> list[bytes | None]:
        return self._lines(rows).cast(pl.Binary).to_list() if rows.height else []

    def _lines(self, rows: pl.DataFrame) -> pl.Series:
        return self._objects([rows[name] for name, _ in self._fields], self._fields)

    def _objects(self, columns: list[pl.Series], fields: list[tuple[str, Texts]]) -> pl.Series:
        """One object text per row."""
        texts = [
            to_texts(column).alias(f"${index}")
            for index, (column, (_, to_texts)) in enumerate(zip(columns, fields, strict=True))
        ]
        keys = [json.dumps(name, ensure_ascii=False) + ":" for name, _ in fields]
        if texts and len(texts[0]) <= _FEW:
            return pl.Series("json", self._few_objects(keys, texts), dtype=pl.String)
        return pl.DataFrame(texts).select(self._object(keys, [one.name for one in texts]).alias("json"))[
            "json"
        ]

    def _few_objects(self, keys: list[str], texts: list[pl.Series]) -> list[str]:
        """As :meth:`_object`, without Polars."""
        if self._options.ignore_nulls:
            return [
                "{" + ",".join(key + one for key, one in zip(keys, row, strict=True) if one is not None) + "}"
                for row in zip(*texts, strict=True)
            ]
        form = "{" + ",".join(key.replace("%", "%%") + "%s" for key in keys) + "}"
        columns = [
            ["null" if one is None else one for one in column] if column.null_count() else column.to_list()
            for column in texts
        ]
        return [form % row for row in zip(*columns, strict=True)]

    def _object(self, keys: list[str], columns: list[str]) -> pl.Expr:
        """The text of an object, whose values' texts are in columns."""
        if self._options.ignore_nulls:
            pairs = [pl.concat_str(pl.lit(key), column) for key, column in zip(keys, columns, strict=True)]
            inner = pl.concat_str(pairs, separator=",", ignore_nulls=True)
            return pl.concat_str(pl.lit("{"), inner, pl.lit("}"))
        parts: list[pl.Expr] = []
        opening = "{"
        for key, column in zip(keys, columns, strict=True):
            parts += [pl.lit(opening + key), pl.col(column).fill_null("null")]
            opening = ","
        return pl.concat_str(*parts, pl.lit("}" if parts else "{}"))

    def _texts_of(self, type_: t.LogicalType, name: str) -> Texts:
        """The function from values to json texts; null stays null."""
        match type_:
            case t.BooleanType() | t.IntegerNumericType():
                return lambda column: column.cast(pl.String)
            case t.FloatType() | t.DoubleType():
                return _number_texts
            case t.DecimalType():
                plain = self._options.plain_decimals
                return _plain_decimals if plain else lambda column: decimal_texts(column, scientific=True)
            case t.CharacterType():
                return string_texts
            case t.BytesType():
                return lambda column: _quoted(base64_texts(column))
            case t.DateType():
                return lambda column: _quoted(column.dt.strftime("%Y-%m-%d"))
            case t.TimeType():
                return lambda column: _quoted(time_texts(column))
            case t.AnyTimestampType():
                separator = "T" if self._options.iso_timestamps else " "
                return lambda column: _quoted(timestamp_texts(column, separator))
            case t.ArrayType(element=element):
                inner = self._texts_of(element, name)
                return lambda column: _array_texts(column, inner)
            case t.MapType(key=t.CharacterType(), value=value):
                return self._map_texts(self._texts_of(value, name))
            case t.MultisetType(element=t.CharacterType()):
                return self._map_texts(self._texts_of(t.IntType(), name))
            case t.RowType(fields=fields):
                return self._row_texts([(f.name, self._texts_of(f.type, f.name)) for f in fields])
        if isinstance(type_, t.MapType | t.MultisetType):
            raise UnsupportedError(
                "the json format doesn't support non-string as key type of map",
                detail=f"field '{name}' is {type_}",
            )
        raise UnsupportedError(f"unsupported type {type_.summary()} for field '{name}' of format 'json'")

    def _row_texts(self, fields: list[tuple[str, Texts]]) -> Texts:
        def texts(column: pl.Series) -> pl.Series:
            objects = self._objects([column.struct.field(name) for name, _ in fields], fields)
            return objects.to_frame("v").select(pl.when(pl.lit(column.is_not_null())).then("v"))["v"]

        return texts

    def _map_texts(self, value_texts: Texts) -> Texts:
        mode, literal = self._options.null_key_mode, self._options.null_key_literal

        def texts(column: pl.Series) -> pl.Series:
            entries = column.drop_nulls().explode(empty_as_null=False)
            keys = entries.struct.field(MAP_KEY)
            if mode == "FAIL" and keys.null_count():
                raise ConnectorError(
                    "the json format doesn't write maps with null keys",
                    detail="a map has a null key",
                    hint="set 'json.map-null-key.mode' to 'DROP' or 'LITERAL'",
                )
            values = value_texts(entries.struct.field(MAP_VALUE)).fill_null("null")
            pairs = [
                None
                if mode == "DROP" and key is None
                else f"{json.dumps(literal if key is None else key, ensure_ascii=False)}:{value}"
                for key, value in zip(keys, values, strict=True)
            ]
            return _regroup(column, pairs, "{", "}")

        return texts


def string_texts(column: pl.Series) -> pl.Series:
    """Quoted and escaped strings."""
    if len(column) <= _FEW:
        quoted = [None if text is None else f'"{text.translate(_TRANSLATION)}"' for text in column.to_list()]
        return pl.Series(column.name, quoted, dtype=pl.String)
    escaped = column
    if column.str.contains(r'["\\\x00-\x1f]').any():
        escaped = column.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    return _quoted(escaped)


def _quoted(texts: pl.Series) -> pl.Series:
    return '"' + texts + '"'


def _number_texts(column: pl.Series) -> pl.Series:
    """Numbers; NaN and infinities are quoted, since json has none."""
    texts = float_texts(column)
    odd = (~column.is_finite()).fill_null(False).arg_true()
    return texts.scatter(odd, _quoted(texts.gather(odd))) if len(odd) else texts


def _plain_decimals(column: pl.Series) -> pl.Series:
    return pl.Series(column.name, [None if v is None else f"{v:f}" for v in column], dtype=pl.String)


def _array_texts(column: pl.Series, inner: Texts) -> pl.Series:
    elements = column.drop_nulls().explode(empty_as_null=False)
    return _regroup(column, inner(elements).fill_null("null").to_list(), "[", "]")


def _regroup(column: pl.Series, texts: list[str | None], opening: str, closing: str) -> pl.Series:
    """The texts of all elements of a list column, joined per list; None elements are left out."""
    joined: list[str | None] = []
    at = 0
    for length in column.list.len():
        if length is None:
            joined.append(None)
            continue
        own = [text for text in texts[at : at + length] if text is not None]
        joined.append(opening + ",".join(own) + closing)
        at += length
    return pl.Series(column.name, joined, dtype=pl.String)
