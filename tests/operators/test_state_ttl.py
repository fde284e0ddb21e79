"""State that is past its life, by a clock that the tests set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
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
from tests.operators.timed import BACKENDS, Change, Kind, ManualClock, TimedOperator

TTL = 1000
COLUMNS = "k BIGINT, v BIGINT"


def aggregate(
    clock: ManualClock,
    state: MemorySnapshot | None = None,
    retract: bool = False,
    ttl: str = f"{TTL} ms",
    own: int | None = None,
) -> GroupAggregateOperator:
    count = {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
             "output": "n", "options": []}  # fmt: skip
    distinct = {**count, "arguments": [1], "distinct": True, "output": "d"}
    params = {"keys": ["k"], "calls": [count, distinct], "generate_update_before": True,
              "retract_input": retract} | ({} if own is None else {"state_ttl": own})  # fmt: skip
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


@pytest.mark.parametrize(("own", "lives"), [(10, 10), (100 * TTL, 100 * TTL), (None, TTL)])
def test_the_time_to_live_of_the_operator_goes_before_that_of_the_job(own: int | None, lives: int) -> None:
    clock = ManualClock()
    operator = aggregate(clock, own=own)
    out(operator, ("+I", (1, 7)))
    clock.now += lives - 1
    assert out(operator, ("+I", (1, 7))) == [("-U", (1, 1, 1)), ("+U", (1, 2, 1))]
    clock.now += lives
    assert out(operator, ("+I", (1, 7))) == [("+I", (1, 1, 1))]


def test_an_operator_may_forget_nothing_in_a_job_that_does() -> None:
    clock = ManualClock()
    operator = aggregate(clock, own=0)
    out(operator, ("+I", (1, 7)))
    clock.now += 100 * TTL
    assert out(operator, ("+I", (1, 7))) == [("-U", (1, 1, 1)), ("+U", (1, 2, 1))]


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


COUNT = {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
         "output": "n", "options": []}  # fmt: skip
MAX = {**COUNT, "name": "MAX", "arguments": [1], "type": "BIGINT", "output": "m"}
GROUPS = {"keys": ["k"], "calls": [MAX], "generate_update_before": True, "retract_input": False}
GROUP_BY = Kind("group-aggregate", GROUPS, COLUMNS, "k BIGINT, m BIGINT")
DISTINCT = Kind("group-aggregate", {**GROUPS, "calls": []}, COLUMNS, "k BIGINT")
NORMALIZE = Kind("changelog-normalize", {"keys": ["k"], "update_before": True}, COLUMNS)
LIMIT = Kind("limit", {"offset": 0, "fetch": 2}, COLUMNS)
TOP = {"order": [["v", True, True]], "offset": 0, "fetch": 2, "generate_update_before": True}
FIRST_INSERTED = Kind("sort-limit", {**TOP, "retract_input": False}, COLUMNS)
FIRST_UPDATED = Kind("sort-limit", {**TOP, "retract_input": True}, COLUMNS)

Make = Callable[..., TimedOperator]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes operators, which are closed at the end."""
    made: list[TimedOperator] = []

    def one(kind: Kind, backend: str = "hashmap", **more: Any) -> TimedOperator:
        made.append(TimedOperator(kind, tmp_path, backend, **more))
        return made[-1]

    yield one
    for operator in made:
        operator.close()


on_each_backend = pytest.mark.parametrize("backend", BACKENDS)


@on_each_backend
def test_a_key_that_is_past_its_life_is_new_to_a_changelog(make: Make, backend: str) -> None:
    operator = make(NORMALIZE, backend)
    operator.each([("+I", (1, 7)), ("+I", (2, 7))])
    operator.clock.now += TTL - 1
    assert operator.out(("+U", (1, 8))) == [("-U", (1, 7)), ("+U", (1, 8))], "a write renews its life"
    operator.clock.now += 1
    assert operator.out(("+U", (2, 8))) == [("+I", (2, 8))], "of the end of a life nothing is emitted"
    operator.clock.now += TTL - 1
    assert operator.out(("-D", (1, 8))) == []
    assert operator.out(("-D", (2, None))) == [("-D", (2, 8))]
    assert operator.rows == 0


@on_each_backend
@pytest.mark.parametrize(
    ("kind", "emitted"),
    [
        (GROUP_BY, [("-U", (1, 7)), ("+U", (1, 7))]),
        (NORMALIZE, [("-U", (1, 7)), ("+U", (1, 7))]),
        (DISTINCT, [("-U", (1,)), ("+U", (1,))]),
    ],
    ids=["group by", "normalize", "distinct"],
)
def test_a_row_that_stays_the_same_is_an_update(
    make: Make, backend: str, kind: Kind, emitted: list[Change]
) -> None:
    operator = make(kind, backend)
    operator.out(("+I", (1, 7)))
    assert operator.out(("+I", (1, 7))) == emitted, "so that what follows doesn't forget it"
    forever = make(kind, backend, ttl="0 s")
    forever.out(("+I", (1, 7)))
    assert forever.out(("+I", (1, 7))) == []


