"""Slow functions: their steps are short, so checkpoints, savepoints and cancels are answered in the middle."""

from __future__ import annotations

import os
import time
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
from tests.parallel.jobs import checkpointed, eventually, submitted, wait_for_checkpoints

ROWS, PAUSE = 500, 0.002
LARGEST = 4 * int(0.1 / PAUSE)
"""Rows of a batch of which each takes ``PAUSE``: a tenth of a second's, and more as a busy machine misleads the guess."""


def environment(options: dict[str, str] | None = None) -> TableEnvironment:
    made = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    for key, value in (options or {}).items():
        made.get_config().set(key, value)
    return made


def numbers(rows: int = ROWS) -> pl.DataFrame:
    return pl.select(v=pl.int_range(rows), text=pl.int_range(rows).cast(pl.String) + " is a number")


def of_files(
    form: str, write: Callable[[pl.DataFrame, Path], object]
) -> Callable[[TableEnvironment, Path], None]:
    def make(t_env: TableEnvironment, directory: Path) -> None:
        write(numbers(), directory / f"f.{form}")
        t_env.execute_sql(
            "CREATE TABLE t (v BIGINT, text STRING) WITH ('connector' = 'filesystem',"
            f" 'path' = '{directory}', 'format' = '{form}')"
        )

    return make


def datagen(t_env: TableEnvironment, directory: Path) -> None:
    t_env.execute_sql(
        f"CREATE TABLE t (v BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '{ROWS}',"
        f" 'fields.v.kind' = 'sequence', 'fields.v.start' = '0', 'fields.v.end' = '{ROWS - 1}')"
    )


def collection(t_env: TableEnvironment, directory: Path) -> None:
    rows = t_env.from_elements(
        [(v,) for v in range(ROWS)], DataTypes.ROW([DataTypes.FIELD("v", DataTypes.BIGINT())])
    )
    t_env.create_temporary_view("t", rows)


SOURCES = {
    "csv": of_files("csv", lambda frame, path: frame.write_csv(path, include_header=False)),
    "json": of_files("json", pl.DataFrame.write_ndjson),
    "parquet": of_files("parquet", pl.DataFrame.write_parquet),
    "datagen": datagen,
    "collection": collection,
}


def noting(log: Path):
    """A function that takes its time for each row, and notes how many it was given."""

    @udf(result_type=DataTypes.BIGINT(), func_type="pandas")
    def slowly(v: pd.Series) -> pd.Series:
        time.sleep(PAUSE * len(v))
        with open(log, "a") as file:
            file.write(f"{os.getpid()} {len(v)}\n")
        return v + 0

    return slowly


def noted(log: Path) -> list[int]:
    return [int(line.split()[1]) for line in log.read_text().splitlines()]


def values_of(t_env: TableEnvironment, query: str) -> list[int]:
    with t_env.execute_sql(query).collect() as found:
        return sorted(row[0] for row in found)


@pytest.mark.parametrize("source", SOURCES)
def test_a_slow_function_gets_few_rows_at_once(tmp_path: Path, source: str) -> None:
    t_env = environment()
    (tmp_path / "t").mkdir()
    SOURCES[source](t_env, tmp_path / "t")
    t_env.create_temporary_system_function("slowly", noting(tmp_path / "log"))
    assert values_of(t_env, "SELECT slowly(v) FROM t") == list(range(ROWS))
    sizes = noted(tmp_path / "log")
    assert sum(sizes) == ROWS
    assert max(sizes) <= LARGEST


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_slow_function_behind_an_exchange_gets_few_rows_at_once(tmp_path: Path, parallelism: int) -> None:
    t_env = environment({"parallelism.default": str(parallelism)})
    (tmp_path / "t").mkdir()
    SOURCES["csv"](t_env, tmp_path / "t")
    t_env.create_temporary_system_function("slowly", noting(tmp_path / "log"))
    assert values_of(t_env, "SELECT slowly(v) FROM (SELECT DISTINCT v FROM t)") == list(range(ROWS))
    sizes = noted(tmp_path / "log")
    assert sum(sizes) == ROWS
    assert max(sizes) <= LARGEST


@pytest.mark.parametrize(
    "query", ["SELECT slowly(v) FROM t", "SELECT MAX(w) FROM (SELECT slowly(v) AS w FROM t)"]
)
def test_a_slow_function_gets_few_rows_at_once_in_batch_mode(tmp_path: Path, query: str) -> None:
    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    (tmp_path / "t").mkdir()
    SOURCES["parquet"](t_env, tmp_path / "t")
    t_env.create_temporary_system_function("slowly", noting(tmp_path / "log"))
    assert values_of(t_env, query)[-1] == ROWS - 1
    sizes = noted(tmp_path / "log")
    assert sum(sizes) == ROWS
    assert max(sizes) <= LARGEST


# -- in the middle of a job that would take an hour -----------------------------------------------------------

MANY, LONG = 400_000, 0.01
SECONDS = 60.0
UNALIGNED = {"execution.checkpointing.unaligned.enabled": "true"}


def started(
    parallelism: int, directory: Path, log: Path, options: dict[str, str], state: str | None = None
) -> JobHandle:
    """A job that counts by key and is slow about it, behind an exchange."""
    configuration = Configuration()
    chosen = {**checkpointed(directory, "200 ms"), "parallelism.default": str(parallelism), **options}
    if state is not None:
        chosen["execution.state-recovery.path"] = state
    for key, value in chosen.items():
        configuration.set_string(key, value)
    env = StreamExecutionEnvironment.get_execution_environment(configuration)

    def slow(value: int) -> int:
        time.sleep(LONG)
        with open(log, "a") as file:
            file.write(f"{value} 1\n")
        return value

    env.from_collection(range(MANY)).key_by(lambda value: value % 100).map(slow).print()
    env.execute_async("slow")
    return submitted()


@pytest.mark.parametrize("options", [{}, UNALIGNED], ids=["aligned", "unaligned"])
@pytest.mark.parametrize("parallelism", [1, 2])
def test_checkpoints_complete_and_a_cancel_is_answered(
    tmp_path: Path, parallelism: int, options: dict[str, str]
) -> None:
    log = tmp_path / "log"
    handle = started(parallelism, tmp_path / "checkpoints", log, options)
    eventually(log.exists, SECONDS)
    wait_for_checkpoints(handle, 2)
    handle.cancel()
    assert handle.wait(SECONDS) is JobStatus.CANCELED


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_savepoint_stops_a_slow_job_that_goes_on_behind_it(tmp_path: Path, parallelism: int) -> None:
    log, further = tmp_path / "log", tmp_path / "further"
    first = started(parallelism, tmp_path / "checkpoints", log, {})
    eventually(log.exists, SECONDS)
    path = first.stop_with_savepoint(str(tmp_path / "savepoints"), timeout=SECONDS)
    second = started(parallelism, tmp_path / "checkpoints", further, {}, path)
    eventually(further.exists, SECONDS)
    second.cancel()
    assert second.wait(SECONDS) is JobStatus.CANCELED
    done, more = ({int(line.split()[0]) for line in one.read_text().splitlines()} for one in (log, further))
    assert done
    assert more
    assert not done & more
