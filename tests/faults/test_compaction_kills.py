"""A parallel job that merges the files it writes, killed at named points: every row is in one visible file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from drey.testing.paced import hold
from tests.faults.test_sql_kills import ROOT, newest_checkpoint
from tests.processes import ended, killed_at_the_end
from tests.waiting import eventually

JOB = Path(__file__).parent / "compaction_job.py"
ROWS = 20_000
POINTS = ["pre-commit:3", "snapshot-written:3", "manifest-written:2", "before-commit:2", "committed:2"]


def attempt(work: Path, fault: str) -> int:
    """Run the job, from the newest checkpoint if there is one; its exit status."""
    options = {
        "parallelism.default": "2",
        "execution.checkpointing.interval": "150 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.delay": "0 s",
    }
    command = [sys.executable, "-m", "drey", "run", *(f"-D{key}={value}" for key, value in options.items())]
    checkpoint = newest_checkpoint(work)
    if checkpoint is not None:
        command += ["-s", str(checkpoint)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DREY_FAULT": f"{fault}:{work / 'fired'}",
    }
    process = subprocess.Popen(
        [*command, str(JOB), str(work)], env=environment, stderr=subprocess.PIPE, text=True
    )
    with killed_at_the_end(process):
        feed(process, work)
        _, errors = ended(process)
    assert process.returncode in (0, -signal.SIGKILL), errors
    return process.returncode


def feed(process: subprocess.Popen[str], work: Path) -> None:
    """Let the job have some more rows with each checkpoint, and all of them once the fault has come."""
    held, seen = 200, newest_checkpoint(work)

    def fired() -> bool:
        nonlocal held, seen
        newest = newest_checkpoint(work)
        if newest != seen:
            held, seen = min(held + 200, ROWS // 2 - 1), newest
            hold(work / "control", held)
        return process.poll() is not None or (work / "fired").exists()

    hold(work / "control", held)
    eventually(fired, "the fault never came")
    hold(work / "control", None)


@pytest.mark.parametrize("fault", POINTS)
def test_a_kill_loses_and_doubles_nothing(tmp_path: Path, fault: str) -> None:
    (tmp_path / "input").mkdir()
    frame = pl.DataFrame({"id": range(ROWS), "v": range(7, ROWS + 7)})
    for number in range(2):
        frame[number * ROWS // 2 : (number + 1) * ROWS // 2].write_csv(
            tmp_path / "input" / f"{number}.csv", include_header=False
        )
    if attempt(tmp_path, fault):
        assert attempt(tmp_path, fault) == 0  # the process that was killed was the job's own
    assert (tmp_path / "fired").exists()
    found = []
    for path in (tmp_path / "files").rglob("*"):
        if path.is_file() and path.name != "_SUCCESS":
            assert path.name.startswith("compacted-part-"), path
            found.append(pl.read_csv(path, has_header=False, new_columns=["id", "v"]))
    assert pl.concat(found).sort("id").rows() == frame.rows()
    assert len(list((tmp_path / "files").rglob("_SUCCESS"))) == 3
