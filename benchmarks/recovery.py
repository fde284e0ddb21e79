"""From the loss of a task to the first new output, with a large keyed state, at parallelism 2 with checkpoints.

GROUP BY with COUNT and SUM on 20 M BIGINT keys (about 1 GB) over an endless sequence. When every key is in the state
and two checkpoints are complete since, the job is broken, and the time counts until the first row that a restarted
task prints arrives here. Restarts without delay. Two ways to break it:

- killed: SIGKILL of one worker process. Flink runs on a cluster of this machine for it, with a TaskManager to spare for
  each kill; most of its time goes by before its heartbeats, with their defaults, find that one is missing.
- raised: the Python function raises once. Flink runs as scripts run it, in its mini-cluster of one process.

The state is filled once for each engine and way, and the job broken several times.

Flink keeps the state in RocksDB with incremental checkpoints and 2 GB of managed memory, as its heap would not hold it,
and runs Python in its thread mode, whose output does not wait for a bundle.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from background import BackgroundJob
from data_sets import scaled
from engines import drey_command
from flink_cluster import FlinkCluster
from rich.table import Table
from scenario import Outcome, Setting

KEYS = 20_000_000
INTERVAL = 10.0
_FILL_LIMIT = 1800.0
_CHECKPOINT_LIMIT = 600.0
_RECOVERY_LIMIT = 300.0
_CALM = 2.0
_PRINTED = re.compile(r"\+[IU]\[([0-9a-f]{8}), (\d+), -?\d+\]$")
_HERE = Path(__file__).resolve().parent
_FLINK_OPTIONS = (
    "python.execution-mode=thread",
    "state.backend.type=rocksdb",
    "execution.checkpointing.incremental=true",
)
_MANAGED = "1gb", "2gb"
"""Flink's managed memory of a TaskManager with one slot, and of the mini-cluster with two."""


def run(setting: Setting) -> Outcome:
    """Each way, broken ``setting.times`` times."""
    ways = [("drey", "killed"), ("drey", "raised")]
    if setting.flink:
        ways += [("flink", "killed"), ("flink", "raised")]
    keys = scaled(KEYS, setting.scale)
    runs = {}
    for engine, how in ways:
        say = f"recovery: {engine}, {how}: "
        runs[f"{engine} {how}"] = one_run(
            engine, how, keys, setting, lambda what, say=say: setting.say(say + what)
        )
    return Outcome(table_of(runs, keys), {"keys": keys, "runs": runs})


