"""A batch plan as one Polars query gives the rows that the operators give, and fails as they do."""

from __future__ import annotations

import datetime as dt
import json
import math
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import drey

drey.use("embedded")

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)
from pyflink.table.udf import udf  # noqa: E402

from drey.errors import JobError  # noqa: E402
from drey.planner.batch_lowering import POLARS_QUERY  # noqa: E402
from tests.waiting import eventually  # noqa: E402

KEYS = st.sampled_from([None, "", "a", "b", "ß"])
ROWS = st.lists(
    st.tuples(
        KEYS,
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | st.integers(-3, 3),
        st.none() | st.floats(-1e9, 1e9) | st.sampled_from([math.nan, math.inf, 0.0, -0.0]),
        st.none() | st.decimals(-1000, 1000, places=2, allow_nan=False),
        st.none() | st.booleans(),
        st.none() | st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1)),
    ),
    max_size=25,
)
QUERIES = [
    "SELECT k, COUNT(*), COUNT(i), SUM(i), AVG(i), MIN(i), MAX(i) FROM v GROUP BY k",
    "SELECT k, n, SUM(f), MIN(f), MAX(f), AVG(f) FROM v GROUP BY k, n",
    "SELECT k, SUM(m), AVG(m), MIN(m), COUNT(DISTINCT m) FROM v GROUP BY k",
    "SELECT COUNT(*), SUM(n), MAX(k), MIN(ts), COUNT(DISTINCT n) FILTER (WHERE b) FROM v",
    "SELECT COUNT(*), SUM(n) FROM v WHERE n > 100",
    "SELECT n, COUNT(*) FILTER (WHERE b), SUM(i) FILTER (WHERE i > 0), STDDEV_POP(n) FROM v GROUP BY n",
    "SELECT f, COUNT(*) FROM v GROUP BY f",
    "SELECT n, FIRST_VALUE(k), LAST_VALUE(i), LISTAGG(k, '|') FROM v GROUP BY n",
    "SELECT n, ARRAY_AGG(i), COLLECT(k), JSON_ARRAYAGG(n) FROM v GROUP BY n",
    "SELECT DISTINCT k, b FROM v",
    "SELECT k, b, COUNT(*), GROUPING_ID(k, b), MAX(k) FROM v GROUP BY CUBE (k, b)",
    "SELECT k, n FROM v UNION SELECT k, n + 1 FROM w",
    "SELECT k, n FROM v INTERSECT ALL SELECT k, n FROM w",
    "SELECT k, n FROM v EXCEPT ALL SELECT k, n FROM w",
    "SELECT c, COUNT(*), SUM(s) FROM (SELECT k, COUNT(*) AS c, SUM(n) AS s FROM v GROUP BY k) GROUP BY c",
    "SELECT k, i, n FROM v ORDER BY n DESC NULLS LAST, k, i LIMIT 7 OFFSET 2",
    "SELECT k, SUM(n) AS s FROM v GROUP BY k HAVING COUNT(*) > 1 ORDER BY s, k",
    "SELECT 1 / n AS q, COUNT(*) FROM v WHERE n <> 0 GROUP BY 1 / n",
    "SELECT twice(n), COUNT(*), SUM(twice(i)) FROM v WHERE n > 0 GROUP BY twice(n)",
    "SELECT twice(s) FROM (SELECT k, SUM(n) AS s FROM v GROUP BY k)",
    "SELECT COUNT(DISTINCT f) FROM v",
    "SELECT COUNT(*) FROM (SELECT k FROM v LIMIT 5)",
    "SELECT EXTRACT(YEAR FROM ts) AS y, COUNT(*) FROM v GROUP BY EXTRACT(YEAR FROM ts)",
]
TYPES = DataTypes.ROW(
    [
        DataTypes.FIELD("k", DataTypes.STRING()),
        DataTypes.FIELD("i", DataTypes.INT()),
        DataTypes.FIELD("n", DataTypes.INT()),
        DataTypes.FIELD("f", DataTypes.DOUBLE()),
        DataTypes.FIELD("m", DataTypes.DECIMAL(10, 2)),
        DataTypes.FIELD("b", DataTypes.BOOLEAN()),
        DataTypes.FIELD("ts", DataTypes.TIMESTAMP(6)),
    ]
)


