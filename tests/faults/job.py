"""The job that the fault tests kill: rows through an upsert normaliser into two exactly-once sinks.

Usage: ``python -m tests.faults.job WORK_DIRECTORY SEED PAUSE [RESTORE_PATH]``. It takes PAUSE milliseconds for every 50
rows at least, and prints ``finished`` at its end.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import polars as pl

from drey.runtime.jobs.client import submit
from drey.runtime.scheduling.job_status import JobStatus
from drey.types.changelog import RowKind
from tests.doubles.graphs import GraphBuilder, row_type

ROW = row_type(k="BIGINT", v="BIGINT")
ROWS, KEYS = 30_000, 500


def rows(seed: int) -> pl.DataFrame:
    """Upserts and deletes of a few keys, the same for the same seed."""
    chosen = random.Random(seed)
    kinds = [int(RowKind.UPDATE_AFTER)] * 4 + [int(RowKind.DELETE)]
    return pl.DataFrame(
        {
            "k": [chosen.randrange(KEYS) for _ in range(ROWS)],
            "v": range(ROWS),
            "$kind": [chosen.choice(kinds) for _ in range(ROWS)],
        },
        schema={"k": pl.Int64, "v": pl.Int64, "$kind": pl.Int8},
    )


def main(work: Path, seed: int, pause: str, restore: str | None) -> None:
    graph = GraphBuilder("fault job")
    source = graph.rows(rows(seed), ROW, batch="50", pause_ms=pause)
    graph.sink(source, ROW, path="raw", connector="directory-sink", directory=str(work / "raw"))
    normalized = graph.add("changelog-normalize", {"keys": ["k"]}, [source], ROW, uid="normalize")
    graph.sink(normalized, ROW, path="full", connector="directory-sink", directory=str(work / "full"))
    options = {
        "execution.checkpointing.interval": "15 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
        "execution.checkpointing.num-retained": "2",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "$internal.pipeline.job-id": "f" * 32,
    }
    if restore is not None:
        options["execution.state-recovery.path"] = restore
    handle = submit(graph.build(), options)
    assert handle.wait() is JobStatus.FINISHED
    print("finished", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4] if len(sys.argv) > 4 else None)
