"""Writing into SQLite: upserts, deletes, and appends exactly once."""

from __future__ import annotations

import sqlite3
import time
from types import SimpleNamespace

import polars as pl
import pytest

from drey.connectors.api import WriterContext
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, ValidationError
from drey.types.changelog import INSERT_ONLY, UPSERT

COLUMNS = "id INT, a STRING"
INS, UB, UA, DEL = 0, 1, 2, 3


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "data.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE keyed (id INTEGER PRIMARY KEY, a TEXT)")
    connection.execute("CREATE TABLE plain (id INTEGER, a TEXT)")
    connection.close()
    return path


def rows_in(path, name):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
    finally:
        connection.close()


@pytest.fixture
def sink(database, spec):
    def make(name, **more):
        key = ("id",) if name == "keyed" else ()
        options = {"connector": "jdbc", "url": f"jdbc:sqlite:{database}", "table-name": name, **more}
        return table_factory("jdbc").create_sink(spec(COLUMNS, options, primary_key=key))

    return make


def batch(*changes):
    rows = pl.DataFrame([c[1:] for c in changes], schema={"id": pl.Int32, "a": pl.String}, orient="row")
    return rows, pl.Series([c[0] for c in changes], dtype=pl.Int8)


def test_abilities(spec, database):
    factory = table_factory("jdbc")
    options = {"connector": "jdbc", "url": f"jdbc:sqlite:{database}", "table-name": "t"}
    assert factory.sink_abilities(spec(COLUMNS, options)).changelog == INSERT_ONLY
    assert factory.sink_abilities(spec(COLUMNS, options, primary_key=("id",))).changelog == UPSERT


def test_the_last_change_of_a_key_wins(database, sink):
    writer = sink("keyed").create_writer()
    writer.write(
        *batch((INS, 1, "a"), (INS, 2, "b"), (UB, 1, "a"), (UA, 1, "c"), (DEL, 2, "b"), (INS, 3, "d"))
    )
    assert writer.prepare_commit(1) == []
    assert rows_in(database, "keyed") == [(1, "c"), (3, "d")]
    writer.write(*batch((DEL, 1, "c"), (INS, 1, "again"), (DEL, 3, "d")))
    writer.prepare_commit(2)
    assert rows_in(database, "keyed") == [(1, "again")]


def test_a_replay_gives_the_same_table(database, sink):
    changes = batch((INS, 1, "a"), (INS, 2, "b"), (DEL, 1, "a"), (UA, 2, "c"))
    for attempt in range(2):
        writer = sink("keyed").create_writer()
        writer.write(*changes)
        if attempt:
            writer.prepare_commit(1)
        else:
            writer.flush(False)  # written, and then killed before the checkpoint
    assert rows_in(database, "keyed") == [(2, "c")]


def test_upserts_are_written_when_enough_rows_wait(database, sink):
    writer = sink("keyed", **{"sink.buffer-flush.max-rows": "2"}).create_writer()
    writer.write(*batch((INS, 1, "a")))
    assert rows_in(database, "keyed") == []
    writer.write(*batch((INS, 2, "b")))
    assert rows_in(database, "keyed") == [(1, "a"), (2, "b")]


def test_upserts_are_written_after_the_interval(database, sink):
    writer = sink("keyed", **{"sink.buffer-flush.interval": "2 s"}).create_writer()
    writer.write(*batch((INS, 1, "a")))
    writer.tick(10.0)
    writer.tick(11.0)
    assert rows_in(database, "keyed") == []
    writer.tick(12.1)
    assert rows_in(database, "keyed") == [(1, "a")]


def test_appends_wait_for_their_commit_and_come_once(database, sink):
    made = sink("plain")
    writer = made.create_writer()
    writer.write(*batch((INS, 1, "a"), (INS, 1, "a")))
    writer.flush(False)
    committables = writer.prepare_commit(1)
    assert rows_in(database, "plain") == []
    made.create_committer().commit(committables)
    made.create_committer().commit(committables)
    assert rows_in(database, "plain") == [(1, "a"), (1, "a")]
    assert [epoch for _, epoch in rows_in(database, "drey_commits")] == [1]
    assert writer.prepare_commit(2) == []


