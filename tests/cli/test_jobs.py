"""``drey list``, ``status``, ``savepoint``, ``stop`` and ``cancel``, for jobs of other processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Finished, drey, started
from tests.processes import ended, next_line
from tests.waiting import PATIENCE, eventually

COUNT = """
from pyflink.table import EnvironmentSettings, TableEnvironment
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.get_config().set("pipeline.name", "counting")
t_env.execute_sql("CREATE TABLE numbers (k STRING, n BIGINT) WITH ('connector' = 'filesystem', 'path' = 'in', "
                  "'format' = 'csv', 'source.monitor-interval' = '100 ms')")
t_env.execute_sql("CREATE TABLE total (k STRING, c BIGINT, s BIGINT) WITH ('connector' = 'print')")
t_env.execute_sql("INSERT INTO total SELECT k, COUNT(*), SUM(n) FROM numbers GROUP BY k").wait()
print("after")
"""
OTHER = COUNT.replace("k, COUNT(*), SUM(n)", "k, n, n").replace(" GROUP BY k", "")
CHECKPOINTS = ["-D", "execution.checkpointing.interval=200 ms", "-D", "execution.checkpointing.dir=cp"]


@pytest.fixture
def runtime() -> Iterator[dict[str, str]]:
    """An environment whose jobs nobody else sees; the path of a socket must be short."""
    with tempfile.TemporaryDirectory(prefix="drey-", dir="/tmp") as directory:
        yield {"DREY_RUNTIME_DIR": directory}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A directory with the script ``job.py`` and two rows."""
    (tmp_path / "job.py").write_text(COUNT)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "0.csv").write_text("a,1\nb,2\n")
    return tmp_path


def lines_of(job: subprocess.Popen[str], number: int) -> set[str]:
    """The next lines of output, without the number of the subtask that printed them."""
    return {next_line(job).strip().rpartition("> ")[2] for _ in range(number)}


def good(done: Finished) -> str:
    assert (done.code, done.err) == (0, "")
    return done.out.strip()


