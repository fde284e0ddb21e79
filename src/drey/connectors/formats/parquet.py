"""The ``parquet`` format, by Polars."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

from drey.connectors.api.format import (
    DecodingFormat,
    EncodingFormat,
    FileDecodingFormat,
    FileEncodingFormat,
    FormatFactory,
    FormatSpec,
)
from drey.connectors.api.source import cut
from drey.errors import ConnectorError, UnsupportedError
from drey.options import ConfigOption
from drey.types import logical as t
from drey.types.polars_types import polars_schema

COMPRESSION = ConfigOption(
    "parquet.compression",
    str,
    "snappy",
    choices=("uncompressed", "none", "snappy", "gzip", "zstd", "lz4", "brotli"),
)
UTC_TIMEZONE = ConfigOption(
    "parquet.utc-timezone", bool, True, description="only true is built: files hold UTC"
)
TIME_UNIT = ConfigOption("parquet.timestamp.time.unit", str, "micros", choices=("nanos", "micros", "millis"))
INT64_TIMESTAMP = ConfigOption("parquet.write.int64.timestamp", bool, True)
BLOCK_SIZE: ConfigOption[int] = ConfigOption(
    "parquet.block.size", int, description="rows of a group come from Polars' default"
)


def _refuse_variants(spec: FormatSpec) -> None:
    for field in spec.row_type.fields:
        if t.holds(field.type, (t.VariantType,)):
            raise UnsupportedError(
                f"unsupported type {field.type.summary()} for field '{field.name}' of format 'parquet'",
                hint="write JSON_STRING(variant), and read it with PARSE_JSON",
            )


_AT_ONCE = 131_072
"""Rows that are decoded at once: a row group is decompressed anew for each slice of it."""


class ParquetDecodingFormat(FileDecodingFormat):
    """Reads slices of a file, only the columns that are wanted."""

    def __init__(self, spec: FormatSpec) -> None:
        _refuse_variants(spec)
        by_name = {f.name: f.type for f in spec.row_type.fields}
        self._wanted = t.RowType.of(*((name, by_name[name]) for name in spec.columns))
        self._schema = polars_schema(self._wanted)

    def read(
        self, path: str, first_row: int, max_rows: Callable[[], int], predicate: pl.Expr | None
    ) -> Iterator[tuple[int, pl.DataFrame]]:
        try:
            found = pl.read_parquet_schema(path)
            total = pl.scan_parquet(path).select(pl.len()).collect().item()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise ConnectorError("can't read a parquet file", detail=f"'{path}': {error}") from error
        columns = [self._column(name, dtype, found, path) for name, dtype in self._schema.items()]
        for start in range(first_row, total, _AT_ONCE):
            end = min(start + _AT_ONCE, total)
            # The slice comes first, so that row numbers are those of the file.
            rows = pl.scan_parquet(path).slice(start, end - start).select(columns)
            try:
                frame = rows.collect()
            except pl.exceptions.PolarsError as error:
                raise ConnectorError("can't read a parquet file", detail=f"'{path}': {error}") from error
            yield from _numbered(frame, start, end, max_rows, predicate)

    @staticmethod
    def _column(name: str, dtype: pl.DataType, found: Mapping[str, pl.DataType], path: str) -> pl.Expr:
        """A missing column is null, as in Flink; another type is cast where that is safe."""
        if name not in found:
            return pl.lit(None, dtype=dtype).alias(name)
        stored = found[name]
        if stored == dtype:
            return pl.col(name)
        if isinstance(dtype, pl.Datetime) and isinstance(stored, pl.Datetime):
            column = pl.col(name).dt.cast_time_unit(dtype.time_unit)
            return column.dt.replace_time_zone(dtype.time_zone).alias(name)
        same_kind = (stored.is_numeric() and dtype.is_numeric()) or stored.is_nested() == dtype.is_nested()
        if not same_kind or (isinstance(dtype, pl.String) != isinstance(stored, pl.String)):
            raise ConnectorError(
                f"column '{name}' of a parquet file has another type",
                detail=f"'{path}' has {stored}, the table needs {dtype}",
            )
        return pl.col(name).cast(dtype)


def _numbered(
    frame: pl.DataFrame, start: int, end: int, max_rows: Callable[[], int], predicate: pl.Expr | None
) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows of a file from ``start`` to ``end`` in pieces, each with the number of the row to go on with."""
    following = pl.int_range(start + 1, end + 1, eager=True)
    if predicate is not None:
        kept = frame.select(predicate).to_series()
        frame, following = frame.filter(kept), following.filter(kept)
    given = 0
    for piece in cut(frame, max_rows):
        given += piece.height
        yield end if given == frame.height else following[given - 1], piece
    if not given:
        yield end, frame


class ParquetEncodingFormat(FileEncodingFormat):
    """Writes a file in one step."""

    def __init__(self, spec: FormatSpec) -> None:
        _refuse_variants(spec)
        compression = COMPRESSION.require(spec.options).lower()
        self._compression = "uncompressed" if compression == "none" else compression

    def write(self, path: str, frames: Sequence[pl.DataFrame]) -> None:
        # Through a buffer, so that a full disk is an OSError of a plain write.
        buffer = io.BytesIO()
        pl.concat(frames).write_parquet(buffer, compression=self._compression)  # type: ignore[arg-type]
        with open(path, "wb") as file:
            file.write(buffer.getbuffer())


class ParquetFormatFactory(FormatFactory):
    """``'format' = 'parquet'``."""

    identifier = "parquet"
    optional = (COMPRESSION, UTC_TIMEZONE, TIME_UNIT, INT64_TIMESTAMP, BLOCK_SIZE)

    def decoding(self, spec: FormatSpec) -> DecodingFormat:
        return ParquetDecodingFormat(spec)

    def encoding(self, spec: FormatSpec) -> EncodingFormat:
        return ParquetEncodingFormat(spec)
