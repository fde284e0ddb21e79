"""A user's function that hangs in the user's process holds up neither ``drey cancel`` nor Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.test_signals import ROOT
from tests.processes import ended, killed_at_the_end, next_line, run

PROGRAM = """
import signal
import time

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

@udf(result_type=DataTypes.BIGINT())
def hang(v):
    while {waits} and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.01)  # the wait for the job has not begun
    print("hanging", flush=True)
    time.sleep(1000)
    return v

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.create_temporary_function("hang", hang)
t_env.execute_sql("CREATE TABLE t (v BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '5')")
t_env.execute_sql("CREATE TABLE nothing (v BIGINT) WITH ('connector' = 'blackhole')")
{statement}
"""
WAITS = 't_env.execute_sql("INSERT INTO nothing SELECT hang(v) FROM t").wait()'
PRINTS = 't_env.execute_sql("SELECT hang(v) FROM t").print()'
ENDS = 't_env.execute_sql("INSERT INTO nothing SELECT hang(v) FROM t")'


@contextmanager
def hanging(work: Path, statement: str) -> Iterator[subprocess.Popen[str]]:
    """The program, once its function hangs, and the program waits for its job or for rows of it."""
    program = PROGRAM.replace("{statement}", statement).replace("{waits}", str(statement is not PRINTS))
    (work / "program.py").write_text(program)
    process = subprocess.Popen(
        [sys.executable, "-m", "drey", "run", "-Dtask.cancellation.timeout=1 s", "program.py"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "DREY_RUNTIME_DIR": str(work / "jobs")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with killed_at_the_end(process):
        while next_line(process) != "hanging\n":
            pass  # the head of the printed table comes first
        yield process


@pytest.mark.parametrize("statement", [WAITS, PRINTS, ENDS], ids=["waits", "prints", "ends"])
def test_a_cancelled_job_ends_without_a_task_that_hangs(tmp_path: Path, statement: str) -> None:
    with hanging(tmp_path, statement) as process:
        job = drey(tmp_path, "list").splitlines()[-1].split()[0]
        drey(tmp_path, "cancel", job)
        _, errors = ended(process)
    assert process.returncode == 1
    assert errors.count("did not end within 1 s of the cancellation") == 1
    assert "program.py, line 13, in hang" in errors  # where it hangs


@pytest.mark.parametrize("statement", [WAITS, PRINTS, ENDS], ids=["waits", "prints", "ends"])
def test_an_interrupt_ends_the_process_though_a_task_hangs(tmp_path: Path, statement: str) -> None:
    with hanging(tmp_path, statement) as process:
        process.send_signal(signal.SIGINT)
        _, errors = ended(process)
    assert process.returncode == 130, errors
    assert errors.endswith("interrupted\n")
    if statement is not PRINTS:
        assert "did not end within 1 s of the cancellation" in errors


def drey(work: Path, *arguments: str) -> str:
    """What a command prints."""
    found = run(
        [sys.executable, "-m", "drey", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "DREY_RUNTIME_DIR": str(work / "jobs")},
    )
    assert found.returncode == 0, found.stderr
    return found.stdout
