"""Runs the program whose savepoints are kept."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / "data" / "parallel_savepoints"
"""A directory for each version of the format: ``savepoint``, and the files that were visible then."""

ROWS = 4_000
PLACEHOLDER = "/recorded"
"""Stands for the directory of the run in the manifests that are kept."""


def make_database(work: Path) -> None:
    """The empty table of the totals."""
    with sqlite3.connect(work / "result.sqlite") as connection:
        connection.execute(
            "CREATE TABLE totals (k INTEGER PRIMARY KEY, n INTEGER, total INTEGER, least INTEGER, kinds INTEGER)"
        )
    connection.close()


def start(
    work: Path, parallelism: int, restore: Path | None = None, record: Path | None = None
) -> subprocess.Popen[str]:
    """The program in a process of its own; with ``record`` slowly, until it has made a savepoint there."""
    options = {
        "drey.source.batch-rows": "50",
        "execution.checkpointing.interval": "100 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
    }
    command = [sys.executable, "-m", "drey", "run", "-p", str(parallelism)]
    command += [f"-D{key}={value}" for key, value in options.items()]
    if restore is not None:
        command += ["-s", str(restore)]
    arguments = [str(work), str(ROWS), "0"] if record is None else [str(work), str(ROWS), "0.05", str(record)]
    return subprocess.Popen(
        [*command, str(Path(__file__).with_name("job.py")), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
