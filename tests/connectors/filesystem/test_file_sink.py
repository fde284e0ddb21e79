"""Writing files: names, partitions, and exactly once under kills at every step."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import polars as pl
import pytest

from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, OptionError, UnsupportedError, ValidationError

COLUMNS = "a INT, b STRING"
PARTITIONED = "a INT, b STRING, p STRING"


def table(path, **more):
    return {"connector": "filesystem", "path": str(path), "format": "csv", **more}


@pytest.fixture
def sink(spec):
    def make(columns, options, **more):
        made = spec(columns, options, **more)
        return table_factory("filesystem").create_sink(made)

    return make


def visible(root: Path) -> list[str]:
    """Relative names of what a reader sees, with the part names shortened."""
    names = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names += [
            os.path.relpath(os.path.join(folder, name), root) for name in files if not name.startswith(".")
        ]
    return sorted(re.sub(r"part-[0-9a-f-]{36}-", "part-", name) for name in names)


def content(root: Path) -> list[str]:
    lines = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith((".", "_")):
                lines += Path(folder, name).read_text().splitlines()
    return sorted(lines)


def hidden(root: Path) -> list[str]:
    return sorted(
        str(path.relative_to(root)) for path in root.rglob("*") if "/." in str(path) and path.is_file()
    )


def rows(*numbers):
    return pl.DataFrame(
        {"a": numbers, "b": [f"v{n}" for n in numbers]}, schema={"a": pl.Int32, "b": pl.String}
    )


def test_nothing_is_visible_before_the_commit(tmp_path, sink):
    made = sink(COLUMNS, table(tmp_path / "out"))
    writer, committer = made.create_writer(), made.create_committer()
    writer.write(rows(1, 2), None)
    committables = writer.prepare_commit(1)
    assert visible(tmp_path / "out") == []
    committer.commit(committables)
    assert visible(tmp_path / "out") == ["part-0-0"]
    assert content(tmp_path / "out") == ["1,v1", "2,v2"]
    committer.commit(committables)
    assert content(tmp_path / "out") == ["1,v1", "2,v2"]
    writer.close()
    assert hidden(tmp_path / "out") == []


def test_a_closed_writer_leaves_no_unprepared_file(tmp_path, sink):
    writer = sink(COLUMNS, table(tmp_path)).create_writer()
    writer.write(rows(1), None)
    assert len(hidden(tmp_path)) == 1
    writer.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("killed_at", ["before prepare", "after prepare", "after commit"])
def test_a_kill_neither_loses_nor_doubles(tmp_path, sink, killed_at):
    made = sink(COLUMNS, table(tmp_path))
    first = made.create_writer()
    first.write(rows(1, 2), None)
    committables = first.prepare_commit(1)
    state = first.snapshot()
    # Checkpoint 1 is complete. Its commit may or may not have come, and the second epoch is on its way.
    if killed_at == "after commit":
        made.create_committer().commit(committables)
    first.write(rows(3, 4), None)
    if killed_at != "before prepare":
        first.prepare_commit(2)
    del first

    made.create_committer().commit(committables)
    second = made.create_writer()
    second.restore([state], 1)
    assert hidden(tmp_path) == []
    second.write(rows(3, 4, 5), None)
    last = second.prepare_commit(2)
    made.create_committer().commit(last)
    assert content(tmp_path) == [f"{n},v{n}" for n in range(1, 6)]


def test_a_restore_before_the_commit_keeps_what_the_checkpoint_holds(tmp_path, sink):
    made = sink(COLUMNS, table(tmp_path))
    first = made.create_writer()
    first.write(rows(1), None)
    committables, state = first.prepare_commit(1), first.snapshot()
    second = made.create_writer()
    second.restore([state], 1)
    made.create_committer().commit(committables)
    assert content(tmp_path) == ["1,v1"]


def test_closing_keeps_what_was_prepared(tmp_path, sink):
    made = sink(COLUMNS, table(tmp_path))
    writer = made.create_writer()
    writer.write(rows(1), None)
    committables = writer.prepare_commit(1)
    writer.write(rows(2), None)
    writer.close()
    made.create_committer().commit(committables)
    assert content(tmp_path) == ["1,v1"]
    assert hidden(tmp_path) == []


def test_other_writers_files_are_left_alone(tmp_path, sink):
    made = sink(COLUMNS, table(tmp_path))
    one, other = made.create_writer(), made.create_writer()
    state = one.snapshot()
    other.write(rows(7), None)
    restored = made.create_writer()
    restored.restore([state], 1)
    made.create_committer().commit(other.prepare_commit(1))
    assert content(tmp_path) == ["7,v7"]


def test_rewinding_behind_a_committed_epoch_replaces_no_file(tmp_path, sink):
    made = sink(COLUMNS, table(tmp_path))
    first = made.create_writer()
    state = first.snapshot()
    first.write(rows(1), None)
    made.create_committer().commit(first.prepare_commit(1))
    second = made.create_writer()
    second.restore([state], 0)
    second.write(rows(2), None)
    made.create_committer().commit(second.prepare_commit(1))
    assert content(tmp_path) == ["1,v1", "2,v2"]


def partition_rows(*pairs):
    numbers = [a for a, _ in pairs]
    return rows(*numbers).with_columns(pl.Series("p", [p for _, p in pairs], dtype=pl.String))


def test_dynamic_partitions(tmp_path, sink, read):
    made = sink(PARTITIONED, table(tmp_path), partition_keys=("p",))
    writer = made.create_writer()
    writer.write(partition_rows((1, "x"), (2, None), (3, "a/b=c d"), (4, "x"), (5, "")), None)
    made.create_committer().commit(writer.prepare_commit(1))
    folders = sorted({os.path.dirname(name) for name in visible(tmp_path)})
    assert folders == ["p=__DEFAULT_PARTITION__", "p=a%2Fb%3Dc d", "p=x"]
    found = read(PARTITIONED, table(tmp_path), partition_keys=("p",))
    assert sorted(found, key=str) == [
        (1, "v1", "x"),
        (2, "v2", None),
        (3, "v3", "a/b=c d"),
        (4, "v4", "x"),
        (5, "v5", None),
    ]


def test_partition_values_of_other_types(tmp_path, sink, read, frame):
    columns = "a INT, d DATE, ts TIMESTAMP(3), n DOUBLE, f BOOLEAN"
    import datetime as dt

    values = [(1, dt.date(2020, 1, 2), dt.datetime(2020, 1, 2, 12, 13, 14), 1.5, True)]
    made = sink(columns, table(tmp_path), partition_keys=("d", "ts", "n", "f"))
    writer = made.create_writer()
    writer.write(frame(columns, values), None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert visible(tmp_path) == ["d=2020-01-02/ts=2020-01-02T12%3A13%3A14/n=1.5/f=true/part-0-0"]
    assert read(columns, table(tmp_path), partition_keys=("d", "ts", "n", "f")) == values


def test_overwrite_replaces_the_table(tmp_path, sink):
    (tmp_path / "old").write_text("0,old\n")
    made = sink(COLUMNS, table(tmp_path), overwrite=True)
    writer = made.create_writer()
    writer.write(rows(1), None)
    committables = writer.prepare_commit(1)
    assert content(tmp_path) == ["0,old"]
    made.create_committer().commit(committables)
    made.create_committer().commit(committables)
    assert content(tmp_path) == ["1,v1"]


def test_overwrite_by_nothing_empties_the_table(tmp_path, sink):
    (tmp_path / "old").write_text("0,old\n")
    made = sink(COLUMNS, table(tmp_path), overwrite=True)
    made.create_committer().commit(made.create_writer().prepare_commit(1))
    assert content(tmp_path) == []


def test_overwrite_replaces_only_the_partitions_that_are_written(tmp_path, sink):
    for name in ("p=x", "p=y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "old").write_text("0,old\n")
    made = sink(PARTITIONED, table(tmp_path), partition_keys=("p",), overwrite=True)
    writer = made.create_writer()
    writer.write(partition_rows((1, "x"), (2, "z")), None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert [os.path.dirname(name) for name in visible(tmp_path)] == ["p=x", "p=y", "p=z"]
    assert content(tmp_path) == ["0,old", "1,v1", "2,v2"]


def test_a_static_partition(tmp_path, sink):
    made = sink(PARTITIONED, table(tmp_path), partition_keys=("p",), static_partition={"p": "s"})
    writer = made.create_writer()
    writer.write(rows(1), None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert visible(tmp_path) == ["p=s/part-0-0"]


def test_files_roll_by_size(tmp_path, sink):
    made = sink(COLUMNS, table(tmp_path, **{"sink.rolling-policy.file-size": "8 b"}))
    writer = made.create_writer()
    for number in range(4):
        writer.write(rows(number, number), None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert visible(tmp_path) == ["part-0-0", "part-0-1", "part-0-2", "part-0-3"]


def test_files_roll_by_time(tmp_path, sink, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("drey.connectors.filesystem.sink.time.time", lambda: clock[0])
    options = {"sink.rolling-policy.rollover-interval": "10 s", "sink.rolling-policy.check-interval": "1 s"}
    made = sink(COLUMNS, table(tmp_path, **options))
    writer = made.create_writer()
    writer.write(rows(1), None)
    writer.tick(1.0)
    writer.write(rows(2), None)
    clock[0] += 11
    writer.tick(12.0)
    writer.write(rows(3), None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert visible(tmp_path) == ["part-0-0", "part-0-1"]


SUCCESS = {"sink.partition-commit.policy.kind": "success-file"}


def test_a_success_file_marks_a_partition(tmp_path, sink):
    made = sink(PARTITIONED, table(tmp_path, **SUCCESS), partition_keys=("p",))
    writer = made.create_writer()
    writer.write(partition_rows((1, "x")), None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert visible(tmp_path) == ["p=x/_SUCCESS", "p=x/part-0-0"]


def test_the_watermark_completes_a_partition(tmp_path, sink):
    options = {
        **SUCCESS,
        "sink.partition-commit.trigger": "partition-time",
        "sink.partition-commit.delay": "1 h",
        "partition.time-extractor.timestamp-pattern": "$p 00:00:00",
        "sink.partition-commit.success-file.name": "_DONE",
    }
    made = sink(PARTITIONED, table(tmp_path, **options), partition_keys=("p",))
    writer, committer = made.create_writer(), made.create_committer()
    writer.write(partition_rows((1, "2020-01-01"), (2, "2020-01-02")), None)
    writer.watermark(1577836800000 + 3_600_000)  # 2020-01-01 01:00, not yet behind
    committer.commit(writer.prepare_commit(1))
    assert "p=2020-01-01/_DONE" not in visible(tmp_path)
    writer.watermark(1577836800000 + 3_600_001)
    committer.commit(writer.prepare_commit(2))
    assert [name for name in visible(tmp_path) if "_DONE" in name] == ["p=2020-01-01/_DONE"]
    writer.flush(True)
    committer.commit(writer.prepare_commit(3))
    assert [name for name in visible(tmp_path) if "_DONE" in name] == [
        "p=2020-01-01/_DONE",
        "p=2020-01-02/_DONE",
    ]


def test_a_delayed_partition_survives_a_restore(tmp_path, sink):
    options = {**SUCCESS, "sink.partition-commit.delay": "1 d"}
    made = sink(PARTITIONED, table(tmp_path, **options), partition_keys=("p",))
    writer = made.create_writer()
    writer.write(partition_rows((1, "x")), None)
    made.create_committer().commit(writer.prepare_commit(1))
    restored = made.create_writer()
    restored.restore([writer.snapshot()], 1)
    restored.flush(True)
    made.create_committer().commit(restored.prepare_commit(2))
    assert "p=x/_SUCCESS" in visible(tmp_path)


@pytest.mark.parametrize("form", ["json", "parquet", "raw"])
def test_other_formats(tmp_path, sink, read, form):
    options = {**table(tmp_path), "format": form}
    columns = "b STRING" if form == "raw" else COLUMNS
    made = sink(columns, options)
    writer = made.create_writer()
    frame = rows(1, 2).select("b") if form == "raw" else rows(1, 2)
    writer.write(frame, None)
    writer.write(frame, None)
    made.create_committer().commit(writer.prepare_commit(1))
    assert read(columns, options) == [*frame.rows(), *frame.rows()]


def test_only_inserts_are_taken(tmp_path, sink):
    writer = sink(COLUMNS, table(tmp_path)).create_writer()
    writer.write(rows(1), pl.Series([0], dtype=pl.Int8))
    with pytest.raises(ValidationError, match="only inserts"):
        writer.write(rows(1), pl.Series([3], dtype=pl.Int8))


def test_a_full_disk_is_told(tmp_path, sink, monkeypatch):
    writer = sink(COLUMNS, table(tmp_path)).create_writer()
    writer.write(rows(1), None)

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("drey.connectors.filesystem.part_files.os.fsync", full)
    with pytest.raises(ConnectorError, match="No space left on device") as error:
        writer.prepare_commit(1)
    assert str(tmp_path) in error.value.detail
    assert "free space" in error.value.hint


def test_a_path_that_is_a_file_is_told(tmp_path, sink):
    (tmp_path / "f").write_text("")
    writer = sink(COLUMNS, table(tmp_path / "f")).create_writer()
    with pytest.raises(ConnectorError, match="can't write a file") as error:
        writer.write(rows(1), None)
    assert "is a directory" in error.value.hint


def test_what_is_refused(tmp_path, sink):
    with pytest.raises(OptionError, match="metastore"):
        sink(
            PARTITIONED,
            table(tmp_path, **{"sink.partition-commit.policy.kind": "metastore"}),
            partition_keys=("p",),
        )
    with pytest.raises(UnsupportedError, match="'custom'"):
        sink(
            PARTITIONED,
            table(tmp_path, **{"sink.partition-commit.policy.kind": "custom"}),
            partition_keys=("p",),
        )
    with pytest.raises(OptionError, match="pattern"):
        sink(COLUMNS, table(tmp_path / "*.csv"))
    with pytest.raises(ValidationError, match="partition key 'q' is no column"):
        sink(COLUMNS, table(tmp_path), partition_keys=("q",))
