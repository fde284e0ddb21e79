"""The ``raw`` format: one column, whose bytes are the record; in files, one record per line."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from drey.connectors.api.format import (
    Decoded,
    DecodedMessages,
    DecodingFormat,
    EncodingFormat,
    FormatFactory,
    FormatSpec,
    Origin,
    OriginOf,
    RecordDecodingFormat,
    RecordEncodingFormat,
)
from drey.errors import ConnectorError, MalformedRecordError, OptionError, ValidationError
from drey.options import ConfigOption
from drey.types import logical as t
from drey.types.polars_types import polars_type

CHARSET = ConfigOption("raw.charset", str, "UTF-8", description="the text's encoding")
ENDIANNESS = ConfigOption(
    "raw.endianness", str, "big-endian", choices=("big-endian", "little-endian"), description="of numbers"
)
_NUMPY = {
    t.BooleanType: "i1",
    t.TinyIntType: "i1",
    t.SmallIntType: "i2",
    t.IntType: "i4",
    t.BigIntType: "i8",
    t.FloatType: "f4",
    t.DoubleType: "f8",
}


def _only_column(spec: FormatSpec) -> t.Field:
    if len(spec.row_type.fields) != 1:
        columns = ", ".join(str(field) for field in spec.row_type.fields)
        raise ValidationError(
            "the 'raw' format only supports a single physical column",
            detail=f"table {spec.table} has {columns}",
        )
    field = spec.row_type.fields[0]
    if not isinstance(field.type, (t.CharacterType, t.BytesType, *_NUMPY)):
        raise ValidationError(
            f"the 'raw' format doesn't support {field.type.summary()}", detail=f"column {field}"
        )
    return field


def _number_type(field: t.Field, spec: FormatSpec) -> np.dtype[np.generic] | None:
    code = _NUMPY.get(type(field.type))
    little = ENDIANNESS.require(spec.options).lower() == "little-endian"
    return None if code is None else np.dtype(("<" if little else ">") + code)


def _charset(spec: FormatSpec) -> str:
    name = CHARSET.require(spec.options)
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise OptionError(
            f"unsupported '{CHARSET.key}' name: {name}", hint="such as UTF-8, ISO-8859-1, UTF-16"
        ) from None


class RawDecodingFormat(RecordDecodingFormat):
    """Lines as values; an empty line is a value too."""

    def __init__(self, spec: FormatSpec) -> None:
        self._field = _only_column(spec)
        self._number = _number_type(self._field, spec)
        self._charset = _charset(spec)
        self._dtype = polars_type(self._field.type)

    def cut(self, data: bytes, final: bool) -> int:
        return len(data) if final else data.rfind(b"\n") + 1

    def decode(self, data: bytes, origin: Origin) -> Decoded:
        lines = data.split(b"\n")
        if not lines[-1]:
            lines.pop()
        lines = [line[:-1] if line.endswith(b"\r") else line for line in lines]
        values = self._values(lines, origin.place)
        return Decoded(values.alias(self._field.name).to_frame(), len(lines))

    def decode_messages(self, messages: Sequence[bytes], origin: OriginOf) -> DecodedMessages:
        values = self._values(messages, lambda index: origin(index).place())
        return DecodedMessages(values.alias(self._field.name).to_frame())

    def decode_missing(self, count: int) -> pl.DataFrame:
        return pl.DataFrame({self._field.name: pl.repeat(None, count, dtype=self._dtype, eager=True)})

    def _values(self, lines: Sequence[bytes], place: Callable[[int], str]) -> pl.Series:
        if self._number is not None:
            for index, line in enumerate(lines):
                if len(line) != self._number.itemsize:
                    raise MalformedRecordError(
                        f"size of data received for deserializing {self._field.type.summary()} type is not "
                        f"{self._number.itemsize}",
                        detail=f"{place(index)}: {len(line)} bytes",
                    )
            numbers = np.frombuffer(b"".join(lines), self._number).astype(self._number.newbyteorder("="))
            return pl.Series(numbers).cast(self._dtype)
        if isinstance(self._field.type, t.BytesType):
            return pl.Series(lines, dtype=pl.Binary)
        # Java replaces what is malformed in the charset and does not fail.
        return pl.Series([line.decode(self._charset, "replace") for line in lines], dtype=pl.String)


def _number_bytes(column: pl.Series, dtype: np.dtype[np.generic]) -> list[bytes]:
    data, size = column.to_numpy().astype(dtype).tobytes(), dtype.itemsize
    return [data[at : at + size] for at in range(0, len(data), size)]


class RawEncodingFormat(RecordEncodingFormat):
    """Values as lines; null has no form and is refused, as in Flink."""

    def __init__(self, spec: FormatSpec) -> None:
        self._field = _only_column(spec)
        number, charset = _number_type(self._field, spec), _charset(spec)
        self._to_bytes: Callable[[pl.Series], list[bytes]]
        if number is not None:
            self._to_bytes = lambda column: _number_bytes(column, number)
        elif isinstance(self._field.type, t.BytesType):
            self._to_bytes = lambda column: column.to_list()
        else:
            self._to_bytes = lambda column: [value.encode(charset, "replace") for value in column]

    def encode(self, rows: pl.DataFrame) -> bytes:
        column = rows.get_columns()[0]
        if column.null_count():
            raise ConnectorError("the 'raw' format can't write null", detail=f"column {self._field}")
        return b"".join(value + b"\n" for value in self._to_bytes(column))

    def encode_messages(self, rows: pl.DataFrame) -> list[bytes | None]:
        column = rows.get_columns()[0]
        found = iter(self._to_bytes(column.drop_nulls()))
        return [next(found) if there else None for there in column.is_not_null()]


class RawFormatFactory(FormatFactory):
    """``'format' = 'raw'``."""

    identifier = "raw"
    optional = (CHARSET, ENDIANNESS)

    def decoding(self, spec: FormatSpec) -> DecodingFormat:
        return RawDecodingFormat(spec)

    def encoding(self, spec: FormatSpec) -> EncodingFormat:
        return RawEncodingFormat(spec)
