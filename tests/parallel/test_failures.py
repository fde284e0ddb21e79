"""What the user sees when something in a worker process fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyflink.table import DataTypes, TableEnvironment
from pyflink.table.udf import udf

from drey.errors import CheckpointError, JobError
from drey.runtime.jobs.client import JobHandle
from drey.runtime.scheduling.job_status import JobStatus
from drey.testing.paced import hold
from tests.parallel.jobs import (
    changes,
    checkpointed,
    environment,
    gone,
    kill,
    let_go,
    pids,
    read_numbers,
    restarting,
    submitted,
    wait_for_checkpoints,
)
from tests.processes import ended, killed_at_the_end, next_line, run
from tests.waiting import PATIENCE, eventually

ROOT = Path(__file__).parents[2]
BLACKHOLE = "CREATE TABLE nothing (k STRING, n BIGINT) WITH ('connector' = 'blackhole')"
INSERT = "INSERT INTO nothing SELECT k, COUNT(*) FROM t GROUP BY k"


def held_job(
    numbers: Path, control: Path, options: dict[str, str] | None = None
) -> tuple[TableEnvironment, JobHandle]:
    """A job at parallelism 2 that counts by key, and its sources held before their hundredth row."""
    hold(control, 100)
    t_env = environment(2, options)
    read_numbers(t_env, numbers, control)
    t_env.execute_sql(BLACKHOLE)
    t_env.execute_sql(INSERT)
    return t_env, submitted()


class BadNumberError(Exception):
    """What a user's function raises."""


@udf(result_type=DataTypes.BIGINT())
def fragile(v):
    if v == 1234:
        raise BadNumberError(f"no {v}, please")
    return v


def test_an_exception_of_a_user_function_comes_as_itself_with_its_place(numbers: Path) -> None:
    t_env = environment(2)
    read_numbers(t_env, numbers)
    t_env.create_temporary_function("fragile", fragile)
    with pytest.raises(BadNumberError, match="no 1234, please") as caught:
        changes(t_env, "SELECT k, SUM(fragile(v)) FROM t GROUP BY k")
    notes = "\n".join(caught.value.__notes__)
    lines = Path(__file__).read_text().splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if "raise BadNumberError" in text)
    assert f'File "{__file__}", line {line}, in fragile' in notes, notes
    assert "raise BadNumberError" in notes


class UnsendableError(Exception):
    """What can't be pickled, nor shown."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()

    def __str__(self) -> str:
        raise RuntimeError("no text")


@udf(result_type=DataTypes.BIGINT())
def unsendable(v):
    try:
        return {}[v]
    except KeyError:
        raise UnsendableError from None


@udf(result_type=DataTypes.BIGINT())
def leaving(v):
    sys.exit(0)


CRASHING = """
import os
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

