"""Snapshots that can't be written or read: a clear error each time, nothing hangs, nothing half written stays."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import drey
from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.runtime.jobs.client import submit
from drey.runtime.scheduling.job_status import JobStatus
from tests.doubles.connectors import COMMITTED, OPENED_GATES
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

ROW = row_type(k="BIGINT", v="BIGINT")
ROWS, GATE = 30_000, 20_000
FRAME = pl.select(k=pl.int_range(ROWS), v=pl.int_range(ROWS).hash()).cast({"v": pl.Int64}, strict=False)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    COMMITTED.clear()
    OPENED_GATES.clear()
    yield
    for gate in list(OPENED_GATES.values()):
        gate.set()


def keyed_job(path: str = "t") -> JobGraph:
    """Some hundred kilobytes of state; the source waits in the middle."""
    graph = GraphBuilder()
    source = graph.rows(FRAME, ROW, path=path, batch="5000", gate="g", gate_at=str(GATE))
    kept = graph.add("changelog-normalize", {"keys": ["k"]}, [source], ROW, uid="normalize")
    graph.sink(kept, ROW)
    return graph.build()


def checkpointing(directory: Path, tolerable: int = 0) -> dict[str, str]:
    return {
        "execution.checkpointing.interval": "10 ms",
        "execution.checkpointing.dir": str(directory),
        "execution.checkpointing.tolerable-failed-checkpoints": str(tolerable),
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    }


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def small_files(tmp_path: Path) -> Iterator[Path]:
    """A limit of 64 kB for each file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, before[1]))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("full", ["small_disk", "small_files"])
def test_a_full_disk_fails_the_job_and_leaves_nothing_half_written(
    full: str, request: pytest.FixtureRequest
) -> None:
    directory: Path = request.getfixturevalue(full)
    handle = submit(keyed_job(), checkpointing(directory))
    with pytest.raises(CheckpointError) as caught:
        handle.wait(PATIENCE)
    text = str(caught.value)
    assert str(directory) in text
    assert "can't be written" in text
    assert "No space left on device" in text or "File too large" in text
    assert f"make room in {directory}" in text
    assert "'execution.checkpointing.dir'" in text
    assert list(directory.rglob(".in-progress-*")) == []


def test_a_full_disk_is_tolerated_until_there_is_room(small_disk: Path) -> None:
    handle = submit(keyed_job(), checkpointing(small_disk, tolerable=100_000))
    eventually(lambda: handle.progress().rows_in == GATE and handle.metrics().checkpoints.failed > 3)
    assert handle.status() is JobStatus.RUNNING
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    eventually(lambda: sum(frame.height for frame in COMMITTED["out"]) == GATE)
    OPENED_GATES["g"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert pl.concat(COMMITTED["out"])["k"].to_list() == list(range(ROWS))


@pytest.fixture
def savepoint(tmp_path: Path) -> Path:
    handle = submit(keyed_job())
    eventually(lambda: handle.progress().rows_in == GATE)
    path = handle.stop_with_savepoint(str(tmp_path), timeout=PATIENCE)
    OPENED_GATES["g"].set()
    return Path(path)


def error_of(path: object, graph: JobGraph | None = None) -> CheckpointError:
    """What a restore says; it must say it when the job is submitted."""
    with pytest.raises(CheckpointError) as caught:
        submit(graph or keyed_job(), {"execution.state-recovery.path": str(path)})
    assert caught.value.hint, "it doesn't say what to do"
    return caught.value


def state_file(savepoint: Path) -> Path:
    (found,) = savepoint.glob("*.parquet")
    return found


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.5, 0.99])
def test_a_truncated_state_file(savepoint: Path, kept: float) -> None:
    file = state_file(savepoint)
    os.truncate(file, int(file.stat().st_size * kept))
    error = error_of(savepoint)
    assert error.message == f"the snapshot {savepoint} is corrupt"
    assert file.name in str(error.detail)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_overwritten_bytes_in_a_state_file(savepoint: Path, place: float) -> None:
    file = state_file(savepoint)
    data = bytearray(file.read_bytes())
    at = int(len(data) * place)
    data[at : at + 512] = bytes(512)
    file.write_bytes(data)
    error = error_of(savepoint)
    assert error.message == f"the snapshot {savepoint} is corrupt"
    assert file.name in str(error.detail)


