"""GROUP BY as event scripts."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.testing.operators import change_list, changes, operator_for, snapshot_of

INPUT = "k STRING, v INT, d DOUBLE, m DECIMAL(10, 2), ok BOOLEAN"


def call(name: str, *arguments: int, type: str, output: str, **more: Any) -> dict[str, Any]:
    base = {"distinct": False, "filter": None, "options": []}
    return {"name": name, "arguments": list(arguments), "type": type, "output": output, **base, **more}


def operator(
    calls: list[dict[str, Any]], keys: tuple[str, ...] = ("k",), state: Any = None, **params: Any
) -> Any:
    defaults = {"generate_update_before": True, "retract_input": False}
    columns = [column for column in INPUT.split(", ", 2) if column.split()[0] in keys]
    output = ", ".join([*columns, *(f"`{c['output']}` {c['type']}" for c in calls)])
    every = {"keys": list(keys), "calls": calls, **defaults, **params}
    return operator_for(GroupAggregateOperator, every, INPUT, output, state)


def rows(*pairs: tuple[Any, ...]) -> ChangelogBatch:
    padded = [(kind, (*row, *(None,) * (5 - len(row)))) for kind, *row in pairs]
    return changes(padded, INPUT)


BASICS = [
    call("COUNT", type="BIGINT NOT NULL", output="n"),
    call("COUNT", 1, type="BIGINT NOT NULL", output="c"),
    call("SUM", 1, type="INT", output="s"),
    call("AVG", 1, type="INT", output="a"),
    call("MIN", 1, type="INT", output="lo"),
    call("MAX", 1, type="INT", output="hi"),
]


@pytest.mark.parametrize("retract", [False, True])
def test_a_batch_yields_the_net_change_of_each_key(retract: bool) -> None:
    op = operator(BASICS, retract_input=retract)
    first = op.process(rows(("+I", "b", 7), ("+I", "a", None), ("+I", "b", -10)))
    assert change_list(first) == [
        ("+I", ("b", 2, 2, -3, -1, -10, 7)),
        ("+I", ("a", 1, 0, None, None, None, None)),
    ]
    second = op.process(rows(("+I", "a", 5), ("+I", "c", 1)))
    assert change_list(second) == [
        ("-U", ("a", 1, 0, None, None, None, None)),
        ("+U", ("a", 2, 1, 5, 5, 5, 5)),
        ("+I", ("c", 1, 1, 1, 1, 1, 1)),
    ]


def test_without_update_before_an_update_is_one_row() -> None:
    op = operator(BASICS[:1], generate_update_before=False)
    op.process(rows(("+I", "a", 1)))
    assert change_list(op.process(rows(("+I", "a", 1)))) == [("+U", ("a", 2))]


def test_an_unchanged_result_is_not_emitted() -> None:
    op = operator([BASICS[4]])
    op.process(rows(("+I", "a", 1)))
    assert list(op.process(rows(("+I", "a", 2)))) == []


def test_a_key_without_rows_is_deleted_and_its_slot_used_again() -> None:
    op = operator(BASICS, retract_input=True)
    op.process(rows(("+I", "a", 3), ("+I", "a", 4), ("+I", "b", 1)))
    assert change_list(op.process(rows(("-D", "a", 3)))) == [
        ("-U", ("a", 2, 2, 7, 3, 3, 4)),
        ("+U", ("a", 1, 1, 4, 4, 4, 4)),
    ]
    assert change_list(op.process(rows(("-U", "a", 4)))) == [("-D", ("a", 1, 1, 4, 4, 4, 4))]
    assert change_list(op.process(rows(("+I", "c", 9)))) == [("+I", ("c", 1, 1, 9, 9, 9, 9))]
    assert change_list(op.process(rows(("-U", "c", 9), ("+U", "c", 8), ("-D", "nowhere", 1)))) == [
        ("-U", ("c", 1, 1, 9, 9, 9, 9)),
        ("+U", ("c", 1, 1, 8, 8, 8, 8)),
    ]


def test_null_and_nan_are_keys() -> None:
    op = operator(BASICS[:1], keys=("k", "v"))
    batch = rows(("+I", None, None), ("+I", None, 1), ("+I", None, None))
    assert change_list(op.process(batch)) == [("+I", (None, None, 2)), ("+I", (None, 1, 1))]


def test_integers_wrap_and_averages_truncate() -> None:
    op = operator([call("SUM", 1, type="INT", output="s"), call("AVG", 1, type="INT", output="a")])
    op.process(rows(("+I", "a", 2147483647)))
    assert change_list(op.process(rows(("+I", "a", 10))))[-1] == ("+U", ("a", -2147483639, 1073741828))


def test_filter_and_distinct() -> None:
    calls = [
        call("COUNT", type="BIGINT NOT NULL", output="n", filter=4),
        call("SUM", 1, type="INT", output="s", distinct=True),
        call("COUNT", 1, type="BIGINT NOT NULL", output="c", distinct=True, filter=4),
    ]
    op = operator(calls, retract_input=True)
    batch = [
        ("+I", "a", 1, None, None, True),
        ("+I", "a", 1, None, None, False),
        ("+I", "a", 2, None, None, None),
    ]
    assert change_list(op.process(rows(*batch))) == [("+I", ("a", 1, 3, 1))]
    assert list(op.process(rows(("-D", "a", 1, None, None, False)))) == []
    assert change_list(op.process(rows(("-D", "a", 1, None, None, True))))[-1] == ("+U", ("a", 0, 2, 0))


def test_a_global_aggregate_has_one_group() -> None:
    op = operator(BASICS[:3], keys=())
    assert change_list(op.process(rows(("+I", "a", 1), ("+I", "b", 2)))) == [("+I", (2, 2, 3))]
    assert list(op.finish()) == []


def test_in_batch_mode_results_come_at_the_end() -> None:
    op = operator(BASICS[:3], final_only=True)
    assert list(op.process(rows(("+I", "b", 1), ("+I", "a", 1)))) == []
    assert list(op.process(rows(("+I", "b", 5)))) == []
    assert change_list(op.finish()) == [("+I", ("b", 2, 2, 6)), ("+I", ("a", 1, 1, 1))]
    assert list(operator(BASICS[:3], final_only=True).finish()) == []


@pytest.mark.parametrize("retract", [False, True])
def test_in_batch_mode_a_global_aggregate_over_nothing_is_one_row(retract: bool) -> None:
    op = operator(BASICS[:3], keys=(), final_only=True, retract_input=retract)
    assert change_list(op.finish()) == [("+I", (0, 0, None))]


@pytest.mark.parametrize("retract", [False, True])
def test_the_separator_of_listagg_may_be_a_constant_column(retract: bool) -> None:
    op = operator([call("LISTAGG", 0, 0, type="STRING", output="s")], keys=("v",), retract_input=retract)
    op.process(rows(("+I", "-", 1)))
    assert change_list(op.process(rows(("+I", "-", 1))))[-1] == ("+U", (1, "---"))


def test_distinct_rows() -> None:
    op = operator([], keys=("k",))
    assert change_list(op.process(rows(("+I", "a"), ("+I", "b"), ("+I", "a")))) == [
        ("+I", ("a",)),
        ("+I", ("b",)),
    ]
    assert list(op.process(rows(("+I", "a")))) == []


def test_a_restored_operator_continues() -> None:
    calls = [*BASICS, call("SUM", 1, type="INT", output="ds", distinct=True)]
    op = operator(calls, retract_input=True)
    op.process(rows(("+I", "a", 3), ("+I", "a", 3), ("+I", None, 5), ("+I", "b", 1)))
    op.process(rows(("-D", "b", 1), ("+I", "a", 4)))
    snapshot = snapshot_of(op)
    groups = snapshot.tables["groups"]
    assert groups["$key_group"].is_sorted()
    assert groups.schema["$key_group"] == pl.Int32
    restored = operator(calls, state=snapshot, retract_input=True)
    again = rows(("-D", "a", 3), ("-D", "a", 4), ("+I", "c", 1), ("-D", None, 5))
    expected = change_list(op.process(again))
    assert change_list(restored.process(again)) == expected
    assert expected == [
        ("-U", ("a", 3, 3, 10, 3, 3, 4, 7)),
        ("+U", ("a", 1, 1, 3, 3, 3, 3, 3)),
        ("+I", ("c", 1, 1, 1, 1, 1, 1, 1)),
        ("-D", (None, 1, 1, 5, 5, 5, 5, 5)),
    ]


def test_an_unknown_aggregate_is_named() -> None:
    with pytest.raises(Exception, match="aggregate function 'SUMM' is not built yet") as error:
        operator([call("SUMM", 1, type="INT", output="s")])
    assert "'SUM'" in str(error.value)


def test_a_variance_agrees_with_flink_in_the_last_digit() -> None:
    op = operator([call("VAR_SAMP", 2, type="DOUBLE", output="v")], keys=(), retract_input=True)
    values = [("+I", "a", 1, 1.5), ("+I", "a", 1, 4.25), ("+I", "a", 1, 10.5)]
    assert change_list(op.process(rows(*values))) == [("+I", (21.270833333333336,))]
    assert change_list(op.process(rows(("-D", "a", 1, 10.5))))[-1] == ("+U", (pytest.approx(3.78125),))


def test_a_variance_of_many_rows_in_one_batch() -> None:
    op = operator([call("STDDEV_POP", 2, type="DOUBLE", output="v")], keys=(), retract_input=True)
    numbers = [float(n) for n in range(100)]
    op.process(rows(*(("+I", "a", 1, n) for n in numbers)))
    (change,) = op.process(rows(*(("-D", "a", 1, n) for n in numbers[40:])))
    assert change_list([change])[-1] == ("+U", (pytest.approx(pl.Series(numbers[:40]).std(ddof=0)),))


def test_zeros_of_both_signs_are_two_groups_however_they_are_batched() -> None:
    count = call("COUNT", type="BIGINT NOT NULL", output="n")
    params = {"keys": ["d"], "calls": [count], "generate_update_before": True, "retract_input": False}
    op = operator_for(GroupAggregateOperator, params, "d DOUBLE", "d DOUBLE, n BIGINT NOT NULL")
    zeros = [changes([("+I", (zero,))], "d DOUBLE") for zero in (-0.0, 0.0, -0.0)]
    emitted = [change_list(op.process(batch)) for batch in zeros]
    wanted = [[("+I", (-0.0, 1))], [("+I", (0.0, 1))], [("-U", (-0.0, 1)), ("+U", (-0.0, 2))]]
    assert repr(emitted) == repr(wanted)
