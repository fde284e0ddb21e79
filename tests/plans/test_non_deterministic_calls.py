"""A call of RAND gives one value for a row, however often the query mentions it; plans are Flink 2.3's."""

from __future__ import annotations

import pytest

from drey.pyflink.table import EnvironmentSettings, TableEnvironment


@pytest.fixture
def environment() -> TableEnvironment:
    made = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    made.execute_sql(
        "CREATE TEMPORARY TABLE numbers (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '500')"
    )
    return made


def rows(environment: TableEnvironment, query: str) -> list[tuple[float, ...]]:
    return [tuple(row) for row in environment.execute_sql(query).collect()]


def test_a_filter_sees_the_value_that_the_row_shows(environment: TableEnvironment) -> None:
    found = rows(environment, "SELECT r FROM (SELECT RAND() AS r, id FROM numbers) WHERE r > 0.5")
    assert 100 < len(found) < 400
    assert all(r > 0.5 for (r,) in found)


def test_a_value_that_is_used_twice_is_computed_once(environment: TableEnvironment) -> None:
    found = rows(environment, "SELECT r, r AS again FROM (SELECT RAND() AS r, id FROM numbers)")
    assert len(found) == 500
    assert all(r == again for r, again in found)


def test_a_value_that_is_used_once_needs_no_calc_of_its_own(environment: TableEnvironment) -> None:
    plan = environment.explain_sql("SELECT r + 1 AS s FROM (SELECT RAND() AS r, id FROM numbers)")
    assert "Calc(select=[(RAND() + 1) AS s])" in plan
