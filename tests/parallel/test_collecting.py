"""Rows that a client collects of a job that is hit: each once, with the checkpoint that it belongs to."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from drey.runtime.scheduling.job_status import JobStatus
from drey.testing.paced import hold
from tests.parallel.jobs import (
    checkpointed,
    environment,
    kill,
    let_go,
    read_numbers,
    remaining,
    submitted,
    wait_for_checkpoints,
)
from tests.waiting import PATIENCE, eventually

ROWS = 3000


@pytest.fixture
def control(tmp_path: Path) -> Path:
    hold(tmp_path / "control", 100)
    return tmp_path / "control"


@pytest.mark.parametrize("parallelism", [2, 3])
def test_workers_are_killed_and_each_row_is_collected_once(
    numbers: Path, tmp_path: Path, control: Path, parallelism: int
) -> None:
    t_env = environment(parallelism, checkpointed(tmp_path / "checkpoints"))
    read_numbers(t_env, numbers, control)
    result = t_env.execute_sql("SELECT k, v FROM t")
    handle = submitted()
    for round_, slot in enumerate((0, parallelism - 1, 0), 2):
        wait_for_checkpoints(handle)
        kill(handle, slot)
        hold(control, 100 * round_)
    let_go(control)
    with result.collect() as rows:
        found = Counter(row[1] for row in rows)
    assert handle._job.restarts >= 1
    assert [v for v in range(ROWS) if v not in found] == [], "rows are lost"
    assert {v: n for v, n in found.items() if n > 1} == {}, "rows are doubled"


def test_a_changelog_is_collected_once_over_restarts(numbers: Path, tmp_path: Path, control: Path) -> None:
    t_env = environment(2, checkpointed(tmp_path / "checkpoints"))
    read_numbers(t_env, numbers, control)
    query = "SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k"
    result = t_env.execute_sql(query)
    handle = submitted()
    wait_for_checkpoints(handle)
    kill(handle, 0)
    hold(control, 200)
    wait_for_checkpoints(handle)
    kill(handle, 1)
    let_go(control)
    with result.collect() as rows:
        found = remaining(rows)  # fails where a change comes twice
    straight = environment(1)
    read_numbers(straight, numbers)
    with straight.execute_sql(query).collect() as rows:
        assert found == remaining(rows)


def test_rows_wait_for_the_checkpoint(numbers: Path, tmp_path: Path, control: Path) -> None:
    t_env = environment(1, checkpointed(tmp_path / "checkpoints", "1 h"))
    read_numbers(t_env, numbers, control)
    result = t_env.execute_sql("SELECT v FROM t")
    handle = submitted()
    eventually(lambda: handle.progress().rows_out == 100)
    assert handle.results().take(0) is None
    handle.trigger_savepoint(str(tmp_path / "savepoints"), timeout=PATIENCE)
    assert handle.results().take(0) is None, "a savepoint commits nothing"
    let_go(control)
    with result.collect() as rows:  # the last checkpoint is that at the end of the input
        assert len(list(rows)) == ROWS


@pytest.mark.parametrize("mode", ["AT_LEAST_ONCE", None])
def test_rows_come_at_once_where_they_may_come_twice(
    numbers: Path, tmp_path: Path, control: Path, mode: str | None
) -> None:
    options = {} if mode is None else checkpointed(tmp_path / "checkpoints", "1 h")
    t_env = environment(1, {**options, **({"execution.checkpointing.mode": mode} if mode else {})})
    read_numbers(t_env, numbers, control)
    result = t_env.execute_sql("SELECT v FROM t")
    handle = submitted()
    eventually(lambda: handle.progress().rows_out == 100)
    with result.collect() as rows:
        assert len([next(rows) for _ in range(100)]) == 100
    assert handle.join(PATIENCE)
    assert handle.status() is JobStatus.CANCELED


def test_a_job_that_ends_with_a_savepoint_gives_all_of_its_rows(
    numbers: Path, tmp_path: Path, control: Path
) -> None:
    t_env = environment(2, checkpointed(tmp_path / "checkpoints", "1 h"))
    read_numbers(t_env, numbers, control)
    result = t_env.execute_sql("SELECT v FROM t")
    path = submitted().stop_with_savepoint(str(tmp_path / "savepoints"), timeout=PATIENCE)
    let_go(control)
    with result.collect() as rows:
        found = [row[0] for row in rows]
    t_env.get_config().set("execution.state-recovery.path", path)
    with t_env.execute_sql("SELECT v FROM t").collect() as rows:
        found += [row[0] for row in rows]
    assert sorted(found) == list(range(ROWS))


def test_a_job_is_cancelled_again_and_again_and_each_row_is_collected_once(
    numbers: Path, tmp_path: Path, control: Path
) -> None:
    found: list[int] = []
    path = ""
    for round_ in range(1, 6):
        t_env = environment(1 + round_ % 2, checkpointed(tmp_path / "checkpoints", "20 ms"))
        read_numbers(t_env, numbers, control)
        if path:
            t_env.get_config().set("execution.state-recovery.path", path)
        hold(control, 100 * round_)
        result = t_env.execute_sql("SELECT v FROM t")
        handle = submitted()
        wait_for_checkpoints(handle)
        if round_ == 5:
            let_go(control)
        else:
            handle.cancel()
        found += [row[0] for row in result.collect()]
        path = str(handle.metrics().checkpoints.last_path)
    assert sorted(found) == list(range(ROWS))