def one_run(engine: str, how: str, keys: int, setting: Setting, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds to fill the state and of each recovery, and the bytes of the files of all checkpoints kept."""
    work = Path(tempfile.mkdtemp(prefix="drey-recovery-"))
    flag, checkpoints = work / "fail", work / "checkpoints"
    checkpoints.mkdir()
    interval = max(1.0, INTERVAL * min(setting.scale, 1.0))
    options = [
        "parallelism.default=2",
        f"execution.checkpointing.interval={interval * 1000:.0f} ms",
        f"execution.checkpointing.dir={checkpoints.as_uri()}",
        "restart-strategy.type=fixed-delay",
        # Flink tries again and again while it doesn't know yet that a worker is gone.
        "restart-strategy.fixed-delay.attempts=1000000",
        "restart-strategy.fixed-delay.delay=0 s",
    ]
    started = time.time()
    recovered, size = [], 0
    try:
        with begun(engine, how, [str(keys), str(flag), *options], setting) as job:
            say("filling the state")
            until(job, lambda: filled(job), _FILL_LIMIT, "the state did not fill")
            filling = time.time() - started
            for turn in range(setting.times):
                first = newest(checkpoints)
                say(f"filled in {filling:.0f} s, waiting for two checkpoints, failure {turn + 1}")
                until(job, lambda: newest(checkpoints) >= first + 2, _CHECKPOINT_LIMIT, "no checkpoints")  # noqa: B023
                time.sleep(_CALM)
                known = {name for _, name, _ in printed(job, time.time() - _CALM)}
                size = sum(one.stat().st_size for one in checkpoints.rglob("*") if one.is_file())
                broken = fail_once(job, flag) if how == "raised" else kill_a_worker(job)
                say("broken, waiting for new output")
                recovered.append(first_output(job, broken, known) - broken)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return {
        "filled": round(filling, 2),
        "recovered": [round(one, 3) for one in recovered],
        "checkpoint_bytes": size,
    }


def begun(engine: str, how: str, arguments: list[str], setting: Setting) -> BackgroundJob | FlinkCluster:
    """The job, to be entered."""
    script = _HERE / "jobs" / "recovery.py"
    if engine == "drey":
        return BackgroundJob([*drey_command("-p", "2"), str(script), *arguments])
    assert setting.flink is not None
    if how == "killed":
        (python,) = setting.flink
        return FlinkCluster(python, script, [*arguments, *_FLINK_OPTIONS], 2 + setting.times, _MANAGED[0])
    managed = f"taskmanager.memory.managed.size={_MANAGED[1]}"
    return BackgroundJob([*setting.flink, str(script), *arguments, *_FLINK_OPTIONS, managed])


def first_output(job: BackgroundJob | FlinkCluster, broken: float, known: set[str]) -> float:
    """Wait for the first row of an attempt that had printed nothing before; when it came."""
    until(job, lambda: new_output(job, broken, known), _RECOVERY_LIMIT, "no new output")
    output = new_output(job, broken, known)
    assert output is not None
    return output


def until(
    job: BackgroundJob | FlinkCluster, condition: Callable[[], object], limit: float, failure: str
) -> None:
    deadline = time.monotonic() + limit
    while not condition():
        job.check()
        if time.monotonic() > deadline:
            raise SystemExit(f"{failure} in {limit:.0f} s")
        time.sleep(0.05)


def filled(job: BackgroundJob | FlinkCluster) -> bool:
    """True if a key was seen twice: the two halves of the sequence meet all keys once before they meet any again."""
    return any(int(seen) >= 2 for _, _, seen in printed(job, time.time() - 1))


def printed(job: BackgroundJob | FlinkCluster, since: float) -> list[tuple[float, str, str]]:
    """The time, attempt and count of the rows that came since then, the newest first."""
    found = []
    for when, line in reversed(job.lines):
        if when < since:
            break
        match = _PRINTED.search(line)
        if match:
            found.append((when, match[1], match[2]))
    return found


def new_output(job: BackgroundJob | FlinkCluster, broken: float, known: set[str]) -> float | None:
    """When the first row of an attempt came that had printed nothing before."""
    return min((when for when, name, _ in printed(job, broken) if name not in known), default=None)


def newest(checkpoints: Path) -> int:
    """The number of the newest complete checkpoint, 0 without one."""
    return max((int(one.parent.name[4:]) for one in checkpoints.glob("*/chk-*/_metadata")), default=0)


def kill_a_worker(job: BackgroundJob | FlinkCluster) -> float:
    """Kill a worker process that has state; when that was."""
    if isinstance(job, FlinkCluster):
        return job.kill_a_worker()
    drey = [sys.executable, "-m", "drey"]
    jobs = json.loads(subprocess.check_output([*drey, "list", "--json"]))
    (name,) = (one["id"] for one in jobs if one["pid"] == job.pid)
    facts = json.loads(subprocess.check_output([*drey, "status", name, "--json"]))
    worker = int(next(iter(facts["workers"].values())))
    killed = time.time()
    os.kill(worker, signal.SIGKILL)
    return killed


def fail_once(job: BackgroundJob | FlinkCluster, flag: Path) -> float:
    """Let the Python function raise; when it saw the file that tells it."""
    seen = flag.with_name(flag.name + ".seen")
    seen.unlink(missing_ok=True)
    flag.touch()
    until(job, seen.exists, _RECOVERY_LIMIT, "the function saw no flag")
    return seen.stat().st_ctime


def table_of(runs: dict[str, dict[str, Any]], keys: int) -> Table:
    table = Table(
        "engine and failure", "to first new output", "longest", "state filled in", "checkpoint files",
        title=f"Recovery with {keys:,} keys",
    )  # fmt: skip
    for name, one in runs.items():
        times = one["recovered"]
        table.add_row(
            name,
            f"{median(times):.2f} s",
            f"{max(times):.2f} s",
            f"{one['filled']:.0f} s",
            f"{one['checkpoint_bytes'] / 1e6:,.0f} MB",
        )
    return table
