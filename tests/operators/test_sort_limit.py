"""Top-N over a changelog."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest import mock

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators import updated_rows
from drey.runtime.operators.limit import LimitOperator
from drey.runtime.operators.row_order import RowOrder
from drey.runtime.operators.sort import SortOperator
from drey.runtime.operators.sort_limit import SortLimitOperator
from drey.testing.operators import (
    Materialized,
    MemorySnapshot,
    change_list,
    changes,
    operator_for,
    row_type,
    snapshot_of,
)
from drey.types.polars_types import polars_schema
from tests.operators.timed import BACKENDS, Kind, TimedOperator

COLUMNS = "x INT, y STRING"


def operator(state: Any = None, **params: Any) -> Any:
    defaults = {"order": [["x", True, True]], "offset": 0, "fetch": 2, "generate_update_before": True}
    return operator_for(
        SortLimitOperator, {**defaults, "retract_input": True, **params}, COLUMNS, COLUMNS, state
    )


def test_a_row_that_leaves_makes_room() -> None:
    op = operator()
    batch = changes([("+I", (3, "c")), ("+I", (1, "a")), ("+I", (2, "b"))], COLUMNS)
    assert change_list(op.process(batch)) == [("+I", (1, "a")), ("+I", (2, "b"))]
    gone = changes([("-D", (1, "a"))], COLUMNS)
    assert change_list(op.process(gone)) == [("-D", (1, "a")), ("+I", (3, "c"))]


@pytest.mark.parametrize(
    ("ascending", "nulls_first", "expected"),
    [(True, True, [None, 1]), (True, False, [1, 2]), (False, True, [None, 2]), (False, False, [2, 1])],
)
def test_nulls_stand_where_the_order_says(ascending: bool, nulls_first: bool, expected: list[Any]) -> None:
    op = operator(order=[["x", ascending, nulls_first]])
    batch = changes([("+I", (2, "")), ("+I", (None, "")), ("+I", (1, ""))], COLUMNS)
    assert [row[0] for _, row in change_list(op.process(batch))] == expected


def test_rows_that_change_but_stay_out_of_the_result_say_nothing() -> None:
    op = operator()
    op.process(changes([("+I", (1, "a")), ("+I", (1, "b"))], COLUMNS))
    list(op.process(changes([("+I", (1, "a")), ("+I", (1, "b"))], COLUMNS)))
    assert list(op.process(changes([("+I", (7, "z")), ("-D", (7, "z"))], COLUMNS))) == []


rows = st.tuples(st.none() | st.integers(0, 6), st.sampled_from(["a", "b", None]))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data(), retract=st.booleans(), offset=st.integers(0, 2), fetch=st.integers(0, 4))
def test_the_result_is_the_sorted_prefix(data: st.DataObject, retract: bool, offset: int, fetch: int) -> None:
    order = [["x", data.draw(st.booleans()), data.draw(st.booleans())]]
    params = {"order": order, "offset": offset, "fetch": fetch, "retract_input": retract}
    with mock.patch.object(updated_rows, "_LEAST_HEAD", 2):
        op, table, present = operator(**params), Materialized(), []
        for _ in range(data.draw(st.integers(1, 5))):
            events = []
            for _ in range(data.draw(st.integers(1, 5))):
                if retract and present and data.draw(st.booleans()):
                    row = data.draw(st.sampled_from(present))
                    present.remove(row)
                    events.append(("-D", row))
                else:
                    present.append(data.draw(rows))
                    events.append(("+I", present[-1]))
            if data.draw(st.booleans()):
                op = operator(snapshot_of(op), **params)
            table.apply(op.process(changes(events, COLUMNS)))
            _, ascending, nulls_first = order[0]
            numbers = sorted((r[0] for r in present if r[0] is not None), reverse=not ascending)
            nulls = [None] * (len(present) - len(numbers))
            wanted = [*nulls, *numbers] if nulls_first else [*numbers, *nulls]
            found = sorted((r[0] for r in table.rows.elements()), key=repr)
            assert found == sorted(wanted[offset : offset + fetch], key=repr)
            assert all(count <= present.count(row) for row, count in table.rows.items())


WIDE = "x DOUBLE, y STRING, t TIMESTAMP(9), d DECIMAL(20, 2), a ARRAY<STRING>"
wide_rows = st.tuples(
    st.sampled_from([None, 0.0, -1.5, float("inf"), float("nan")]),
    st.sampled_from([None, "", "a", "a long text that lies in a buffer"]),
    st.sampled_from([None, dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 1, 0, 0, 0, 1)]),
    st.sampled_from([None, Decimal("1.00"), Decimal("-123456789012345678.90")]),
    st.sampled_from([None, [], ["a", None]]),
)
orders = st.lists(
    st.tuples(st.sampled_from("xytd"), st.booleans(), st.booleans()),
    max_size=3,
    unique_by=lambda key: key[0],
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(),
    order=orders,
    offset=st.integers(0, 2),
    fetch=st.none() | st.integers(0, 3),
    head=st.integers(1, 4),
)
def test_the_first_to_arrive_comes_first_on_any_backend(
    data: st.DataObject,
    order: list[tuple[str, bool, bool]],
    offset: int,
    fetch: int | None,
    head: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    params = {"order": order, "offset": offset, "fetch": fetch, "retract_input": True}
    directory = tmp_path_factory.mktemp("state")
    with mock.patch.object(updated_rows, "_LEAST_HEAD", head):
        op = TimedOperator(
            Kind("sort-limit", params, WIDE), directory, data.draw(st.sampled_from(BACKENDS)), "0 s"
        )
        table, present = Materialized(), []
        for batch in data.draw(st.lists(st.lists(st.none() | wide_rows, min_size=1, max_size=6), max_size=6)):
            events = []
            for row in batch:
                if row is not None:
                    present.append(row)
                    events.append(("+I", row))
                elif present:
                    gone = data.draw(st.sampled_from(present))
                    present.remove(gone)
                    events.append(("-D", gone))
            if not events:
                continue
            if data.draw(st.booleans()):
                op.recover(data.draw(st.sampled_from(BACKENDS)), "0 s")
            table.apply(op.operator.process(changes(events, WIDE)))
            frame = pl.DataFrame(present, schema=polars_schema(row_type(WIDE)), orient="row")
            wanted = RowOrder.from_json(order).sort(frame).slice(offset, fetch)
            expected = Materialized()
            expected.apply([ChangelogBatch(wanted)] if wanted.height else [])
            assert table.rows == expected.rows
        op.close()
    assert not list(directory.iterdir())


def test_rows_of_a_snapshot_without_numbers_came_in_its_order() -> None:
    old = MemorySnapshot()
    old.table(
        "rows", pl.DataFrame({"x": [1, 2, 2, 3], "y": ["a", "b", "c", "d"]}, schema_overrides={"x": pl.Int32})
    )
    op = operator(old)
    assert change_list(op.process(changes([("-D", (1, "a"))], COLUMNS))) == [
        ("-D", (1, "a")),
        ("+I", (2, "c")),
    ]
    assert op.context.metrics.state_rows == 3


def test_of_inserts_no_more_is_kept_than_is_wanted() -> None:
    op = operator(retract_input=False, offset=1, fetch=3)
    sizes = []
    for start in range(0, 100_000, 5000):
        texts = [f"{number:0200d}" for number in range(start, start + 5000)]
        numbers = pl.Series(range(-start, -start - 5000, -1), dtype=pl.Int32)
        op.process(ChangelogBatch(pl.DataFrame({"x": numbers, "y": texts})))
        snapshot = snapshot_of(op)
        assert snapshot.tables["rows"].height == op.context.metrics.state_rows == 4
        sizes.append(op.context.metrics.state_bytes)
    assert max(sizes) < 4 * 400, "nothing of a batch stays but the rows themselves"


def test_sort_emits_at_the_end_and_survives_a_restore() -> None:
    params = {"order": [["x", False, False], ["y", True, True]], "offset": 1, "fetch": None}
    op = operator_for(SortOperator, params, COLUMNS, COLUMNS)
    assert list(op.process(changes([("+I", (1, "b")), ("+I", (None, "n"))], COLUMNS))) == []
    op = operator_for(SortOperator, params, COLUMNS, COLUMNS, snapshot_of(op))
    op.process(changes([("+I", (2, "c")), ("+I", (1, "a"))], COLUMNS))
    assert change_list(op.finish()) == [("+I", (1, "a")), ("+I", (1, "b")), ("+I", (None, "n"))]
    assert list(op.finish()) == []


def test_limit_counts_over_batches_and_a_restore() -> None:
    params = {"offset": 1, "fetch": 2}
    op = operator_for(LimitOperator, params, COLUMNS, COLUMNS)
    assert change_list(op.process(changes([("+I", (1, "a")), ("+I", (2, "b"))], COLUMNS))) == [
        ("+I", (2, "b"))
    ]
    op = operator_for(LimitOperator, params, COLUMNS, COLUMNS, snapshot_of(op))
    assert change_list(op.process(changes([("+I", (3, "c")), ("+I", (4, "d"))], COLUMNS))) == [
        ("+I", (3, "c"))
    ]
    assert list(op.process(changes([("+I", (5, "e"))], COLUMNS))) == []
