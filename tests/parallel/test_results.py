"""The result of a query is the same at every parallelism."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyflink.common import Row, RowKind, Types
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, StreamTableEnvironment
from pyflink.table.udf import udf

from tests.parallel.jobs import changes, environment, read_numbers, remaining

QUERIES = {
    "filter": "SELECT v + 1, UPPER(k) FROM t WHERE v > 100 AND k <> 'k3'",
    "group by": "SELECT k, COUNT(*), SUM(v), MIN(v), MAX(v) FROM t GROUP BY k",
    "global": "SELECT SUM(v), COUNT(*), COUNT(DISTINCT k) FROM t",
    "distinct": "SELECT DISTINCT k FROM t",
    "union": "SELECT k FROM t WHERE v < 50 UNION SELECT CAST(v AS STRING) FROM t WHERE v < 60",
    "union all": "SELECT k, v FROM t WHERE v < 500 UNION ALL SELECT k, v FROM t WHERE v > 400",
    "having": "SELECT k, COUNT(*) FROM t GROUP BY k HAVING COUNT(*) > 75",
    "grouped twice": (
        "SELECT n, COUNT(*), MIN(k) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) GROUP BY n"
    ),
    "python": "SELECT twice(v), length(k) FROM t WHERE is_odd(v)",
    "python keys": "SELECT length(k) AS l, COUNT(*), SUM(twice(v)) FROM t GROUP BY length(k)",
    "vectorised": "SELECT half(v) FROM t WHERE v < 1000",
    "first rows": "SELECT k, v FROM t ORDER BY v DESC LIMIT 7",
    "intersect": "SELECT k FROM t WHERE v < 30 INTERSECT SELECT k FROM t WHERE v > 2950",
}


@udf(result_type=DataTypes.BIGINT())
def twice(v):
    return 2 * v


@udf(result_type=DataTypes.INT())
def length(k):
    return None if k is None else len(k)


@udf(result_type=DataTypes.BOOLEAN())
def is_odd(v):
    return v % 2 == 1


@udf(result_type=DataTypes.DOUBLE(), func_type="pandas")
def half(v):
    return v / 2


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_answers_alike_at_every_parallelism(numbers: Path, query: str) -> None:
    found = {}
    for parallelism in (1, 2, 3, 4):
        t_env = environment(parallelism)
        read_numbers(t_env, numbers)
        for name, function in (("twice", twice), ("length", length), ("is_odd", is_odd), ("half", half)):
            t_env.create_temporary_function(name, function)
        found[parallelism] = remaining(changes(t_env, QUERIES[query]))
    assert sum(found[1].values()) > 0
    assert found == dict.fromkeys(found, found[1])


def test_a_changelog_stays_in_order_by_key() -> None:
    letters = "abcdefgh"
    rows = []
    for version in range(40):
        for letter in letters:
            if version:
                rows.append(Row.of_kind(RowKind.UPDATE_BEFORE, letter, version - 1))
            rows.append(Row.of_kind(RowKind.UPDATE_AFTER if version else RowKind.INSERT, letter, version))
    rows += [Row.of_kind(RowKind.DELETE, letter, 39) for letter in "abc"]
    for parallelism in (1, 2, 3):
        env = StreamExecutionEnvironment.get_execution_environment()
        env.set_parallelism(parallelism)
        t_env = StreamTableEnvironment.create(env)
        t_env.get_config().set("drey.source.batch-rows", "3")
        types = Types.ROW_NAMED(["k", "v"], [Types.STRING(), Types.LONG()])
        t_env.create_temporary_view(
            "t", t_env.from_changelog_stream(env.from_collection(rows, type_info=types))
        )
        kept = remaining(changes(t_env, "SELECT k, v FROM t"))
        assert kept == {(letter, 39): 1 for letter in "defgh"}
        grouped = remaining(changes(t_env, "SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k"))
        assert grouped == {(letter, 1, 39): 1 for letter in "defgh"}
        twice_grouped = "SELECT v, COUNT(*) FROM (SELECT k, MAX(v) AS v FROM t GROUP BY k) GROUP BY v"
        assert remaining(changes(t_env, twice_grouped)) == {(39, 5): 1}
