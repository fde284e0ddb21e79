"""Parallelism from the command line and from scripts, and ``JobClient`` of a parallel job."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import drey

STEER = """
import os
import time

from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, StreamTableEnvironment
from pyflink.table.udf import udf

env = StreamExecutionEnvironment.get_execution_environment()
t_env = StreamTableEnvironment.create(env)
%s
os.environ["GREETING"] = "hello"

@udf(result_type=DataTypes.STRING())
def greeting(n):
    return os.environ["GREETING"]

t_env.create_temporary_function("greeting", greeting)
t_env.execute_sql("CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '50', "
                  "'fields.n.min' = '1', 'fields.n.max' = '9')")
t_env.execute_sql("CREATE TABLE counts (g STRING, n BIGINT, c BIGINT) WITH ('connector' = 'blackhole')")
job = t_env.execute_sql(
    "INSERT INTO counts SELECT g, n, COUNT(*) FROM (SELECT greeting(n) AS g, n FROM numbers) GROUP BY g, n"
).get_job_client()
while job.get_job_status().result().name != "RUNNING":
    time.sleep(0.05)
print("_metadata" in os.listdir(job.trigger_savepoint("saved").result()))
print(job.get_accumulators().result())
print(os.path.exists(job.stop_with_savepoint(False, "saved").result()))
print(job.get_job_status().result().name)
print(job.get_job_execution_result().result().get_job_id() == job.get_job_id())
"""
CANCEL = """
import time

from pyflink.datastream import StreamExecutionEnvironment

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(2)
print(env.get_parallelism())

def slow(n):
    time.sleep(0.01)
    return n, 1

stream = env.from_collection(list(range(100_000))).map(slow).key_by(lambda pair: pair[0])
stream.reduce(lambda a, b: a).print()
job = env.execute_async("slow")
while job.get_job_status().result().name != "RUNNING":
    time.sleep(0.05)
job.cancel().result()
while job.get_job_status().result().name != "CANCELED":
    time.sleep(0.05)
print("at the end:", job.get_job_status().result().name)
"""


@pytest.mark.parametrize(
    ("setting", "arguments"),
    [
        ("", ["-p", "2"]),
        ("env.set_parallelism(2)", ["-D", "parallelism.default=1"]),
        ('t_env.get_config().set("parallelism.default", "2")', []),
        ('t_env.get_config().set("table.exec.resource.default-parallelism", "2")', ["-p", "1"]),
    ],
)
def test_the_parallelism_reaches_the_job(tmp_path: Path, setting: str, arguments: list[str]) -> None:
    (tmp_path / "job.py").write_text(STEER % setting)
    done = drey("run", "-v", *arguments, "job.py", cwd=tmp_path)
    assert (done.code, done.out.splitlines()) == (0, ["True", "{}", "True", "FINISHED", "True"])
    assert done.err.splitlines()[-1].endswith(", parallelism 2")


def test_a_parallel_job_is_cancelled_by_its_client(tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text(CANCEL)
    done = drey("run", "job.py", cwd=tmp_path)
    lines = done.out.splitlines()
    assert (done.code, lines[0], lines[-1]) == (0, "2", "at the end: CANCELED")
