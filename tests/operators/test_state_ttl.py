"""State that is past its life, by a clock that the tests set."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import InputEdge, OperatorSpec
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.state.columns import FixedColumn
from drey.runtime.state.table import KeyedTable
from drey.runtime.state.ttl import SlotTtl, StateTtl, UpdateType, Visibility
from drey.testing.operators import MemorySnapshot, change_list, changes, row_type, snapshot_of

TTL = 1000
COLUMNS = "k BIGINT, v BIGINT"


class ManualClock:
    """Time in ms that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 5_000_000

    def __call__(self) -> int:
        return self.now


def aggregate(
    clock: ManualClock, state: MemorySnapshot | None = None, retract: bool = False, ttl: str = f"{TTL} ms"
) -> GroupAggregateOperator:
    count = {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
             "output": "n", "options": []}  # fmt: skip
    distinct = {**count, "arguments": [1], "distinct": True, "output": "d"}
    params = {"keys": ["k"], "calls": [count, distinct], "generate_update_before": True,
              "retract_input": retract}  # fmt: skip
    output = row_type("k BIGINT, n BIGINT NOT NULL, d BIGINT NOT NULL")
    spec = OperatorSpec(1, "a", "a", "group-aggregate", params, (InputEdge(0),), output)
    options = {"table.exec.state.ttl": ttl}
    made = GroupAggregateOperator(
        OperatorContext(spec, (row_type(COLUMNS),), EvaluationContext(), options, clock=clock)
    )
    if state is not None:
        made.restore(state.reader)
    return made


def out(operator: GroupAggregateOperator, *rows: tuple[str, Any]) -> list[tuple[str, tuple[Any, ...]]]:
    return change_list(operator.process(changes(rows, COLUMNS)))


def test_a_group_that_is_past_its_life_begins_anew() -> None:
    clock = ManualClock()
    operator = aggregate(clock)
    assert out(operator, ("+I", (1, 7))) == [("+I", (1, 1, 1))]
    clock.now += TTL - 1
    assert out(operator, ("+I", (1, 7))) == [("-U", (1, 1, 1)), ("+U", (1, 2, 1))]
    clock.now += TTL - 1
    assert out(operator, ("+I", (1, 8))) == [("-U", (1, 2, 1)), ("+U", (1, 3, 2))], "a write renews its life"
    clock.now += TTL
    assert out(operator, ("+I", (1, 7))) == [("+I", (1, 1, 1))], "of the end of a life nothing is emitted"


def test_groups_that_nobody_asks_for_go_in_the_background() -> None:
    clock = ManualClock()
    operator = aggregate(clock)
    for start in range(0, 20_000, 2000):
        out(operator, *[("+I", (key, key)) for key in range(start, start + 2000)])
    assert operator.context.metrics.state_rows == 20_000
    clock.now += TTL
    steps = 0
    while operator.context.metrics.state_rows > 1:
        out(operator, ("+I", (-1, 0)))
        steps += 1
        assert steps <= 20_000 // 1024 + 2
    assert out(operator, ("+I", (5, 5))) == [("+I", (5, 1, 1))]


def test_a_forgotten_group_does_not_come_back_by_a_retraction() -> None:
    clock = ManualClock()
    operator = aggregate(clock, retract=True)
    out(operator, ("+I", (1, 7)), ("+I", (1, 8)), ("+I", (2, 7)))
    clock.now += TTL
    assert out(operator, ("-U", (1, 7)), ("-D", (2, 7))) == []
    assert operator.context.metrics.state_rows == 0
    out(operator, ("+I", (1, 7)))
    clock.now += TTL
    assert out(operator, ("-U", (1, 7)), ("+U", (1, 9))) == [("+I", (1, 1, 1))]


def test_the_time_of_the_last_access_survives_a_restore() -> None:
    clock = ManualClock()
    operator = aggregate(clock)
    out(operator, ("+I", (1, 7)))
    clock.now += TTL - 1
    out(operator, ("+I", (2, 7)))
    restored = aggregate(clock, snapshot_of(operator))
    clock.now += 1
    assert out(restored, ("+I", (1, 7)), ("+I", (2, 7))) == [
        ("+I", (1, 1, 1)),
        ("-U", (2, 1, 1)),
        ("+U", (2, 2, 1)),
    ]


def test_ttl_can_be_switched_on_and_off_between_runs() -> None:
    clock = ManualClock()
    without = aggregate(clock, ttl="0 s")
    out(without, ("+I", (1, 7)))
    on = aggregate(clock, snapshot_of(without))
    clock.now += TTL - 1
    assert out(on, ("+I", (1, 7))) == [("-U", (1, 1, 1)), ("+U", (1, 2, 1))]
    off = aggregate(clock, snapshot_of(on), ttl="0 s")
    clock.now += 100 * TTL
    assert out(off, ("+I", (1, 7))) == [("-U", (1, 2, 1)), ("+U", (1, 3, 1))]


@pytest.mark.parametrize("update", UpdateType)
@pytest.mark.parametrize("visibility", Visibility)
def test_update_types_and_visibility(update: UpdateType, visibility: Visibility) -> None:
    clock = ManualClock()
    table = KeyedTable({"k": pl.Int64()}, {"n": FixedColumn(pl.Int64(), 0)})
    ttl = SlotTtl(table, StateTtl(TTL, update, visibility), clock)
    slots, _ = table.lookup_or_insert(pl.DataFrame({"k": [1, 2]}))
    ttl.written(slots)
    clock.now += TTL - 1
    ttl.read(slots[:1])
    clock.now += 1
    read_renews = update is UpdateType.ON_READ_AND_WRITE
    assert ttl.expired(slots).tolist() == [not read_renews, True]
    seen = visibility is Visibility.RETURN_EXPIRED_IF_NOT_CLEANED_UP
    assert ttl.visible(slots).tolist() == [read_renews or seen, seen]
    gone = ttl.sweep(1)
    assert gone.tolist() == slots[np.array([not read_renews, True])].tolist()
    table.delete(gone)
    assert ttl.sweep(1).tolist() == []
