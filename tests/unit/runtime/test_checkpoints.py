"""Jobs that take checkpoints and savepoints and go on from them."""

from __future__ import annotations

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from drey.errors import CheckpointError, JobError
from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.state_files import StateFileWriter
from drey.runtime.checkpoint.storage import (
    complete_snapshot,
    find_snapshot,
    list_checkpoints,
    read_snapshot,
)
from drey.runtime.execution import executor
from drey.runtime.jobs import checkpoints
from drey.runtime.jobs.client import JobHandle, submit
from drey.runtime.jobs.job import Job
from drey.runtime.scheduling.job_status import JobStatus
from tests.doubles.connectors import COMMITTED, EVENTS, OPENED_GATES
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

ROW = row_type(a="BIGINT")
FRAME = pl.DataFrame({"a": range(5000)})


@pytest.fixture(autouse=True)
def _nothing_committed():
    COMMITTED.clear()
    EVENTS.clear()
    OPENED_GATES.clear()


def gated(gate_at: int, name: str = "g", **options: str) -> JobGraph:
    """Rows into a sink; the source waits in front of one row."""
    graph = GraphBuilder()
    source = graph.rows(FRAME, ROW, batch="100", gate=name, gate_at=str(gate_at), **options)
    graph.sink(source, ROW)
    return graph.build()


def committed() -> list[int]:
    return [] if not COMMITTED["out"] else pl.concat(COMMITTED["out"])["a"].to_list()


def checkpointing(directory, interval: str = "20 ms", **options: str) -> dict[str, str]:
    keys = {key.replace("_", "-"): value for key, value in options.items()}
    return {
        "execution.checkpointing.interval": interval,
        "state.checkpoints.dir": f"file://{directory}",
        **{f"execution.checkpointing.{key}": value for key, value in keys.items()},
    }


def committed_until(handle: JobHandle, rows: int) -> None:
    eventually(lambda: len(committed()) >= rows or handle.status().terminal)
    assert handle.exception is None


def test_sinks_commit_with_each_checkpoint_and_at_the_end(tmp_path):
    handle = submit(gated(2500), checkpointing(tmp_path))
    committed_until(handle, 2500)
    assert committed() == list(range(2500))
    assert handle.metrics().checkpoints.count >= 1
    assert handle.metrics().checkpoints.last_size > 0
    OPENED_GATES["g"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))
    assert not list(tmp_path.iterdir()), "a finished job leaves no checkpoints"


@pytest.mark.parametrize(("options", "compress"), [({}, False), ({"snapshot_compression": "true"}, True)])
def test_the_option_for_compression_reaches_the_files(tmp_path, monkeypatch, options, compress):
    asked = []

    class Writer(StateFileWriter):
        def __init__(self, *args, compress, **more):
            asked.append(compress)
            super().__init__(*args, compress=compress, **more)

    monkeypatch.setattr(executor, "StateFileWriter", Writer)
    handle = submit(gated(2500), checkpointing(tmp_path, **options))
    eventually(lambda: handle.metrics().checkpoints.count >= 1)
    OPENED_GATES["g"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert set(asked) == {compress}


def test_without_a_directory_checkpoints_still_commit():
    handle = submit(gated(2500), {"execution.checkpointing.interval": "20 ms"})
    committed_until(handle, 2500)
    OPENED_GATES["g"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))


def test_a_cancelled_job_goes_on_from_its_retained_checkpoint(tmp_path):
    options = checkpointing(tmp_path, externalized_checkpoint_retention="RETAIN_ON_CANCELLATION")
    first = submit(gated(2500, "one"), options)
    committed_until(first, 2500)
    first.cancel()
    assert first.wait(PATIENCE) is JobStatus.CANCELED
    OPENED_GATES["one"].set()
    (found,) = list_checkpoints(tmp_path / first.job_id)
    second = submit(gated(-1), {**options, "execution.savepoint.path": str(tmp_path / first.job_id)})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))
    assert f"restore {found[0]}" in EVENTS["out"]
    assert found[1].exists(), "NO_CLAIM leaves the restored checkpoint alone"


def test_a_checkpoint_that_is_complete_after_the_cancellation_is_the_last_one(tmp_path, monkeypatch):
    writing, cancelled = threading.Event(), threading.Event()

    def late(*arguments: object) -> object:
        if arguments[1].name == "chk-2":
            writing.set()
            cancelled.wait(PATIENCE)
        return complete_snapshot(*arguments)

    monkeypatch.setattr(checkpoints, "complete_snapshot", late)
    options = checkpointing(tmp_path, externalized_checkpoint_retention="RETAIN_ON_CANCELLATION")
    handle = submit(gated(2500), options)
    eventually(lambda: (tmp_path / handle.job_id / "chk-1").exists())
    assert writing.wait(PATIENCE)
    handle.cancel()
    eventually(lambda: handle.status() is JobStatus.CANCELLING)
    cancelled.set()
    assert handle.wait(PATIENCE) is JobStatus.CANCELED
    OPENED_GATES["g"].set()
    ((number, path),) = list_checkpoints(tmp_path / handle.job_id)
    assert number == 2
    assert handle.metrics().checkpoints.last_path == str(path)