@pytest.mark.parametrize("committed_before", [False, True])
def test_a_killed_append_job_neither_loses_nor_doubles(database, sink, committed_before):
    made = sink("plain")
    first = made.create_writer()
    first.write(*batch((INS, 1, "a")))
    one = first.prepare_commit(1)
    if committed_before:
        made.create_committer().commit(one)
    state = first.snapshot()
    first.write(*batch((INS, 2, "b")))
    first.prepare_commit(2)  # checkpoint 2 never completes

    made.create_committer().commit(one)
    second = made.create_writer()
    second.restore([state], 1)
    second.write(*batch((INS, 2, "b"), (INS, 3, "c")))
    made.create_committer().commit(second.prepare_commit(2))
    assert rows_in(database, "plain") == [(1, "a"), (2, "b"), (3, "c")]


def test_appends_of_two_writers_do_not_hide_each_other(database, sink):
    made = sink("plain")
    one, other = made.create_writer(), made.create_writer()
    one.write(*batch((INS, 1, "a")))
    other.write(*batch((INS, 2, "b")))
    made.create_committer().commit(one.prepare_commit(1) + other.prepare_commit(1))
    assert rows_in(database, "plain") == [(1, "a"), (2, "b")]


def test_a_failing_commit_writes_nothing(database, sink):
    made = sink("plain")
    writer = made.create_writer()
    writer.write(*batch((INS, 1, "a"), (INS, 2, None)))
    committables = writer.prepare_commit(1)
    connection = sqlite3.connect(database)
    connection.execute(
        "CREATE TRIGGER no_null BEFORE INSERT ON plain WHEN new.a IS NULL BEGIN SELECT RAISE(FAIL, 'no'); END"
    )
    connection.commit()
    with pytest.raises(ConnectorError, match="no"):
        made.create_committer().commit(committables)
    assert rows_in(database, "plain") == []
    connection.execute("DROP TRIGGER no_null")
    connection.commit()
    connection.close()
    made.create_committer().commit(committables)
    assert rows_in(database, "plain") == [(1, "a"), (2, None)]


def test_without_checkpoints_appends_are_written_at_flush_points(database, sink):
    writer = sink("plain").create_writer()
    writer.open(WriterContext(checkpointed=False))
    writer.write(*batch((INS, 1, "a")))
    writer.flush(False)
    assert rows_in(database, "plain") == [(1, "a")]
    assert writer.prepare_commit(1) == []


def test_a_lock_is_waited_for(database, sink, monkeypatch):
    monkeypatch.setattr("drey.connectors.jdbc.dialects.sqlite._LOCK_SECONDS", 0.05)
    pauses = []
    meanwhile = iter(["COMMIT"])  # what the other one does while the writer pauses

    def pause(seconds):
        pauses.append(seconds)
        for statement in meanwhile:
            other.execute(statement)

    clock = SimpleNamespace(monotonic=time.monotonic, sleep=pause)
    monkeypatch.setattr("drey.connectors.jdbc.database.time", clock)
    writer = sink("keyed").create_writer()
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    writer.write(*batch((INS, 1, "a")))
    writer.prepare_commit(1)
    assert rows_in(database, "keyed") == [(1, "a")]
    assert len(pauses) == 1
    other.execute("BEGIN EXCLUSIVE")
    writer.write(*batch((INS, 2, "b")))
    with pytest.raises(ConnectorError, match="after 3 retries: database is locked") as error:
        writer.prepare_commit(2)
    assert len(pauses) == 4
    assert "sink.max-retries" in error.value.hint
    other.execute("COMMIT")
    other.close()


def test_a_key_that_the_database_does_not_enforce_is_refused(database, spec):
    options = {"connector": "jdbc", "url": f"jdbc:sqlite:{database}", "table-name": "plain"}
    made = table_factory("jdbc").create_sink(spec(COLUMNS, options, primary_key=("id",)))
    with pytest.raises(ConnectorError, match="no unique constraint") as error:
        made.create_writer()
    connection = sqlite3.connect(database)
    connection.execute(error.value.hint.removeprefix("create one: "))
    connection.close()
    made.create_writer().close()


def test_an_append_table_takes_only_inserts(sink):
    writer = sink("plain").create_writer()
    with pytest.raises(ValidationError, match="only inserts"):
        writer.write(*batch((DEL, 1, "a")))
