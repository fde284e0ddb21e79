"""Partition directories: ``key=value`` names, escaped as in Flink's ``PartitionPathUtils``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

import polars as pl

from drey.connectors.formats.cells import TextStyle, cell_reader
from drey.errors import ConnectorError
from drey.types import logical as t
from drey.types.polars_types import polars_type
from drey.types.row_text import column_texts, float_texts

_ESCAPED = re.compile(r"[\x00-\x1f\"#%'*/:=?\\\x7f{}\[\]^]")


def escape_name(text: str) -> str:
    """A key or value as part of a directory's name."""
    return _ESCAPED.sub(lambda match: f"%{ord(match.group()):02X}", text)


def partition_path(keys: Sequence[str], values: Sequence[str | None], default_name: str) -> str:
    """The relative directory of a partition; null and empty values have the default name."""
    parts = (
        f"{escape_name(k)}={escape_name(v) if v else default_name}" for k, v in zip(keys, values, strict=True)
    )
    return "/".join(parts)


def partition_texts(column: pl.Series, type_: t.LogicalType) -> pl.Series:
    """The texts of partition values; null stays null. Timestamps are in ISO form."""
    if isinstance(type_, t.FloatType | t.DoubleType):
        return float_texts(column)
    texts = column_texts(column, type_)
    return texts.to_frame("v").select(pl.when(pl.lit(column.is_not_null())).then("v"))["v"]


def partition_values(
    path: str, root: str, keys: Sequence[str], row_type: t.RowType, default_name: str
) -> dict[str, pl.Series]:
    """The typed values of a file's partition keys, each as a series of one value.

    Raises:
        ConnectorError: The file lies in no ``key=value`` directory for a key, or a value is not of its type.
    """
    found: dict[str, str | None] = {}
    for part in os.path.dirname(os.path.relpath(path, root)).split(os.sep):
        name, separator, value = part.partition("=")
        if separator:
            found[unquote(name)] = None if value == default_name else unquote(value)
    return {key: _typed(key, found, row_type, path) for key in keys}


def _typed(key: str, found: Mapping[str, str | None], row_type: t.RowType, path: str) -> pl.Series:
    if key not in found:
        raise ConnectorError(
            f"a file of a partitioned table lies in no directory '{key}=...'", detail=f"file '{path}'"
        )
    type_ = row_type.fields[row_type.names.index(key)].type
    text = found[key]
    if text is not None and isinstance(type_, t.DateType) and re.fullmatch(r"-?\d+", text):
        return pl.Series(key, [int(text)], dtype=pl.Int32).cast(pl.Date)  # Flink writes days since the epoch
    style = TextStyle(iso_timestamps=text is not None and "T" in text)
    values = cell_reader(type_, style, key).read(pl.Series(key, [text], dtype=pl.String))
    if values.bad:
        raise ConnectorError(
            f"partition value '{text}' of key '{key}' is no {type_.summary()}", detail=f"file '{path}'"
        )
    return values.values.cast(polars_type(type_))
