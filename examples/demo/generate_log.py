"""Generates a CDN access log: CSV files of (uuid, client_ip, request_time, response_size, uri)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from rich.progress import Progress

PIECE = 100_000
"""Rows that are made at once."""


def generate(directory: Path, rows: int, files: int, seed: int = 20) -> None:
    """Write ``rows`` lines into ``files`` CSV files, with a progress bar; the same seed gives the same lines."""
    directory.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(seed)
    per_file = -(-rows // files)
    with Progress() as progress:
        bar = progress.add_task(f"generating {rows:,} log lines", total=rows)
        left = rows
        for number in range(files):
            path = directory / f"access-{number}.csv"
            with path.open("wb") as file:
                for _ in range(-(-min(per_file, left) // PIECE)):
                    count = min(PIECE, left)
                    lines(generator, count).write_csv(file, include_header=False)
                    left -= count
                    progress.advance(bar, count)


def lines(generator: np.random.Generator, count: int) -> pl.DataFrame:
    """Some lines of a log."""
    octets = generator.integers(1, 255, size=(4, count))
    address = pl.DataFrame({f"o{i}": octets[i] for i in range(4)}).select(
        client_ip=pl.concat_str("o0", "o1", "o2", "o3", separator=".")
    )
    raw = generator.bytes(16 * count).hex()
    return address.select(
        pl.Series("uuid", [raw[i : i + 32] for i in range(0, 32 * count, 32)]),
        "client_ip",
        pl.Series("request_time", generator.gamma(2.0, 150.0, count).astype(np.int64) + 1),
        pl.Series("response_size", generator.pareto(1.5, count).clip(0, 1e5) * 4096 + 200).cast(pl.Int64),
        pl.format("/assets/{}/{}.js", pl.Series("a", generator.integers(0, 50, count)),
                  pl.Series("b", generator.integers(0, 2000, count))).alias("uri"),
    )  # fmt: skip
