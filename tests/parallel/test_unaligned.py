"""Rows that barriers have overtaken are in the checkpoint: a restore at any parallelism has each of them once."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from pyflink.table import DataTypes, TableEnvironment
from pyflink.table.udf import udf

from drey.runtime.jobs.client import JobHandle
from drey.runtime.scheduling.job_status import JobStatus
from drey.testing.paced import hold
from tests.parallel.jobs import (
    checkpointed,
    environment,
    let_go,
    read_numbers,
    submitted,
    wait_for_checkpoints,
)
from tests.waiting import PATIENCE, eventually

ROWS = 3000


def start(t_env: TableEnvironment, numbers: Path, control: Path) -> JobHandle:
    """Copy all rows through an exchange; while the source is held its reader is slow, so that rows wait in it."""

    @udf(result_type=DataTypes.BIGINT())
    def slowly(v):
        if control.read_text() != "all":
            time.sleep(0.05)
        return v

    read_numbers(t_env, numbers, control)
    t_env.create_temporary_system_function("slowly", slowly)
    t_env.execute_sql(
        "CREATE TABLE copy (v BIGINT, n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv',"
        f" 'path' = '{control.parent / 'copy'}')"
    )
    t_env.execute_sql("INSERT INTO copy SELECT v, slowly(v) FROM (SELECT DISTINCT k, v FROM t)")
    return submitted()


def overtaken(checkpoint: Path) -> int:
    """How many rows of exchanges a checkpoint has."""
    manifest = json.loads((checkpoint / "_metadata").read_text())
    tables = [
        table["layers"]
        for operator in manifest["operators"]
        for subtask in operator["subtasks"]
        for name, table in subtask["tables"].items()
        if name.startswith(("$input", "$output"))
    ]
    return sum(file["rows"] for layers in tables for layer in layers for file in layer)


@pytest.mark.parametrize("parallelism", [1, 2, 3])
def test_overtaken_rows_are_restored(numbers: Path, tmp_path: Path, parallelism: int) -> None:
    control = tmp_path / "control"
    hold(control, 300)
    unaligned = {"execution.checkpointing.unaligned.enabled": "true"}
    t_env = environment(2, {**checkpointed(tmp_path / "checkpoints"), **unaligned})
    handle = start(t_env, numbers, control)
    eventually(lambda: handle.progress().rows_in > 0)
    wait_for_checkpoints(handle, 2)
    handle.cancel()
    handle.wait(PATIENCE)
    newest = max(
        (tmp_path / "checkpoints").glob("*/chk-*/_metadata"), key=lambda path: path.stat().st_mtime_ns
    ).parent
    assert overtaken(newest), "no row waited in the exchange"
    t_env = environment(parallelism, {"execution.state-recovery.path": str(newest)})
    let_go(control)
    handle = start(t_env, numbers, control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    files = [path for path in (tmp_path / "copy").rglob("part-*") if not path.name.startswith(".")]
    frames = [pl.read_csv(path, has_header=False, new_columns=["v", "n"]) for path in files]
    assert Counter(pl.concat(frames)["v"].to_list()) == Counter(range(ROWS))
