"""The contract of formats: bytes or files to frames and back, columnar in one step.

A format is either a *record format*, whose files are streams of records that may be cut between any two
records (csv, json, raw), or a *file format*, whose files are read and written as a whole (parquet).
Formats know nothing of files' names, partitions and positions; connectors know nothing of records.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import polars as pl

from drey.options import ConfigOption, check_options
from drey.records import record
from drey.types.logical import RowType


@record
class FormatSpec:
    """What a format needs to know of its table.

    Args:
        row_type: The columns of a record, in order.
        options: The table's options; a format looks at those under its own prefix.
        columns: Decoding: the columns to produce, in order, out of ``row_type``.
        time_zone: The session time zone.
        table: The table's name, for messages.
    """

    row_type: RowType
    options: Mapping[str, str]
    columns: tuple[str, ...] = ()
    time_zone: str = "UTC"
    table: str = ""


@record
class Origin:
    """Where bytes come from, for messages: a file (or topic) and the number of their first line, from 1."""

    name: str
    line: int = 1


@record
class Decoded:
    """Rows out of bytes.

    Args:
        data: The columns asked for, with exact Polars types.
        lines: How many lines of text the bytes held.
        skipped: How many malformed records were left out.
    """

    data: pl.DataFrame
    lines: int
    skipped: int = 0


class RecordDecodingFormat(ABC):
    """Decodes streams of records. Stateless, so that any thread may use it."""

    encodes_bom: ClassVar[bool] = False
    """True if a UTF-8 byte order mark at the start of a file is not part of the first record."""

    @abstractmethod
    def cut(self, data: bytes, final: bool) -> int:
        """The offset behind the last whole record in ``data``, which starts at a record.

        Args:
            data: Some bytes of a stream.
            final: True if nothing follows, so that the rest is a record too.
        """

    @abstractmethod
    def decode(self, data: bytes, origin: Origin) -> Decoded:
        """Decode whole records.

        Raises:
            MalformedRecordError: A record can't be decoded and the format is not told to skip it.
        """


class FileDecodingFormat(ABC):
    """Decodes whole files."""

    @abstractmethod
    def read(
        self, path: str, first_row: int, max_rows: int, predicate: pl.Expr | None
    ) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the rows from ``first_row`` on as pairs: number of the row behind the frame, and the frame.

        Rows that don't satisfy ``predicate`` may be left out.
        """


DecodingFormat = RecordDecodingFormat | FileDecodingFormat


class RecordEncodingFormat(ABC):
    """Encodes rows into streams of records."""

    @abstractmethod
    def encode(self, rows: pl.DataFrame) -> bytes:
        """The bytes of the rows, record separators included."""


class FileEncodingFormat(ABC):
    """Encodes whole files."""

    @abstractmethod
    def write(self, path: str, frames: Sequence[pl.DataFrame]) -> None:
        """Write all rows of a file at once."""


EncodingFormat = RecordEncodingFormat | FileEncodingFormat


class FormatFactory(ABC):
    """Makes the decoding and encoding side of one format. Stateless."""

    identifier: ClassVar[str]
    optional: ClassVar[tuple[ConfigOption[Any], ...]] = ()
    prefixes: ClassVar[tuple[str, ...]] = ()

    def validate(self, options: Mapping[str, str]) -> None:
        """Refuse unknown options under the format's prefix and values that don't parse."""
        own = {k: v for k, v in options.items() if k.startswith(f"{self.identifier}.")}
        check_options(f"format '{self.identifier}'", own, (), self.optional, self.prefixes)

    @abstractmethod
    def decoding(self, spec: FormatSpec) -> DecodingFormat:
        """The decoder of a table."""

    @abstractmethod
    def encoding(self, spec: FormatSpec) -> EncodingFormat:
        """The encoder of a table."""
