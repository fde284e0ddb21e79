"""Scanning SQLite tables."""

from __future__ import annotations

import datetime as dt
import sqlite3
from decimal import Decimal

import pytest

from drey.connectors.jdbc.source import partition_ranges
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, OptionError, UnsupportedError, ValidationError
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral
from drey.types import logical as t

COLUMNS = "id INT, a STRING"


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "data.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)")
    connection.executemany("INSERT INTO t VALUES (?, ?)", [(i, f"v{i % 3}") for i in range(20)])
    connection.execute("CREATE VIEW w AS SELECT * FROM t")
    connection.execute("CREATE TABLE r (id INTEGER PRIMARY KEY, a TEXT) WITHOUT ROWID")
    connection.execute("INSERT INTO r SELECT * FROM t")
    connection.commit()
    connection.close()
    return path


def table(path, name="t", **more):
    return {"connector": "jdbc", "url": f"jdbc:sqlite:{path}", "table-name": name, **more}


@pytest.mark.parametrize("name", ["t", "w", "r"])
def test_reading_resumes_behind_every_batch(database, source, fetch, name):
    made = source(COLUMNS, table(database, name))
    fetched = fetch(made, max_rows=6)
    everything = [row for one in fetched for row in one.data.rows()]
    assert everything == [(i, f"v{i % 3}") for i in range(20)]
    seen = 0
    for one in fetched:
        seen += one.data.height
        if one.split is not None:
            assert [r for f in fetch(made, [one.split]) for r in f.data.rows()] == everything[seen:]


@pytest.mark.parametrize("name", ["t", "w"])
def test_no_lock_is_held_between_batches(database, source, name):
    made = source(COLUMNS, table(database, name))
    reader = made.create_reader()
    reader.assign(made.create_enumerator().discover())
    assert reader.fetch(6, 1.0) is not None
    writer = sqlite3.connect(database, timeout=0)
    writer.execute("CREATE TABLE other (a)")
    writer.commit()
    writer.close()
    reader.close()


@pytest.mark.parametrize("size", [1, 3, 5, 6, 100])
def test_a_limit_over_several_batches(database, source, fetch, size):
    fetched = fetch(source(COLUMNS, table(database), limit=6), max_rows=size)
    assert sum(one.data.height for one in fetched) == 6
    assert fetched[-1].split is None


def test_projection_filters_and_limit(database, read):
    after = RexCall(
        "GREATER_THAN_OR_EQUAL",
        (RexInputRef(0, type=t.IntType()), RexLiteral(5, type=t.IntType())),
        type=t.BooleanType(),
    )
    equal = RexCall(
        "EQUALS",
        (RexLiteral("v2", type=t.string_type()), RexInputRef(1, type=t.string_type())),
        type=t.BooleanType(),
    )
    assert read(COLUMNS, table(database), filters=(after, equal), projection=("id",)) == [
        (5,),
        (8,),
        (11,),
        (14,),
        (17,),
    ]
    assert read(COLUMNS, table(database), limit=2) == [(0, "v0"), (1, "v1")]


@pytest.mark.parametrize(
    ("lower", "upper", "number", "expected"),
    [
        (0, 99, 4, [(0, 24), (25, 49), (50, 74), (75, 99)]),
        (0, 9, 4, [(0, 2), (3, 5), (6, 7), (8, 9)]),
        (1, 2, 5, [(1, 1), (2, 2)]),
        (7, 7, 1, [(7, 7)]),
    ],
)
def test_ranges(lower, upper, number, expected):
    assert partition_ranges(lower, upper, number) == expected


def partitions(column="id", number="3", lower="0", upper="19"):
    return {
        "scan.partition.column": column,
        "scan.partition.num": number,
        "scan.partition.lower-bound": lower,
        "scan.partition.upper-bound": upper,
    }


def test_a_partitioned_scan(database, source, read):
    made = source(COLUMNS, table(database, **partitions()))
    assert [split.id for split in made.create_enumerator().discover()] == ["0..6", "7..13", "14..19"]
    assert sorted(read(COLUMNS, table(database, **partitions()))) == [(i, f"v{i % 3}") for i in range(20)]
    # The bounds filter, too, as in Flink.
    assert sorted(read("id INT", table(database, **partitions(lower="3", upper="5")))) == [(3,), (4,), (5,)]


TYPES = (
    "a TINYINT, b BIGINT, c FLOAT, d DOUBLE, e DECIMAL(10, 2), f BOOLEAN, g STRING, h BYTES, i DATE, j TIME(0), "
    "k TIMESTAMP(3), l TIMESTAMP_LTZ(6)"
)
VALUES = [
    (1, 2**62, 1.5, 2.5, Decimal("1.10"), True, "x", b"\x00\xff", dt.date(2020, 1, 2), dt.time(1, 2, 3),
     dt.datetime(2020, 1, 2, 3, 4, 5, 6000), dt.datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=dt.UTC)),
    (None,) * 12,
]  # fmt: skip


