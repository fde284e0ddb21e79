"""An hour at full load: is memory flat, are checkpoints regular?

Run: ``python benchmarks/soak.py [--minutes 60]``. A generator as fast as it goes -> a Python function a row -> GROUP BY
with COUNT, SUM and MAX on 200,000 keys, at parallelism 2 with an incremental checkpoint every 10 s. The keys are all
known after seconds, so what memory grows later is not state. Every 5 s: the resident memory of all processes of the
job, their CPU time, rows, and the checkpoints that ended. Prints the first quarter against the last, and adds the
result to benchmarks/results/. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import history
from background import BackgroundJob, computed, resident, tree
from engines import drey_command
from rich.console import Console
from rich.table import Table

FLAT = 1.05
"""Memory is flat if the last quarter's median is at most this many times the first's."""
REGULAR = 2.0
"""Checkpoints are regular if none failed and no two starts are further apart than this many intervals."""
_HERE = Path(__file__).resolve().parent
_START = 30.0

console = Console()


@dataclass(frozen=True)
class Sample:
    """One look at the job.

    Args:
        seconds: Since the first look.
        memory: Resident bytes of all processes.
        processes: How many they are.
        cpu: Their CPU seconds since they started.
        rows: Rows read since the job started.
        restarts: Restarts since the job started.
    """

    seconds: float
    memory: int
    processes: int
    cpu: float
    rows: int
    restarts: int


def main() -> None:
    options = parse()
    work = Path(tempfile.mkdtemp(prefix="drey-soak-"))
    command = [
        *drey_command("-p", str(options.parallelism)),
        "-D", f"execution.checkpointing.interval={options.interval:g} s",
        "-D", f"execution.checkpointing.dir={work}",
        "-D", "execution.checkpointing.incremental=true",
        str(_HERE / "jobs" / "soak.py"), str(options.keys),
    ]  # fmt: skip
    try:
        with BackgroundJob(command) as job:
            samples, checkpoints = watch(job, options.minutes * 60, options.every)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    figures = summary(samples, checkpoints, options.interval)
    console.print(table_of(figures, options))
    entry = {
        "machine": history.machine(),
        "load": os.getloadavg()[0],
        "versions": history.versions(None),
        "soak": {
            "options": vars(options),
            **figures,
            # one a minute is enough to draw it
            "samples": [asdict(one) for one in samples[:: max(1, round(60 / options.every))]],
        },
    }
    path = history.append(_HERE / "results", entry)
    console.print(f"added to {path.relative_to(_HERE.parent)}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (default 60)")
    parser.add_argument("--keys", type=int, default=200_000, help="keys in the state (default 200,000)")
    parser.add_argument("--parallelism", type=int, default=2)
    parser.add_argument(
        "--interval", type=float, default=10.0, help="seconds between checkpoints (default 10)"
    )
    parser.add_argument("--every", type=float, default=5.0, help="seconds between samples (default 5)")
    return parser.parse_args()


def watch(job: BackgroundJob, seconds: float, every: float) -> tuple[list[Sample], list[dict[str, Any]]]:
    """Samples until the time is over, and the checkpoints in the order of their numbers."""
    name = wait_for(job)
    samples: list[Sample] = []
    checkpoints: dict[int, dict[str, Any]] = {}
    started = time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        job.check()
        facts = ask("status", name)
        pids = tree(job.pid)
        samples.append(
            Sample(
                round(passed, 1),
                sum(map(resident, pids)),
                len(pids),
                round(sum(map(computed, pids)), 1),
                facts["rows_in"],
                facts["restarts"],
            )
        )
        checkpoints.update((one["checkpoint_id"], one) for one in facts["history"])
        if len(samples) % 12 == 1:
            last = samples[-1]
            console.print(
                f"[dim]{passed / 60:.0f} min: {last.memory / 2**20:,.0f} MiB in {last.processes} processes, "
                f"{last.rows:,} rows, {len(checkpoints)} checkpoints[/dim]"
            )
        time.sleep(max(0.0, started + len(samples) * every - time.monotonic()))
    return samples, [one for _, one in sorted(checkpoints.items())]


def wait_for(job: BackgroundJob) -> str:
    """The id of the job once it runs with a first checkpoint or a few seconds."""
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        job.check()
        for one in ask("list"):
            if one["pid"] == job.pid and one["rows_in"]:
                return str(one["id"])
        time.sleep(0.5)
    raise SystemExit(f"the job has read nothing after {_START:.0f} s")


def ask(*arguments: str) -> Any:
    return json.loads(subprocess.check_output([sys.executable, "-m", "drey", *arguments, "--json"]))


def summary(samples: list[Sample], checkpoints: list[dict[str, Any]], interval: float) -> dict[str, Any]:
    """What the samples say."""
    quarter = max(1, len(samples) // 4)
    first, last = (median(one.memory for one in some) for some in (samples[:quarter], samples[-quarter:]))
    seconds = max(samples[-1].seconds - samples[0].seconds, 1e-9)
    completed = [one for one in checkpoints if one["status"] == "COMPLETED"]
    failed = [one for one in checkpoints if one["failure"]]
    starts = [one["started"] for one in completed]
    gaps = [after - before for before, after in pairwise(starts)]
    durations = sorted(one["duration"] for one in completed)
    return {
        "memory_first_quarter": first,
        "memory_last_quarter": last,
        "memory_peak": max(one.memory for one in samples),
        "flat": last <= FLAT * first,
        "rows_per_second": (samples[-1].rows - samples[0].rows) / seconds,
        "cores_used": (samples[-1].cpu - samples[0].cpu) / seconds,
        "restarts": samples[-1].restarts,
        "checkpoints": len(completed),
        "checkpoints_failed": len(failed),
        "checkpoint_median": median(durations) if durations else None,
        "checkpoint_p99": durations[int(0.99 * (len(durations) - 1))] if durations else None,
        "checkpoint_longest": durations[-1] if durations else None,
        "longest_gap": max(gaps, default=None),
        "regular": not failed and bool(gaps) and max(gaps) <= REGULAR * interval,
    }


def table_of(figures: dict[str, Any], options: argparse.Namespace) -> Table:
    table = Table(
        "what", "value", title=f"{options.minutes:g} minutes at full load, parallelism {options.parallelism}"
    )
    first, last = figures["memory_first_quarter"], figures["memory_last_quarter"]
    verdict = "flat" if figures["flat"] else "[red]not flat[/red]"
    table.add_row("memory, first quarter", f"{first / 2**20:,.0f} MiB")
    table.add_row("memory, last quarter", f"{last / 2**20:,.0f} MiB, {last / first:.3f} x: {verdict}")
    table.add_row("memory, peak", f"{figures['memory_peak'] / 2**20:,.0f} MiB")
    table.add_row("rows/s", f"{figures['rows_per_second']:,.0f}")
    table.add_row("cores used", f"{figures['cores_used']:.2f}")
    table.add_row("restarts", str(figures["restarts"]))
    table.add_row("checkpoints", f"{figures['checkpoints']}, {figures['checkpoints_failed']} failed")
    if figures["checkpoint_median"] is not None:
        times = (figures[f"checkpoint_{name}"] for name in ("median", "p99", "longest"))
        table.add_row("checkpoint, median, p99, longest", ", ".join(f"{one:.2f} s" for one in times))
    if figures["longest_gap"] is not None:
        verdict = "regular" if figures["regular"] else "[red]not regular[/red]"
        table.add_row("longest time between two starts", f"{figures['longest_gap']:.1f} s: {verdict}")
    return table


if __name__ == "__main__":
    main()
