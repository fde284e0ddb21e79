"""A cheap look at a csv chunk: is it so regular that Polars reads it as Flink would?"""

from __future__ import annotations

import numpy as np

from drey.connectors.formats.csv.options import CsvOptions
from drey.records import record

_NEWLINE, _RETURN = 10, 13
_BLOCK = 1 << 18
"""Bytes per counting step: the comparison's result stays in the second-level cache."""


@record
class ChunkShape:
    """A regular chunk.

    Args:
        records: The number of records.
        lines: The number of line ends, quoted ones included.
        quoted: True if there are quotes, all of them well formed.
        trailing: True if every record has one extra field, which must be checked to be empty.
    """

    records: int
    lines: int
    quoted: bool
    trailing: bool


def count_byte(data: bytes, byte: int) -> int:
    """How often a byte occurs. Faster than ``bytes.count`` for frequent bytes (60 against 400 ms per GB)."""
    array = np.frombuffer(data, np.uint8)
    return sum(int(np.count_nonzero(array[at : at + _BLOCK] == byte)) for at in range(0, len(array), _BLOCK))


def last_record_end(data: bytes, options: CsvOptions) -> int | None:
    """The offset behind the last record that ends in ``data``, or None if only the tokenizer can tell."""
    quotes = _quote_positions(data, options)
    if quotes is None:
        return None
    end = data.rfind(b"\n") + 1
    if not len(quotes):
        return end or data.rfind(b"\r", 0, max(len(data) - 1, 0)) + 1
    # Walk back to a line end that an even number of quotes precedes.
    while end and np.searchsorted(quotes, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end or None


def chunk_shape(data: bytes, options: CsvOptions, width: int) -> ChunkShape | None:
    """The shape of a chunk of whole records, or None if it is not regular."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    quotes = _quote_positions(data, options)
    if quotes is None or (len(quotes) and options.trim):
        return None
    delimiter = ord(options.delimiter)
    tail = not data.endswith(b"\n")
    if len(quotes):
        if len(quotes) % 2:
            return None
        array = np.frombuffer(data, np.uint8)
        quoted = np.logical_xor.accumulate(array == ord(options.quote or ""))
        newlines = array == _NEWLINE
        lines = int(np.count_nonzero(newlines))
        records = int(np.count_nonzero(newlines & ~quoted)) + tail
        separators = int(np.count_nonzero((array == delimiter) & ~quoted))
    else:
        lines = count_byte(data, _NEWLINE)
        records = lines + tail
        separators = count_byte(data, delimiter)
    if separators == records * (width - 1):
        return ChunkShape(records, lines, len(quotes) > 0, trailing=False)
    if separators == records * width and options.trailing_comma:
        return ChunkShape(records, lines, len(quotes) > 0, trailing=True)
    return None


def _quote_positions(data: bytes, options: CsvOptions) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
    """Where the quotes are; None if one of them is not at a field's edge or doubled."""
    if options.quote is None or options.quote.encode() not in data:
        return np.empty(0, np.int64)
    array = np.frombuffer(data, np.uint8)
    quote = ord(options.quote)
    positions = np.flatnonzero(array == quote)
    is_edge = np.zeros(256, np.bool_)
    is_edge[[ord(options.delimiter), _NEWLINE, _RETURN, quote]] = True
    opening, closing = positions[0::2], positions[1::2]
    before = array[np.maximum(opening - 1, 0)]
    after = array[np.minimum(closing + 1, len(array) - 1)]
    opens = (opening == 0) | is_edge[before]
    closes = (closing == len(array) - 1) | is_edge[after]
    # A quote just before an opening one is the closing one: "a""b".
    return positions if bool(opens.all() and closes.all()) else None