def test_all_types_go_there_and_back(tmp_path, read, frame, spec):
    path = tmp_path / "types.db"
    connection = sqlite3.connect(path)
    made = spec(TYPES, table(path, "types"))
    factory = table_factory("jdbc")
    with pytest.raises(ConnectorError, match="does not exist") as error:
        factory.create_sink(made).create_writer()
    # The hint is the statement that makes the table.
    connection.execute(error.value.hint.removeprefix("create it: "))
    connection.close()
    sink = factory.create_sink(made)
    writer = sink.create_writer()
    writer.write(frame(TYPES, VALUES), None)
    sink.create_committer().commit(writer.prepare_commit(1))
    assert [
        tuple(v.replace(tzinfo=dt.UTC) if isinstance(v, dt.datetime) and v.tzinfo else v for v in row)
        for row in read(TYPES, table(path, "types"))
    ] == VALUES


def test_nan_and_infinity(tmp_path, read, frame, spec):
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (d REAL)")
    connection.close()
    sink = table_factory("jdbc").create_sink(spec("d DOUBLE", table(path, "x")))
    writer = sink.create_writer()
    writer.write(frame("d DOUBLE", [(float("nan"),), (float("inf"),), (None,), (1.0,)]), None)
    sink.create_committer().commit(writer.prepare_commit(1))
    assert [str(row[0]) for row in read("d DOUBLE", table(path, "x"))] == ["nan", "inf", "None", "1.0"]


def test_values_of_other_storage_classes(tmp_path, read):
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (a, b, c, d, e)")
    connection.execute("INSERT INTO x VALUES ('5', 7, 1.10, 1577934245006, '2020-01-02T03:04:05')")
    connection.commit()
    connection.close()
    columns = "a INT, b STRING, c DECIMAL(5, 2), d TIMESTAMP(3), e TIMESTAMP_LTZ(3)"
    (row,) = read(columns, table(path, "x"))
    assert row[:4] == (5, "7", Decimal("1.10"), dt.datetime(2020, 1, 2, 3, 4, 5, 6000))
    assert row[4].isoformat() == "2020-01-02T03:04:05+00:00"
    with pytest.raises(ConnectorError, match="a value of column 'e' is no INT"):
        read("e INT", table(path, "x"))


def test_what_is_refused(database, tmp_path, read, spec):
    with pytest.raises(ConnectorError, match="'zz' does not exist") as error:
        read(COLUMNS, table(database, "zz"))
    assert 'CREATE TABLE "zz" ("id" INTEGER, "a" TEXT)' in error.value.hint
    with pytest.raises(ConnectorError, match="has no column 'aa'"):
        read("id INT, aa STRING", table(database))
    with pytest.raises(ConnectorError, match="file does not exist"):
        read(COLUMNS, table(tmp_path / "none.db"))
    (tmp_path / "text.db").write_text("this is no database, but a text file of some length\n" * 100)
    with pytest.raises(ConnectorError, match="file is not a database"):
        read(COLUMNS, table(tmp_path / "text.db"))
    with pytest.raises(OptionError, match="in memory"):
        read(COLUMNS, table(":memory:"))
    with pytest.raises(UnsupportedError, match="'oracle'"):
        spec(COLUMNS, {**table(database), "url": "jdbc:oracle:thin:@localhost:x"})
    with pytest.raises(OptionError, match=r"missing: scan.partition.num"):
        spec(COLUMNS, table(database, **{k: v for k, v in partitions().items() if k != "scan.partition.num"}))
    with pytest.raises(ValidationError, match="must be a number"):
        spec(COLUMNS, table(database, **partitions(column="a")))
    with pytest.raises(UnsupportedError, match="ARRAY"):
        spec("a ARRAY<INT>", table(database))
    with pytest.raises(OptionError, match=r"did you mean 'sink.max-retries'"):
        spec(COLUMNS, table(database, **{"sink.max-retry": "3"}))
    for option in ("sink.max-retries", "lookup.max-retries"):
        with pytest.raises(OptionError, match=f"'{option}' shouldn't be negative"):
            spec(COLUMNS, table(database, **{option: "-1"}))
    with pytest.raises(OptionError, match=r"'connection\.max-retry-timeout' shouldn't be shorter"):
        spec(COLUMNS, table(database, **{"connection.max-retry-timeout": "500 ms"}))


def test_filters_may_be_kept_from_the_database(database, spec):
    for policy, wanted in (("always", True), ("never", False)):
        made = spec(COLUMNS, table(database, **{"filter.handling.policy": policy}))
        assert table_factory("jdbc").source_abilities(made).filters is wanted
