"""Ctrl-C and SIGTERM end a waiting client cleanly: the job is cancelled, its sinks are closed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ended, killed_at_the_end, next_line
from tests.waiting import PATIENCE, eventually

ROOT = Path(__file__).parents[2]

SCRIPT = """
import signal
import threading
import time

import polars as pl
from drey.runtime.jobs.client import submit
from tests.doubles.connectors import EVENTS
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import eventually

graph = GraphBuilder()
row = row_type(a="BIGINT")
graph.sink(graph.rows(pl.DataFrame({"a": range(10)}), row, unbounded="true"), row)
handle = submit(graph.build())
eventually(lambda: handle.progress().rows_out == 10)

def tell():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # the wait has not begun
        time.sleep(0.01)
    print("running", flush=True)

threading.Thread(target=tell).start()
try:
    handle.wait()
finally:
    print(handle.status().value, EVENTS["out"][-1], flush=True)
"""


@pytest.mark.parametrize(
    ("number", "code", "last"),
    [(signal.SIGINT, -signal.SIGINT, "KeyboardInterrupt"), (signal.SIGTERM, 143, "")],
)
def test_a_signal_cancels_the_job(number, code, last):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with killed_at_the_end(process):
        assert next_line(process) == "running\n"
        process.send_signal(number)
        out, errors = ended(process)
    assert (process.returncode, out) == (code, "CANCELED close\n"), errors
    assert errors.strip().endswith(last)


PROGRAM = """
import signal
import threading
import time

from pyflink.table import EnvironmentSettings, TableEnvironment

def tell():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # the wait has not begun
        time.sleep(0.01)
    open("waits", "w").close()

threading.Thread(target=tell, daemon=True).start()
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
for ddl in (
    "source (k BIGINT) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'csv',"
    " 'source.monitor-interval' = '50 ms')",
    "copy (k BIGINT) WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:db.sqlite', 'table-name' = 'copy')",
    "totals (k BIGINT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED)"
    " WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:db.sqlite', 'table-name' = 'totals')",
):
    t_env.execute_sql(f"CREATE TABLE {ddl}")
inserts = t_env.create_statement_set()
inserts.add_insert_sql("INSERT INTO copy SELECT * FROM source")
inserts.add_insert_sql("INSERT INTO totals SELECT MOD(k, 10), COUNT(*) FROM source GROUP BY MOD(k, 10)")
inserts.execute().wait()
"""


def drey_run(work: Path, restore: Path | None = None) -> subprocess.Popen[str]:
    """The program as ``drey run`` starts it, with checkpoints that outlive a cancellation."""
    options = {
        "execution.checkpointing.interval": "20 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    }
    command = [sys.executable, "-m", "drey", "run", *(f"-D{key}={value}" for key, value in options.items())]
    command += [] if restore is None else ["-s", str(restore)]
    return subprocess.Popen(
        [*command, "program.py"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def select(work: Path, query: str) -> list[int]:
    """A column of the database."""
    with sqlite3.connect(work / "db.sqlite", timeout=PATIENCE) as connection:
        found = [value for (value,) in connection.execute(query)]
    connection.close()
    return found


def ended_by(process: subprocess.Popen[str], number: signal.Signals, work: Path, rows: int) -> str:
    """Send a signal when this many rows are visible, and the program waits for its job; the error stream."""
    counts = "SELECT COUNT(*) FROM copy UNION ALL SELECT COALESCE(SUM(n), 0) FROM totals"

    def due() -> bool:
        return (work / "waits").exists() and select(work, counts) == [rows, rows]

    with killed_at_the_end(process):
        eventually(lambda: due() or process.poll() is not None)
        (work / "waits").unlink(missing_ok=True)
        process.send_signal(number)
        return ended(process)[1]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_drey_run_ends_cleanly_and_its_last_checkpoint_can_be_restored(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "input").mkdir()
    with sqlite3.connect(tmp_path / "db.sqlite") as connection:
        connection.execute("CREATE TABLE totals (k INTEGER PRIMARY KEY, n INTEGER)")
        connection.execute("CREATE TABLE copy (k INTEGER)")
    connection.close()
    restore = None
    for half in range(2):
        lines = "".join(f"{k}\n" for k in range(1000 * half, 1000 * half + 1000))
        (tmp_path / "input" / f"{half}.csv").write_text(lines)
        process = drey_run(tmp_path, restore)
        errors = ended_by(process, number, tmp_path, 1000 * (half + 1))
        assert process.returncode == code, errors
        assert errors == ("interrupted\n" if number is signal.SIGINT else "")
        assert list(tmp_path.glob("checkpoints/*/.in-progress-*")) == []
        found = list(tmp_path.glob("checkpoints/*/chk-*/_metadata"))
        assert found, [str(path) for path in tmp_path.rglob("checkpoints/**")]
        restore = max(found, key=lambda path: path.stat().st_mtime_ns).parent
    assert select(tmp_path, "SELECT k FROM copy ORDER BY k") == list(range(2000))
    assert select(tmp_path, "SELECT n FROM totals") == [200] * 10
