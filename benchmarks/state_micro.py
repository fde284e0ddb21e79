"""Rows per second of the key index: random BIGINT keys, batches of 64 k to 256 k rows.

Run: ``python benchmarks/state_micro.py [rows]``. One line per case.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import polars as pl

from drey.runtime.state.key_index import KeyIndex


def key_index_rate(rows: int, keys: int, batch: int, text: bool = False) -> tuple[float, float]:
    """Rows per second while the index fills, and once every key is known."""
    values = np.random.default_rng(7).integers(0, keys, rows)
    frame = pl.DataFrame({"k": values})
    if text:
        frame = frame.select(pl.format("customer-{}", "k").alias("k"))
    index = KeyIndex(frame.schema)
    rates = []
    for _ in range(2):
        started = time.perf_counter()
        for offset in range(0, rows, batch):
            index.lookup_or_insert(frame.slice(offset, batch))
        rates.append(rows / (time.perf_counter() - started))
    return rates[0], rates[1]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    for text in (False, True):
        for keys in (100, 100_000, 5_000_000):
            for batch in (65_536, 262_144):
                filling, known = key_index_rate(rows, keys, batch, text)
                kind = "STRING" if text else "BIGINT"
                print(
                    f"{kind} keys={keys:>9,} batch={batch:>7,}: "
                    f"filling {filling / 1e6:6.1f} M rows/s, known {known / 1e6:6.1f} M rows/s"
                )


if __name__ == "__main__":
    main()
