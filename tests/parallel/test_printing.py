"""What tasks in worker processes print."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from tests.processes import run

ROOT = Path(__file__).parents[2]

PROGRAM = """
import logging
import sys

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf


@udf(result_type=DataTypes.BIGINT())
def shown(v):
    if v % 500 == 0:
        print("seen", v)
        print("warned", v, file=sys.stderr)
        logging.getLogger("mine").warning("logged %s", v)
    return v


t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.create_temporary_function("shown", shown)
t_env.execute_sql(
    "CREATE TABLE t (k STRING, v BIGINT) WITH ('connector' = 'filesystem', 'path' = '{input}', 'format' = 'csv')"
)
t_env.execute_sql("CREATE TABLE plain (v BIGINT) WITH ('connector' = 'print')")
t_env.execute_sql(
    "CREATE TABLE named (v BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'odd', 'standard-error' = 'true')"
)
inserts = t_env.create_statement_set()
inserts.add_insert_sql("INSERT INTO plain SELECT shown(v) FROM t")
inserts.add_insert_sql("INSERT INTO named SELECT v FROM t WHERE MOD(v, 2) = 1")
inserts.execute().wait()
"""


def printed(work: Path, numbers: Path, parallelism: int) -> tuple[list[str], list[str]]:
    """The lines of both streams of the program."""
    (work / "program.py").write_text(PROGRAM.replace("{input}", str(numbers)))
    done = run(
        [sys.executable, "-m", "drey", "run", f"-Dparallelism.default={parallelism}", "program.py"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), done.stderr.splitlines()


def test_lines_of_print_tables_have_the_number_of_the_subtask(tmp_path: Path, numbers: Path) -> None:
    out, errors = printed(tmp_path, numbers, 2)
    plain = [re.fullmatch(r"([12])> \+I\[(\d+)\]", line) for line in out if "seen" not in line]
    assert all(plain), out[:5]
    assert sorted(int(line[2]) for line in plain if line) == list(range(3000))
    assert {line[1] for line in plain if line} <= {"1", "2"}  # one worker may read all files
    named = [re.fullmatch(r"odd:([12])> \+I\[(\d+)\]", line) for line in errors if "odd" in line]
    assert sorted(int(line[2]) for line in named if line) == list(range(1, 3000, 2))


def test_what_user_functions_print_has_the_name_of_the_worker(tmp_path: Path, numbers: Path) -> None:
    out, errors = printed(tmp_path, numbers, 2)
    seen = [re.fullmatch(r"worker ([12])> seen (\d+)", line) for line in out if "seen" in line]
    assert sorted(int(line[2]) for line in seen if line) == list(range(0, 3000, 500))
    for word in ("warned", "WARNING mine: logged"):
        lines = [re.fullmatch(rf"worker ([12])> {word} (\d+)", line) for line in errors if word in line]
        assert sorted(int(line[2]) for line in lines if line) == list(range(0, 3000, 500)), errors


def test_at_parallelism_1_nothing_is_named(tmp_path: Path, numbers: Path) -> None:
    out, _ = printed(tmp_path, numbers, 1)
    assert sorted(line for line in out if line.startswith("+I")) == sorted(f"+I[{v}]" for v in range(3000))
    assert [line for line in out if not line.startswith("+I")] == [f"seen {v}" for v in range(0, 3000, 500)]
