"""However a query is run, its result is the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.queries import (
    QUERIES,
    SHORT,
    changes,
    declared_kinds,
    environment,
    numbers,
    remaining,
    tables,
)

Rows = list[tuple[object, ...]]
each_query = pytest.mark.parametrize("name", QUERIES)


@each_query
@settings(max_examples=12, deadline=None, derandomize=True)
@given(rows=tables, size=st.integers(1, 7))
def test_batching_is_invisible(name: str, rows: Rows, size: int) -> None:
    whole = remaining(changes(environment(rows), QUERIES[name]))
    parts = remaining(changes(environment(rows, drey__source__batch_rows=str(size)), QUERIES[name]))
    assert parts == whole


@each_query
@settings(max_examples=12, deadline=None, derandomize=True)
@given(rows=tables, size=st.integers(1, 7))
def test_what_remains_of_the_stream_is_the_batch_result(name: str, rows: Rows, size: int) -> None:
    stream = changes(environment(rows, drey__source__batch_rows=str(size)), QUERIES[name])
    batch = changes(environment(rows, "batch"), QUERIES[name])
    assert {row.get_row_kind().name for row in batch} <= {"INSERT"}
    assert remaining(stream) == remaining(batch)


@each_query
@settings(max_examples=12, deadline=None, derandomize=True)
@given(rows=tables, size=st.integers(1, 3))
def test_the_declared_changelog_mode_is_honest(name: str, rows: Rows, size: int) -> None:
    t_env = environment(rows, drey__source__batch_rows=str(size))
    found = changes(t_env, QUERIES[name])
    assert {SHORT[row.get_row_kind()] for row in found} <= declared_kinds(t_env, QUERIES[name])
    remaining(found)


@each_query
@settings(max_examples=12, deadline=None, derandomize=True)
@given(rows=tables, size=st.integers(1, 7))
def test_a_time_to_live_that_nothing_reaches_changes_no_result(name: str, rows: Rows, size: int) -> None:
    t_env = environment(rows, drey__source__batch_rows=str(size), table__exec__state__ttl="1 h")
    found = changes(t_env, QUERIES[name])
    assert {SHORT[row.get_row_kind()] for row in found} <= declared_kinds(t_env, QUERIES[name])
    assert remaining(found) == remaining(changes(environment(rows), QUERIES[name]))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(values=st.lists(numbers, min_size=1, max_size=25))
def test_sums_are_those_of_python(values: list[int | None]) -> None:
    rows = [("a", value) for value in values]
    known = [value for value in values if value is not None]
    found = remaining(
        changes(environment(rows, drey__source__batch_rows="2"), "SELECT COUNT(*), SUM(v), MAX(v) FROM t")
    )
    assert found == {(len(values), sum(known) if known else None, max(known, default=None)): 1}
