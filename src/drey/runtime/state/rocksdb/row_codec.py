"""Rows of columns as one ``bytes`` each, and back.

A record has a bit for each column that is 1 where it is NULL, the fixed-width columns, a 32-bit length for each other
column, then the bytes of those. Everything but the last part is one NumPy matrix, whose rows become ``bytes`` without
Python code for each; so do whole records of fixed-width columns only.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.runtime.state.columns import physical_of, series_of
from drey.runtime.state.key_groups import Mask, is_fixed_width

Bytes = npt.NDArray[np.uint8]


class RowCodec:
    """Packs rows of columns of given types.

    Equal rows have equal records, and no record of one codec is the beginning of another, so they can be keys.

    Args:
        dtypes: The columns' data types.
        ordered: True to store numbers with their highest byte first, so that near numbers have near records.
    """

    def __init__(self, dtypes: Sequence[pl.DataType], ordered: bool = False) -> None:
        self._dtypes = list(dtypes)
        self._ordered = ordered
        self._fixed = [i for i, dtype in enumerate(self._dtypes) if is_fixed_width(dtype)]
        self._other = [i for i, dtype in enumerate(self._dtypes) if not is_fixed_width(dtype)]
        self._physical: dict[int, np.dtype[Any]] = {}
        self._nulls = (len(self._dtypes) + 7) // 8
        position = self._nulls
        self._at: dict[int, int] = {}
        for i in self._fixed:
            self._physical[i] = pl.Series([], dtype=self._dtypes[i]).to_physical().to_numpy().dtype
            self._at[i] = position
            position += self._physical[i].itemsize
        for i in self._other:
            self._at[i] = position
            position += 4
        self._width = position

    def encode(self, columns: Sequence[pl.Series], prefix: Bytes | None = None) -> list[bytes]:
        """One record for each row.

        Args:
            columns: The columns, of the codec's types.
            prefix: Bytes that stand before each record, a row each.
        """
        height = len(columns[0])
        before = 0 if prefix is None else prefix.shape[1]
        matrix = np.zeros((height, before + self._width), dtype=np.uint8)
        if prefix is not None:
            matrix[:, :before] = prefix
        body = matrix[:, before:]
        nulls = np.zeros((height, 8 * self._nulls), dtype=np.bool_)
        others: list[list[bytes]] = []
        for i, series in enumerate(columns):
            if i in self._physical:
                values, valid = physical_of(series)
                self._put(body, i, np.ascontiguousarray(values, dtype=self._physical[i]))
                if valid is not None:
                    nulls[:, i] = ~valid
            else:
                binary = _to_binary(series)
                if binary.null_count():
                    nulls[:, i] = binary.is_null().to_numpy()
                    binary = binary.fill_null(b"")
                lengths = binary.bin.size().to_numpy().astype(np.uint32)
                body[:, self._at[i] : self._at[i] + 4] = lengths.view(np.uint8).reshape(height, 4)
                others.append(binary.to_list())
        body[:, : self._nulls] = np.packbits(nulls, axis=1, bitorder="little")
        rows: list[bytes] = matrix.reshape(-1).view(f"V{matrix.shape[1]}").tolist()
        if not others:
            return rows
        return list(map(b"".join, zip(rows, *others, strict=True)))

    def decode(self, records: Sequence[bytes], skip: int = 0) -> list[pl.Series]:
        """The columns of records, each without its first ``skip`` bytes."""
        height, width = len(records), skip + self._width
        joined = np.frombuffer(b"".join(records), dtype=np.uint8)
        if not self._other:
            body = joined.reshape(height, width)[:, skip:]
        else:
            lengths = np.fromiter(map(len, records), dtype=np.int64, count=height)
            starts = np.cumsum(lengths) - lengths + skip
            body = joined[starts[:, None] + np.arange(self._width)]
        nulls = np.unpackbits(body[:, : self._nulls], axis=1, bitorder="little").astype(np.bool_)
        result: list[pl.Series] = []
        ends = np.full(height, width, dtype=np.int64)
        for i, dtype in enumerate(self._dtypes):
            null = nulls[:, i]
            if i in self._physical:
                valid = ~null if null.any() else None
                result.append(series_of(self._get(body, i), valid, dtype))
                continue
            size = body[:, self._at[i] : self._at[i] + 4].copy().view(np.uint32).reshape(-1)
            begins, ends = ends, ends + size
            cut = [r[b:e] for r, b, e in zip(records, begins.tolist(), ends.tolist(), strict=True)]
            result.append(_from_binary(pl.Series(cut, dtype=pl.Binary), null, dtype))
        return result

    def _put(self, body: Bytes, column: int, values: npt.NDArray[Any]) -> None:
        if self._ordered:
            values = values.byteswap()
        at, size = self._at[column], values.dtype.itemsize
        body[:, at : at + size] = values.view(np.uint8).reshape(len(values), size)

    def _get(self, body: Bytes, column: int) -> npt.NDArray[Any]:
        dtype = self._physical[column]
        at = self._at[column]
        values = np.ascontiguousarray(body[:, at : at + dtype.itemsize]).view(dtype).reshape(-1)
        return values.byteswap() if self._ordered else values


def _to_binary(series: pl.Series) -> pl.Series:
    dtype = series.dtype
    if dtype == pl.Binary:
        return series
    if dtype == pl.String:
        return series.cast(pl.Binary)
    if _has_text(dtype):
        return series.cast(pl.String).cast(pl.Binary)
    if dtype == pl.Null:
        return pl.Series([None] * len(series), dtype=pl.Binary)
    plain = series.cast(_plain(dtype)).to_list()
    return pl.Series([None if one is None else pickle.dumps(one, 5) for one in plain], dtype=pl.Binary)


def _from_binary(binary: pl.Series, null: Mask, dtype: pl.DataType) -> pl.Series:
    if dtype == pl.Null:
        return pl.Series([None] * len(binary), dtype=pl.Null)
    if null.any():
        binary = binary.zip_with(pl.Series(~null), pl.Series([None], dtype=pl.Binary))
    if dtype == pl.Binary:
        return binary
    if dtype == pl.String or _has_text(dtype):
        return binary.cast(pl.String).cast(dtype)
    values = [None if one is None else pickle.loads(one) for one in binary]
    return pl.Series(values, dtype=_plain(dtype)).cast(dtype)


def _has_text(dtype: pl.DataType) -> bool:
    """True for scalars that a text holds exactly."""
    return isinstance(dtype, pl.Decimal | pl.Categorical | pl.Enum) or dtype in (pl.Int128(), pl.UInt128())


def _plain(dtype: Any) -> Any:
    """A nested type with integers instead of times, of which Python's own have microseconds only."""
    if isinstance(dtype, pl.List):
        return pl.List(_plain(dtype.inner))
    if isinstance(dtype, pl.Array):
        return pl.Array(_plain(dtype.inner), dtype.size)
    if isinstance(dtype, pl.Struct):
        return pl.Struct([pl.Field(field.name, _plain(field.dtype)) for field in dtype.fields])
    if isinstance(dtype, pl.Date) or dtype == pl.Date:
        return pl.Int32()
    if dtype in (pl.Time, pl.Datetime, pl.Duration):
        return pl.Int64()
    return dtype
