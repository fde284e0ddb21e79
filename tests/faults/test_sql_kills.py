"""A PyFlink program killed by SIGKILL at random moments and restored: nothing is lost, nothing is doubled."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from tests.processes import ended, killed_at_the_end
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
JOB = Path(__file__).parent / "sql_job.py"
ROWS = 1_200_000
FILES = 6


def make_input(work: Path, seed: int) -> pl.DataFrame:
    """Random rows in CSV files, and an empty database with the two tables."""
    generator = np.random.default_rng(seed)
    frame = pl.DataFrame({"id": np.arange(ROWS), "amount": generator.integers(-1000, 1000, ROWS)}).select(
        "id", pl.format("name {}", pl.Series(generator.integers(0, 100_000, ROWS))).alias("name"), "amount"
    )
    (work / "input").mkdir(parents=True)
    for number in range(FILES):
        piece = frame.slice(number * ROWS // FILES, ROWS // FILES)
        piece.write_csv(work / "input" / f"{number}.csv", include_header=False)
    with sqlite3.connect(work / "result.sqlite") as connection:
        connection.execute("CREATE TABLE totals (bucket TEXT PRIMARY KEY, n INTEGER, total INTEGER)")
        connection.execute("CREATE TABLE log (id INTEGER, name TEXT, amount INTEGER)")
    connection.close()
    return frame


def newest_checkpoint(work: Path) -> Path | None:
    """The newest complete checkpoint of any attempt."""
    found: list[tuple[int, Path]] = []
    for path in work.glob("checkpoints/*/chk-*/_metadata"):
        with contextlib.suppress(FileNotFoundError):  # the running job removes what is subsumed
            found.append((path.stat().st_mtime_ns, path.parent))
    return max(found)[1] if found else None


def start(work: Path, job: Path = JOB) -> subprocess.Popen[str]:
    """The job in a process of its own, from the newest complete checkpoint if there is one."""
    options = {
        "execution.checkpointing.interval": "20 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    }
    command = [sys.executable, "-m", "drey", "run", *(f"-D{key}={value}" for key, value in options.items())]
    checkpoint = newest_checkpoint(work)
    if checkpoint is not None:
        command += ["-s", str(checkpoint)]
    return subprocess.Popen(
        [*command, str(job), str(work)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_checkpoint(process: subprocess.Popen[str], work: Path) -> None:
    """Until the attempt has completed a checkpoint of its own, or has ended: slow machines are hit too."""
    before = newest_checkpoint(work)
    eventually(
        lambda: process.poll() is not None or newest_checkpoint(work) != before,
        "no checkpoint was taken",
        pause=0.002,
    )


def run_with_kills(work: Path, seed: int) -> int:
    """Run the job to its end, killing it up to five times; how often a kill hit a job that had checkpoints."""
    moments = random.Random(seed)
    hits = 0
    for attempt in range(6):
        process = start(work)
        with killed_at_the_end(process):
            if attempt < 5:
                if attempt % 2:
                    wait_for_checkpoint(process, work)
                time.sleep(moments.uniform(0.0, 0.3 if attempt % 2 else 1.5))
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
            _, errors = ended(process)
        if process.returncode == 0:
            return hits
        assert process.returncode == -signal.SIGKILL, errors
        if has_ended(work):
            return hits
        hits += newest_checkpoint(work) is not None
    raise AssertionError("the last attempt was not killed and did not end")


def has_ended(work: Path) -> bool:
    """True if all rows are visible: the kill came when the job was over and its checkpoints perhaps gone.

    Restoring then, from an older attempt's checkpoint, would run a finished job again.
    """
    with sqlite3.connect(work / "result.sqlite") as connection:
        (logged,) = connection.execute("SELECT COUNT(*) FROM log").fetchone()
    connection.close()
    written = sum(path.read_bytes().count(b"\n") for path in visible_files(work))
    return bool(logged >= ROWS // 5 and written >= ROWS)


def visible_files(work: Path) -> list[Path]:
    return [path for path in (work / "files").rglob("part-*") if not path.name.startswith((".", "_"))]


def check(work: Path, frame: pl.DataFrame) -> None:
    """All three sinks hold exactly what they should."""
    with sqlite3.connect(work / "result.sqlite") as connection:
        totals = connection.execute("SELECT bucket, n, total FROM totals ORDER BY bucket").fetchall()
        log = connection.execute("SELECT id, name, amount FROM log ORDER BY id").fetchall()
    connection.close()
    wanted = (
        frame.group_by(pl.format("bucket {}", pl.col("name").str.tail(1)).alias("bucket"))
        .agg(pl.len(), pl.col("amount").sum())
        .sort("bucket")
    )
    assert totals == wanted.rows()
    assert log == frame.filter(pl.col("id") % 5 == 0).rows()
    files = visible_files(work)
    written = pl.concat([pl.read_csv(p, has_header=False, new_columns=frame.columns) for p in files])
    assert written.sort("id").rows() == frame.rows()


def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path, torture_seeds: range) -> None:
    hits = 0
    for seed in torture_seeds:
        work = tmp_path / str(seed)
        frame = make_input(work, seed)
        hits += run_with_kills(work, seed)
        check(work, frame)
        print(f"seed {seed}: exact, {hits} kills so far")
    assert hits >= len(torture_seeds) // 2, "too few kills hit a job with checkpoints to mean anything"