def test_a_claimed_checkpoint_is_deleted_when_a_newer_is_complete(tmp_path):
    options = checkpointing(tmp_path, externalized_checkpoint_retention="RETAIN_ON_CANCELLATION")
    first = submit(gated(100, "one"), options)
    committed_until(first, 100)
    first.cancel()
    first.wait(PATIENCE)
    OPENED_GATES["one"].set()
    ((number, path),) = list_checkpoints(tmp_path / first.job_id)
    second = submit(
        gated(-1),
        {
            **options,
            "execution.state-recovery.path": str(path / "_metadata"),
            "execution.state-recovery.claim-mode": "CLAIM",
        },
    )
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert second.metrics().checkpoints.last_id > number
    assert not path.exists()


@pytest.mark.parametrize(
    ("retention", "kept"),
    [("NO_EXTERNALIZED_CHECKPOINTS", 0), ("DELETE_ON_CANCELLATION", 0), ("RETAIN_ON_CANCELLATION", 3)],
)
def test_retention_on_cancellation(tmp_path, retention, kept):
    options = checkpointing(tmp_path, "5 ms", externalized_checkpoint_retention=retention, num_retained="3")
    handle = submit(gated(100), options)
    eventually(lambda: handle.metrics().checkpoints.count >= 5)
    handle.cancel()
    handle.wait(PATIENCE)
    OPENED_GATES["g"].set()
    assert len(list_checkpoints(tmp_path / handle.job_id)) == kept
    assert not list(tmp_path.glob("*/.in-progress*"))


def test_a_savepoint_goes_on_and_can_be_moved(tmp_path):
    first = submit(gated(2500, "one"))
    eventually(lambda: first.progress().rows_out == 2500)
    path = first.trigger_savepoint(str(tmp_path / "s"), timeout=PATIENCE)
    assert first.status() is JobStatus.RUNNING
    assert committed() == [], "a savepoint on the way commits nothing"
    first.cancel()
    first.wait(PATIENCE)
    OPENED_GATES["one"].set()
    moved = tmp_path / "elsewhere"
    shutil.move(path, moved)
    second = submit(gated(-1), {"execution.state-recovery.path": str(moved)})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))


def test_a_savepoint_may_be_asked_for_before_the_job_runs(tmp_path):
    job = Job(gated(0), {})
    handle = JobHandle(job)
    with ThreadPoolExecutor(1) as pool:
        path = pool.submit(handle.stop_with_savepoint, str(tmp_path), timeout=PATIENCE)
        eventually(lambda: path.done() or not job._events.empty())
        assert handle.status() is JobStatus.CREATED
        job.start()
        assert find_snapshot(path.result()).exists()
    assert handle.status() is JobStatus.FINISHED
    OPENED_GATES["g"].set()


@pytest.mark.parametrize("drain", [False, True])
def test_stop_with_savepoint_commits_and_finishes(tmp_path, drain):
    first = submit(gated(2500, "one"))
    eventually(lambda: first.progress().rows_out == 2500)
    path = first.stop_with_savepoint(str(tmp_path), drain=drain, timeout=PATIENCE)
    assert first.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(2500))
    assert ("flush True" in EVENTS["out"]) == drain
    OPENED_GATES["one"].set()
    second = submit(gated(-1), {"execution.state-recovery.path": path})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))


def test_a_stop_that_can_not_be_written_leaves_the_job_running(tmp_path):
    (tmp_path / "file").write_text("not a directory")
    handle = submit(gated(2500))
    eventually(lambda: handle.progress().rows_out == 2500)
    with pytest.raises(CheckpointError, match="the savepoint failed"):
        handle.stop_with_savepoint(str(tmp_path / "file"), timeout=PATIENCE)
    assert handle.status() is JobStatus.RUNNING
    OPENED_GATES["g"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))


def test_a_job_without_a_savepoint_directory_says_so():
    handle = submit(gated(100))
    eventually(lambda: handle.progress().rows_out == 100)
    with pytest.raises(CheckpointError, match=r"execution\.checkpointing\.savepoint-dir"):
        handle.trigger_savepoint()
    handle.cancel()
    handle.wait(PATIENCE)
    OPENED_GATES["g"].set()
    with pytest.raises(CheckpointError, match="is not running"):
        handle.trigger_savepoint("/tmp")


