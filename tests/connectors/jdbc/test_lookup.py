"""Lookup joins with tables of databases."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest

import drey
from drey.connectors.registry import table_factory
from drey.errors import JobError, OptionError, UnsupportedError, ValidationError

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

ORDERS = [(1, 1, "x"), (2, 2, "y"), (3, 9, "z"), (4, None, "n"), (5, 3, "a"), (6, 1, "b")]


@pytest.fixture
def t_env(tmp_path):
    made = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    text = "\n".join(json.dumps({"oid": o, "k": k, "s": s}) for o, k, s in ORDERS)
    (tmp_path / "orders.json").write_text(text + "\n")
    made.execute_sql(
        "CREATE TABLE orders (oid INT, k INT, s STRING, proc AS PROCTIME()) "
        f"WITH ('connector' = 'filesystem', 'path' = '{tmp_path}/orders.json', 'format' = 'json')"
    )
    return made


@pytest.fixture
def dim(database, t_env):
    database.execute("CREATE TABLE dim (id INT PRIMARY KEY, name VARCHAR(20), age INT)")
    database.execute("INSERT INTO dim VALUES (1, 'a', 10), (2, 'b', 20), (3, NULL, 30)")

    def declare(**more):
        t_env.execute_sql("DROP TABLE IF EXISTS dim")
        columns = "id INT, name STRING, age INT, PRIMARY KEY (id) NOT ENFORCED"
        t_env.execute_sql(f"CREATE TABLE dim ({columns}) {database.ddl('dim', **more)}")

    declare()
    database.declare = declare
    return database


def rows_of(t_env, query):
    with t_env.execute_sql(query).collect() as found:
        return [tuple(row) for row in found]


# the answers of Flink 2.3 with its jdbc connector
JOINS = {
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id": [(1, "a"), (2, "b"), (5, None), (6, "a")],
    "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id": [
        (1, "a"), (2, "b"), (3, None), (4, None), (5, None), (6, "a"),
    ],
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id AND d.age > 15": [(2, "b"), (5, None)],
    "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id AND d.age = 20 AND o.oid > 1": [
        (1, None), (2, "b"), (3, None), (4, None), (5, None), (6, None),
    ],
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id WHERE d.age > o.oid AND o.s <> 'x'": [
        (2, "b"), (5, None), (6, "a"),
    ],
    "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.s = d.name": [
        (1, None), (2, None), (3, None), (4, None), (5, "a"), (6, "b"),
    ],
    "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k + 1 = d.id": [
        (1, "b"), (2, None), (3, None), (4, None), (5, None), (6, "b"),
    ],
    "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id WHERE d.age IS NULL OR d.age > 15": [
        (2, "b"), (3, None), (4, None), (5, None),
    ],
    ", dim FOR SYSTEM_TIME AS OF o.proc AS d WHERE o.k = d.id": [(1, "a"), (2, "b"), (5, None), (6, "a")],
}  # fmt: skip


@pytest.mark.parametrize("join", JOINS)
def test_joins(dim, t_env, join):
    assert rows_of(t_env, f"SELECT o.oid, d.name FROM orders AS o {join}") == JOINS[join]


def test_all_columns_and_repeated_names(dim, t_env):
    query = (
        "SELECT * FROM (SELECT oid AS id, k, proc FROM orders) AS o "
        "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id WHERE o.id < 4"
    )
    found = t_env.sql_query(query)
    assert found.get_schema().get_field_names() == ["id", "k", "proc", "id0", "name", "age"]
    assert [row[:2] + row[3:] for row in rows_of(t_env, query)] == [
        (1, 1, 1, "a", 10),
        (2, 2, 2, "b", 20),
        (3, 9, None, None, None),
    ]


def test_several_rows_for_a_key_and_two_joins(dim, t_env):
    dim.execute("CREATE TABLE many (k INT, v VARCHAR(10))")
    dim.execute("INSERT INTO many VALUES (1, 'p'), (1, 'q'), (2, 'r')")
    t_env.execute_sql(f"CREATE TABLE many (k INT, v STRING) {dim.ddl('many')}")
    found = rows_of(
        t_env,
        "SELECT o.oid, d.name, m.v FROM orders AS o "
        "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id "
        "LEFT JOIN many FOR SYSTEM_TIME AS OF o.proc AS m ON d.id = m.k",
    )
    assert sorted(found, key=repr) == [
        (1, "a", "p"), (1, "a", "q"), (2, "b", "r"), (5, None, None), (6, "a", "p"), (6, "a", "q"),
    ]  # fmt: skip


def test_a_key_of_two_columns(dim, t_env):
    dim.execute("CREATE TABLE pairs (a INT, b VARCHAR(10), v INT, PRIMARY KEY (a, b))")
    dim.execute("INSERT INTO pairs VALUES (1, 'x', 11), (1, 'b', 12), (2, 'b', 21)")
    t_env.execute_sql(f"CREATE TABLE pairs (a INT, b STRING, v INT) {dim.ddl('pairs')}")
    found = rows_of(
        t_env,
        "SELECT o.oid, p.v FROM orders AS o JOIN pairs FOR SYSTEM_TIME AS OF o.proc AS p ON o.k = p.a AND o.s = p.b",
    )
    assert found == [(1, 11), (6, 12)]


def test_a_stream_of_changes_and_an_upsert_sink(dim, t_env):
    dim.execute("CREATE TABLE totals (name VARCHAR(20) PRIMARY KEY, n BIGINT)")
    columns = "name STRING, n BIGINT, PRIMARY KEY (name) NOT ENFORCED"
    t_env.execute_sql(f"CREATE TABLE totals ({columns}) {dim.ddl('totals')}")
    t_env.execute_sql(
        "INSERT INTO totals SELECT COALESCE(d.name, '?'), SUM(n) FROM "
        "(SELECT k, COUNT(*) AS n, PROCTIME() AS proc FROM orders GROUP BY k) AS o "
        "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id GROUP BY COALESCE(d.name, '?')"
    ).wait()
    assert dim.rows("totals") == [("?", 3), ("a", 2), ("b", 1)]


@pytest.mark.parametrize(
    "options",
    [
        {"lookup.cache": "PARTIAL", "lookup.partial-cache.max-rows": "2"},
        {"lookup.cache": "FULL", "lookup.full-cache.periodic-reload.interval": "1 h"},
        {"lookup.cache.max-rows": "100", "lookup.cache.ttl": "1 min"},
    ],
)
def test_joins_with_a_cache(dim, t_env, options):
    dim.declare(**options)
    join = "LEFT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id"
    assert rows_of(t_env, f"SELECT o.oid, d.name FROM orders AS o {join}") == JOINS[join]


def test_what_a_cache_sees_of_changes(dim, spec):
    columns, keys = "id INT, name STRING", pl.DataFrame({"id": [1]}, schema={"id": pl.Int32})

    def reader(**options):
        made = table_factory("jdbc").create_lookup(spec(columns, dim.options("dim", **options)), ("id",))
        made.open()
        return made

    plain = reader()
    partial = reader(**{"lookup.cache": "PARTIAL"})
    full = reader(**{"lookup.cache": "FULL", "lookup.full-cache.periodic-reload.interval": "1 h"})
    for one in (plain, partial, full):
        assert one.lookup(keys).rows() == [(1, "a")]
    dim.execute("UPDATE dim SET name = 'new'")
    assert [one.lookup(keys).rows() for one in (plain, partial, full)] == [
        [(1, "new")],
        [(1, "a")],
        [(1, "a")],
    ]
    for one in (plain, partial, full):
        one.close()


@pytest.mark.parametrize(
    ("column", "type_", "value"),
    [
        ("VARCHAR(20)", "STRING", "it's \\"),
        ("BIGINT", "BIGINT", 2**62),
        ("DECIMAL(20, 2)", "DECIMAL(20, 2)", "12.30"),
        ("DATE", "DATE", dt.date(2020, 1, 2)),
        ("TIMESTAMP(3)", "TIMESTAMP(3)", dt.datetime(2020, 1, 2, 3, 4, 5, 678000)),
        ("BOOLEAN", "BOOLEAN", True),
    ],
)
def test_keys_of_other_types(database, spec, frame, column, type_, value):
    database.execute(
        f"CREATE TABLE t (k {column.replace('TIMESTAMP', 'DATETIME') if database.kind == 'mysql' else column}, v INT)"
    )
    keys = (
        frame(f"k {type_}", [(value,)])
        if type_[:3] != "DEC"
        else pl.select(k=pl.lit(value).cast(pl.Decimal(20, 2)))
    )
    sink = table_factory("jdbc").create_sink(spec(f"k {type_}, v INT", database.options("t")))
    writer, committer = sink.create_writer(), sink.create_committer()
    writer.write(keys.with_columns(v=pl.lit(7, dtype=pl.Int32)), None)
    committer.commit(writer.prepare_commit(1))
    reader = table_factory("jdbc").create_lookup(spec(f"k {type_}, v INT", database.options("t")), ("k",))
    reader.open()
    assert reader.lookup(keys).equals(keys.with_columns(v=pl.lit(7, dtype=pl.Int32)))
    for one in (writer, committer, reader):
        one.close()


def test_many_keys(database, spec):
    database.execute("CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR(10))")
    values = ", ".join(f"({i}, 'v{i}')" for i in range(0, 10_000, 2))
    database.execute(f"INSERT INTO t VALUES {values}")
    reader = table_factory("jdbc").create_lookup(spec("k INT, v STRING", database.options("t")), ("k",))
    reader.open()
    found = reader.lookup(pl.select(k=pl.int_range(10_000, dtype=pl.Int32)))
    assert found.sort("k").rows() == [(i, f"v{i}") for i in range(0, 10_000, 2)]
    reader.close()


REFUSED = {
    "JOIN dim AS d ON o.k = d.id": (UnsupportedError, "joins are not built yet"),
    "RIGHT JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id": (ValidationError, "can't be RIGHT"),
    "JOIN dim FOR SYSTEM_TIME AS OF o.s AS d ON o.k = d.id": (
        ValidationError,
        "The system time period specification expects Timestamp type but is 'STRING'",
    ),
    "JOIN dim FOR SYSTEM_TIME AS OF PROCTIME() AS d ON o.k = d.id": (UnsupportedError, "AS OF an expression"),
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k > d.id": (
        ValidationError,
        "requires an equality condition on fields of table",
    ),
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON d.id = 1": (
        ValidationError,
        "requires an equality condition",
    ),
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON TRUE": (ValidationError, "requires an equality condition"),
    "JOIN orders FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.oid": (
        ValidationError,
        "can't be looked up by key",
    ),
    "JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d USING (k)": (UnsupportedError, "USING"),
    "JOIN dim FOR SYSTEM_TIME AS OF o.nothing AS d ON o.k = d.id": (ValidationError, "'nothing' not found"),
}


@pytest.mark.parametrize("join", REFUSED)
def test_what_is_refused(dim, t_env, join):
    kind, message = REFUSED[join]
    with pytest.raises(kind, match=message):
        t_env.execute_sql(f"SELECT o.oid FROM orders AS o {join}")


def test_a_missing_table_fails_the_job(dim, t_env):
    dim.execute("DROP TABLE dim")
    with pytest.raises(JobError, match=r"'dim' does not exist"):
        rows_of(
            t_env, "SELECT o.oid FROM orders AS o JOIN dim FOR SYSTEM_TIME AS OF o.proc AS d ON o.k = d.id"
        )


def test_options_of_a_full_cache(spec, mysql):
    with pytest.raises(OptionError, match=r"needs 'lookup.full-cache.periodic-reload.interval'"):
        spec("id INT", mysql.options("t", **{"lookup.cache": "FULL"}))
    timed = {"lookup.cache": "FULL", "lookup.full-cache.reload-strategy": "TIMED"}
    with pytest.raises(OptionError, match="iso-time"):
        spec("id INT", mysql.options("t", **timed, **{"lookup.full-cache.timed-reload.iso-time": "noon"}))
