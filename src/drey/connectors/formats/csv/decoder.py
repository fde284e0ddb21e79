"""Decodes csv: Polars reads what is regular, the exact tokenizer the rest.

A chunk takes the first of three ways that fits:

1. Polars reads the projected columns straight into their types. Allowed if the chunk has the right number of
   delimiters, well-formed quotes and no surprises in numbers (an empty number is an error in Flink).
2. Polars reads the projected columns as text, and cell readers make values of them.
3. The tokenizer cuts records, and cell readers make values of the fields.
"""

from __future__ import annotations

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
from drey.connectors.formats.cells import JAVA_SPACES, CellReader, TextStyle, cell_reader
from drey.connectors.formats.csv.options import CsvOptions
from drey.connectors.formats.csv.shape import ChunkShape, chunk_shape, last_record_end
from drey.connectors.formats.csv.tokenizer import Record, Tokenizer
from drey.connectors.formats.messages import decode_in_halves
from drey.errors import MalformedRecordError
from drey.records import record
from drey.types import logical as t
from drey.types.polars_types import polars_schema, polars_type

_DIRECT = (t.IntegerNumericType, t.FloatType, t.DoubleType, t.BooleanType, t.CharacterType)
_SHOWN_CHARACTERS = 200
_ALONE = 1 << 13
"""Irregular chunks of fewer bytes are not halved again."""


@record
class _Column:
    """One projected column: its place in the record, its name and how to read it."""

    index: int
    name: str
    type: t.LogicalType
    reader: CellReader

    @property
    def direct(self) -> bool:
        return isinstance(self.type, _DIRECT)