def test_a_checkpoint_that_can_not_be_written_fails_the_job_or_is_tolerated(tmp_path):
    (tmp_path / "file").write_text("not a directory")
    handle = submit(gated(100), checkpointing(tmp_path / "file"))
    with pytest.raises(CheckpointError, match=r"checkpoint 1 failed: the snapshot .* can't be written"):
        handle.wait(PATIENCE)
    OPENED_GATES["g"].set()
    tolerant = checkpointing(tmp_path / "file", tolerable_failed_checkpoints="1000", interval="5 ms")
    OPENED_GATES.clear()
    handle = submit(gated(100), tolerant)
    eventually(lambda: handle.metrics().checkpoints.failed > 2)
    assert handle.status() is JobStatus.RUNNING
    handle.cancel()
    assert handle.wait(PATIENCE) is JobStatus.CANCELED
    OPENED_GATES["g"].set()


@pytest.fixture
def savepoint(tmp_path):
    handle = submit(gated(100))
    eventually(lambda: handle.progress().rows_out == 100)
    path = handle.stop_with_savepoint(str(tmp_path), timeout=PATIENCE)
    OPENED_GATES["g"].set()
    return find_snapshot(path)


def restore_error(path) -> str:
    with pytest.raises((CheckpointError, JobError)) as caught:
        submit(gated(-1), {"execution.state-recovery.path": str(path)})
    return str(caught.value)


def test_what_can_not_be_restored_is_said(savepoint, tmp_path):
    assert "the path doesn't exist" in restore_error(tmp_path / "nowhere")
    assert "neither '_metadata' nor a complete 'chk-<n>'" in restore_error(tmp_path)
    metadata = savepoint / "_metadata"
    good = json.loads(metadata.read_text())
    metadata.write_text(json.dumps({**good, "version": 99}))
    assert "has version 99" in restore_error(savepoint)
    metadata.write_text(json.dumps({**good, "format": "else"}))
    assert "not a manifest" in restore_error(savepoint)
    metadata.write_text(json.dumps({k: v for k, v in good.items() if k != "operators"}))
    assert "is corrupt" in restore_error(savepoint)
    metadata.write_text(metadata.read_text()[:-10])
    assert "is corrupt" in restore_error(savepoint)


def test_unclaimed_state_is_an_error_unless_ignored(savepoint):
    graph = GraphBuilder("other job")
    graph.sink(graph.rows(FRAME, ROW, path="renamed"), ROW)
    options = {"execution.state-recovery.path": str(savepoint)}
    with pytest.raises(CheckpointError, match=r"'Source\(1\)' \(source-t\)") as caught:
        submit(graph.build(), options)
    assert "ignore-unclaimed-state" in str(caught.value)
    handle = submit(graph.build(), {**options, "execution.savepoint.ignore-unclaimed-state": "true"})
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == [*range(100), *range(5000)]


def test_the_manifest_names_everything(savepoint):
    manifest, operators = read_snapshot(savepoint)
    assert (manifest.kind, manifest.max_parallelism, manifest.job_name) == ("stop", 128, "test job")
    assert operators["source-t"].source["splits"] == [{"id": "s0", "position": {"at": 100, "end": 5000}}]
    assert operators["sink-out"].values["writer"] == {"rows": 100}


def test_an_ended_source_stays_ended(tmp_path):
    graph = GraphBuilder()
    graph.sink(graph.rows(FRAME, ROW, path="short"), ROW, path="short")
    graph.sink(graph.rows(FRAME, ROW, path="long", batch="100", gate="g", gate_at="200"), ROW, path="long")
    first = submit(graph.build())
    eventually(lambda: first.progress().rows_out == 5200)
    path = first.stop_with_savepoint(str(tmp_path), timeout=PATIENCE)
    OPENED_GATES["g"].set()
    EVENTS.clear()
    second = submit(graph.build(), {"execution.state-recovery.path": path})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert sum(f.height for f in COMMITTED["short"]) == 5000
    assert sum(f.height for f in COMMITTED["long"]) == 5000
    assert "flush True" not in EVENTS["short"], "its end is not told a second time"


def test_a_new_operator_behind_an_ended_source_sees_its_end(tmp_path):
    graph = GraphBuilder()
    ended = graph.rows(FRAME, ROW, path="short")
    graph.sink(graph.rows(FRAME, ROW, path="long", batch="100", gate="g", gate_at="200"), ROW, path="long")
    graph.sink(ended, ROW, path="old")
    first = submit(graph.build())
    eventually(lambda: first.progress().rows_out == 5200)
    path = first.stop_with_savepoint(str(tmp_path), timeout=PATIENCE)
    OPENED_GATES["g"].set()
    EVENTS.clear()
    graph.sink(graph.add("union", {}, [ended], ROW, uid="new"), ROW, path="new")
    second = submit(graph.build(), {"execution.state-recovery.path": path})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert "flush True" in EVENTS["new"]
    assert "flush True" not in EVENTS["old"]


def test_a_fixed_job_id_is_used(tmp_path):
    number = "0123456789abcdef0123456789ABCDEF"
    handle = submit(gated(-1), {"$internal.pipeline.job-id": number})
    assert handle.job_id == number.lower()
    handle.wait(PATIENCE)
