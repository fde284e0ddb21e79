"""Writing into servers: upserts, deletes, and appends exactly once."""

from __future__ import annotations

import polars as pl
import pytest

from drey.connectors.api import WriterContext
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError

COLUMNS = "id INT, a STRING"
INS, UB, UA, DEL = 0, 1, 2, 3


@pytest.fixture
def sink(database, spec):
    database.execute("CREATE TABLE keyed (id INT PRIMARY KEY, a VARCHAR(50))")
    database.execute("CREATE TABLE plain (id INT, a VARCHAR(50))")

    def make(name, **more):
        key = ("id",) if name == "keyed" else ()
        made = spec(COLUMNS, database.options(name, **more), primary_key=key)
        return table_factory("jdbc").create_sink(made)

    return make


def test_the_last_change_of_a_key_wins(database, sink, changes):
    writer = sink("keyed").create_writer()
    writer.write(
        *changes((INS, 1, "a"), (INS, 2, "b"), (UB, 1, "a"), (UA, 1, "c"), (DEL, 2, "b"), (INS, 3, "d"))
    )
    assert writer.prepare_commit(1) == []
    assert database.rows("keyed") == [(1, "c"), (3, "d")]
    writer.write(*changes((DEL, 1, "c"), (INS, 1, "again"), (DEL, 3, "d"), (INS, 4, None)))
    writer.prepare_commit(2)
    assert database.rows("keyed") == [(1, "again"), (4, None)]
    writer.close()


def test_a_table_of_nothing_but_its_key(database, spec, frame):
    database.execute("CREATE TABLE pairs (a INT, b VARCHAR(10), PRIMARY KEY (a, b))")
    made = spec("a INT, b STRING", database.options("pairs"), primary_key=("a", "b"))
    writer = table_factory("jdbc").create_sink(made).create_writer()
    for rows in ([(1, "x"), (1, "y")], [(1, "x"), (2, "x")]):
        writer.write(frame("a INT, b STRING", rows), None)
        writer.prepare_commit(1)
    assert database.rows("pairs") == [(1, "x"), (1, "y"), (2, "x")]
    deleted = frame("a INT, b STRING", [(1, "y"), (2, "x")])
    writer.write(deleted, pl.Series([DEL, DEL], dtype=pl.Int8))
    writer.prepare_commit(2)
    assert database.rows("pairs") == [(1, "x")]
    writer.close()


def test_texts_that_look_like_sql(database, sink, changes):
    texts = [
        "it's",
        '"',
        "\\",
        "\\'; DROP TABLE keyed; --",
        "%s %d {}",
        "a\nb\tc\r",
        "",
        "NULL",
        "\\N",
        "\\.",
        "ключ 🐿",
        "a,b",
    ]
    writer = sink("keyed").create_writer()
    writer.write(*changes(*((INS, i, text) for i, text in enumerate(texts))))
    writer.prepare_commit(1)
    assert [a for _, a in sorted(database.execute("SELECT id, a FROM keyed"))] == texts
    writer.close()


def test_appends_wait_for_their_commit_and_come_once(database, sink, changes):
    made = sink("plain")
    writer = made.create_writer()
    writer.write(*changes((INS, 1, "a"), (INS, 1, "a")))
    writer.flush(False)
    committables = writer.prepare_commit(1)
    assert database.rows("plain") == []
    for _ in range(2):
        committer = made.create_committer()
        committer.commit(committables)
        committer.close()
    assert database.rows("plain") == [(1, "a"), (1, "a")]
    assert [epoch for _, epoch in database.rows("drey_commits")] == [1]
    assert writer.prepare_commit(2) == []
    writer.close()


def test_a_failing_commit_writes_nothing(database, sink, changes):
    made = sink("plain")
    writer, committer = made.create_writer(), made.create_committer()
    writer.write(*changes((INS, 1, "a"), (INS, 2, "x" * 60)))
    committables = writer.prepare_commit(1)
    with pytest.raises(ConnectorError, match="doesn't fit its column") as error:
        committer.commit(committables)
    assert "widen" in error.value.hint
    assert database.rows("plain") == []
    database.execute("ALTER TABLE plain ADD b INT")
    database.execute("ALTER TABLE plain DROP COLUMN a")
    database.execute("ALTER TABLE plain ADD a VARCHAR(60)")
    committer.commit(committables)
    assert len(database.rows("plain")) == 2
    writer.close()
    committer.close()


def test_without_checkpoints_appends_are_written_at_flush_points(database, sink, changes):
    writer = sink("plain").create_writer()
    writer.open(WriterContext(checkpointed=False))
    writer.write(*changes((INS, 1, "a")))
    writer.flush(False)
    assert database.rows("plain") == [(1, "a")]
    assert writer.prepare_commit(1) == []
    writer.close()


def test_many_rows_and_a_large_one(database, spec, frame):
    text = "LONGTEXT" if database.kind == "mysql" else "TEXT"
    database.execute(f"CREATE TABLE big (id INT PRIMARY KEY, a {text})")
    made = spec(COLUMNS, database.options("big"), primary_key=("id",))
    writer = table_factory("jdbc").create_sink(made).create_writer()
    rows = [(i, f"row {i} " * 20) for i in range(20_000)] + [(20_000, "x" * 3_000_000)]
    writer.write(frame(COLUMNS, rows), None)
    writer.prepare_commit(1)
    assert database.execute("SELECT COUNT(*), SUM(id), MAX(LENGTH(a)) FROM big") == [
        (20_001, sum(range(20_001)), 3_000_000)
    ]
    writer.close()
