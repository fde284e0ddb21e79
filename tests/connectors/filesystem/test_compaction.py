"""Compaction of written files: what is merged, and exactly once under kills at every step."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import polars as pl
import pytest

from drey.connectors.api.sink import Committer, Sink, SinkWriter, WriterContext
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError
from tests.connectors.filesystem.test_file_sink import COLUMNS, PARTITIONED, content, hidden, rows, visible
from tests.waiting import PATIENCE

AUTO = {"auto-compaction": "true"}


@pytest.fixture
def sink(spec):
    def make(columns, path, **more):
        options = {"connector": "filesystem", "path": str(path), "format": "csv", **AUTO}
        keys = more.pop("partition_keys", ())
        return table_factory("filesystem").create_sink(
            spec(columns, {**options, **more}, partition_keys=keys)
        )

    return make


def writers(made: Sink, count: int) -> list[SinkWriter]:
    """Parallel writers of one sink in a job with checkpoints."""
    some = [made.create_writer() for _ in range(count)]
    for number, writer in enumerate(some):
        writer.open(WriterContext(True, number, count, "job", "sink", commits_together=True))
    return some


def test_the_files_of_all_writers_become_one(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out")
    some, committer = writers(made, 3), made.create_committer()
    for number, writer in enumerate(some):
        writer.write(rows(number), None)
    prepared = [writer.prepare_commit(1) for writer in some]
    assert visible(tmp_path / "out") == []
    assert [len(one) for one in prepared] == [1, 0, 0]
    committer.commit(prepared[0])
    assert visible(tmp_path / "out") == ["compacted-part-0-0"]
    assert content(tmp_path / "out") == ["0,v0", "1,v1", "2,v2"]
    committer.commit(prepared[0])
    assert content(tmp_path / "out") == ["0,v0", "1,v1", "2,v2"]
    for writer in some:
        writer.close()
    assert hidden(tmp_path / "out") == []


def test_a_checkpoint_without_rows_leaves_no_lists(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out")
    some, committer = writers(made, 2), made.create_committer()
    some[0].write(rows(0), None)
    for checkpoint in (1, 2):
        prepared = [writer.prepare_commit(checkpoint) for writer in some]
        committer.commit(prepared[0])
    assert content(tmp_path / "out") == ["0,v0"]
    assert hidden(tmp_path / "out") == []


def test_files_are_packed_up_to_a_size(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out", **{"compaction.file-size": "10 bytes"})
    some, committer = writers(made, 5), made.create_committer()
    for number, writer in enumerate(some):
        writer.write(rows(number), None)  # five bytes
    prepared = [writer.prepare_commit(1) for writer in some]
    committer.commit(prepared[0])
    assert visible(tmp_path / "out") == ["compacted-part-0-0", "compacted-part-2-0", "compacted-part-4-0"]


def test_partitions_are_merged_each_for_itself_and_marked_behind(tmp_path, sink):
    made = sink(
        PARTITIONED,
        tmp_path / "out",
        partition_keys=("p",),
        **{"sink.partition-commit.policy.kind": "success-file"},
    )
    some, committer = writers(made, 2), made.create_committer()
    for writer in some:
        writer.write(rows(1, 2).with_columns(p=pl.Series(["x", "y"])), None)
    prepared = [writer.prepare_commit(1) for writer in some]
    assert visible(tmp_path / "out") == []
    committer.commit(prepared[0])
    assert visible(tmp_path / "out") == [
        "p=x/_SUCCESS", "p=x/compacted-part-0-0", "p=y/_SUCCESS", "p=y/compacted-part-0-1",
    ]  # fmt: skip
    assert content(tmp_path / "out") == ["1,v1", "1,v1", "2,v2", "2,v2"]


def test_parquet_files_are_merged(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out", format="parquet")
    some, committer = writers(made, 2), made.create_committer()
    for number, writer in enumerate(some):
        writer.write(rows(number, number + 10), None)
    prepared = [writer.prepare_commit(1) for writer in some]
    committer.commit(prepared[0])
    (only,) = (tmp_path / "out").glob("compacted-*")
    assert pl.read_parquet(only)["a"].to_list() == [0, 10, 1, 11]


def test_what_an_aborted_checkpoint_has_prepared_comes_with_the_next(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out")
    (first, second), committer = writers(made, 2), made.create_committer()
    second.write(rows(1), None)
    second.prepare_commit(1)  # its barrier has not reached the first
    first.write(rows(2), None)
    second.write(rows(3), None)
    prepared = [writer.prepare_commit(2) for writer in (first, second)]
    committer.commit(prepared[0])
    assert content(tmp_path / "out") == ["1,v1", "2,v2", "3,v3"]
    first.write(rows(4), None)
    prepared = [writer.prepare_commit(3) for writer in (first, second)]
    committer.commit(prepared[0])
    assert content(tmp_path / "out") == ["1,v1", "2,v2", "3,v3", "4,v4"]


def test_a_restore_forgets_what_came_behind(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out")
    some, committer = writers(made, 2), made.create_committer()
    for number, writer in enumerate(some):
        writer.write(rows(number), None)
    prepared = [writer.prepare_commit(1) for writer in some]
    states = [writer.snapshot() for writer in some]
    for writer in some:
        writer.write(rows(9), None)
        writer.prepare_commit(2)  # is not completed, and its rows come again
    again = sink(COLUMNS, tmp_path / "out")
    (one,), committer = writers(again, 1), again.create_committer()
    committer.commit(prepared[0])
    one.restore(states, 1)
    assert content(tmp_path / "out") == ["0,v0", "1,v1"]
    one.write(rows(9, 9), None)
    committer.commit(one.prepare_commit(2))
    assert content(tmp_path / "out") == ["0,v0", "1,v1", "9,v9", "9,v9"]
    one.close()
    assert hidden(tmp_path / "out") == []


def test_writers_that_commit_alone_merge_their_own(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out", **{"sink.rolling-policy.file-size": "5 bytes"})
    some = [made.create_writer() for _ in range(2)]
    for number, writer in enumerate(some):
        writer.open(WriterContext(False, number, 2, "job", "sink"))
        writer.write(rows(number), None)
        writer.write(rows(number + 10), None)
    options = {"compaction.file-size": "1 kb"}
    committer = sink(COLUMNS, tmp_path / "out", **options).create_committer()
    for writer in some:
        committer.commit(writer.prepare_commit(1))
        writer.close()
    assert visible(tmp_path / "out") == ["compacted-part-0-0", "compacted-part-1-0"]
    assert content(tmp_path / "out") == ["0,v0", "1,v1", "10,v10", "11,v11"]
    assert hidden(tmp_path / "out") == []


def visible_files(root: Path) -> list[Path]:
    """What a reader sees."""
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    ]


FILE_OPERATIONS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir"}


def commit_and_die(committer: Committer, prepared: list[object], steps: int) -> int:
    """Commit in a process that is killed before one more than so many operations on files; its exit status."""
    pid = os.fork()
    if pid:
        status = os.waitpid(pid, 0)[1]
        assert status in (0, signal.SIGKILL)
        return status
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(int(PATIENCE))
    seen = 0

    def step(event: str, arguments: object) -> None:
        nonlocal seen
        if event in FILE_OPERATIONS:
            seen += 1
            if seen > steps:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    committer.commit(prepared)
    os._exit(0)


@pytest.mark.parametrize("moved", [False, True], ids=["files stay", "files are taken away"])
def test_a_commit_that_is_killed_at_any_step_is_completed(tmp_path, spec, moved):
    options = {"connector": "filesystem", "format": "csv", **AUTO}
    everything = sorted(f"{n},v{n}" for n in range(4))
    steps, died = 0, True
    while died:
        out = tmp_path / str(steps)
        table = spec(PARTITIONED, {**options, "path": str(out)}, partition_keys=("p",))
        made = table_factory("filesystem").create_sink(table)
        some = writers(made, 2)
        for number, writer in enumerate(some):
            frame = rows(number, number + 2).with_columns(p=pl.Series(["x", "y"]))
            writer.write(frame, None)
        prepared = [writer.prepare_commit(1) for writer in some]
        died = commit_and_die(made.create_committer(), prepared[0], steps) != 0
        found = content(out)
        assert all(len(set(content(out / p))) in (0, 2) for p in ("p=x", "p=y"))  # the whole or nothing
        if moved:
            for path in visible_files(out):
                path.unlink()
        made.create_committer().commit(prepared[0])
        assert sorted([*found, *content(out)] if moved else content(out)) == everything
        for writer in some:
            writer.close()
        assert hidden(out) == []
        steps += 1
    assert steps > 15


def test_a_missing_part_is_told(tmp_path, sink):
    made = sink(COLUMNS, tmp_path / "out")
    some, committer = writers(made, 2), made.create_committer()
    for number, writer in enumerate(some):
        writer.write(rows(number), None)
    prepared = [writer.prepare_commit(1) for writer in some]
    committer._compactor._unite = lambda unit: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        committer.commit(prepared[0])
    pending = list((tmp_path / "out").rglob("*.inprogress"))
    os.unlink(pending[0])
    with pytest.raises(ConnectorError, match="to be compacted are missing") as error:
        made.create_committer().commit(prepared[0])
    assert "1 of 2 parts" in str(error.value)
