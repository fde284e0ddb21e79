"""Rows per second of the group aggregate operator alone, batches of 128 k rows already in memory.

Run: ``python benchmarks/group_aggregate.py [rows]``. One line per case.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.testing.operators import operator_for

BATCH = 131_072


def call(name: str, arguments: list[int], type_: str, output: str) -> dict[str, Any]:
    base = {"distinct": False, "filter": None, "options": []}
    return {"name": name, "arguments": arguments, "type": type_, "output": output, **base}


def rate(frame: pl.DataFrame, key: str, calls: list[dict[str, Any]]) -> float:
    """Rows per second over a frame with the columns k, v, d."""
    output = ", ".join([f"k {key}", *(f"{c['output']} {c['type']}" for c in calls)])
    params = {"keys": ["k"], "calls": calls, "generate_update_before": True, "retract_input": False}
    operator = operator_for(GroupAggregateOperator, params, f"k {key}, v BIGINT, d DOUBLE", output)
    batches = [ChangelogBatch(frame.slice(offset, BATCH)) for offset in range(0, frame.height, BATCH)]
    started = time.perf_counter()
    for batch in batches:
        for _ in operator.process(batch):
            pass
    return frame.height / (time.perf_counter() - started)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    generator = np.random.default_rng(7)
    one = [call("SUM", [1], "BIGINT", "s")]
    four = [
        call("COUNT", [], "BIGINT", "n"),
        call("SUM", [1], "BIGINT", "s"),
        call("AVG", [2], "DOUBLE", "a"),
        call("MAX", [1], "BIGINT", "m"),
    ]
    for key, keys in (
        ("STRING", 10),
        ("STRING", 100_000),
        ("BIGINT", 10),
        ("BIGINT", 100_000),
        ("BIGINT", 5_000_000),
    ):
        frame = pl.DataFrame(
            {
                "k": generator.integers(0, keys, rows),
                "v": generator.integers(0, 1000, rows),
                "d": generator.random(rows),
            }
        )
        if key == "STRING":
            frame = frame.with_columns(pl.format("customer-{}", "k").alias("k"))
        for name, calls in (("SUM", one), ("COUNT SUM AVG MAX", four)):
            print(
                f"{key:6} keys={keys:>9,} {name:18}: {rate(frame, key, calls) / 1e6:6.1f} M rows/s",
                flush=True,
            )


if __name__ == "__main__":
    main()
