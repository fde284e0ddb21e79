"""The data sets, made once into a directory and the same on every machine (fixed seeds)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

PART = 500_000
MILLION = 1_000_000


def parts(rows: int) -> Iterator[tuple[int, int]]:
    """The number of each part and its rows; the same rows whatever comes behind them."""
    for part, start in enumerate(range(0, rows, PART)):
        yield part, min(PART, rows - start)


def access_log(rows: int) -> Iterator[pl.DataFrame]:
    """uuid, client IP, milliseconds, bytes, one of 1,000 paths: 65 bytes a row."""
    for part, size in parts(rows):
        random = np.random.default_rng(part)
        octets = random.integers(1, 255, (4, size))
        yield pl.DataFrame(
            {
                "uuid": [f"{one:032x}" for one in random.integers(0, 2**62, size).tolist()],
                "ip": [".".join(map(str, ip)) for ip in octets.T.tolist()],
                "milliseconds": random.integers(1, 3000, size),
                "bytes": random.integers(100, 10**7, size),
                "uri": pl.Series(random.integers(0, 1000, size)).cast(pl.String).str.replace("^", "/a/b/"),
            }
        )


def numbers(rows: int, keys: int) -> Iterator[pl.DataFrame]:
    """A key in random order and a value below 1,000."""
    for part, size in parts(rows):
        random = np.random.default_rng(part)
        yield pl.DataFrame({"k": random.integers(0, keys, size), "v": random.integers(0, 1000, size)})


DATA_SETS: dict[str, Callable[[float], Iterator[pl.DataFrame]]] = {
    "log": lambda scale: access_log(scaled(2 * MILLION, scale)),
    "log-6m": lambda scale: access_log(scaled(6 * MILLION, scale)),
    "many-keys": lambda scale: numbers(scaled(10 * MILLION, scale), scaled(5 * MILLION, scale)),
    "rocksdb-keys": lambda scale: numbers(scaled(30 * MILLION, scale), scaled(20 * MILLION, scale)),
    "few-keys-2m": lambda scale: numbers(scaled(2 * MILLION, scale), 1000),
    "few-keys-20m": lambda scale: numbers(scaled(20 * MILLION, scale), 1000),
}
"""The frames of each data set, by the factor of its size."""


def scaled(size: int, scale: float) -> int:
    """A number of rows or keys times ``--scale``."""
    return max(1, round(size * scale))


def prepare(root: Path, name: str, scale: float, say: Callable[[str], None]) -> Path:
    """The directory with the parts of a data set, written on first use."""
    whole = name if scale == 1 else f"{name}-x{scale:g}"
    directory = root / whole
    if directory.exists():
        return directory
    partial = root / f".{whole}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for number, frame in enumerate(DATA_SETS[name](scale)):
        say(f"writing the data set {whole}: {number * PART:,} rows")
        frame.write_csv(partial / f"part-{number:03}.csv", include_header=False)
    partial.rename(directory)
    return directory