def jobs(work: Path, runtime: dict[str, str], *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(good(drey("list", "--json", *options, cwd=work, env=runtime)))
    return found


def test_a_parallel_job_is_shown_saved_stopped_and_continued(work: Path, runtime: dict[str, str]) -> None:
    assert good(drey("list", cwd=work, env=runtime)) == "no running jobs"
    with started(work, "run", "-p", "2", *CHECKPOINTS, "job.py", env=runtime) as process:
        assert lines_of(process, 2) == {"+I[a, 1, 1]", "+I[b, 1, 2]"}
        (job,) = eventually(  # workers tell what they have counted now and then
            lambda: [
                one for one in jobs(work, runtime) if one["checkpoints"]["count"] and one["rows_in"] == 2
            ],
            pause=0.1,
        )
        assert (job["name"], job["status"], job["parallelism"]) == ("counting", "RUNNING", 2)
        assert (job["rows_in"], job["rows_out"], job["restarts"], job["pid"]) == (2, 2, 0, process.pid)
        head, line = good(drey("list", cwd=work, env=runtime)).splitlines()
        assert head.split()[:4] == ["ID", "NAME", "STATUS", "PARALLELISM"]
        assert line.split()[:4] == [job["id"], "counting", "RUNNING", "2"]

        page = good(drey("status", job["id"][:8], cwd=work, env=runtime)).splitlines()
        assert page[0] == f"{job['id']}  counting  RUNNING"
        assert page[1].startswith("parallelism 2, 0 restarts, started ")
        facts = json.loads(good(drey("status", "--json", "counting", cwd=work, env=runtime)))
        scan, *_, sink = facts["operators"]
        assert (scan["counters"]["rows_out"], sink["counters"]["rows_in"]) == (2, 2)
        assert {task["state"] for task in facts["tasks"]} == {"RUNNING"}
        assert all(abs(t["busy"] + t["backpressured"] + t["idle"] - 1) < 0.01 for t in facts["tasks"])
        assert len(facts["workers"]) == 2
        assert not [one["failure"] for one in facts["history"] if one["failure"]]
        assert {"COMPLETED"} <= {one["status"] for one in facts["history"]} <= {"COMPLETED", "IN_PROGRESS"}
        done = next(one for one in facts["history"] if one["status"] == "COMPLETED")
        assert done["size"] > 0
        assert len(done["acknowledgements"]) == done["tasks"] == len(facts["tasks"])

        saved = Path(good(drey("savepoint", "counting", "saved", cwd=work, env=runtime)))
        assert saved.parent == work / "saved"
        assert (saved / "_metadata").is_file()
        stopped = good(drey("stop", "--savepoint", job["id"], "-p", "saved", cwd=work, env=runtime))
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "after\n"
    assert good(drey("list", cwd=work, env=runtime)) == "no running jobs"
    (ended,) = jobs(work, runtime, "-a")
    assert (ended["id"], ended["status"]) == (job["id"], "FINISHED")
    assert "FINISHED" in good(drey("status", "counting", cwd=work, env=runtime))
    assert good(drey("savepoint", "--dispose", str(saved), cwd=work)) == f"deleted {saved}"
    assert not saved.exists()

    (work / "in" / "1.csv").write_text("a,10\n")
    with started(work, "run", "-s", stopped, "job.py", env=runtime) as restored:
        assert lines_of(restored, 2) == {"-U[a, 1, 1]", "+U[a, 2, 11]"}
        good(drey("cancel", "counting", cwd=work, env=runtime))
        restored.wait(PATIENCE)


def test_state_that_no_operator_claims(work: Path, runtime: dict[str, str]) -> None:
    with started(work, "run", "job.py", env=runtime) as process:
        lines_of(process, 2)
        path = good(drey("stop", "counting", "--savepoint-path", "saved", "--drain", cwd=work, env=runtime))
        assert process.wait(PATIENCE) == 0
    (work / "job.py").write_text(OTHER)
    refused = drey("run", "-s", path, "job.py", cwd=work, env=runtime)
    assert refused.code == 1
    assert "the snapshot has state that no operator of job 'counting' claims" in refused.err
    arguments = ["-s", path, "--allow-non-restored-state", "--claim-mode", "claim"]
    with started(work, "run", *arguments, "job.py", env=runtime) as restored:
        (work / "c.csv").write_text("c,3\n")
        (work / "c.csv").rename(work / "in" / "1.csv")  # the job looks for files meanwhile
        assert "+I[c, 3, 3]" in lines_of(restored, 1)


def test_a_job_without_a_place_for_savepoints(work: Path, runtime: dict[str, str]) -> None:
    with started(work, "run", "job.py", env=runtime) as process:
        lines_of(process, 2)
        failed = drey("savepoint", "counting", cwd=work, env=runtime)
        assert failed.code == 1
        assert "no directory for the savepoint" in failed.err
        wrong = drey("status", "cuonting", cwd=work, env=runtime)
        assert wrong.code == 1
        assert "error[JOB_CONTROL]: no job 'cuonting' is running on this machine" in wrong.err
        assert "counting" in wrong.err

        with started(work, "run", "job.py", env=runtime) as second:
            lines_of(second, 2)
            several = drey("cancel", "counting", cwd=work, env=runtime)
            assert several.code == 1
            assert "'counting' means several jobs" in several.err
        # the second one was killed: its socket refuses, and goes
        sockets = list(Path(runtime["DREY_RUNTIME_DIR"]).glob("*.sock"))
        assert len(sockets) == 2
        (job,) = jobs(work, runtime)
        assert [path.name for path in Path(runtime["DREY_RUNTIME_DIR"]).glob("*.sock")] == [
            f"{job['pid']}.sock"
        ]

        # strangers to the protocol are answered, and do no harm
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(Path(runtime["DREY_RUNTIME_DIR"]) / f"{job['pid']}.sock"))
            connection.sendall(b"GET / HTTP/1.1\n")
            assert "error" in json.loads(connection.makefile().readline())
        out = good(drey("cancel", job["id"], cwd=work, env=runtime))
        assert out == f"job {job['id']} is cancelled"
        process.wait(PATIENCE)


def test_a_directory_that_others_can_enter_is_not_used(work: Path, runtime: dict[str, str]) -> None:
    directory = Path(runtime["DREY_RUNTIME_DIR"])
    directory.chmod(0o755)
    with started(work, "run", "job.py", env=runtime) as process:
        lines_of(process, 2)
        listed = drey("list", cwd=work, env=runtime)
        assert listed.code == 1
        assert "is not safe for the sockets of jobs" in listed.err
        assert not list(directory.iterdir())
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_parallel_job_with_its_workers(
    work: Path, runtime: dict[str, str], number: signal.Signals
) -> None:
    with started(work, "run", "-p", "2", "-v", "job.py", env=runtime) as process:
        lines_of(process, 2)
        workers = json.loads(good(drey("status", "--json", "counting", cwd=work, env=runtime)))["workers"]
        assert len(workers) == 2
        process.send_signal(number)
        _, err = ended(process)
    assert process.returncode == 128 + number
    assert "counting: CANCELED, 2 rows in, 2 out" in err
    assert ", parallelism 2" in err
    assert "Traceback" not in err
    eventually(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in workers.values()))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["savepoint"], "Error: name a job, or a savepoint with --dispose"),
        (["savepoint", "--dispose", "x", "job"], "Error: name a job, or a savepoint with --dispose"),
        (["stop"], "Error: Missing argument 'JOB'."),
        (["run", "-p", "0", "job.py"], "Error: Invalid value for '-p' / '--parallelism'"),
        (["run", "--engine", "flink", "-p", "2", "job.py"], "Error: -p is for the embedded engine"),
    ],
)  # fmt: skip
def test_wrong_uses(work: Path, arguments: list[str], message: str) -> None:
    done = drey(*arguments, cwd=work)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
