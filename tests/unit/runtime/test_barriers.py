"""Barriers of unaligned checkpoints that arrive while a task looks at its channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from drey.graph.job_graph import InputEdge, JobGraph, OperatorSpec
from drey.runtime.elements import ChangelogBatch, CheckpointBarrier
from drey.runtime.exchange import partitioner
from drey.runtime.exchange.input_gate import InputGate
from drey.runtime.exchange.wire import ChannelId, Travelling
from drey.runtime.execution.messages import GateSpec
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.barriers import TaskBarriers
from drey.runtime.tasks.batch_size import StepSize
from drey.runtime.tasks.inputs import GateInput
from drey.runtime.tasks.operator_node import OperatorNode
from tests.doubles.graphs import row_type
from tests.unit.runtime.exchange.planes import batch, planes

ROW = row_type(a="BIGINT")
GATE = GateSpec(0, 2, "reader", 1, 0, False, "rebalance", (), (0, 0))
BARRIER = CheckpointBarrier(7, 0)
NEWER = CheckpointBarrier(8, 0)


class Interrupted(InputGate):
    """A gate to which something is sent while its task looks into a channel."""

    meanwhile: Callable[[], None] | None = None

    def queued(self, channel: int) -> list[Travelling]:
        found = super().queued(channel)
        if channel == 1 and self.meanwhile is not None:
            self.meanwhile()
        return found


class Overtaken:
    """A task with two channels whose barriers overtake rows, and what it has had written."""

    def __init__(self, directory: Path) -> None:
        self.stored: list[OperatorSnapshot] = []
        self._planes = planes(directory, 1)
        (plane,), _ = self._planes.__enter__()
        self.first, self.second = (
            plane.output_gate(0, subtask, [0], partitioner("rebalance", [], 1, subtask, 2, 128))
            for subtask in range(2)
        )
        plane.input_gate(0, 0, [0, 0])
        channels = [plane._input_channel(ChannelId(0, subtask, 0)) for subtask in range(2)]
        self.gate = Interrupted("reader", channels, 1000)
        reader = OperatorSpec(2, "reader", "Reader", "calc", {}, (InputEdge(1, "rebalance"),), ROW)
        writer = OperatorSpec(1, "writer", "Writer", "calc", {}, (), ROW)
        node = cast(OperatorNode, None)  # nothing is taken
        self.barriers = TaskBarriers(
            JobGraph("job", (writer, reader)),
            [(GATE, GateInput(self.gate, node, 0, 0, StepSize(1000)))],
            [],
            True,
            lambda barrier: [OperatorSnapshot("reader", "Reader")],
            lambda barrier, snapshots: self.stored.extend(snapshots),
        )

    def rows(self) -> list[int]:
        """The stored rows."""
        (snapshot,) = self.stored
        table = snapshot.reader().table("$input-0")
        return [] if table is None else table["a"].to_list()

    def close(self) -> None:
        self._planes.__exit__(None, None, None)


@pytest.fixture
def task(tmp_path: Path) -> Iterator[Overtaken]:
    made = Overtaken(tmp_path / "s")
    yield made
    made.close()


def test_rows_that_arrive_with_their_barrier_during_a_look_are_stored(task: Overtaken) -> None:
    def meanwhile() -> None:
        task.gate.meanwhile = None
        task.second.emit(batch(2))
        task.second.emit(BARRIER)

    task.first.emit(BARRIER)
    task.second.emit(batch(1))
    task.gate.meanwhile = meanwhile
    task.barriers.trigger(BARRIER, patience=0)
    if task.gate.meanwhile is not None:
        meanwhile()  # nobody has looked into the channel without its barrier
    task.barriers.look()
    assert task.rows() == [1, 2]


def test_a_newer_barrier_stays_behind_the_rows_in_front_of_it(task: Overtaken) -> None:
    task.first.emit(BARRIER)
    task.barriers.trigger(BARRIER, patience=0)
    task.second.emit(batch(1))
    task.second.emit(NEWER)
    task.barriers.look()
    assert task.stored == []
    assert not task.barriers.ready
    assert [type(one) for one in task.gate.queued(1)] == [ChangelogBatch]
    assert task.gate.barriers() == [(1, NEWER)]
