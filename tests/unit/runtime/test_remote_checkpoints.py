"""Checkpoints in an object store without renames, here in the memory of this process."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import fsspec
import polars as pl
import pytest

from drey.errors import CheckpointError, UnsupportedError
from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.places import place
from drey.runtime.checkpoint.remote import RemotePlace
from drey.runtime.checkpoint.storage import find_snapshot, list_checkpoints, remove_unfinished
from drey.runtime.jobs.client import submit
from drey.runtime.scheduling.job_status import JobStatus
from tests.doubles.connectors import COMMITTED, EVENTS, OPENED_GATES
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

ROW = row_type(a="BIGINT", b="BIGINT")
FRAME = pl.DataFrame({"a": range(5000), "b": range(5000)})
URL = "memory://snapshots"


@pytest.fixture(autouse=True)
def _nothing_there() -> Iterator[None]:
    COMMITTED.clear()
    EVENTS.clear()
    OPENED_GATES.clear()
    yield
    for gate in OPENED_GATES.values():
        gate.set()
    fsspec.filesystem("memory").store.clear()


def options(**more: str) -> dict[str, str]:
    return {
        "execution.checkpointing.interval": "20 ms",
        "execution.checkpointing.dir": URL,
        **{f"execution.checkpointing.{key.replace('_', '-')}": value for key, value in more.items()},
    }


def gated(gate_at: int, name: str) -> JobGraph:
    graph = GraphBuilder()
    source = graph.rows(FRAME, ROW, batch="100", gate=name, gate_at=str(gate_at))
    kept = graph.add("changelog-normalize", {"keys": ["a"]}, [source], ROW, uid="normalize")
    graph.sink(kept, ROW)
    return graph.build()


def committed() -> list[int]:
    return sorted(pl.concat(COMMITTED["out"])["a"].to_list()) if COMMITTED["out"] else []


def names() -> list[str]:
    return sorted(fsspec.filesystem("memory").find("/snapshots"))


def test_a_place_is_joined_and_travels():
    one = place("s3://bucket/path/", {"s3.access.key": "me", "s3.secret-key": "hidden"}) / "chk-1"
    assert str(one) == "s3://bucket/path/chk-1"
    assert str(one / "../shared/x") == "s3://bucket/path/shared/x"
    assert (one.name, str(one.parent)) == ("chk-1", "s3://bucket/path")
    assert pickle.loads(pickle.dumps(one)) == one
    assert "hidden" not in f"{one} {one!r}"


def test_an_unknown_scheme_is_named():
    with pytest.raises(UnsupportedError, match="snapshots on 'nowhere:' are not supported"):
        place("nowhere://x", {})


def test_a_cancelled_job_goes_on_from_its_newest_checkpoint():
    kept = options(externalized_checkpoint_retention="RETAIN_ON_CANCELLATION")
    first = submit(gated(2500, "one"), kept)
    eventually(lambda: len(committed()) >= 2500 or first.status().terminal)
    first.cancel()
    assert first.wait(PATIENCE) is JobStatus.CANCELED
    OPENED_GATES["one"].set()
    ((number, path),) = list_checkpoints(place(URL, {}) / first.job_id)
    second = submit(gated(-1, "two"), {**kept, "execution.savepoint.path": f"{URL}/{first.job_id}"})
    assert second.wait(PATIENCE) is JobStatus.FINISHED
    assert committed() == list(range(5000))
    assert f"restore {number}" in EVENTS["out"]
    assert path.exists(), "NO_CLAIM leaves the restored checkpoint alone"
    assert all(first.job_id in name for name in names()), "a finished job leaves no checkpoints"


def test_only_the_wanted_number_of_checkpoints_stays():
    handle = submit(gated(2500, "one"), options(num_retained="2"))
    place_of_job = place(URL, {}) / handle.job_id
    eventually(lambda: handle.metrics().checkpoints.count >= 6)
    assert 1 <= len(list_checkpoints(place_of_job)) <= 3
    OPENED_GATES["one"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert names() == []


def test_a_savepoint_stays_when_the_job_ends():
    handle = submit(gated(2500, "one"), options(savepoint_dir="memory://saved"))
    saved = handle.trigger_savepoint(timeout=PATIENCE)
    OPENED_GATES["one"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert saved.startswith("memory://saved/savepoint-")
    assert str(find_snapshot(saved)) == str(find_snapshot(f"{saved}/_metadata")) == saved
    COMMITTED.clear()
    again = submit(gated(-1, "two"), {"execution.savepoint.path": saved})
    assert again.wait(PATIENCE) is JobStatus.FINISHED
    assert committed()[-1] == 4999


def test_a_directory_without_a_manifest_is_no_checkpoint_and_goes():
    directory = place(URL, {})
    assert isinstance(directory, RemotePlace)
    for name in ("chk-1/_metadata", "chk-1/a.parquet", "chk-2/a.parquet", "other/b"):
        (directory / name).write_bytes(b"x")
    assert [number for number, _ in list_checkpoints(directory)] == [1]
    remove_unfinished(directory)
    assert names() == ["/snapshots/chk-1/_metadata", "/snapshots/chk-1/a.parquet", "/snapshots/other/b"]


def test_a_missing_snapshot_is_an_error():
    with pytest.raises(CheckpointError, match="there is no snapshot at 'memory://none/here'"):
        find_snapshot("memory://none/here")
