"""Key hashes and key groups: which parallel subtask owns a key.

A key's group is ``hash mod max_parallelism`` and the subtask that owns a group is
``group * parallelism // max_parallelism``, as Flink assigns them ("Scaling Stateful Applications",
``KeyGroupRangeAssignment``); the hash function itself is our own. Fixed-width columns are mixed with
murmur3's 64-bit finaliser in NumPy, equal for equal numbers of any integer width. Other columns take Polars'
hash, which is stable only within one Polars version: :func:`hash_version` names what was used, so that a
restore under another name computes key groups anew from the keys.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.records import record

Hashes = npt.NDArray[np.uint64]
Physical = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

KEY_GROUP = "$key_group"
"""The Int32 column of a state table that holds each row's key group."""

_NULL_HASH = np.uint64(0x9E3779B97F4A7C15)
_COMBINE = np.uint64(0xBF58476D1CE4E5B9)
_MURMUR_1, _MURMUR_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


def is_fixed_width(dtype: pl.DataType) -> bool:
    """True for types whose values fit into 64 bits: numbers up to BIGINT, BOOLEAN, dates and times."""
    return (
        (dtype.is_integer() and dtype not in (pl.Int128(), pl.UInt128()))
        or dtype.is_float()
        or dtype == pl.Boolean()
        or dtype in (pl.Date, pl.Time, pl.Datetime, pl.Duration)
    )


def key_bits(series: pl.Series) -> tuple[Physical, Mask | None]:
    """A fixed-width column as 64-bit integers that are equal exactly if the keys are, and its validity.

    Equal means as Flink's GROUP BY sees it, which compares bits: NaN equals NaN, -0.0 is not 0.0. NULLs have the
    value 0 and are false in the mask; the mask is None if there are none.
    """
    valid = None
    if series.null_count():
        valid = series.is_not_null().to_numpy()
    if series.dtype.is_float():
        values = series.cast(pl.Float64).fill_null(0.0).to_numpy()
        nan = np.isnan(values)
        if nan.any():
            values = np.where(nan, np.nan, values)
        return values.view(np.int64), valid
    physical = series.to_physical().cast(pl.Int64, strict=False) if series.dtype != pl.UInt64 else series
    if valid is not None:
        physical = physical.fill_null(0)
    return physical.to_numpy().view(np.int64), valid


def mix(values: npt.NDArray[np.int64] | Hashes) -> Hashes:
    """Murmur3's 64-bit finaliser over an array; the input is not changed."""
    h = values.view(np.uint64)
    h = h ^ (h >> _SHIFT)
    h *= _MURMUR_1
    h ^= h >> _SHIFT
    h *= _MURMUR_2
    h ^= h >> _SHIFT
    return h


def hash_bits(values: Physical, valid: Mask | None) -> Hashes:
    """The hashes of one column in the form that :func:`key_bits` gives."""
    hashes = mix(values)
    if valid is not None:
        hashes[~valid] = _NULL_HASH
    return hashes


def hash_column(series: pl.Series) -> Hashes:
    """The 64-bit hashes of one key column."""
    if is_fixed_width(series.dtype):
        return hash_bits(*key_bits(series))
    return series.hash().to_numpy()


def combine(hashes: Sequence[Hashes], height: int) -> Hashes:
    """One hash for each row from the hashes of its columns; a key of no columns hashes to zero."""
    if not hashes:
        return np.zeros(height, dtype=np.uint64)
    result = hashes[0]
    for further in hashes[1:]:
        result = mix(result * _COMBINE + further)
    return result


def key_hashes(keys: pl.DataFrame) -> Hashes:
    """The 64-bit hash of each row."""
    return combine([hash_column(column) for column in keys.get_columns()], keys.height)


def hash_version(dtypes: Sequence[pl.DataType]) -> str:
    """The name of the hash function that keys of these types have, for the snapshot."""
    if all(is_fixed_width(dtype) for dtype in dtypes):
        return "murmur64-1"
    return f"murmur64-1+polars-{pl.__version__}"


def key_groups(hashes: Hashes, max_parallelism: int) -> npt.NDArray[np.int32]:
    """The key group of each hash."""
    return (hashes % np.uint64(max_parallelism)).astype(np.int32)


def subtask_of(
    groups: npt.NDArray[np.int32], parallelism: int, max_parallelism: int
) -> npt.NDArray[np.int32]:
    """The subtask that owns each key group."""
    return (groups.astype(np.int64) * parallelism // max_parallelism).astype(np.int32)


def key_group_range(subtask: int, parallelism: int, max_parallelism: int) -> range:
    """The key groups that a subtask owns."""
    start = (subtask * max_parallelism + parallelism - 1) // parallelism
    end = ((subtask + 1) * max_parallelism - 1) // parallelism
    return range(start, end + 1)


@record
class KeyGroupShare:
    """The key groups that a subtask takes over of a snapshot.

    Args:
        groups: The key groups.
        max_parallelism: How many there are in all.
    """

    groups: range
    max_parallelism: int

    @classmethod
    def of_subtask(cls, subtask: int, parallelism: int, max_parallelism: int) -> KeyGroupShare:
        """The share of one of ``parallelism`` subtasks."""
        return cls(key_group_range(subtask, parallelism, max_parallelism), max_parallelism)

    def of(
        self, rows: pl.DataFrame, key_group: str | None, keys: Sequence[str], hashed: str | None = None
    ) -> pl.DataFrame:
        """The rows of these key groups.

        Args:
            rows: Rows of a state table.
            key_group: Their column of key groups; None to compute them.
            keys: Their key columns.
            hashed: The hash version that the column comes from; if it is another than that of now, key groups
                are computed from the keys, unless those aren't known.
        """
        first, last = self.groups[0], self.groups[-1]
        stale = bool(keys) and hashed is not None and hashed != hash_version(rows.select(keys).dtypes)
        if key_group is not None and not stale:
            return rows.filter(pl.col(key_group).is_between(first, last))
        groups = key_groups(key_hashes(rows.select(keys)), self.max_parallelism)
        return rows.filter(pl.Series((groups >= first) & (groups <= last)))
