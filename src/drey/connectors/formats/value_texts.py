"""Values to text as Java prints them; shared by the formats that write text."""

from __future__ import annotations

import polars as pl


def base64_texts(column: pl.Series) -> pl.Series:
    """Base64 with padding, without line feeds."""
    return column.bin.encode("base64")


def _without_zeros(texts: pl.Series) -> pl.Series:
    """``12:13:14.500000000`` to ``12:13:14.5``, ``12:13:14.000000000`` to ``12:13:14``."""
    return texts.str.strip_chars_end("0").str.strip_chars_end(".")


def time_texts(column: pl.Series) -> pl.Series:
    """``HH:mm:ss[.f]`` of a time column, without trailing zeros in the fraction."""
    return _without_zeros(column.dt.strftime("%H:%M:%S.%9f"))


def timestamp_texts(column: pl.Series, separator: str) -> pl.Series:
    """``yyyy-MM-dd HH:mm:ss[.f]``; with a ``Z`` behind if the column has a time zone."""
    zoned = getattr(column.dtype, "time_zone", None) is not None
    plain = column.dt.replace_time_zone(None) if zoned else column
    texts = _without_zeros(plain.dt.strftime(f"%Y-%m-%d{separator}%H:%M:%S.%9f"))
    return texts + "Z" if zoned else texts
