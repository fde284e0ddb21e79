"""Workers that are killed or stopped while a job writes exactly once, and savepoints restored at another parallelism."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

import polars as pl
import pytest
from pyflink.table import DataTypes, TableEnvironment
from pyflink.table.udf import ScalarFunction, udf

from drey.runtime.checkpoint.storage import complete_snapshot
from drey.runtime.execution import fork_server
from drey.runtime.jobs import checkpoints
from drey.runtime.jobs.client import JobHandle
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.state.table import KeyedTable
from drey.testing.paced import hold
from tests.parallel.jobs import (
    checkpointed,
    environment,
    kill,
    let_go,
    pids,
    read_numbers,
    restarting,
    submitted,
    wait_for_checkpoints,
)
from tests.waiting import PATIENCE, eventually

ROWS = 3000
COPY = "INSERT INTO copy SELECT k, v FROM t"
BY_KEY = "INSERT INTO copy SELECT DISTINCT k, v FROM t"


@pytest.fixture
def control(tmp_path: Path) -> Path:
    hold(tmp_path / "control", 100)
    return tmp_path / "control"


def start(t_env: TableEnvironment, insert: str, numbers: Path, control: Path) -> JobHandle:
    """Write all rows of the fixture into CSV files."""
    read_numbers(t_env, numbers, control)
    t_env.execute_sql(
        "CREATE TABLE copy (k STRING, v BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv',"
        f" 'path' = '{control.parent / 'copy'}')"
    )
    t_env.execute_sql(insert)
    return submitted()


def read_copy(control: Path) -> pl.DataFrame:
    files = [path for path in (control.parent / "copy").rglob("part-*") if not path.name.startswith(".")]
    return pl.concat([pl.read_csv(path, has_header=False, new_columns=["k", "v"]) for path in files])


def check_copy(control: Path) -> None:
    """Every row is there once."""
    found = Counter(read_copy(control)["v"].to_list())
    assert [v for v in range(ROWS) if v not in found] == [], "rows are lost"
    assert {v: n for v, n in found.items() if n > 1} == {}, "rows are doubled"


@pytest.mark.parametrize("insert", [COPY, BY_KEY], ids=["no exchange", "by key"])
@pytest.mark.parametrize("parallelism", [2, 3])
def test_workers_are_killed(
    numbers: Path, tmp_path: Path, control: Path, insert: str, parallelism: int
) -> None:
    t_env = environment(parallelism, checkpointed(tmp_path / "checkpoints"))
    handle = start(t_env, insert, numbers, control)
    for round_, slot in enumerate((0, parallelism - 1, 0), 2):
        wait_for_checkpoints(handle)
        kill(handle, slot)
        hold(control, 100 * round_)
    wait_for_checkpoints(handle)
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    check_copy(control)


def test_the_fork_server_is_killed_and_then_a_worker(numbers: Path, tmp_path: Path, control: Path) -> None:
    handle = start(environment(2, checkpointed(tmp_path / "checkpoints")), BY_KEY, numbers, control)
    wait_for_checkpoints(handle)
    assert fork_server._server is not None
    os.kill(fork_server._server._process.pid, signal.SIGKILL)
    kill(handle, 0)
    wait_for_checkpoints(handle)
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    check_copy(control)


def test_a_worker_that_stands_still_for_a_while_loses_nothing(
    numbers: Path, tmp_path: Path, control: Path
) -> None:
    handle = start(environment(2, checkpointed(tmp_path / "checkpoints")), BY_KEY, numbers, control)
    wait_for_checkpoints(handle)
    pid = pids(handle)[1]
    os.kill(pid, signal.SIGSTOP)
    let_go(control)
    time.sleep(2)
    os.kill(pid, signal.SIGCONT)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert pids(handle).get(1, pid) == pid
    check_copy(control)


@pytest.mark.parametrize("parallelism", [1, 3, 4])
@pytest.mark.parametrize("insert", [COPY, BY_KEY], ids=["no exchange", "by key"])
def test_a_savepoint_is_restored_at_another_parallelism(
    numbers: Path, tmp_path: Path, control: Path, insert: str, parallelism: int
) -> None:
    t_env = environment(2, checkpointed(tmp_path / "checkpoints"))
    handle = start(t_env, insert, numbers, control)
    wait_for_checkpoints(handle)
    path = handle.stop_with_savepoint(str(tmp_path / "savepoints"), timeout=PATIENCE)
    let_go(control)
    t_env.get_config().set("execution.state-recovery.path", path)
    t_env.get_config().set("parallelism.default", str(parallelism))
    t_env.execute_sql(insert)
    handle = submitted()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    check_copy(control)


class FailingOnce(ScalarFunction):
    """Gives back what it gets; raises once, where a file is."""

    def __init__(self, flag: Path) -> None:
        self._flag = flag

    def eval(self, v):
        if self._flag.exists():
            self._flag.unlink()
            raise RuntimeError("once")
        return v


@pytest.mark.parametrize("who", ["function", "operator"])
def test_the_state_of_a_task_that_failed_is_not_kept_beside_the_restored_one(
    numbers: Path, tmp_path: Path, control: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    made: WeakSet[KeyedTable] = WeakSet()
    fail, make, process = FailingOnce(tmp_path / "fail"), KeyedTable.__init__, GroupAggregateOperator.process

    def noted(self: KeyedTable, *args: Any) -> None:
        made.add(self)
        make(self, *args)

    def failing(self: GroupAggregateOperator, *args: Any) -> Any:
        fail.eval(None)
        return process(self, *args)

    monkeypatch.setattr(KeyedTable, "__init__", noted)
    if who == "operator":
        monkeypatch.setattr(GroupAggregateOperator, "process", failing)
    options = restarting(tmp_path / "checkpoints", attempts=2)
    t_env = environment(1, options)
    t_env.create_temporary_function("failing", udf(fail, result_type=DataTypes.BIGINT()))
    gc.disable()  # it would tidy up by chance
    try:
        handle = start(
            t_env,
            "INSERT INTO copy SELECT k, failing(v) FROM (SELECT DISTINCT k, v FROM t)",
            numbers,
            control,
        )
        wait_for_checkpoints(handle)
        (tmp_path / "fail").touch()
        hold(control, 500)
        eventually(lambda: handle.progress().restarts == 1)
        wait_for_checkpoints(handle)
        eventually(lambda: len(made) == 1)
    finally:
        gc.enable()
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    check_copy(control)


def test_a_failure_restarts_only_what_hangs_together(numbers: Path, tmp_path: Path, control: Path) -> None:
    once = tmp_path / "failed once"

    @udf(result_type=DataTypes.BIGINT())
    def fails_once(v):
        if not once.exists():
            once.touch()
            raise RuntimeError("once")
        return v

    options = checkpointed(
        tmp_path / "checkpoints",
        restart_strategy__type="fixed-delay",
        restart_strategy__fixed_delay__delay="10 ms",
    )
    t_env = environment(2, options)
    t_env.create_temporary_function("fails_once", fails_once)
    read_numbers(t_env, numbers, control)
    t_env.execute_sql(f"CREATE TABLE s WITH ('path' = '{numbers}/.') LIKE t (OVERWRITING OPTIONS)")
    for name in ("healthy", "fragile"):
        t_env.execute_sql(f"CREATE TABLE {name} (v BIGINT) WITH ('connector' = 'blackhole')")
    inserts = t_env.create_statement_set()
    inserts.add_insert_sql("INSERT INTO healthy SELECT v FROM t")
    inserts.add_insert_sql("INSERT INTO fragile SELECT fails_once(v) FROM s")
    inserts.execute()
    handle = submitted()
    life, execution = handle._job._life, handle._job._plan.execution
    names = {task.id: task.name for task in execution.tasks}
    assert len(execution.regions) == 2, names
    eventually(lambda: max(map(life.task_attempt, names)) > 1)
    wait_for_checkpoints(handle)
    untouched = [names[one] for one in names if life.task_attempt(one) == 1]
    assert len(untouched) == 2
    assert all("healthy" in one for one in untouched)
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED


class FailsFirst(ScalarFunction):
    """Raises in its first attempt, once ``after`` is there, and notes its attempts as files."""

    def __init__(self, notes: Path, after: Path) -> None:
        self.notes, self.after = notes, after

    def open(self, function_context: Any) -> None:
        self.attempt = function_context.get_attempt_number()
        Path(f"{self.notes}-{self.attempt}").touch()

    def eval(self, v: int) -> int:
        if self.attempt == 0 and self.after.exists():
            raise RuntimeError("the first attempt")
        return v


def test_attempts_are_counted_for_each_task(numbers: Path, tmp_path: Path, control: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    options = restarting(tmp_path / "checkpoints", attempts=2)
    t_env = environment(2, options)
    read_numbers(t_env, numbers, control)
    t_env.execute_sql(f"CREATE TABLE s WITH ('path' = '{numbers}/.') LIKE t (OVERWRITING OPTIONS)")
    inserts = t_env.create_statement_set()
    for name, source, after in (("early", "t", notes), ("later", "s", notes / "early-1")):
        fails = udf(FailsFirst(notes / name, after), result_type=DataTypes.BIGINT())
        t_env.create_temporary_function(f"{name}_fails", fails)
        t_env.execute_sql(f"CREATE TABLE {name} (v BIGINT) WITH ('connector' = 'blackhole')")
        inserts.add_insert_sql(f"INSERT INTO {name} SELECT {name}_fails(v) FROM {source}")
    inserts.execute()
    handle = submitted()
    eventually((notes / "early-1").exists)
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert sorted(one.name for one in notes.iterdir()) == ["early-0", "early-1", "later-0", "later-1"]


def test_the_clock_of_the_machine_jumps(
    numbers: Path, tmp_path: Path, control: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = itertools.cycle((0, -86_400, 3_600, -1))
    jumping = {
        "time": lambda: time.time() + next(jumps),
        "time_ns": lambda: time.time_ns() + next(jumps) * 1_000_000_000,
    }
    clock = SimpleNamespace(**{**vars(time), **jumping})
    monkeypatch.setattr("drey.runtime.jobs.checkpoints.time", clock)
    monkeypatch.setattr("drey.runtime.clock.time", clock)
    handle = start(environment(2, checkpointed(tmp_path / "checkpoints")), BY_KEY, numbers, control)
    wait_for_checkpoints(handle, 5)
    kill(handle, 0)
    wait_for_checkpoints(handle, 5)
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    check_copy(control)


def test_a_restart_uses_the_checkpoint_before_one_that_cannot_be_read(
    numbers: Path,
    tmp_path: Path,
    control: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    restarted, numbers_of_calls = threading.Event(), itertools.count(1)

    def complete(*arguments: object) -> object:
        if next(numbers_of_calls) == 3:
            restarted.wait(PATIENCE)  # so that the second one stays the newest
        return complete_snapshot(*arguments)

    monkeypatch.setattr(checkpoints, "complete_snapshot", complete)
    t_env = environment(2, checkpointed(tmp_path / "checkpoints", execution__checkpointing__num_retained="2"))
    read_numbers(t_env, numbers, control)
    t_env.execute_sql("CREATE TABLE nowhere (k STRING, n BIGINT) WITH ('connector' = 'blackhole')")
    t_env.execute_sql("INSERT INTO nowhere SELECT k, COUNT(*) FROM t GROUP BY k")
    handle = submitted()
    eventually(lambda: handle.metrics().checkpoints.count == 2)
    newest = Path(str(handle.metrics().checkpoints.last_path))
    (newest / "_metadata").write_text("{")
    kill(handle, 0)
    restarted.set()
    wait_for_checkpoints(handle)
    let_go(control)
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    warning = f"warning: checkpoint {newest.name.removeprefix('chk-')} can't be read"
    assert warning in capsys.readouterr().err