@udf(result_type=DataTypes.BIGINT())
def crashing(v):
    os.abort()

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.create_temporary_function("crashing", crashing)
t_env.execute_sql("SELECT crashing(v) FROM (VALUES 1, 2) AS t(v)").print()
"""


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_function_that_leaves_fails_its_job(numbers: Path, parallelism: int) -> None:
    t_env = environment(parallelism)
    read_numbers(t_env, numbers)
    t_env.create_temporary_function("leaving", leaving)
    with pytest.raises(JobError, match=r"SystemExit: 0\nhint: a function that is to end its job"):
        changes(t_env, "SELECT k, SUM(leaving(v)) FROM t GROUP BY k")


def test_an_exception_that_is_neither_sent_nor_shown_keeps_its_place(numbers: Path) -> None:
    t_env = environment(2)
    read_numbers(t_env, numbers)
    t_env.create_temporary_function("unsendable", unsendable)
    with pytest.raises(JobError, match=r"UnsendableError: <its str\(\) fails: RuntimeError>") as caught:
        changes(t_env, "SELECT k, SUM(unsendable(v)) FROM t GROUP BY k")
    notes = "\n".join(caught.value.__notes__)
    assert "in Python function 'unsendable'" in notes
    assert "raise UnsendableError from None" in notes


def test_an_exception_without_a_text_fails_its_job_in_this_process(numbers: Path) -> None:
    t_env = environment(1)
    read_numbers(t_env, numbers)
    t_env.create_temporary_function("unsendable", unsendable)
    with pytest.raises(UnsendableError):
        changes(t_env, "SELECT k, SUM(unsendable(v)) FROM t GROUP BY k")


def test_a_worker_that_crashes_says_in_which_line(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(CRASHING)
    done = run(
        [sys.executable, "-m", "drey", "run", "-p", "2", "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 1
    assert 'File "program.py", line 8 in crashing' in done.stderr
    assert "was lost: its process has ended unexpectedly" in done.stderr


def test_a_lost_worker_without_checkpoints_fails_the_job(numbers: Path, tmp_path: Path) -> None:
    _, handle = held_job(numbers, tmp_path / "control")
    eventually(lambda: len(pids(handle)) == 2 and handle.progress().rows_in > 0)
    workers = list(pids(handle).values())
    kill(handle, 1)
    with pytest.raises(JobError, match="worker 2 was lost: its process has ended unexpectedly"):
        handle.wait(PATIENCE)
    assert handle.status() is JobStatus.FAILED
    eventually(lambda: all(gone(pid) for pid in workers))


def test_a_fixed_number_of_restarts_is_used_up(numbers: Path, tmp_path: Path) -> None:
    options = restarting(tmp_path / "checkpoints", attempts=2)
    _, handle = held_job(numbers, tmp_path / "control", options)
    for slot in (0, 1):
        wait_for_checkpoints(handle)
        kill(handle, slot)
        assert not handle.status().terminal
    wait_for_checkpoints(handle)
    kill(handle, 0)
    with pytest.raises(JobError, match="worker 1 was lost"):
        handle.wait(PATIENCE)


def test_too_many_failures_in_a_while_end_the_job(numbers: Path, tmp_path: Path) -> None:
    options = checkpointed(
        tmp_path / "checkpoints",
        restart_strategy__type="failure-rate",
        restart_strategy__failure_rate__max_failures_per_interval="1",
        restart_strategy__failure_rate__failure_rate_interval="10 min",
        restart_strategy__failure_rate__delay="10 ms",
    )
    _, handle = held_job(numbers, tmp_path / "control", options)
    wait_for_checkpoints(handle)
    kill(handle, 0)
    wait_for_checkpoints(handle)
    kill(handle, 1)
    with pytest.raises(JobError, match="worker 2 was lost"):
        handle.wait(PATIENCE)


def test_a_snapshot_of_another_maximum_parallelism_is_refused(numbers: Path, tmp_path: Path) -> None:
    control = tmp_path / "control"
    t_env, handle = held_job(numbers, control)
    path = handle.stop_with_savepoint(str(tmp_path / "savepoints"), timeout=PATIENCE)
    let_go(control)
    t_env.get_config().set("execution.state-recovery.path", path)
    t_env.get_config().set("pipeline.max-parallelism", "64")
    with pytest.raises(CheckpointError) as caught:
        t_env.execute_sql(INSERT)
    assert caught.value.message == "the maximum parallelism of the job differs from that of its keyed state"
    assert caught.value.hint == "set 'pipeline.max-parallelism' to '128'"


PROGRAM = """
import signal
import threading
import time

from pyflink.table import EnvironmentSettings, TableEnvironment

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.execute_sql(
    "CREATE TABLE t (k STRING, v BIGINT) WITH ('connector' = 'paced', 'paced.connector' = 'filesystem',"
    " 'paced.control' = 'control', 'path' = '{input}', 'format' = 'csv')"
)
t_env.execute_sql("CREATE TABLE nothing (k STRING, n BIGINT) WITH ('connector' = 'blackhole')")
result = t_env.execute_sql("INSERT INTO nothing SELECT k, COUNT(*) FROM t GROUP BY k")
from drey.runtime.execution import fork_server
from drey.session.defaults import running_jobs
executors = running_jobs()[-1]._job.executors

def tell():
    while len(executors.worker_pids) < 2 or signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.01)  # the workers are not there, or the wait has not begun
    print(*executors.worker_pids.values(), fork_server._server._process.pid, flush=True)

threading.Thread(target=tell, daemon=True).start()
result.wait()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_user_process_ends(
    numbers: Path, tmp_path: Path, number: signal.Signals
) -> None:
    hold(tmp_path / "control", 100)
    (tmp_path / "program.py").write_text(PROGRAM.replace("{input}", str(numbers)))
    process = subprocess.Popen(
        [sys.executable, "-m", "drey", "run", "-Dparallelism.default=2", "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with killed_at_the_end(process):
        processes = [int(pid) for pid in next_line(process).split()]
        assert len(processes) == 3
        if number is signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does
        else:
            process.send_signal(number)
        _, errors = ended(process)
        assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}.get(number, -number), errors
        if number is signal.SIGINT:
            assert errors == "interrupted\n"
    eventually(lambda: all(gone(pid) for pid in processes))
