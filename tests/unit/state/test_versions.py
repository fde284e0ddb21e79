"""Savepoints of every version of the format go on to be restored."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from drey.graph.job_graph import JobGraph
from drey.runtime.jobs.client import submit
from drey.runtime.scheduling.job_status import JobStatus
from tests.doubles.connectors import COMMITTED, EVENTS, OPENED_GATES
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

SAVEPOINTS = Path(__file__).parents[2] / "data" / "savepoints"
ROW = row_type(k="BIGINT", w="STRING", v="BIGINT")
OUT = row_type(k="BIGINT", n="BIGINT", s="BIGINT", lo="BIGINT", hi="STRING", d="BIGINT", f="STRING")
ROWS = 200
TAKEN_AT = 100
"""The savepoints were taken by this job after so many rows."""

FRAME = pl.DataFrame(
    {
        "k": [i % 7 for i in range(ROWS)],
        "w": ["abc"[i % 3] + str(i % 5) for i in range(ROWS)],
        "v": [(i * 37) % 101 - 50 for i in range(ROWS)],
    }
)


def call(
    name: str, argument: int | None, type_: str, output: str, distinct: bool = False
) -> dict[str, object]:
    arguments = [] if argument is None else [argument]
    return {"name": name, "arguments": arguments, "type": type_, "distinct": distinct, "filter": None,
            "output": output, "options": []}  # fmt: skip


def job(gate_at: int) -> JobGraph:
    """A GROUP BY with state of all kinds: columns, counted values, listed values."""
    graph = GraphBuilder("versioned job")
    source = graph.rows(FRAME, ROW, batch="50", gate="g", gate_at=str(gate_at))
    calls = [
        call("COUNT", None, "BIGINT NOT NULL", "n"),
        call("SUM", 2, "BIGINT", "s"),
        call("MIN", 2, "BIGINT", "lo"),
        call("MAX", 1, "STRING", "hi"),
        call("COUNT", 1, "BIGINT NOT NULL", "d", distinct=True),
        call("FIRST_VALUE", 1, "STRING", "f"),
    ]
    params = {"keys": ["k"], "calls": calls, "generate_update_before": True, "retract_input": True}
    graph.sink(graph.add("group-aggregate", params, [source], OUT, uid="groups"), OUT)
    return graph.build()


def expected() -> list[tuple[object, ...]]:
    return (
        FRAME.group_by("k")
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("v").sum().alias("s"),
            pl.col("v").min().alias("lo"),
            pl.col("w").max().alias("hi"),
            pl.col("w").n_unique().cast(pl.Int64).alias("d"),
            pl.col("w").first().alias("f"),
        )
        .sort("k")
        .rows()
    )


@pytest.fixture(autouse=True)
def _fresh() -> None:
    COMMITTED.clear()
    EVENTS.clear()
    OPENED_GATES.clear()


def finished_from(path: Path) -> list[tuple[object, ...]]:
    """The last result of every key that the job emits when it goes on from a savepoint."""
    handle = submit(job(-1), {"execution.state-recovery.path": str(path)})
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    rows = pl.concat(COMMITTED["out"]).select(OUT.names)
    return rows.unique("k", keep="last", maintain_order=True).sort("k").rows()


@pytest.mark.parametrize("version", sorted(path.name for path in SAVEPOINTS.iterdir()))
def test_a_kept_savepoint_goes_on(version: str) -> None:
    assert finished_from(SAVEPOINTS / version) == expected()


def test_a_savepoint_of_now_goes_on(tmp_path: Path) -> None:
    handle = submit(job(TAKEN_AT))
    eventually(lambda: handle.progress().rows_in == TAKEN_AT)
    path = handle.stop_with_savepoint(str(tmp_path), timeout=PATIENCE)
    OPENED_GATES["g"].set()
    COMMITTED.clear()
    assert finished_from(Path(path)) == expected()