def environment(on: bool) -> TableEnvironment:
    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    t_env.get_config().set(POLARS_QUERY.key, str(on).lower())
    t_env.create_temporary_function(
        "twice", udf(lambda x: None if x is None else (2 * x) % 1000, result_type=DataTypes.INT())
    )
    return t_env


def results(t_env: TableEnvironment, query: str) -> list[str]:
    with t_env.execute_sql(query).collect() as rows:
        return sorted(json.dumps([_plain(value) for value in row], default=str) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.9g}"  # sums of floats depend on the order of adding
    if isinstance(value, dict):
        return sorted((str(key), count) for key, count in value.items())
    return str(value) if isinstance(value, Decimal | dt.datetime) else value


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS, ROWS)
def test_both_ways_give_the_same_rows(first: list[Any], second: list[Any]) -> None:
    found = []
    for on in (True, False):
        t_env = environment(on)
        t_env.create_temporary_view("v", t_env.from_elements(first, TYPES))
        t_env.create_temporary_view("w", t_env.from_elements(second, TYPES))
        found.append({query: results(t_env, query) for query in QUERIES})
    for query in QUERIES:
        assert found[0][query] == found[1][query], query


def test_groups_come_in_the_order_of_their_first_rows() -> None:
    t_env = environment(True)
    t_env.create_temporary_view("v", t_env.from_elements([(i % 7919,) for i in range(50_000)], ["n"]))
    with t_env.execute_sql("SELECT n, COUNT(*) FROM v GROUP BY n").collect() as rows:
        assert [row[0] for row in rows] == list(range(7919))


@pytest.mark.parametrize("on", [True, False])
def test_errors_surface_as_themselves(tmp_path: Path, on: bool) -> None:
    def fails(value: int) -> int:
        if value == 2:
            raise KeyError("no two")
        return value

    t_env = environment(on)
    t_env.create_temporary_function("fails", udf(fails, result_type=DataTypes.BIGINT()))
    t_env.create_temporary_view("v", t_env.from_elements([(1,), (2,), (0,)], ["n"]))
    with pytest.raises(KeyError, match="no two") as caught:
        results(t_env, "SELECT SUM(fails(n)) FROM v")
    assert any("called with (2)" in note for note in caught.value.__notes__)
    with pytest.raises(JobError, match=r"^/ by zero\ndetail: in operator '.*Calc\(select") as failed:
        results(t_env, "SELECT SUM(1 / n) FROM v")
    assert failed.value.code == "EVALUATION"
    (tmp_path / "bad.csv").write_text("1\nx\n", encoding="utf-8")
    t_env.execute_sql(
        f"CREATE TABLE bad (n INT) WITH ('connector' = 'filesystem', 'path' = '{tmp_path}', 'format' = 'csv')"
    )
    with pytest.raises(JobError, match=r"(?s)malformed csv record.*in operator 'TableSourceScan"):
        results(t_env, "SELECT SUM(n) FROM bad")


def test_functions_run_on_one_thread_and_one_at_a_time() -> None:
    def where(_: int) -> int:
        return threading.get_ident()

    t_env = environment(True)
    t_env.create_temporary_function("place", udf(where, result_type=DataTypes.BIGINT()))
    t_env.create_temporary_view("v", t_env.from_elements([(i,) for i in range(1000)], ["n"]))
    t_env.get_config().set("drey.source.batch-rows", "10")
    assert results(t_env, "SELECT COUNT(DISTINCT place(n)), COUNT(*) FROM v") == ["[1, 1000]"]


def test_cancelling_ends_all_threads() -> None:
    t_env = environment(True)
    t_env.execute_sql(
        "CREATE TABLE endless (n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '2000000000', "
        "'fields.n.min' = '0', 'fields.n.max' = '9', 'rows-per-second' = '100000000')"
    )
    before = set(threading.enumerate())
    result = t_env.execute_sql("SELECT n, COUNT(*) FROM endless GROUP BY n")
    client = result.get_job_client()
    eventually(lambda: result._statement_result.job.progress().rows_in > 0)
    client.cancel().result()

    def left() -> list[str]:
        return [thread.name for thread in set(threading.enumerate()) - before]

    eventually(lambda: not left(), left)
