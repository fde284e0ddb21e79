"""Cuts csv text into records and fields exactly as Jackson's CSV parser does, which Flink uses.

A field is quoted only if the quote is its first character (its first after spaces, with ``trim-spaces``); a
doubled quote stands for one; behind the closing quote only spaces may come before the delimiter. ``\\n``,
``\\r\\n`` and ``\\r`` end a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drey.connectors.formats.cells import JAVA_SPACES
from drey.connectors.formats.csv.options import CsvOptions

_ESCAPED = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_SPACES = JAVA_SPACES.encode()


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its byte range in the chunk, and its fields, or what is wrong with it."""

    start: int
    end: int
    fields: list[bytes]
    problem: str | None = None
    complete: bool = True


class Tokenizer:
    """A tokenizer for one set of options."""

    def __init__(self, options: CsvOptions) -> None:
        self._options = options
        delimiter = re.escape(options.delimiter.encode())
        escape = re.escape(options.escape.encode()) if options.escape else None
        escaped = rb"|" + escape + rb"(?s:.)" if escape else b""
        stop = rb"(?:" + delimiter + rb"|\r\n|\r|\n|\Z)"
        plain = rb"(?:(?!" + delimiter + rb")[^\r\n" + (escape or b"") + rb"]" + escaped + rb")*+"
        self._plain = re.compile(rb"(" + plain + rb")(" + stop + rb")")
        self._quoted: re.Pattern[bytes] | None = None
        if options.quote is not None:
            quote = re.escape(options.quote.encode())
            body = rb"(?:[^" + quote + (escape or b"") + rb"]|" + quote + quote + escaped + rb")*+"
            lead = rb"(?:(?!" + delimiter + rb")[\x00-\x09\x0b\x0c\x0e-\x20])*+" if options.trim else b""
            tail = rb"(?:(?!" + delimiter + rb")[\x00-\x09\x0b\x0c\x0e-\x20])*+"
            self._opening = re.compile(lead + quote)
            self._quoted = re.compile(
                lead + quote + rb"(" + body + rb")" + quote + tail + rb"(" + stop + rb")"
            )
            self._unclosed = re.compile(lead + quote + body + rb"\Z")
        self._escape = re.compile(escape + rb"((?s:.))") if escape else None
        self._comment = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x20]*+#[^\r\n]*+(?:\r\n|\r|\n|\Z)")
        self._line_end = re.compile(rb"\r\n|\r|\n|\Z")

    def records(self, data: bytes) -> Iterator[Record]:
        """The records of some bytes. The last is not complete if it lacks its end: more bytes may follow."""
        at = 0
        while at < len(data):
            if self._options.comments and (comment := self._comment.match(data, at)):
                at = comment.end()
                continue
            record = self._record(data, at)
            yield record
            at = record.end

    def _record(self, data: bytes, start: int) -> Record:
        fields: list[bytes] = []
        at = start
        while True:
            quoted = self._quoted is not None and self._opening.match(data, at) is not None
            pattern = self._quoted if quoted and self._quoted is not None else self._plain
            match = pattern.match(data, at)
            if match is None:
                return self._broken(data, start, at)
            value, stop = match.group(1), match.group(2)
            fields.append(self._unquote(value) if quoted else self._unescape(self._trim(value)))
            at = match.end()
            if stop in (b"\n", b"\r\n", b"\r", b""):
                # A \r as the very last byte may be half of \r\n.
                complete = stop != b"" and not (stop == b"\r" and at == len(data))
                return Record(start, at, fields, complete=complete)

    def _broken(self, data: bytes, start: int, at: int) -> Record:
        if self._unclosed.match(data, at):
            return Record(start, len(data), [], "missing closing quote for value", complete=False)
        end = self._line_end.search(data, at)
        assert end is not None
        problem = f"expected '{self._options.delimiter}' or the end of the line behind a closing quote"
        return Record(start, end.end(), [], problem, complete=end.group() != b"")

    def _unquote(self, value: bytes) -> bytes:
        assert self._options.quote is not None
        quote = self._options.quote.encode()
        if self._escape is None:
            return value.replace(quote + quote, quote)
        return b"".join(
            part.replace(quote + quote, quote) if index % 2 == 0 else _ESCAPED.get(part, part)
            for index, part in enumerate(self._escape.split(value))
        )

    def _unescape(self, value: bytes) -> bytes:
        if self._escape is None:
            return value
        return self._escape.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), value)

    def _trim(self, value: bytes) -> bytes:
        return value.strip(_SPACES) if self._options.trim else value
