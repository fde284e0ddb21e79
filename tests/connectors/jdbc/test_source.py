"""Scanning tables of servers."""

from __future__ import annotations

import pytest

from drey.connectors.api import ReaderContext
from drey.errors import ConnectorError
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral
from drey.types import logical as t

COLUMNS = "id INT, a STRING"
ROWS = [(i, f"v{i % 3}") for i in range(20)]


@pytest.fixture
def filled(database):
    values = ", ".join(f"({i}, '{a}')" for i, a in ROWS)
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10))")
    database.execute(f"INSERT INTO t VALUES {values}")
    database.execute("CREATE VIEW w AS SELECT * FROM t")
    database.execute("CREATE TABLE u (id INT, a VARCHAR(10))")
    database.execute("INSERT INTO u SELECT * FROM t ORDER BY id")
    database.execute("CREATE TABLE p (id INT, a VARCHAR(10), PRIMARY KEY (a, id))")
    database.execute("INSERT INTO p SELECT * FROM t")
    return database


@pytest.mark.parametrize("name", ["t", "w", "u", "p"])
def test_reading_resumes_behind_every_batch(filled, source, fetch, name):
    made = source(COLUMNS, filled.options(name))
    fetched = fetch(made, max_rows=6)
    everything = [row for one in fetched for row in one.data.rows()]
    assert sorted(everything) == ROWS
    assert fetched[-1].split is None
    seen = 0
    for one in fetched[:-1]:
        seen += one.data.height
        assert [r for f in fetch(made, [one.split], max_rows=4) for r in f.data.rows()] == everything[seen:]


def test_the_fetch_size_bounds_a_batch(filled, source, fetch):
    fetched = fetch(source(COLUMNS, filled.options("t", **{"scan.fetch-size": "7"})))
    assert [one.data.height for one in fetched] == [7, 7, 6, 0]


@pytest.mark.parametrize("size", [1, 3, 6, 100])
def test_a_limit_over_several_batches(filled, source, fetch, size):
    fetched = fetch(source(COLUMNS, filled.options("t"), limit=6), max_rows=size)
    assert sum(one.data.height for one in fetched) == 6
    assert fetched[-1].split is None


def comparison(name, column, value):
    type_ = t.IntType() if column == 0 else t.string_type()
    return RexCall(
        name, (RexInputRef(column, type=type_), RexLiteral(value, type=type_)), type=t.BooleanType()
    )


def test_projection_and_filters(filled, read):
    filters = (comparison("GREATER_THAN_OR_EQUAL", 0, 5), comparison("EQUALS", 1, "v2"))
    assert read(COLUMNS, filled.options("t"), filters=filters, projection=("id",)) == [
        (5,), (8,), (11,), (14,), (17,)
    ]  # fmt: skip
    assert read(COLUMNS, filled.options("t"), filters=filters, projection=("a", "id"), limit=1) == [("v2", 5)]


def test_no_columns(filled, fetch, source):
    fetched = fetch(source(COLUMNS, filled.options("t"), projection=()))
    assert sum(one.data.height for one in fetched) == 20


def test_a_filter_with_quotes(filled, read):
    filled.execute("INSERT INTO t VALUES (100, 'it''s')")
    assert read(COLUMNS, filled.options("t"), filters=(comparison("EQUALS", 1, "it's"),)) == [(100, "it's")]


def test_a_partitioned_scan(filled, source, read):
    options = filled.options(
        "t",
        **{
            "scan.partition.column": "id",
            "scan.partition.num": "3",
            "scan.partition.lower-bound": "0",
            "scan.partition.upper-bound": "17",
        },
    )
    made = source(COLUMNS, options)
    assert [split.id for split in made.create_enumerator().discover()] == ["0..5", "6..11", "12..17"]
    assert sorted(read(COLUMNS, options)) == ROWS[:18]


def test_a_source_may_stop_in_the_middle_and_hold_no_lock(filled, source):
    made = source(COLUMNS, filled.options("t"))
    reader = made.create_reader()
    reader.open(ReaderContext())
    reader.assign(made.create_enumerator().discover())
    assert reader.fetch(3, 1.0).data.height == 3
    filled.execute("UPDATE t SET a = 'other'")
    filled.execute("INSERT INTO t VALUES (1000, 'x')")
    assert reader.fetch(3, 1.0).data["a"].to_list() == ["v0", "v1", "v2"]  # one query sees one moment
    reader.close()
    filled.execute("ALTER TABLE t ADD b INT")


def test_names_in_other_cases_and_quotes(database, read):
    q = "`" if database.kind == "mysql" else '"'
    database.execute(f"CREATE TABLE things (Id INT, {q}select{q} INT, {q}a b{q} INT)")
    database.execute("INSERT INTO things VALUES (1, 2, 3)")
    assert read("ID INT, `select` INT, `a b` INT", database.options("things")) == [(1, 2, 3)]
    name = f"{database.name}.things" if database.kind == "mysql" else "public.Things"
    assert read("id INT", database.options(name)) == [(1,)]


def test_a_missing_table_and_column(filled, read):
    with pytest.raises(ConnectorError, match="'zz' does not exist") as error:
        read(COLUMNS, filled.options("zz"))
    assert "create it: CREATE TABLE" in error.value.hint
    with pytest.raises(ConnectorError, match="has no column 'aa'") as error:
        read("id INT, aa STRING", filled.options("t"))
    assert error.value.detail == "it has id, a"
    with pytest.raises(ConnectorError, match=r"'none.t' does not exist|look at table 'none.t'"):
        read(COLUMNS, filled.options("none.t"))
