"""Slow functions: their steps are short, so checkpoints, savepoints and cancels are answered in the middle."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from pyflink.common import Configuration
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

from drey.runtime.jobs.client import JobHandle
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.tasks.batch_size import FIRST_ROWS_OF_FUNCTIONS
from tests.parallel.jobs import checkpointed, submitted, wait_for_checkpoints
from tests.waiting import PATIENCE, eventually

ROWS = 500
MANY = 200_000
SECONDS = 0.02
"""What a slow function takes for each row: more than an hour for ``MANY``, so whoever waits for its end waits in vain."""

GROWTH = 8
"""How many times as many rows as it was given before a function is given at most."""


def environment(options: dict[str, str] | None = None) -> TableEnvironment:
    made = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    for key, value in (options or {}).items():
        made.get_config().set(key, value)
    return made


def numbers(rows: int) -> pl.DataFrame:
    return pl.select(
        v=pl.int_range(rows), text=pl.int_range(rows).cast(pl.String) + " is the number of the row"
    )


Make = Callable[[TableEnvironment, Path, int], None]
"""Makes the table ``t`` of so many rows, with files in a directory."""


def of_files(form: str, write: Callable[[pl.DataFrame, Path], object]) -> Make:
    def make(t_env: TableEnvironment, directory: Path, rows: int) -> None:
        directory.mkdir()
        write(numbers(rows), directory / f"f.{form}")
        t_env.execute_sql(
            "CREATE TABLE t (v BIGINT, text STRING) WITH ('connector' = 'filesystem',"
            f" 'path' = '{directory}', 'format' = '{form}')"
        )

    return make


def datagen(t_env: TableEnvironment, directory: Path, rows: int) -> None:
    t_env.execute_sql(
        f"CREATE TABLE t (v BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '{rows}',"
        f" 'fields.v.kind' = 'sequence', 'fields.v.start' = '0', 'fields.v.end' = '{rows - 1}')"
    )


def collection(t_env: TableEnvironment, directory: Path, rows: int) -> None:
    made = t_env.from_elements(
        [(v,) for v in range(rows)], DataTypes.ROW([DataTypes.FIELD("v", DataTypes.BIGINT())])
    )
    t_env.create_temporary_view("t", made)


SOURCES = {
    "csv": of_files("csv", lambda frame, path: frame.write_csv(path, include_header=False)),
    "json": of_files("json", pl.DataFrame.write_ndjson),
    "parquet": of_files("parquet", pl.DataFrame.write_parquet),
    "datagen": datagen,
    "collection": collection,
}


def noting(log: Path, seconds: float = 0.0):
    """A function that takes its time for each row, and notes how many it was given, and in which process."""

    @udf(result_type=DataTypes.BIGINT(), func_type="pandas")
    def noted(v: pd.Series) -> pd.Series:
        time.sleep(seconds * len(v))
        with open(log, "a") as file:
            file.write(f"{os.getpid()} {len(v)}\n")
        return v + 0

    return noted


def sizes(log: Path) -> list[list[int]]:
    """How many rows the function was given, call by call, in each process."""
    found = defaultdict(list)
    for process, rows in map(str.split, log.read_text().splitlines()):
        found[process].append(int(rows))
    return list(found.values())


def total(log: Path) -> int:
    return sum(map(sum, sizes(log)))


def check_steps(log: Path, slack: float = 1.0) -> None:
    """Few rows come first, and then not many times as many, whatever the steps took."""
    assert total(log) == ROWS
    for of_process in sizes(log):
        most = FIRST_ROWS_OF_FUNCTIONS * slack
        for rows in of_process:
            assert rows <= most, of_process
            most = max(most, rows * GROWTH * slack)


def values_of(t_env: TableEnvironment, query: str) -> list[int]:
    with t_env.execute_sql(query).collect() as found:
        return sorted(row[0] for row in found)


# -- how many rows a function is given ------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_a_function_gets_few_rows_first(tmp_path: Path, source: str) -> None:
    t_env = environment()
    SOURCES[source](t_env, tmp_path / "t", ROWS)
    t_env.create_temporary_system_function("noted", noting(tmp_path / "log"))
    assert values_of(t_env, "SELECT noted(v) FROM t") == list(range(ROWS))
    # Files of records are cut by the bytes that a row had before.
    check_steps(tmp_path / "log", 1.5 if source in ("csv", "json") else 1.0)


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_function_behind_an_exchange_gets_few_rows_first(tmp_path: Path, parallelism: int) -> None:
    t_env = environment({"parallelism.default": str(parallelism)})
    SOURCES["csv"](t_env, tmp_path / "t", ROWS)
    t_env.create_temporary_system_function("noted", noting(tmp_path / "log"))
    assert values_of(t_env, "SELECT noted(v) FROM (SELECT DISTINCT v FROM t)") == list(range(ROWS))
    check_steps(tmp_path / "log")


IN_BATCH_MODE = ["SELECT noted(v) FROM t", "SELECT MAX(w) FROM (SELECT noted(v) AS w FROM t)"]


@pytest.mark.parametrize("query", IN_BATCH_MODE)
def test_a_function_gets_few_rows_first_in_batch_mode(tmp_path: Path, query: str) -> None:
    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    SOURCES["parquet"](t_env, tmp_path / "t", ROWS)
    t_env.create_temporary_system_function("noted", noting(tmp_path / "log"))
    assert values_of(t_env, query)[-1] == ROWS - 1
    check_steps(tmp_path / "log")


# -- in the middle of a job that would take more than an hour -------------------------------------------------


def cancelled_in_the_middle(handle: JobHandle, log: Path) -> None:
    handle.cancel()
    assert handle.wait(PATIENCE) is JobStatus.CANCELED
    assert 0 < total(log) < MANY


@pytest.mark.parametrize("source", SOURCES)
def test_a_savepoint_and_a_cancel_are_answered(tmp_path: Path, source: str) -> None:
    log = tmp_path / "log"
    t_env = environment()
    SOURCES[source](t_env, tmp_path / "t", MANY)
    t_env.create_temporary_system_function("noted", noting(log, SECONDS))
    t_env.execute_sql("CREATE TABLE nowhere (v BIGINT) WITH ('connector' = 'blackhole')")
    t_env.execute_sql("INSERT INTO nowhere SELECT noted(v) FROM t")
    handle = submitted()
    eventually(log.exists)
    handle.trigger_savepoint(str(tmp_path / "savepoints"), timeout=PATIENCE)
    behind = total(log)
    eventually(lambda: total(log) > behind, "the job doesn't go on behind the savepoint")
    cancelled_in_the_middle(handle, log)


@pytest.mark.parametrize("query", IN_BATCH_MODE)
def test_a_cancel_is_answered_in_batch_mode(tmp_path: Path, query: str) -> None:
    log = tmp_path / "log"
    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    SOURCES["parquet"](t_env, tmp_path / "t", MANY)
    t_env.create_temporary_system_function("noted", noting(log, SECONDS))
    t_env.execute_sql(query)
    handle = submitted()
    eventually(log.exists)
    cancelled_in_the_middle(handle, log)


UNALIGNED = {"execution.checkpointing.unaligned.enabled": "true"}


def started(
    parallelism: int, directory: Path, log: Path, options: dict[str, str], state: str | None = None
) -> JobHandle:
    """A job whose function is slow behind an exchange, and notes the values that it was given."""
    configuration = Configuration()
    chosen = {**checkpointed(directory, "200 ms"), "parallelism.default": str(parallelism), **options}
    if state is not None:
        chosen["execution.state-recovery.path"] = state
    for key, value in chosen.items():
        configuration.set_string(key, value)
    env = StreamExecutionEnvironment.get_execution_environment(configuration)

    def slow(value: int) -> int:
        time.sleep(SECONDS)
        with open(log, "a") as file:
            file.write(f"{value}\n")
        return value

    env.from_collection(range(MANY)).key_by(lambda value: value % 100).map(slow).print()
    env.execute_async("slow")
    return submitted()


def noted_values(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().splitlines()]


@pytest.mark.parametrize("options", [{}, UNALIGNED], ids=["aligned", "unaligned"])
@pytest.mark.parametrize("parallelism", [1, 2])
def test_checkpoints_complete_and_a_cancel_is_answered(
    tmp_path: Path, parallelism: int, options: dict[str, str]
) -> None:
    log = tmp_path / "log"
    handle = started(parallelism, tmp_path / "checkpoints", log, options)
    eventually(log.exists)
    wait_for_checkpoints(handle, 2)
    behind = len(noted_values(log))
    eventually(lambda: len(noted_values(log)) > behind, "the job doesn't go on behind the checkpoint")
    handle.cancel()
    assert handle.wait(PATIENCE) is JobStatus.CANCELED
    assert len(noted_values(log)) < MANY


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_savepoint_stops_a_slow_job_that_goes_on_behind_it(tmp_path: Path, parallelism: int) -> None:
    log, further = tmp_path / "log", tmp_path / "further"
    first = started(parallelism, tmp_path / "checkpoints", log, {})
    eventually(log.exists)
    path = first.stop_with_savepoint(str(tmp_path / "savepoints"), timeout=PATIENCE)
    second = started(parallelism, tmp_path / "checkpoints", further, {}, path)
    eventually(further.exists)
    second.cancel()
    assert second.wait(PATIENCE) is JobStatus.CANCELED
    done, more = noted_values(log), noted_values(further)
    assert done
    assert more
    assert not set(done) & set(more)
    assert len(done) + len(more) < MANY
