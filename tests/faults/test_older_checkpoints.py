"""A newest checkpoint that is broken or gone is reported, and the one before it is used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import run

ROOT = Path(__file__).parents[2]
ROWS = 4000

PROGRAM = """
import sys

from pyflink.table import EnvironmentSettings, TableEnvironment

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.execute_sql(
    "CREATE TABLE t (v BIGINT) WITH ('connector' = 'paced', 'paced.connector' = 'filesystem', 'paced.rows' = '20',"
    " 'paced.pause' = '2 ms', 'paced.control' = 'control', 'path' = 'input', 'format' = 'csv')"
)
t_env.execute_sql(
    "CREATE TABLE totals (g BIGINT, n BIGINT, PRIMARY KEY (g) NOT ENFORCED)"
    " WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:db.sqlite', 'table-name' = 'totals')"
)
result = t_env.execute_sql("INSERT INTO totals SELECT MOD(v, 7), COUNT(*) FROM t GROUP BY MOD(v, 7)")
if len(sys.argv) > 1:
    import os
    import signal
    import time
    from drey.session.defaults import running_jobs
    (job,) = running_jobs()
    while job.metrics().checkpoints.count < 6:
        time.sleep(0.005)
    os.kill(os.getpid(), signal.SIGKILL)
result.wait()
"""


def program(work: Path, *arguments: str, restore: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The program, from a job's directory if one is given."""
    options = {
        "parallelism.default": "2",
        "execution.checkpointing.interval": "30 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
        "execution.checkpointing.num-retained": "3",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    }
    command = [sys.executable, "-m", "drey", "run", *(f"-D{key}={value}" for key, value in options.items())]
    command += [] if restore is None else ["-s", str(restore)]
    return run(
        [*command, "program.py", *arguments],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def truncate_state(newest: Path) -> None:
    file = max(newest.rglob("*"), key=lambda path: path.stat().st_size if path.name != "_metadata" else 0)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def truncate_manifest(newest: Path) -> None:
    file = newest / "_metadata"
    file.write_bytes(file.read_bytes()[:100])


def remove_manifest(newest: Path) -> None:
    (newest / "_metadata").unlink()


@pytest.mark.parametrize("damage", [truncate_state, truncate_manifest, remove_manifest, shutil.rmtree])
def test_the_checkpoint_before_is_used(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "input").mkdir()
    for number in range(4):
        lines = "".join(f"{v}\n" for v in range(number, ROWS, 4))
        (tmp_path / "input" / f"{number}.csv").write_text(lines)
    with sqlite3.connect(tmp_path / "db.sqlite") as connection:
        connection.execute("CREATE TABLE totals (g INTEGER PRIMARY KEY, n INTEGER)")
    connection.close()
    (tmp_path / "control").write_text("500")
    killed = program(tmp_path, "kill")
    assert killed.returncode == -9, killed.stderr
    (job,) = (tmp_path / "checkpoints").iterdir()
    found = sorted(job.glob("chk-*"), key=lambda path: int(path.name[4:]))
    assert len(found) >= 2
    damage(found[-1])
    (tmp_path / "control").write_text("all")
    done = program(tmp_path, restore=job)
    assert done.returncode == 0, done.stderr
    if damage is not shutil.rmtree:
        assert f"{found[-1].name}" in done.stderr
        assert "is used instead" in done.stderr
    with sqlite3.connect(tmp_path / "db.sqlite") as connection:
        totals = dict(connection.execute("SELECT g, n FROM totals"))
    connection.close()
    assert totals == {g: len(range(g, ROWS, 7)) for g in range(7)}
