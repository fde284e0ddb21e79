"""The data sets, made once into a directory and the same on every machine (fixed seeds)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

PART = 500_000
MILLION = 1_000_000


def access_log(rows: int) -> Iterator[pl.DataFrame]:
    """uuid, client IP, milliseconds, bytes, one of 1,000 paths: 65 bytes a row."""
    for part in range(rows // PART):
        random = np.random.default_rng(part)
        octets = random.integers(1, 255, (4, PART))
        yield pl.DataFrame(
            {
                "uuid": [f"{one:032x}" for one in random.integers(0, 2**62, PART).tolist()],
                "ip": [".".join(map(str, ip)) for ip in octets.T.tolist()],
                "milliseconds": random.integers(1, 3000, PART),
                "bytes": random.integers(100, 10**7, PART),
                "uri": pl.Series(random.integers(0, 1000, PART)).cast(pl.String).str.replace("^", "/a/b/"),
            }
        )


def numbers(rows: int, keys: int) -> Iterator[pl.DataFrame]:
    """A key in random order and a value below 1,000."""
    for part in range(rows // PART):
        random = np.random.default_rng(part)
        yield pl.DataFrame({"k": random.integers(0, keys, PART), "v": random.integers(0, 1000, PART)})


DATA_SETS: dict[str, Callable[[], Iterator[pl.DataFrame]]] = {
    "log": lambda: access_log(2 * MILLION),
    "many-keys": lambda: numbers(10 * MILLION, 5 * MILLION),
    "few-keys-2m": lambda: numbers(2 * MILLION, 1000),
    "few-keys-20m": lambda: numbers(20 * MILLION, 1000),
}


def prepare(root: Path, name: str, say: Callable[[str], None]) -> Path:
    """The directory with the parts of a data set, written on first use."""
    directory = root / name
    if directory.exists():
        return directory
    partial = root / f".{name}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for number, frame in enumerate(DATA_SETS[name]()):
        say(f"writing the data set {name}: {number * PART:,} rows")
        frame.write_csv(partial / f"part-{number:03}.csv", include_header=False)
    partial.rename(directory)
    return directory
