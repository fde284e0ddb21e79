"""Jobs with their checkpoints in a store that speaks S3: killed, restored, and what is deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from drey.errors import CheckpointError
from drey.runtime.checkpoint.places import place
from drey.runtime.checkpoint.storage import discard_snapshot, find_snapshot, list_checkpoints
from drey.runtime.jobs.client import submit
from drey.runtime.scheduling.job_status import JobStatus
from drey.testing.paced import hold
from drey.testing.servers import Server
from tests.connectors.s3.job import CHECKPOINTS, store
from tests.doubles.connectors import OPENED_GATES
from tests.doubles.graphs import GraphBuilder, row_type
from tests.processes import ended, killed_at_the_end
from tests.waiting import PATIENCE, eventually

ROWS, FILES = 2000, 4
ROW = row_type(a="BIGINT")


def process(work: Path, parallelism: int, url: str, *restore: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.connectors.s3.job", str(work), str(parallelism), url, *restore]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def jobs(work: Path, url: str) -> list[str]:
    return [str(one) for one in place(f"{CHECKPOINTS}/{work.name}", store(url)).iterdir()]


def complete(work: Path, url: str) -> list[str]:
    """The complete checkpoints of all jobs."""
    return [str(path) for job in jobs(work, url) for _, path in list_checkpoints(place(job, store(url)))]


@pytest.mark.parametrize("parallelism", [1, 2])
def test_a_killed_job_goes_on_from_the_store(tmp_path: Path, s3_server: Server, parallelism: int):
    url = s3_server.url
    work = tmp_path / f"work{parallelism}-{os.getpid()}"
    (work / "in").mkdir(parents=True)
    for n in range(FILES):
        lines = [f"k{v % 7},{v}\n" for v in range(n * ROWS // FILES, (n + 1) * ROWS // FILES)]
        (work / "in" / f"{n}.csv").write_text("".join(lines))
    hold(work / "control", 100)
    seen: set[str] = set()

    def three_seen() -> bool:
        seen.update(complete(work, url))
        return len(seen) >= 3

    with killed_at_the_end(process(work, parallelism, url)) as first:
        eventually(lambda: first.poll() is not None or three_seen(), "no checkpoints", pause=0.05)
        assert first.poll() is None
        os.killpg(first.pid, signal.SIGKILL)
    (job,) = jobs(work, url)
    (work / "control").unlink()
    out, err = ended(process(work, parallelism, url, job))
    assert out.strip().endswith("finished"), err
    files = [path for path in (work / "copy").rglob("part-*") if not path.name.startswith(".")]
    found = pl.concat([pl.read_csv(path, has_header=False, new_columns=["k", "v"]) for path in files])
    assert sorted(found["v"].to_list()) == list(range(ROWS))
    assert jobs(work, url) == [job], "the finished job has deleted its own checkpoints"


@pytest.fixture(autouse=True)
def gate() -> Iterator[threading.Event]:
    """Set, it lets jobs read to their end."""
    OPENED_GATES.clear()
    yield OPENED_GATES["g"]
    OPENED_GATES["g"].set()


def rows_job():
    """A job that waits in the middle for the gate."""
    graph = GraphBuilder()
    source = graph.rows(pl.DataFrame({"a": range(500)}), ROW, batch="50", gate="g", gate_at="250")
    graph.sink(source, ROW)
    return graph.build()


def test_a_savepoint_is_written_read_and_deleted(s3_server: Server, gate: threading.Event):
    options = {**store(s3_server.url), "execution.checkpointing.savepoint-dir": "s3://test/savepoints"}
    handle = submit(rows_job(), options)
    saved = handle.stop_with_savepoint(timeout=PATIENCE)
    assert saved.startswith("s3://test/savepoints/savepoint-")
    gate.set()
    again = submit(rows_job(), {**options, "execution.state-recovery.path": saved})
    assert again.wait(PATIENCE) is JobStatus.FINISHED
    discard_snapshot(find_snapshot(saved, options))
    with pytest.raises(CheckpointError, match="there is no snapshot"):
        find_snapshot(saved, options)


def failing(options: dict[str, str]) -> str:
    error: BaseException | None
    try:
        handle = submit(rows_job(), {"execution.checkpointing.interval": "20 ms", **options})
        eventually(lambda: handle.status().terminal)
        error = handle.exception
    except CheckpointError as refused:
        error = refused
    assert error is not None
    chain = []
    while error is not None:
        chain.append(f"{error} {getattr(error, 'detail', '')} {getattr(error, 'hint', '')}")
        error = error.__cause__
    return "\n".join(chain)


def test_a_missing_bucket_is_said(s3_server: Server):
    message = failing({**store(s3_server.url), "execution.checkpointing.dir": "s3://missing-bucket/x"})
    assert "s3://missing-bucket/x" in message
    assert "check the bucket" in message


def test_a_wrong_endpoint_is_said():
    message = failing({**store("http://127.0.0.1:9"), "execution.checkpointing.dir": "s3://test/x"})
    assert "127.0.0.1:9" in message
    assert "s3.endpoint" in message