def test_a_missing_state_file(savepoint: Path) -> None:
    file = state_file(savepoint)
    file.unlink()
    assert file.name in str(error_of(savepoint).detail)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 100, b"[]", b'"x"', b'{"format": "drey.snapshot", "version": 1}']
)
def test_a_manifest_that_is_none(savepoint: Path, content: bytes) -> None:
    (savepoint / "_metadata").write_bytes(content)
    assert str(savepoint / "_metadata") in error_of(savepoint).message


def test_a_truncated_manifest(savepoint: Path) -> None:
    manifest = savepoint / "_metadata"
    os.truncate(manifest, manifest.stat().st_size // 2)
    assert "not JSON" in str(error_of(savepoint).detail)


def test_a_manifest_with_values_of_other_types(savepoint: Path) -> None:
    manifest = savepoint / "_metadata"
    good = json.loads(manifest.read_text())
    for key in good.keys() - {"format", "version"}:
        manifest.write_text(json.dumps({**good, key: ["x"]}))
        assert "is corrupt" in error_of(savepoint).message, key


def test_a_manifest_of_a_newer_version(savepoint: Path) -> None:
    manifest = savepoint / "_metadata"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 3}))
    error = error_of(savepoint)
    assert error.message == f"the snapshot {savepoint} has version 3"
    assert "this release reads versions 1 to 2" in str(error.detail)


def test_a_missing_path_names_what_is_near(savepoint: Path) -> None:
    error = error_of(savepoint.parent / "savepoint-none" / "deeper")
    assert "the path doesn't exist" in str(error.detail)
    assert savepoint.name in str(error.hint)


def test_a_savepoint_of_another_job(savepoint: Path) -> None:
    graph = GraphBuilder("other job")
    graph.sink(graph.rows(FRAME, ROW, path="other"), ROW)
    error = error_of(savepoint, graph.build())
    assert "(normalize)" in str(error.detail)
    assert "source-other" in str(error.detail)
    options = {
        "execution.state-recovery.path": str(savepoint),
        "execution.state-recovery.ignore-unclaimed-state": "true",
    }
    COMMITTED.clear()
    assert submit(graph.build(), options).wait(PATIENCE) is JobStatus.FINISHED


def test_a_savepoint_of_another_query(tmp_path: Path) -> None:
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.execute_sql(
        "CREATE TABLE numbers (k INT, v BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '5000')"
    )
    t_env.execute_sql("CREATE TABLE hole (k INT, n BIGINT) WITH ('connector' = 'blackhole')")
    insert = "INSERT INTO hole SELECT k, {}(v) FROM numbers GROUP BY k"
    job = t_env.execute_sql(insert.format("SUM")).get_job_client()
    handle = job._handle if hasattr(job, "_handle") else None
    path = job.stop_with_savepoint(False, str(tmp_path)).result()
    assert handle is None or handle.status().terminal
    t_env.get_config().set("execution.state-recovery.path", path)
    with pytest.raises(CheckpointError) as caught:
        t_env.execute_sql(insert.format("MAX"))
    assert "GroupAggregate" in str(caught.value)
    assert "ignore-unclaimed-state" in str(caught.value)
    t_env.get_config().set("execution.state-recovery.ignore-unclaimed-state", "true")
    again = t_env.execute_sql(insert.format("MAX")).get_job_client()
    eventually(lambda: again.get_job_status().result().name == "RUNNING")
    again.cancel().result()
