"""Jobs whose checkpoints build on each other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.places import place
from drey.runtime.checkpoint.storage import drop_snapshot, list_checkpoints
from drey.runtime.jobs.client import JobHandle, submit
from drey.runtime.scheduling.job_status import JobStatus
from tests.doubles.connectors import COMMITTED, EVENTS, OPENED_GATES
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

ROW = row_type(k="BIGINT", v="BIGINT")
OUT = row_type(k="BIGINT", n="BIGINT NOT NULL")
ROWS, KEYS, GATE = 300_000, 120_000, 240_000
FRAME = pl.select(k=pl.int_range(ROWS) % KEYS, v=pl.int_range(ROWS))


@pytest.fixture(autouse=True)
def _fresh() -> None:
    COMMITTED.clear()
    EVENTS.clear()
    OPENED_GATES.clear()


def job(gate_at: int) -> JobGraph:
    """Counts by key, with more than 4 MB of state; the source waits in front of a row."""
    graph = GraphBuilder("counting")
    source = graph.rows(FRAME, ROW, batch="5000", gate="g", gate_at=str(gate_at))
    count = {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
             "output": "n", "options": []}  # fmt: skip
    params = {"keys": ["k"], "calls": [count], "generate_update_before": False, "retract_input": False}
    graph.sink(graph.add("group-aggregate", params, [source], OUT, uid="groups"), OUT)
    return graph.build()


def options(directory: Path | str, **further: str) -> dict[str, str]:
    keys = {f"execution.checkpointing.{key.replace('_', '-')}": value for key, value in further.items()}
    return {
        "execution.checkpointing.interval": "20 ms",
        "execution.checkpointing.dir": str(directory),
        "execution.checkpointing.num-retained": "2",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        **keys,
    }


def cancelled_at_the_gate(chosen: dict[str, str], incremental: bool = True) -> JobHandle:
    handle = submit(job(GATE), chosen)
    eventually(lambda: handle.progress().rows_in == GATE)
    seen = handle.metrics().checkpoints.count

    def settled() -> bool:
        found = handle.metrics().checkpoints
        return found.count >= seen + 3 and (found.last_size < 0.2 * found.last_full_size) == incremental

    eventually(settled)
    handle.cancel()
    assert handle.wait(PATIENCE) is JobStatus.CANCELED
    OPENED_GATES["g"].set()
    return handle


def last_counts() -> list[int]:
    rows = (
        pl.concat(frame.select("k", "n") for frame in COMMITTED["out"])
        .unique("k", keep="last", maintain_order=True)
        .sort("k")
    )
    assert rows["k"].to_list() == list(range(KEYS))
    return rows["n"].to_list()


EXPECTED = [ROWS // KEYS + (k < ROWS % KEYS) for k in range(KEYS)]


def named(checkpoint: Path) -> set[str]:
    manifest = json.loads((checkpoint / "_metadata").read_text())
    layers = [
        layer
        for operator in manifest["operators"]
        for subtask in operator["subtasks"]
        for table in subtask["tables"].values()
        for layer in table["layers"]
    ]
    return {file["path"] for layer in layers for file in layer}


@pytest.mark.parametrize("claim", ["NO_CLAIM", "CLAIM"])
def test_a_job_goes_on_from_a_chain_of_files(tmp_path: Path, claim: str) -> None:
    first = cancelled_at_the_gate(options(tmp_path))
    directory = tmp_path / first.job_id
    kept = [path for _, path in list_checkpoints(directory)]
    files = set().union(*map(named, kept))
    assert {f"../shared/{path.name}" for path in (directory / "shared").iterdir()} == files
    chosen = {**options(tmp_path, num_retained="1"), "execution.state-recovery.claim-mode": claim}
    second = submit(job(-1), {**chosen, "execution.state-recovery.path": str(kept[-1])})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert last_counts() == EXPECTED
    left = {f"../shared/{path.name}" for path in (directory / "shared").iterdir()}
    assert left == (files if claim == "NO_CLAIM" else named(kept[0]))
    assert kept[-1].exists() == (claim == "NO_CLAIM")
    assert not (tmp_path / second.job_id).exists(), "a finished job leaves no checkpoints"


def test_checkpoints_are_whole_if_the_user_wants(tmp_path: Path) -> None:
    chosen = options(tmp_path)
    chosen["state.backend.incremental"] = "false"
    first = cancelled_at_the_gate(chosen, incremental=False)
    assert first.metrics().checkpoints.last_size == first.metrics().checkpoints.last_full_size
    assert not (tmp_path / first.job_id / "shared").exists()


def test_a_savepoint_is_whole_and_can_be_moved(tmp_path: Path) -> None:
    first = submit(job(GATE), options(tmp_path / "c"))
    eventually(lambda: first.progress().rows_in == GATE and first.metrics().checkpoints.count > 2)
    path = first.stop_with_savepoint(str(tmp_path / "s"), timeout=PATIENCE)
    OPENED_GATES["g"].set()
    assert [one.name for one in (tmp_path / "s").iterdir()] == [Path(path).name]
    shutil.rmtree(tmp_path / "c", ignore_errors=True)
    moved = shutil.move(path, tmp_path / "moved")
    second = submit(job(-1), {"execution.state-recovery.path": str(moved)})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert last_counts() == EXPECTED


def test_checkpoints_in_an_object_store_build_on_each_other():
    url = "memory://increments"
    directory = place(url, {})
    first = cancelled_at_the_gate(options(url))
    shared = directory / first.job_id / "shared"
    assert list(shared.iterdir())
    found = list_checkpoints(directory / first.job_id)
    again = submit(job(-1), {**options(url), "execution.savepoint.path": str(found[-1][1])})
    assert again.wait(PATIENCE) is JobStatus.FINISHED
    assert last_counts() == [ROWS // KEYS + (k < ROWS % KEYS) for k in range(KEYS)]
    for _, path in found:
        drop_snapshot(path)
    assert not list(shared.iterdir()), "shared files go with the last checkpoint that names them"
