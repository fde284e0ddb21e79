"""The contract of formats: bytes or files to frames and back, columnar in one step.

A format is either a *record format*, whose files are streams of records that may be cut between any two
records (csv, json, raw), or a *file format*, whose files are read and written as a whole (parquet).
Formats know nothing of files' names, partitions and positions; connectors know nothing of records.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
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
    """Where bytes come from, for messages: a file and the number of their first line, from 1; 0 if they have none."""

    name: str
    line: int = 1

    def after(self, lines: int) -> Origin:
        """The origin of what follows ``lines`` lines."""
        return Origin(self.name, self.line + lines) if self.line else self

    def place(self, lines: int = 0) -> str:
        """The place ``lines`` further on, as a text."""
        return f"{self.name}, line {self.line + lines}" if self.line else self.name


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


@record
class DecodedMessages:
    """Rows out of messages that are decoded each for itself.

    Args:
        data: The columns asked for, with exact Polars types.
        messages: For each row the index of its message, ascending; None if every message gave exactly one row.
        skipped: How many malformed records were left out.
    """

    data: pl.DataFrame
    messages: npt.NDArray[np.int64] | None = None
    skipped: int = 0


OriginOf = Callable[[int], Origin]
"""Where a message comes from, by its index."""


class RecordDecodingFormat(ABC):
    """Decodes streams of records, and messages of a record each. Stateless, so that any thread may use it."""

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

    def decode_messages(self, messages: Sequence[bytes], origin: OriginOf) -> DecodedMessages:
        """Decode messages, each a record of its own (or none, or several, as the format has it).

        A format that can decode many at once overrides it.

        Raises:
            MalformedRecordError: A message can't be decoded and the format is not told to skip it.
        """
        decoded = [self.decode(message, origin(index)) for index, message in enumerate(messages)]
        counts = [one.data.height for one in decoded]
        return DecodedMessages(
            pl.concat([one.data for one in decoded]),
            np.repeat(np.arange(len(messages)), counts),
            sum(one.skipped for one in decoded),
        )

    def decode_missing(self, count: int) -> pl.DataFrame | None:
        """The rows of ``count`` messages without a value; None if they are passed over."""
        return None


class FileDecodingFormat(ABC):
    """Decodes whole files."""

    @abstractmethod
    def read(
        self, path: str, first_row: int, max_rows: Callable[[], int], predicate: pl.Expr | None
    ) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the rows from ``first_row`` on as pairs: number of the row behind the frame, and the frame.

        A frame has ``max_rows()`` rows at most, which is asked before each. Rows that don't satisfy ``predicate`` may
        be left out.
        """


DecodingFormat = RecordDecodingFormat | FileDecodingFormat


class RecordEncodingFormat(ABC):
    """Encodes rows into streams of records."""

    @abstractmethod
    def encode(self, rows: pl.DataFrame) -> bytes:
        """The bytes of the rows, record separators included."""

    def encode_messages(self, rows: pl.DataFrame) -> list[bytes | None]:
        """One message per row, without separators; None for a message that has no value."""
        return [self.encode(row).removesuffix(b"\n") for row in rows.iter_slices(1)]


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
