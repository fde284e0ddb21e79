"""Steps are measured: behind a slow one the next has fewer rows, from an exchange and from a source. No time passes."""

from __future__ import annotations

from typing import cast

import polars as pl
import pytest

from drey.connectors.api import SourceSplit
from drey.runtime.configuration import evaluation_context
from drey.runtime.elements import ChangelogBatch, Element
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.source import ReadingSettings, SourceDriver
from drey.runtime.tasks import batch_size
from drey.runtime.tasks.batch_size import StepSize
from drey.runtime.tasks.inputs import ChannelGate, GateInput
from drey.runtime.tasks.mailbox import Mailbox
from drey.runtime.tasks.operator_node import OperatorNode
from tests.doubles.graphs import GraphBuilder, row_type
from tests.unit.runtime.exchange.planes import batch
from tests.waiting import eventually

SECONDS_A_ROW = 2**-7
"""No rounding in sums of it."""
ROWS = 12
"""So many of them take 0.1 s at most."""


class Clock:
    """Goes on only when a test says so."""

    def __init__(self) -> None:
        self.now = 1024.0

    def __call__(self) -> float:
        return self.now

    def work(self, rows: int) -> None:
        self.now += rows * SECONDS_A_ROW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(batch_size, "monotonic", made)
    return made


def test_a_step_lasts_from_its_begin_to_its_end(clock: Clock) -> None:
    size = StepSize(1024)
    seen = []
    for _ in range(4):
        clock.now += 64  # between two steps
        seen.append(size.rows)
        begun = size.begin()
        clock.work(seen[-1])
        size.end(begun, seen[-1])
    assert seen == [1024, ROWS, ROWS, ROWS]


class FullGate:
    """Has rows without end."""

    channels = 1

    def __init__(self) -> None:
        self.asked: list[int] = []

    def poll(self, max_rows: int) -> tuple[int, Element]:
        self.asked.append(max_rows)
        return 0, batch(*range(max_rows))


class SlowNode:
    """Works for each row."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def receive(self, element: ChangelogBatch, index: int) -> None:
        self._clock.work(len(element))


def test_a_task_takes_fewer_rows_of_an_exchange_behind_a_slow_step(clock: Clock) -> None:
    gate = FullGate()
    node = cast(OperatorNode, SlowNode(clock))
    taking = GateInput(cast(ChannelGate, gate), node, 0, 0, StepSize(1024))
    for _ in range(4):
        assert taking.take() is None
        clock.now += 64
    assert gate.asked == [1024, ROWS, ROWS, ROWS]


def test_a_source_is_read_by_fewer_rows_behind_a_slow_step(clock: Clock) -> None:
    graph = GraphBuilder()
    source = graph.rows(pl.DataFrame({"a": range(20_000)}), row_type(a="BIGINT"))
    spec = graph.operators[source - 1]
    context = OperatorContext(spec, (), evaluation_context({}), {}, resources=graph.resources)
    driver = SourceDriver(context, Mailbox(), ReadingSettings(first_rows=1024))
    driver.assign([SourceSplit("s0", {"at": 0, "end": 20_000})])
    driver.no_more_splits()
    driver.start()
    steps: list[int] = []
    while len(steps) < 20 and not driver.ended:
        eventually(lambda: driver.ready)
        for element in driver.poll():
            assert isinstance(element, ChangelogBatch)
            steps.append(len(element))
            clock.work(len(element))
        clock.now += 64
    driver.stop()
    assert steps[0] == 1024
    assert steps[10:] == [ROWS] * 10  # behind what was read before the first step's end
