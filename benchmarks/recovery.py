"""From the loss of a task to the first new output, with a large keyed state, at parallelism 2 with checkpoints.

GROUP BY with COUNT and SUM on 20 M BIGINT keys (about 1 GB) over an endless sequence. When every key is in the state
and two checkpoints are complete since, the job is broken, and the time counts until the first row that a restarted
task prints arrives here. Restarts without delay. Two ways to break it:

- killed: SIGKILL of one worker process of Drey. Flink's local mini-cluster is one process, so there is nothing of it
  that could be killed alone.
- raised: the Python function raises once. This is done on both engines, as what can be compared; Flink has its
  processes all the while and restarts a task only.

Flink keeps the state in RocksDB with incremental checkpoints, as its heap would not hold it, and runs Python in its
thread mode, whose output does not wait for a bundle.
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

from background import BackgroundJob
from data_sets import scaled
from engines import drey_command
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


def run(setting: Setting) -> Outcome:
    """Each way in turn, ``setting.times`` times."""
    ways = [("drey", "killed"), ("drey", "raised")]
    if setting.flink:
        ways.append(("flink", "raised"))
    keys = scaled(KEYS, setting.scale)
    runs: dict[str, list[dict[str, float]]] = {}
    for turn in range(setting.times):
        for engine, how in ways:
            say = f"recovery: {engine}, {how}, run {turn + 1} of {setting.times}: "
            figures = one_run(engine, how, keys, setting, lambda what, say=say: setting.say(say + what))
            runs.setdefault(f"{engine} {how}", []).append(figures)
    return Outcome(table_of(runs, keys), {"keys": keys, "runs": runs})


def one_run(
    engine: str, how: str, keys: int, setting: Setting, say: Callable[[str], None]
) -> dict[str, float]:
    """Seconds to fill the state and to recover, and the bytes of the files of all checkpoints kept."""
    work = Path(tempfile.mkdtemp(prefix="drey-recovery-"))
    flag, checkpoints = work / "fail", work / "checkpoints"
    checkpoints.mkdir()
    interval = max(1.0, INTERVAL * min(setting.scale, 1.0))
    options = [
        "parallelism.default=2",
        f"execution.checkpointing.interval={interval * 1000:.0f} ms",
        f"execution.checkpointing.dir={checkpoints.as_uri()}",
        "restart-strategy.type=fixed-delay",
        "restart-strategy.fixed-delay.attempts=10",
        "restart-strategy.fixed-delay.delay=0 s",
    ]
    if engine == "drey":
        command = drey_command("-p", "2")
    else:
        assert setting.flink is not None
        command, options = setting.flink, [*options, *_FLINK_OPTIONS]
    started = time.time()
    try:
        with BackgroundJob(
            [*command, str(_HERE / "jobs" / "recovery.py"), str(keys), str(flag), *options]
        ) as job:
            say("filling the state")
            until(job, lambda: filled(job), _FILL_LIMIT, "the state did not fill")
            filling = time.time() - started
            first = newest(checkpoints)
            say(f"filled in {filling:.0f} s, waiting for two checkpoints")
            until(job, lambda: newest(checkpoints) >= first + 2, _CHECKPOINT_LIMIT, "no checkpoints")
            time.sleep(_CALM)
            known = {name for _, name, _ in printed(job, time.time() - _CALM)}
            size = sum(one.stat().st_size for one in checkpoints.rglob("*") if one.is_file())
            broken = kill_a_worker(job) if how == "killed" else fail_once(job, flag)
            say("broken, waiting for new output")
            until(job, lambda: new_output(job, broken, known), _RECOVERY_LIMIT, "no new output")
            output = new_output(job, broken, known)
            assert output is not None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return {
        "filled": round(filling, 2),
        "recovered": round(output - broken, 3),
        "checkpoint_bytes": size,
    }


def until(job: BackgroundJob, condition: Callable[[], object], limit: float, failure: str) -> None:
    deadline = time.monotonic() + limit
    while not condition():
        job.check()
        if time.monotonic() > deadline:
            raise SystemExit(f"{failure} in {limit:.0f} s")
        time.sleep(0.05)


def filled(job: BackgroundJob) -> bool:
    """True if a key was seen twice: the two halves of the sequence meet all keys once before they meet any again."""
    return any(int(seen) >= 2 for _, _, seen in printed(job, time.time() - 1))


def printed(job: BackgroundJob, since: float) -> list[tuple[float, str, str]]:
    """The time, attempt and count of the rows that came since then, the newest first."""
    found = []
    for when, line in reversed(job.lines):
        if when < since:
            break
        match = _PRINTED.search(line)
        if match:
            found.append((when, match[1], match[2]))
    return found


def new_output(job: BackgroundJob, broken: float, known: set[str]) -> float | None:
    """When the first row of an attempt came that had printed nothing before."""
    return min((when for when, name, _ in printed(job, broken) if name not in known), default=None)


def newest(checkpoints: Path) -> int:
    """The number of the newest complete checkpoint, 0 without one."""
    return max((int(one.parent.name[4:]) for one in checkpoints.glob("*/chk-*/_metadata")), default=0)


def kill_a_worker(job: BackgroundJob) -> float:
    """Kill the first worker process of a job of Drey; when that was."""
    drey = [sys.executable, "-m", "drey"]
    jobs = json.loads(subprocess.check_output([*drey, "list", "--json"]))
    (name,) = (one["id"] for one in jobs if one["pid"] == job.pid)
    facts = json.loads(subprocess.check_output([*drey, "status", name, "--json"]))
    worker = int(next(iter(facts["workers"].values())))
    killed = time.time()
    os.kill(worker, signal.SIGKILL)
    return killed


def fail_once(job: BackgroundJob, flag: Path) -> float:
    """Let the Python function raise; when it saw the file that tells it."""
    seen = flag.with_name(flag.name + ".seen")
    flag.touch()
    until(job, seen.exists, _RECOVERY_LIMIT, "the function saw no flag")
    return seen.stat().st_ctime


def table_of(runs: dict[str, list[dict[str, float]]], keys: int) -> Table:
    table = Table(
        "engine and failure", "to first new output", "longest", "state filled in", "checkpoint files",
        title=f"Recovery with {keys:,} keys",
    )  # fmt: skip
    for name, some in runs.items():
        times = [one["recovered"] for one in some]
        table.add_row(
            name,
            f"{median(times):.2f} s",
            f"{max(times):.2f} s",
            f"{median(one['filled'] for one in some):.0f} s",
            f"{median(one['checkpoint_bytes'] for one in some) / 1e6:,.0f} MB",
        )
    return table
