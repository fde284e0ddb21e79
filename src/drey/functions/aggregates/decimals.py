"""DECIMAL arithmetic that aggregates need beside Polars': rounding half up, NULL on overflow.

Polars divides and casts DECIMALs rounding half to even and fails on overflow; Flink rounds half up and gives
NULL. The functions here compute on unscaled 128-bit integers.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

_CONTEXT = Context(prec=80, rounding=ROUND_HALF_UP)
_LIMIT = 1e38
_EXACT_FLOAT = float(1 << 53)


def from_unscaled(values: pl.Series, scale: int) -> pl.Series:
    """Int128 unscaled values as DECIMAL(38, scale)."""
    whole = values.cast(pl.Decimal(38, 0))
    if scale == 0:
        return whole
    unit = pl.Series([Decimal(1).scaleb(-scale)], dtype=pl.Decimal(38, scale))
    return whole * unit


def add_decimals(left: pl.Series, right: pl.Series) -> pl.Series:
    """The sums of two DECIMAL(38, s) columns; NULL where an operand is NULL or the sum has over 38 digits."""
    scale = left.dtype.scale  # type: ignore[attr-defined]
    rough = left.cast(pl.Float64) + right.cast(pl.Float64)
    fits = (rough.abs() < _LIMIT / 10.0**scale).fill_null(False)
    if not fits.all():
        nothing = pl.Series([None], dtype=left.dtype)
        left, right = left.zip_with(fits, nothing), right.zip_with(fits, nothing)
    return left + right


def average_decimal(sums: pl.Series, counts: npt.NDArray[np.int64], dtype: pl.DataType) -> pl.Series:
    """``sums / counts`` in ``dtype``, rounded half up; NULL where the count is zero or the sum is NULL."""
    scale: int = dtype.scale  # type: ignore[attr-defined]
    shift = scale - sums.dtype.scale  # type: ignore[attr-defined]
    largest = sums.cast(pl.Float64).abs().max()
    if largest is not None and float(largest) * 10.0**scale >= 0.5e38:  # type: ignore[arg-type]
        return _average_exactly(sums, counts, dtype)
    frame = pl.DataFrame({"x": sums.to_physical(), "n": pl.Series(counts).cast(pl.Int128)})
    n = pl.when(pl.col("n") > 0).then("n")
    doubled = pl.col("x").abs() * pl.lit(2 * 10**shift, dtype=pl.Int128)
    rounded = (doubled + n) // (n * pl.lit(2, dtype=pl.Int128))
    unscaled = frame.select(
        pl.when(pl.col("x") < 0).then(rounded * pl.lit(-1, dtype=pl.Int128)).otherwise(rounded)
    ).to_series()
    return from_unscaled(unscaled, scale).cast(dtype)


def _average_exactly(sums: pl.Series, counts: npt.NDArray[np.int64], dtype: pl.DataType) -> pl.Series:
    """For sums so large that 128 bits don't hold the shifted dividend."""
    unit = Decimal(1).scaleb(-dtype.scale)  # type: ignore[attr-defined]
    results: list[Decimal | None] = []
    for total, count in zip(sums, counts.tolist(), strict=True):
        value = None if total is None or count <= 0 else _CONTEXT.divide(total, Decimal(count))
        value = None if value is None else value.quantize(unit, context=_CONTEXT)
        results.append(None if value is None or len(value.as_tuple().digits) > 38 else value)
    return pl.Series(results, dtype=dtype)


def decimal_of_float(values: npt.NDArray[np.float64], dtype: pl.DataType) -> pl.Series:
    """Doubles as DECIMAL, rounded half up; NULL where they don't fit or aren't finite."""
    scale: int = dtype.scale  # type: ignore[attr-defined]
    scaled = np.abs(values) * 10.0**scale
    small = scaled < _EXACT_FLOAT
    if not small.all():
        return pl.Series(values).cast(dtype, strict=False)
    whole = np.copysign(np.floor(scaled + 0.5), values).astype(np.int64)
    return from_unscaled(pl.Series(whole).cast(pl.Int128), scale).cast(dtype)