class CsvDecodingFormat(RecordDecodingFormat):
    """Flink's csv format, reading."""

    encodes_bom = True

    def __init__(self, spec: FormatSpec) -> None:
        self._options = CsvOptions.of(spec.options)
        self._width = len(spec.row_type.fields)
        style = TextStyle(element_delimiter=self._options.array_delimiter)
        for field in spec.row_type.fields:
            cell_reader(field.type, style, field.name)
        self._columns = [self._column(spec.row_type, name, style) for name in spec.columns]
        self._schema = polars_schema(t.RowType.of(*((c.name, c.type) for c in self._columns)))
        self._tokenizer = Tokenizer(self._options)
        plain = [self._options.delimiter, self._options.quote or '"', self._options.escape or "\\"]
        self._single_bytes = all(len(character.encode()) == 1 for character in plain)
        self._null_bytes = (self._options.null_literal or "").encode()
        self._empty_is_null = self._options.empty_as_null or self._options.null_literal == ""

    @staticmethod
    def _column(row_type: t.RowType, name: str, style: TextStyle) -> _Column:
        index = row_type.names.index(name)
        type_ = row_type.fields[index].type
        return _Column(index, name, type_, cell_reader(type_, style, name))

    def cut(self, data: bytes, final: bool) -> int:
        if final:
            return len(data)
        if self._single_bytes and not self._needs_tokenizer(data):
            end = last_record_end(data, self._options)
            if end is not None:
                return end
        end = 0
        for row in self._tokenizer.records(data):
            if row.complete:
                end = row.end
        return end

    def _needs_tokenizer(self, data: bytes) -> bool:
        options = self._options
        return (options.comments and b"#" in data) or (
            options.escape is not None and options.escape.encode() in data
        )

    def decode(self, data: bytes, origin: Origin) -> Decoded:
        if not data:
            return Decoded(pl.DataFrame(schema=self._schema), 0)
        shape = None
        if self._single_bytes and self._columns and not self._needs_tokenizer(data):
            shape = chunk_shape(data, self._options, self._width)
        if shape is not None:
            frame = self._read_typed(data, shape)
            if frame is not None:
                return Decoded(frame, shape.lines)
            texts = self._read_texts(data, shape)
            if texts is not None:
                return self._convert(texts, data, origin, [], 0)
        middle = self._middle(data)
        if not middle:
            return self._decode_exactly(data, origin)
        first = self.decode(data[:middle], origin)
        second = self.decode(data[middle:], origin.after(first.lines))
        rows = pl.concat([first.data, second.data])
        return Decoded(rows, first.lines + second.lines, first.skipped + second.skipped)

    def decode_messages(self, messages: Sequence[bytes], origin: OriginOf) -> DecodedMessages:
        return decode_in_halves(
            messages,
            lambda message: message.rstrip(b"\r\n"),
            self._together,
            lambda message, index: self._first_record(message, origin(index)),
        )

    def _together(self, data: bytes) -> pl.DataFrame | None:
        if not data or data.startswith(b"\n") or data.endswith(b"\n") or b"\n\n" in data:
            return None  # an empty line may be a record, an empty message is none
        try:
            decoded = self.decode(data, Origin("", 0))
        except MalformedRecordError:
            return None
        return None if decoded.skipped else decoded.data

    def _first_record(self, message: bytes, origin: Origin) -> Decoded:
        """What Jackson reads of a message: its first record; there has to be one."""
        first = next(iter(self._tokenizer.records(message)), None)
        if first is not None:
            return self.decode(message[: first.end], origin)
        if self._options.ignore_errors:
            return Decoded(pl.DataFrame(schema=self._schema), 0, 1)
        raise _malformed(message, Record(0, len(message), []), origin, "no content")

    def _middle(self, data: bytes) -> int:
        """A record's end near the middle, so that only the half that is irregular is tokenized; 0 if none is sure."""
        escape = self._options.escape
        if len(data) <= _ALONE or not (self._columns and self._single_bytes):
            return 0
        if escape is not None and escape.encode() in data:
            return 0
        if self._options.comments and b"#" in data and (self._options.quote or "").encode() in data:
            return 0
        return last_record_end(data[: len(data) // 2], self._options) or 0

    # -- Polars -----------------------------------------------------------------------------------------------

    def _read(self, data: bytes, shape: ChunkShape, typed: bool) -> pl.DataFrame | None:
        names = [f"${index}" for index in range(self._width + shape.trailing)]
        schema: dict[str, pl.DataType] = dict.fromkeys(names, pl.String())
        if typed:
            schema |= {f"${c.index}": polars_type(c.type) for c in self._columns if c.direct}
        wanted = sorted({c.index for c in self._columns} | ({self._width} if shape.trailing else set()))
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                separator=self._options.delimiter,
                quote_char=self._options.quote if shape.quoted else None,
                schema=schema,
                columns=wanted,
                empty_string_is_null=False,
                raise_if_empty=False,
            )
        except pl.exceptions.PolarsError:
            return None
        if frame.height != shape.records or (shape.trailing and (frame[names[-1]] != "").any()):
            return None
        return frame.select(pl.col(f"${c.index}").alias(c.name) for c in self._columns)

    def _read_typed(self, data: bytes, shape: ChunkShape) -> pl.DataFrame | None:
        """The typed frame, or None where only the careful ways give Flink's result."""
        null_literal = self._options.null_literal
        if null_literal and self._null_bytes in data:
            return None
        frame = self._read(data, shape, typed=True)
        if frame is None:
            return None
        columns: list[pl.Series] = []
        for column in self._columns:
            values = frame[column.name]
            if isinstance(column.type, t.CharacterType):
                values = self._texts(values)
            elif not column.direct:
                converted = column.reader.read(self._texts(values))
                if converted.bad:
                    return None
                values = converted.values
            elif (values.null_count() and not self._empty_is_null) or (
                values.dtype.is_float() and not values.is_finite().all()
            ):
                return None
            columns.append(values)
        return pl.DataFrame(columns)

    def _read_texts(self, data: bytes, shape: ChunkShape) -> pl.DataFrame | None:
        frame = self._read(data, shape, typed=False)
        return None if frame is None else frame.select(self._texts(column) for column in frame.get_columns())

    def _texts(self, texts: pl.Series, trimmed: bool = False) -> pl.Series:
        """A text column with spaces trimmed and null literals as null, as the options say."""
        expression = pl.col(texts.name)
        if self._options.trim and not trimmed:
            expression = expression.str.strip_chars(JAVA_SPACES)
        if self._empty_is_null:
            expression = pl.when(expression != "").then(expression)
        if self._options.null_literal:
            expression = pl.when(expression != self._options.null_literal).then(expression)
        changed = self._options.trim or self._empty_is_null or self._options.null_literal
        return texts.to_frame().select(expression)[texts.name] if changed else texts

    # -- tokenizer --------------------------------------------------------------------------------------------

    def _decode_exactly(self, data: bytes, origin: Origin) -> Decoded:
        kept: list[Record] = []
        skipped = 0
        for row in self._tokenizer.records(data):
            problem = row.problem or self._shape_problem(row.fields)
            if problem is None:
                kept.append(row)
            elif self._options.ignore_errors:
                skipped += 1
            else:
                raise _malformed(data, row, origin, problem)
        cells: dict[str, list[bytes | None]] = {c.name: [] for c in self._columns}
        for row in kept:
            fields = row.fields
            for column in self._columns:
                cells[column.name].append(fields[column.index] if column.index < len(fields) else None)
        try:
            texts = pl.DataFrame(
                [pl.Series(name, values, dtype=pl.Binary).cast(pl.String) for name, values in cells.items()]
            )
        except pl.exceptions.PolarsError:
            lines = f", in the lines from {origin.line} on" if origin.line else ""
            raise MalformedRecordError("invalid UTF-8 in csv", detail=origin.name + lines) from None
        texts = texts.select(self._texts(column, trimmed=True) for column in texts.get_columns())
        return self._convert(texts, data, origin, kept, skipped)

    def _shape_problem(self, fields: list[bytes]) -> str | None:
        """What is wrong with the number of fields, or None.

        A short record is an error if some but not all projected columns are in it, as in Flink.
        """
        options, width, found = self._options, self._width, len(fields)
        if found > width:
            one_empty = found == width + 1 and not fields[-1] and options.trailing_comma
            return None if one_empty or options.ignore_trailing else f"expected {width} fields, found {found}"
        if found == width or (options.ignore_errors and not options.fail_on_missing):
            return None
        if options.fail_on_missing:
            return f"not enough fields: expected {width}, found {found}"
        present = sum(column.index < found for column in self._columns)
        if present in (0, len(self._columns)):
            return None
        return f"row length mismatch: {width} fields expected but was {found}"

    # -- values -----------------------------------------------------------------------------------------------

    def _convert(
        self, texts: pl.DataFrame, data: bytes, origin: Origin, records: list[Record], skipped: int
    ) -> Decoded:
        columns = []
        for column in self._columns:
            converted = column.reader.read(texts[column.name])
            if converted.bad and not self._options.ignore_errors:
                at = converted.bad[0]
                cut = records or list(self._tokenizer.records(data))
                problem = f"field '{column.name}' is no {column.type.summary()}: '{texts[column.name][at]}'"
                raise _malformed(data, cut[at], origin, problem)
            columns.append(converted.values)
        return Decoded(pl.DataFrame(columns), data.count(b"\n"), skipped)


def _malformed(data: bytes, row: Record, origin: Origin, problem: str) -> MalformedRecordError:
    place = origin.place(data.count(b"\n", 0, row.start))
    text = data[row.start : row.end].decode("utf-8", "replace").rstrip("\r\n")
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
    return MalformedRecordError(
        "malformed csv record",
        detail=f"{place}: {problem}\n{shown}",
        hint="'csv.ignore-parse-errors' = 'true' reads bad fields as null and skips records of a wrong shape",
    )
