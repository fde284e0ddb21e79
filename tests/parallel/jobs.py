"""Jobs of several tasks for these tests, and how to hold, hit and look at them."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pyflink.common import Row, RowKind
from pyflink.table import EnvironmentSettings, TableEnvironment

from drey.runtime.jobs.client import JobHandle
from drey.session.defaults import running_jobs
from drey.testing.paced import hold
from tests.waiting import eventually

Remaining = Counter[tuple[object, ...]]

BASE = {"table.local-time-zone": "UTC", "drey.source.batch-rows": "100"}
_TAKES = (RowKind.UPDATE_BEFORE, RowKind.DELETE)


def environment(parallelism: int, options: dict[str, str] | None = None) -> TableEnvironment:
    """A streaming environment at a parallelism."""
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    for key, value in {**BASE, "parallelism.default": str(parallelism), **(options or {})}.items():
        t_env.get_config().set(key, value)
    return t_env


def checkpointed(directory: Path, interval: str = "50 ms", **more: str) -> dict[str, str]:
    """Options for checkpoints that outlive the job; of ``more`` ``__`` is a dot and ``_`` a dash."""
    return {
        "execution.checkpointing.interval": interval,
        "execution.checkpointing.dir": directory.as_uri(),
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        **{key.replace("__", ".").replace("_", "-"): value for key, value in more.items()},
    }


def restarting(directory: Path, attempts: int) -> dict[str, str]:
    """As :func:`checkpointed`, for a job that restarts so many times after any failure, soon."""
    return checkpointed(
        directory,
        restart_strategy__type="fixed-delay",
        restart_strategy__fixed_delay__attempts=str(attempts),
        restart_strategy__fixed_delay__delay="10 ms",
    )


def read_numbers(
    t_env: TableEnvironment, directory: Path, control: Path | None = None, rows: int = 50
) -> None:
    """Make the table ``t`` of the files of the fixture ``numbers``; with ``control`` it can be held."""
    connector = "'connector' = 'filesystem'"
    if control is not None:
        connector = (
            "'connector' = 'paced', 'paced.connector' = 'filesystem',"
            f" 'paced.rows' = '{rows}', 'paced.pause' = '2 ms', 'paced.control' = '{control}'"
        )
    t_env.execute_sql(
        f"CREATE TABLE t (k STRING, v BIGINT) WITH ({connector}, 'path' = '{directory}', 'format' = 'csv')"
    )


def changes(t_env: TableEnvironment, query: str) -> list[Row]:
    """All changes of a query's result."""
    with t_env.execute_sql(query).collect() as found:
        return list(found)


def remaining(rows: Iterable[Row]) -> Remaining:
    """The rows that a changelog leaves.

    Raises:
        AssertionError: It takes back a row that isn't there.
    """
    left: Remaining = Counter()
    for row in rows:
        values = tuple(row)
        if row.get_row_kind() in _TAKES:
            assert left[values] > 0, f"{row.get_row_kind()} of a row that isn't there: {values}"
            left[values] -= 1
        else:
            left[values] += 1
    return +left


def submitted() -> JobHandle:
    """The job that was submitted last and runs."""
    return running_jobs()[-1]


def pids(handle: JobHandle) -> dict[int, int]:
    """The process ids of a job's workers by slot."""
    return handle._job.executors.worker_pids


def wait_for_checkpoints(handle: JobHandle, count: int = 1) -> None:
    """Until so many more checkpoints are complete."""
    before = handle.metrics().checkpoints.count
    eventually(lambda: handle.metrics().checkpoints.count >= before + count or handle.status().terminal)
    assert not handle.status().terminal, handle.exception


def kill(handle: JobHandle, slot: int) -> int:
    """Kill a worker at once; its process id. Returns when another has taken its place, or the job has ended."""
    eventually(lambda: slot in pids(handle))
    pid = pids(handle)[slot]
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: handle.status().terminal or pids(handle).get(slot, pid) != pid)
    return pid


def gone(pid: int) -> bool:
    """True if no such process is there any more, or only its exit status."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def let_go(control: Path) -> None:
    """Let held sources go on."""
    hold(control, None)
