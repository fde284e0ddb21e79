"""Decodes lines of json: Polars parses what has the declared types, the exact converters the rest.

If Polars refuses a chunk, it is halved until the lines that it refuses are alone; only these are parsed one by
one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import polars as pl

from drey.connectors.api.format import (
    Decoded,
    DecodedMessages,
    FormatSpec,
    Origin,
    OriginOf,
    RecordDecodingFormat,
)
from drey.connectors.formats.cells import CellReader, cell_reader, physical
from drey.connectors.formats.json.options import JsonOptions
from drey.connectors.formats.json.values import (
    Convert,
    converter,
    json_style,
    parse_line,
    parse_lines,
    row_converter,
)
from drey.connectors.formats.messages import decode_in_halves
from drey.errors import MalformedRecordError
from drey.types import logical as t
from drey.types.polars_types import polars_schema, polars_type

_LEAVES = (t.IntegerNumericType, t.FloatType, t.DoubleType, t.BooleanType, t.CharacterType)
_TEXTS = (t.DateType, t.TimeType, t.AnyTimestampType, t.BytesType)
_EXACT_DIGITS = 15
"""Decimal digits that a double holds, which is how Polars parses numbers."""
_ALONE = 1 << 12
"""Chunks of fewer bytes are not halved again."""
_FEW = 300
"""So many lines take Polars' reader, which starts its threads for them, longer than the exact converters."""
_FEW_BYTES = 50_000
"""The same where lines are long."""
_SHOWN_CHARACTERS = 200
_SUSPICIOUS = r"^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$|[\[{]|-?(?i:inf|nan))"
"""What Polars may have made of a number, an array or an object in a STRING field, with another spelling. Addresses and
hexadecimal ids are none of it, so that the bytes need not be searched for them."""
_ESCAPED = re.compile(rb"\\.")
_RESPELLED = rb'"\s*:\s*(?:[\[{]|-?\d+[.eE]|-?\d{19})'
"""Behind a key: a value that Polars spells in its own way as text."""


def _direct(type_: t.LogicalType) -> bool:
    """True if Polars' json reader gives Flink's values for the type."""
    match type_:
        case t.ArrayType(element=element):
            return _direct(element)
        case t.RowType(fields=fields):
            return all(_direct(f.type) for f in fields)
    return isinstance(type_, _LEAVES)


def _widened(dtype: pl.DataType) -> pl.DataType:
    """The type with its narrow numbers as those that Polars' json reader knows."""
    match dtype:
        case pl.Int8() | pl.Int16():
            return pl.Int32()
        case pl.Float32():
            return pl.Float64()
        case pl.List():
            return pl.List(_widened(dtype.inner))  # type: ignore[arg-type]
        case pl.Struct():
            return pl.Struct({f.name: _widened(f.dtype) for f in dtype.fields})  # type: ignore[arg-type]
    return dtype