@on_each_backend
@pytest.mark.parametrize("kind", [NORMALIZE, FIRST_UPDATED], ids=["normalize", "first rows"])
def test_rows_that_nobody_asks_for_go_in_the_background(make: Make, kind: Kind, backend: str) -> None:
    operator = make(kind, backend)
    for start in range(0, 4000, 500):
        operator.out(*[("+I", (key, key)) for key in range(start, start + 500)])
    assert operator.rows == 4000
    operator.clock.now += TTL
    for _ in range(4000 // 1024 + 2):
        operator.out(("+I", (-1, 5000)))
    assert operator.rows < 10


@on_each_backend
def test_a_limit_begins_anew(make: Make, backend: str) -> None:
    operator = make(LIMIT, backend)
    assert len(operator.out(*[("+I", (1, v)) for v in range(3)])) == 2
    operator.clock.now += TTL - 1
    assert operator.out(("+I", (1, 3))) == []
    operator.recover(backend)
    operator.clock.now += TTL
    assert len(operator.out(*[("+I", (1, v)) for v in range(3)])) == 2


def test_rows_of_inserts_that_are_past_their_life_make_room(make: Make) -> None:
    operator = make(FIRST_INSERTED)
    operator.out(("+I", (1, 1)))
    operator.clock.now += TTL - 1
    assert operator.out(("+I", (1, 2)), ("+I", (1, 3))) == [("+I", (1, 2))]
    operator.recover()
    operator.clock.now += 1
    assert operator.out(("+I", (1, 9))) == [("+I", (1, 9))]


def test_rows_with_one_sort_key_live_together(make: Make) -> None:
    operator = make(FIRST_INSERTED)
    operator.out(("+I", (1, 1)))
    operator.clock.now += TTL - 1
    operator.out(("+I", (2, 1)))
    operator.clock.now += TTL - 1
    assert operator.out(("+I", (3, 1))) == []
    operator.clock.now += 1
    assert operator.out(("+I", (3, 1))) == [], "they are looked through once in the time"
    operator.clock.now += TTL - 1
    assert operator.out(("+I", (3, 1))) == [("+I", (3, 1))]


@on_each_backend
def test_of_updated_rows_those_of_the_result_live_on(make: Make, backend: str) -> None:
    operator = make(FIRST_UPDATED, backend)
    operator.out(*[("+I", (key, key)) for key in (1, 2, 3)])
    for _ in range(5):
        operator.clock.now += TTL - 1
        assert operator.out(("+I", (9, 9)), ("-D", (9, 9))) == []
        operator.recover(backend)
    assert operator.out(("-U", (3, 3)), ("+U", (3, 3))) == [], "it was forgotten, and has come anew"
    assert operator.out(("-D", (1, 1))) == [("-D", (1, 1)), ("+I", (3, 3))]
    operator.out(("+I", (4, 4)))
    operator.clock.now += TTL
    assert operator.out(("-D", (4, 4)), ("-D", (2, 2))) == [("-D", (2, 2))]
    assert operator.out(("-U", (3, 3)), ("+U", (3, 3))) == [("-D", (3, 3)), ("+I", (3, 3))]
    assert operator.rows == 1


@on_each_backend
@pytest.mark.parametrize(
    ("kind", "known"),
    [(NORMALIZE, [("-U", (1, 7)), ("+U", (1, 8))]), (LIMIT, []), (FIRST_INSERTED, []), (FIRST_UPDATED, [])],
    ids=["normalize", "limit", "inserted", "updated"],
)
def test_it_can_be_switched_on_and_off_in_any_operator(
    make: Make, backend: str, kind: Kind, known: list[Change]
) -> None:
    operator = make(kind, backend, ttl="0 s")
    operator.out(("+I", (1, 7)), ("+I", (0, 7)))
    operator.recover(backend)
    operator.clock.now += TTL - 1
    assert operator.out(("+I", (1, 8))) == known, "it lives from the restore on"
    operator.recover(backend, ttl="0 s")
    operator.clock.now += 100 * TTL
    assert operator.out(("+I", (1, 8))) == []


@pytest.mark.parametrize("kind", [NORMALIZE, LIMIT, FIRST_INSERTED], ids=["normalize", "limit", "first rows"])
def test_batch_jobs_forget_nothing(make: Make, kind: Kind) -> None:
    operator = make(kind, streaming=False)
    operator.out(("+I", (1, 7)), ("+I", (2, 7)))
    operator.clock.now += 100 * TTL
    assert operator.out(("+I", (1, 7))) == []
