"""Properties of csv: what is written is read again, and a stream may be cut anywhere."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.connectors.api.format import FormatSpec, Origin, RecordDecodingFormat, RecordEncodingFormat
from drey.connectors.formats.csv import CsvFormatFactory
from drey.types.type_parser import parse_type

COLUMNS = parse_type("ROW<a BIGINT, b STRING, c DOUBLE, d STRING>")
OPTIONS = {"csv.null-literal": "\\N"}
SPEC = FormatSpec(COLUMNS, OPTIONS, COLUMNS.names)
DECODING = CsvFormatFactory().decoding(SPEC)
ENCODING = CsvFormatFactory().encoding(SPEC)
assert isinstance(DECODING, RecordDecodingFormat)
assert isinstance(ENCODING, RecordEncodingFormat)

texts = st.one_of(st.none(), st.text(st.sampled_from('ab ,"\n\r;#é\\'), max_size=8))
numbers = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
floats = st.one_of(st.none(), st.floats(allow_nan=False))
tables = st.lists(st.tuples(numbers, texts, floats, texts), min_size=1, max_size=12)
SCHEMA = {"a": pl.Int64, "b": pl.String, "c": pl.Float64, "d": pl.String}


@settings(deadline=None, max_examples=150)
@given(tables)
def test_what_is_written_is_read(rows):
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    assert DECODING.decode(ENCODING.encode(frame), Origin("f")).data.rows() == frame.rows()


@settings(deadline=None, max_examples=100)
@given(tables, st.integers(1, 40))
def test_chunks_of_any_size_give_the_same_rows(rows, size):
    data = ENCODING.encode(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    found = []
    rest, lines = b"", 1
    for at in range(0, len(data) + size, size):
        block = data[at : at + size]
        buffer = rest + block
        end = DECODING.cut(buffer, final=not block)
        decoded = DECODING.decode(buffer[:end], Origin("f", lines))
        found += decoded.data.rows()
        lines += decoded.lines
        rest = buffer[end:]
    assert found == rows
    assert lines - 1 == data.count(b"\n")
