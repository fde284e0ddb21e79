"""The reading side of the filesystem connector: one split per file.

A split's position is ``{"offset": bytes, "line": lines}`` behind the last record that was handed over, in the
decompressed content, or ``{"row": rows}`` for formats of whole files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import partial
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.format import DecodingFormat, RecordDecodingFormat
from drey.connectors.api.source import (
    Fetched,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
)
from drey.connectors.filesystem.blocks import decoded_blocks, record_blocks
from drey.connectors.filesystem.partitions import partition_values
from drey.connectors.filesystem.paths import has_pattern, list_files
from drey.connectors.predicates import ColumnPredicate, conjunction
from drey.errors import ConnectorError
from drey.records import record
from drey.types.polars_types import polars_schema

_FIRST_ROW_BYTES = 32
"""The guess before anything is read."""
_MOST_RECORDS_A_ROW = 64
"""How many records may be read for one row that a filter is expected to leave; it may leave all."""
_LARGEST_CHUNK = 16 << 20
"""Beyond 16 MB per step the decoder gets no faster, and memory grows."""


@record
class FileTable:
    """A filesystem table as its reader needs it, parsed from the spec.

    Args:
        spec: The table.
        path: The local path or pattern.
        regex: The filter on full paths.
        monitor_interval: Seconds between two looks at the directory; None if there is one only.
        decoding: The format.
        decoded: The columns that the format produces.
        predicates: The simple filters.
        default_partition: The directory name of null keys.
    """

    spec: TableSpec
    path: str
    regex: str | None
    monitor_interval: float | None
    decoding: DecodingFormat
    decoded: tuple[str, ...]
    predicates: list[ColumnPredicate] = field(default_factory=list)
    default_partition: str = "__DEFAULT_PARTITION__"

    @property
    def partition_root(self) -> str:
        return os.path.dirname(self.path) if has_pattern(self.path) else self.path


class FileEnumerator(SplitEnumerator):
    """Lists files; a file that was seen once is not read again."""

    def __init__(self, table: FileTable) -> None:
        self._table = table
        self._seen: set[str] = set()

    def discover(self) -> list[SourceSplit]:
        files = [file for file in list_files(self._table.path, self._table.regex) if file not in self._seen]
        self._seen.update(files)
        return [SourceSplit(file) for file in files if self._may_match(file)]

    def _may_match(self, file: str) -> bool:
        """False if the file's partition can't satisfy the filters."""
        keys = set(self._table.spec.partition_keys)
        expression = conjunction(p for p in self._table.predicates if p.column in keys)
        if expression is None:
            return True
        return pl.DataFrame(list(file_partition(self._table, file).values())).filter(expression).height > 0

    @property
    def interval(self) -> float | None:
        return self._table.monitor_interval

    def snapshot(self) -> list[str]:
        return sorted(self._seen)

    def restore(self, state: list[str]) -> None:
        self._seen = set(state)


def file_partition(table: FileTable, file: str) -> dict[str, pl.Series]:
    """The partition columns of a file, one value each."""
    spec = table.spec
    return partition_values(
        file, table.partition_root, spec.partition_keys, spec.row_type, table.default_partition
    )


def file_metadata(file: str) -> dict[str, Any]:
    """The values of all metadata columns that Flink offers for files."""
    try:
        status = os.stat(file)
    except OSError as error:
        raise ConnectorError("can't read a file", detail=f"'{file}': {error.strerror}") from error
    return {
        "file.path": file,
        "file.name": os.path.basename(file),
        "file.size": status.st_size,
        "file.modification-time": int(status.st_mtime * 1000),
    }


class FileReader(SplitReader):
    """Reads files one after another."""

    def __init__(self, table: FileTable) -> None:
        super().__init__()
        self._table = table
        self._predicate = conjunction(p for p in table.predicates if p.column in table.decoded)
        self._schema = polars_schema(table.spec.produced)
        self._left = table.spec.limit
        self._record_bytes = float(_FIRST_ROW_BYTES)
        self._records_a_row = 1.0

    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        constants = self._constants(split.id)
        if isinstance(self._table.decoding, RecordDecodingFormat):
            steps = self._records(split, max_rows, self._table.decoding)
        else:
            steps = self._file(split, max_rows)
        for frame, following, skipped in steps:
            rows = self._finish(frame, constants)
            if frame.height:
                self._records_a_row = min(frame.height / max(rows.height, 1), _MOST_RECORDS_A_ROW)
            if self._left is not None:
                rows = rows.head(self._left)
                self._left -= rows.height
                following = None if self._left == 0 else following
            yield Fetched(rows, following, split.id, skipped)
            if following is None:
                return

    def _records(
        self, split: SourceSplit, max_rows: Callable[[], int], decoding: RecordDecodingFormat
    ) -> Iterator[tuple[pl.DataFrame, SourceSplit | None, int]]:
        line = split.position.get("line", 1)
        size = partial(self._chunk_size, max_rows)
        blocks = record_blocks(split.id, split.position.get("offset", 0), decoding, size)
        for block, decoded in decoded_blocks(blocks, decoding, split.id, line):
            if decoded.data.height:
                self._record_bytes = len(block.data) / decoded.data.height
            line += decoded.lines
            position = {"offset": block.end, "line": line}
            yield decoded.data, None if block.final else SourceSplit(split.id, position), decoded.skipped

    def _chunk_size(self, max_rows: Callable[[], int]) -> int:
        """Bytes that hold about ``max_rows()`` rows, judged by the chunk before."""
        return max(1, min(int(self._record_bytes * self._records_a_row * max_rows()), _LARGEST_CHUNK))

    def _file(
        self, split: SourceSplit, max_rows: Callable[[], int]
    ) -> Iterator[tuple[pl.DataFrame, SourceSplit | None, int]]:
        decoding = self._table.decoding
        assert not isinstance(decoding, RecordDecodingFormat)
        for row, frame in decoding.read(split.id, split.position.get("row", 0), max_rows, self._predicate):
            yield frame, SourceSplit(split.id, {"row": row}), 0
        yield (
            pl.DataFrame(schema={name: self._schema.get(name, pl.Null()) for name in self._table.decoded}),
            None,
            0,
        )

    def _constants(self, file: str) -> list[pl.Expr]:
        """Expressions of the columns that have one value in the whole file."""
        constants = [pl.lit(s).first().alias(name) for name, s in file_partition(self._table, file).items()]
        if self._table.spec.metadata:
            values = file_metadata(file)
            for name, _ in self._table.spec.metadata:
                constants.append(pl.lit(values[name]).cast(self._schema[name]).alias(name))
        return constants

    def _finish(self, frame: pl.DataFrame, constants: list[pl.Expr]) -> pl.DataFrame:
        """The frame filtered, with constant columns, in the order that was asked for."""
        if self._predicate is not None:
            frame = frame.filter(self._predicate)
        if constants:
            frame = frame.with_columns(constants) if frame.width else frame
        return frame.select(list(self._schema))


class FileSource(Source):
    """A filesystem table, readable."""

    def __init__(self, table: FileTable) -> None:
        self._table = table

    def create_enumerator(self) -> SplitEnumerator:
        return FileEnumerator(self._table)

    def create_reader(self) -> SourceReader:
        return FileReader(self._table)
