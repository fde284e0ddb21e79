"""Batch queries with Python functions run in worker processes, and answer alike at every parallelism."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

from tests.parallel.jobs import changes, read_numbers, remaining

QUERIES = {
    "rows": "SELECT twice(v), k FROM t WHERE is_odd(v)",
    "group by": "SELECT k, COUNT(*), SUM(twice(v)), MAX(half(v)) FROM t GROUP BY k",
    "python keys": "SELECT twice(v) / 500, COUNT(*), COUNT(DISTINCT k) FROM t GROUP BY twice(v) / 500",
    "global": "SELECT SUM(twice(v)), COUNT(*) FROM t WHERE is_odd(v)",
    "above a grouping": "SELECT k, twice(n) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k)",
    "having": "SELECT k, SUM(v) FROM t GROUP BY k HAVING is_odd(SUM(v))",
    "grouping sets": "SELECT k, is_odd(v), COUNT(*) FROM t GROUP BY CUBE (k, is_odd(v))",
    "first rows": "SELECT k, twice(v) FROM t ORDER BY twice(v) DESC LIMIT 7",
    "union": "SELECT twice(v) FROM t WHERE v < 50 UNION SELECT twice(v) FROM t WHERE v < 60",
    "in order": "SELECT twice(v) FROM t ORDER BY twice(v)",
    "without functions": "SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k",
}


@udf(result_type=DataTypes.BIGINT())
def twice(v):
    return 2 * v


@udf(result_type=DataTypes.BOOLEAN())
def is_odd(v):
    return v % 2 == 1


@udf(result_type=DataTypes.DOUBLE(), func_type="pandas")
def half(v):
    return v / 2


@udf(result_type=DataTypes.BIGINT())
def process(v):
    return os.getpid()


def batch_environment(numbers: Path, parallelism: int) -> TableEnvironment:
    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    t_env.get_config().set("parallelism.default", str(parallelism))
    read_numbers(t_env, numbers)
    for name, function in (("twice", twice), ("is_odd", is_odd), ("half", half), ("process", process)):
        t_env.create_temporary_function(name, function)
    return t_env


@pytest.mark.parametrize("query", QUERIES)
def test_a_batch_query_answers_alike_at_every_parallelism(numbers: Path, query: str) -> None:
    found = {p: changes(batch_environment(numbers, p), QUERIES[query]) for p in (1, 2, 3)}
    assert remaining(found[1])
    if "ORDER BY" in QUERIES[query]:
        assert found[2] == found[1]
        assert found[3] == found[1]
    else:
        assert remaining(found[2]) == remaining(found[1])
        assert remaining(found[3]) == remaining(found[1])


@pytest.mark.parametrize("query", ["SELECT DISTINCT process(v) FROM t", "SELECT process(v) FROM t"])
def test_functions_of_a_batch_query_run_in_worker_processes(numbers: Path, query: str) -> None:
    alone = {row[0] for row in changes(batch_environment(numbers, 1), query)}
    assert alone == {os.getpid()}
    workers = {row[0] for row in changes(batch_environment(numbers, 2), query)}
    assert workers, "one of the two may read all files before the other is there"
    assert os.getpid() not in workers
