"""Top-N over a changelog."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.runtime.operators import sort_limit
from drey.runtime.operators.limit import LimitOperator
from drey.runtime.operators.sort import SortOperator
from drey.runtime.operators.sort_limit import SortLimitOperator
from drey.testing.operators import Materialized, change_list, changes, operator_for, snapshot_of

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
    with mock.patch.object(sort_limit, "_LEAST_HEAD", 2):
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
