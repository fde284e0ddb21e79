"""A job killed by SIGKILL at random moments and restored: nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from drey.runtime.checkpoint.storage import list_checkpoints
from drey.types.changelog import RowKind
from tests.faults.job import rows
from tests.processes import ended, killed_at_the_end
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]


SLOWLY, FAST = "10", "1"
"""Milliseconds for every 50 rows: a job that is to be killed has seconds left, however late the kill comes."""


def start(work: Path, seed: int, pause: str, module: str) -> subprocess.Popen[str]:
    """The job in a process of its own, from its newest complete checkpoint if there is one."""
    checkpoints = work / "checkpoints" / ("f" * 32)
    restore = [str(checkpoints)] if list_checkpoints(checkpoints) else []
    return subprocess.Popen(
        [sys.executable, "-m", module, str(work), str(seed), pause, *restore],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def committed(directory: Path) -> pl.DataFrame:
    """What is visible, in the order of the commits."""
    files = sorted(p for p in directory.glob("*.parquet") if not p.name.startswith("."))
    return pl.concat([pl.read_parquet(path) for path in files], how="diagonal")


def run_with_kills(work: Path, seed: int, kills: int, module: str = "tests.faults.job") -> int:
    """Run the job to its end; the number of kills that hit it while checkpoints were there."""
    moments = random.Random(seed)
    hits = 0
    for _ in range(kills):
        process = start(work, seed, SLOWLY, module)
        checkpoints = work / "checkpoints" / ("f" * 32)
        before = list_checkpoints(checkpoints)
        with killed_at_the_end(process):
            eventually(
                lambda p=process, c=checkpoints, b=before: p.poll() is not None or list_checkpoints(c) != b,
                "no checkpoint was taken",
                pause=0.002,
            )
            time.sleep(moments.uniform(0.0, 0.15))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                hits += 1
            out, errors = ended(process)
        assert process.returncode in (-signal.SIGKILL, 0), errors
        if out == "finished\n":  # a kill may come between the end of the job and that of its process
            return hits
    process = start(work, seed, FAST, module)
    out, errors = ended(process)
    assert (process.returncode, out) == (0, "finished\n"), errors
    return hits


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_and_nothing_is_doubled(tmp_path, seed):
    hits = run_with_kills(tmp_path, seed, kills=5)
    assert hits >= 2, "the kills came too late to mean anything"
    wanted = rows(seed)
    raw = committed(tmp_path / "raw")
    assert raw["v"].to_list() == wanted["v"].to_list()
    assert raw.select(wanted.columns).equals(wanted)
    table: dict[int, int] = {}
    for key, value, kind in (
        committed(tmp_path / "full").with_columns(pl.col("$kind").fill_null(0)).iter_rows()
    ):
        if RowKind(kind).is_add:
            assert kind == RowKind.UPDATE_AFTER or key not in table, "an insert of a row that is there"
            table[key] = value
        else:
            assert table[key] == value, "a retraction of a row that isn't there"
            if kind == RowKind.DELETE:
                del table[key]
    final: dict[int, int] = {}
    for key, value, kind in wanted.iter_rows():
        if kind == RowKind.DELETE:
            final.pop(key, None)
        else:
            final[key] = value
    assert table == final
