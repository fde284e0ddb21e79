"""An unaligned checkpoint of one task: what its barrier has overtaken becomes state.

The task takes its snapshot at once when the coordinator says so. Its barrier goes in front of all that waits in its
outputs; those rows are stored as the state of the operator that wrote them. What comes on an input channel in front
of the channel's barrier is processed as ever and also stored, as the state of the operator that reads it. After a
restore the writer emits its stored rows anew, through a partitioner for the parallelism of then, before it makes
further ones, and the reader processes its stored rows first; so the rows of a key keep their order. Where the restored
job has no exchange any more, both are processed by the reader. See "Checkpointing under backpressure" in Flink's
documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from drey.graph.job_graph import JobGraph
from drey.runtime.elements import ChangelogBatch, CheckpointBarrier, Element
from drey.runtime.execution.messages import GateSpec
from drey.runtime.operators.source import joined
from drey.runtime.state.key_groups import KEY_GROUP
from drey.runtime.state.snapshot import OperatorSnapshot, RestoredState

_DISTRIBUTED_ANEW = frozenset({"hash", "rebalance", "global", "shuffle"})


def can_be_overtaken(gate: GateSpec, graph: JobGraph) -> bool:
    """True if the rows of an exchange can be stored and distributed anew at another parallelism.

    Rows of pointwise and broadcast exchanges can't, as in Flink; of Python objects they aren't stored yet.
    """
    writer = graph.operator(gate.operator if gate.writes else gate.peer)
    objects = writer.kind.startswith("stream-") and writer.kind != "stream-to-rows"
    return gate.exchange in _DISTRIBUTED_ANEW and not objects


@dataclass
class Overtaking:
    """An unaligned checkpoint under way in one task.

    Args:
        barrier: Its barrier.
        snapshots: The operators' state, to which the overtaken rows are added.
        open: The channels whose barrier hasn't come, among those of the task.
        inputs: The rows that came on each input in front of a barrier, by gate number.
    """

    barrier: CheckpointBarrier
    snapshots: list[OperatorSnapshot]
    open: set[int]
    inputs: dict[int, list[pl.DataFrame]] = field(default_factory=dict)

    def record(self, gate: int, elements: Iterable[Element]) -> None:
        """Keep rows that belong to the checkpoint."""
        frames = [one.data for one in elements if isinstance(one, ChangelogBatch)]
        self.inputs.setdefault(gate, []).extend(frames)

    def finish(self, gates: Sequence[GateSpec]) -> list[OperatorSnapshot]:
        """All barriers have come: the state with the rows of the inputs."""
        for number, frames in self.inputs.items():
            _store(self.snapshots, gates[number], frames)
        return self.snapshots


def store_outputs(
    snapshots: Sequence[OperatorSnapshot], gate: GateSpec, overtaken: Mapping[int, Sequence[Element]]
) -> None:
    """Add what a barrier has overtaken in an output to the state of the operator that wrote it."""
    frames = [
        one.data for elements in overtaken.values() for one in elements if isinstance(one, ChangelogBatch)
    ]
    _store(snapshots, gate, frames)


def _store(snapshots: Sequence[OperatorSnapshot], gate: GateSpec, frames: Sequence[pl.DataFrame]) -> None:
    if not frames:
        return
    owner = next(one for one in snapshots if one.uid == gate.uid)
    keys = gate.keys if gate.exchange == "hash" else ()
    owner.writer().table(table_name(gate), joined(list(frames)), keys=keys)


def stored_rows(state: Mapping[str, RestoredState], uid: str, table: str) -> Iterable[ChangelogBatch]:
    """The rows of an exchange that a restored snapshot has as state of an operator."""
    found = state.get(uid)
    for frame in () if found is None else found.frames(table):
        if frame.height:
            yield ChangelogBatch(frame.drop(KEY_GROUP, strict=False))


def input_table(index: int) -> str:
    """The state table of the rows that an operator was to read on an input; the same at every parallelism."""
    return f"$input-{index}"


def output_table(reader: int, index: int) -> str:
    """The state table of the rows that an operator has written for an input of another one."""
    return f"$output-{reader}-{index}"


def table_name(gate: GateSpec) -> str:
    """The state table of a gate's rows."""
    return output_table(gate.peer, gate.index) if gate.writes else input_table(gate.index)