class JsonDecodingFormat(RecordDecodingFormat):
    """Flink's json format, reading."""

    encodes_bom = True

    def __init__(self, spec: FormatSpec) -> None:
        self._options = JsonOptions.of(spec.options)
        by_name = {f.name: f for f in spec.row_type.fields}
        for field in spec.row_type.fields:
            converter(field.type, self._options, field.name)
        self._fields = tuple(by_name[name] for name in spec.columns)
        self._schema = polars_schema(t.RowType(self._fields))
        self._physical = {name: physical(dtype) for name, dtype in self._schema.items()}
        self._convert_row: Convert = row_converter(self._fields, self._options)
        self._readers: dict[str, CellReader] = {}
        self._converters: dict[str, Convert] = {}
        self._read_schema: dict[str, pl.DataType] = {}
        for field in self._fields:
            self._plan(field)

    def _plan(self, field: t.Field) -> None:
        """Choose how Polars reads a column: as its type, as text for a cell reader, or as json text."""
        type_ = field.type
        small_decimal = isinstance(type_, t.DecimalType) and type_.precision <= _EXACT_DIGITS
        if _direct(type_):
            self._read_schema[field.name] = _widened(polars_type(type_))
            return
        self._read_schema[field.name] = pl.String()
        if isinstance(type_, _TEXTS) or small_decimal:
            self._readers[field.name] = cell_reader(type_, json_style(self._options), field.name)
        else:
            self._converters[field.name] = converter(type_, self._options, field.name)

    @property
    def _polars_suits(self) -> bool:
        """False if a column needs the text of its numbers."""
        return bool(self._fields) and not any(
            isinstance(f.type, t.DecimalType) and f.name in self._converters for f in self._fields
        )

    def cut(self, data: bytes, final: bool) -> int:
        return len(data) if final else data.rfind(b"\n") + 1

    def decode(self, data: bytes, origin: Origin) -> Decoded:
        frame = self._read(data) if self._polars_suits and data.strip() else None
        if frame is not None:
            return Decoded(frame, data.count(b"\n"))
        middle = data.find(b"\n", len(data) // 2) + 1
        if len(data) <= _ALONE or middle in (0, len(data)) or not self._polars_suits:
            return self._decode_lines(data, origin)
        first = self.decode(data[:middle], origin)
        second = self.decode(data[middle:], origin.after(first.lines))
        return Decoded(
            pl.concat([first.data, second.data]), first.lines + second.lines, first.skipped + second.skipped
        )

    def decode_messages(self, messages: Sequence[bytes], origin: OriginOf) -> DecodedMessages:
        return decode_in_halves(
            messages,
            _without_line_feeds,
            lambda data: self._read(data) if self._polars_suits else None,
            lambda message, index: self._decode_alone(message, origin(index)),
        )

    def _decode_alone(self, message: bytes, origin: Origin) -> Decoded:
        """An empty message is none, but one of spaces is malformed, as in Flink."""
        if message and not message.strip():
            if not self._options.ignore_errors:
                raise _malformed(message, origin.place(), ValueError("no content"))
            return Decoded(pl.DataFrame(schema=self._schema), 0, 1)
        return self._decode_lines(message, origin, [message])

    # -- Polars -----------------------------------------------------------------------------------------------

    def _read(self, data: bytes) -> pl.DataFrame | None:
        """The typed frame, or None if a line is malformed or Polars may have read it otherwise than Flink."""
        if len(data) <= _FEW_BYTES and data.count(b"\n") < _FEW:
            return self._read_few(data)
        try:
            frame = pl.read_ndjson(io.BytesIO(data), schema=self._read_schema)
        except pl.exceptions.PolarsError:
            return None
        columns: list[pl.Series] = []
        for field in self._fields:
            values = self._column(frame[field.name], field, data)
            if values is None or (self._options.fail_on_missing and values.null_count()):
                return None
            columns.append(values)
        return pl.DataFrame(columns)

    def _column(self, values: pl.Series, field: t.Field, data: bytes) -> pl.Series | None:
        if field.name in self._readers:
            converted = self._readers[field.name].read(values)
            return None if converted.bad else converted.values
        if field.name in self._converters:
            convert = self._converters[field.name]
            try:
                found = [None if text is None else convert(parse_line(text)) for text in values]
            except ValueError:
                return None
            return pl.Series(field.name, found, dtype=self._physical[field.name]).cast(
                self._schema[field.name]
            )
        if isinstance(field.type, t.CharacterType) and _respelled(values, field.name, data):
            return None
        try:
            return values.cast(self._schema[field.name])
        except pl.exceptions.PolarsError:
            return None  # out of the narrow type's range

    # -- line by line -----------------------------------------------------------------------------------------

    def _read_few(self, data: bytes) -> pl.DataFrame | None:
        """As :meth:`_read`, without Polars; None also if a line isn't one row."""
        lines = data.removesuffix(b"\n").split(b"\n")
        try:
            values = parse_lines([line.decode("utf-8") for line in lines])
            if values is not None and all(type(one) is dict for one in values):
                return self._frame([self._convert_row(one) for one in values])
            found = [self._decode_line(line) for line in lines]
        except ValueError:
            return None
        rows = [row for rows in found for row in rows]
        return self._frame(rows) if all(len(one) == 1 for one in found) else None

    def _frame(self, rows: list[dict[str, object]]) -> pl.DataFrame:
        return pl.DataFrame(
            [
                pl.Series(name, [row[name] for row in rows], dtype=dtype).cast(self._schema[name])
                for name, dtype in self._physical.items()
            ]
        )

    def _decode_lines(self, data: bytes, origin: Origin, lines: Sequence[bytes] | None = None) -> Decoded:
        rows: list[dict[str, object]] = []
        skipped = 0
        for index, line in enumerate(data.split(b"\n") if lines is None else lines):
            if not line.strip():
                continue
            try:
                rows += self._decode_line(line)
            except ValueError as error:
                if not self._options.ignore_errors:
                    raise _malformed(line, origin.place(index), error) from None
                skipped += 1
        return Decoded(self._frame(rows), data.count(b"\n"), skipped)

    def _decode_line(self, line: bytes) -> list[dict[str, object]]:
        """The rows of a line: one for an object, one for each element of an array."""
        value = parse_line(line.decode("utf-8"))
        objects = value if isinstance(value, list) else [value]
        for one in objects:
            if not isinstance(one, dict):
                raise ValueError("expected an object")
        return [self._convert_row(one) for one in objects]


def _without_line_feeds(message: bytes) -> bytes:
    """The message with spaces for its line feeds, unless one of them is in a string."""
    if b"\n" not in message:
        return message
    in_strings = any(_ESCAPED.sub(b"", line).count(b'"') % 2 for line in message.split(b"\n"))
    return message if in_strings else message.replace(b"\n", b" ")


def _respelled(values: pl.Series, name: str, data: bytes) -> bool:
    """True if a STRING field holds what is no string and what Polars spells in its own way."""
    if not values.str.contains(_SUSPICIOUS).any():
        return False
    key = b'"' + name.encode() + b'":'
    if any(data.count(key + opening) == len(values) for opening in (b'"', b' "')):
        return False  # every value is a string; counting is twice as fast as the search
    return re.search(b'"' + re.escape(name.encode()) + _RESPELLED, data) is not None


def _malformed(line: bytes, place: str, error: ValueError) -> MalformedRecordError:
    text = line.decode("utf-8", "replace").rstrip("\r")
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
    return MalformedRecordError(
        "malformed json record",
        detail=f"{place}: {error}\n{shown}",
        hint="'json.ignore-parse-errors' = 'true' reads bad fields as null and skips lines that are no object",
    )
