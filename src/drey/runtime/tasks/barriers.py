"""The barriers of one task: carries out what their alignment decides, and lets them overtake rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from drey.graph.job_graph import JobGraph
from drey.runtime.elements import CheckpointBarrier, Element, EndOfInput
from drey.runtime.execution.messages import GateSpec
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.alignment import Aligned, BarrierAligner, Hold, Instruction, Release
from drey.runtime.tasks.inputs import GateInput, OutputGate
from drey.runtime.tasks.overtaking import Overtaking, can_be_overtaken, store_outputs

TakeSnapshot = Callable[[CheckpointBarrier], list[OperatorSnapshot] | None]
SnapshotTaken = Callable[[CheckpointBarrier, list[OperatorSnapshot]], None]


class TaskBarriers:
    """Belongs to the task's thread; only :attr:`ready` may be asked by any.

    Args:
        graph: The job.
        inputs: What the task reads, with the specs of the gates.
        outputs: What it writes, likewise.
        exactly_once: False if rows may pass a barrier during alignment.
        take_snapshot: Takes the task's snapshot; None if the checkpoint has been given up meanwhile.
        snapshot_taken: Has a snapshot that holds everything written.
    """

    def __init__(
        self,
        graph: JobGraph,
        inputs: Sequence[tuple[GateSpec, GateInput]],
        outputs: Sequence[tuple[GateSpec, OutputGate]],
        exactly_once: bool,
        take_snapshot: TakeSnapshot,
        snapshot_taken: SnapshotTaken,
    ) -> None:
        self._graph = graph
        self._specs = [spec for spec, _ in inputs]
        self._inputs = [one for _, one in inputs]
        self._outputs = outputs
        self._take_snapshot = take_snapshot
        self._snapshot_taken = snapshot_taken
        self._aligner = BarrierAligner(sum(one.gate.channels for one in self._inputs), exactly_once)
        self._overtaking: Overtaking | None = None
        self._ahead = 0  # the last checkpoint whose barrier overtakes rows at once
        self._impatient: tuple[float, CheckpointBarrier] | None = None

    # -- events -----------------------------------------------------------------------------------------------

    def trigger(self, barrier: CheckpointBarrier, patience: float | None = None) -> None:
        """The coordinator wants a checkpoint; it is taken now, or when the barriers have arrived.

        Args:
            barrier: Its barrier.
            patience: After how many seconds barriers overtake rows; None if they never do.
        """
        if patience == 0:
            self._ahead = barrier.checkpoint_id
        self._carry_out(self._aligner.triggered(barrier))
        if patience is None or barrier.checkpoint_id not in self._aligner.pending:
            return
        if not all(can_be_overtaken(spec, self._graph) for spec in self._specs):
            return
        if patience > 0:
            self._impatient = (time.monotonic() + patience, barrier)
        else:
            self._overtake(barrier)

    def arrived(self, channel: int, element: CheckpointBarrier | EndOfInput) -> None:
        """A channel has given a barrier, or its end."""
        if isinstance(element, CheckpointBarrier):
            self._carry_out(self._aligner.arrived(channel, element))
        else:
            self._carry_out(self._aligner.ended(channel))
        self.look()

    def abort(self, checkpoint_id: int) -> None:
        """A checkpoint has been given up."""
        if self._overtaking is not None and self._overtaking.barrier.checkpoint_id == checkpoint_id:
            self._stop_recording()
        self._carry_out(self._aligner.aborted(checkpoint_id))

    @property
    def waits(self) -> bool:
        """True if :meth:`tick` has something to do."""
        return self._impatient is not None

    def tick(self, now: float) -> None:
        """Let a barrier overtake rows that has waited long enough."""
        if self._impatient is not None and now >= self._impatient[0]:
            _, barrier = self._impatient
            self._impatient = None
            self._overtake(barrier)

    @property
    def ready(self) -> bool:
        """True if :meth:`look` would find a barrier that has arrived behind rows."""
        overtaking = self._overtaking
        return overtaking is not None and any(
            one.offset + channel in overtaking.open
            for one in self._inputs
            for channel, _ in one.gate.barriers()
        )

    def look(self) -> None:
        """Take the barriers of an unaligned checkpoint past the rows that wait in front of them."""
        overtaking = self._overtaking
        if overtaking is None:
            return
        for number, one in enumerate(self._inputs):
            # The barriers first: what stands in front of one that is there doesn't grow any more.
            for local, found in one.gate.barriers():
                channel = one.offset + local
                if channel not in overtaking.open:
                    continue
                if found.checkpoint_id > overtaking.barrier.checkpoint_id:
                    self._stop_recording()  # given up, or its barrier would have come before
                    return
                if found == overtaking.barrier:
                    overtaking.record(number, one.gate.queued(local))
                    overtaking.open.discard(channel)
                one.gate.take_barrier(local)
        if not overtaking.open:
            self._stop_recording()
            self._snapshot_taken(overtaking.barrier, overtaking.finish(self._specs))

    # -- what follows -----------------------------------------------------------------------------------------

    def _carry_out(self, instructions: list[Instruction]) -> None:
        for one in instructions:
            if isinstance(one, Hold):
                owner = self._inputs[self._number_of(one.channel)]
                owner.gate.block(one.channel - owner.offset)
            elif isinstance(one, Release):
                self._release()
            elif isinstance(one, Aligned):
                snapshots = self._take_snapshot(one.barrier)
                self._emit(one.barrier, snapshots, ahead=one.barrier.checkpoint_id == self._ahead)
                self._release()
                if snapshots is not None:
                    self._snapshot_taken(one.barrier, snapshots)

    def _emit(
        self, barrier: CheckpointBarrier, snapshots: list[OperatorSnapshot] | None, ahead: bool
    ) -> None:
        for spec, gate in self._outputs:
            if ahead and snapshots is not None and can_be_overtaken(spec, self._graph):
                store_outputs(snapshots, spec, gate.emit_ahead(barrier))
            else:
                gate.emit(barrier)

    def _overtake(self, barrier: CheckpointBarrier) -> None:
        """Take the snapshot now; what comes in front of the barriers that are missing belongs to it."""
        missing = self._aligner.overtaken(barrier.checkpoint_id)
        if missing is None:
            return
        if self._overtaking is not None:
            self._stop_recording()  # the coordinator has given the older one up
        self._release()
        snapshots = self._take_snapshot(barrier)
        self._emit(barrier, snapshots, ahead=True)
        if snapshots is None:
            return
        self._overtaking = Overtaking(barrier, snapshots, set(missing))
        for one in self._inputs:
            one.recorder = self._record
        self.look()

    def _record(self, channel: int, element: Element) -> None:
        """An element is about to be processed."""
        overtaking = self._overtaking
        if overtaking is None or channel not in overtaking.open:
            return
        if isinstance(element, EndOfInput) or element == overtaking.barrier:
            overtaking.open.discard(channel)
        else:
            overtaking.record(self._number_of(channel), [element])

    def _stop_recording(self) -> None:
        self._overtaking = None
        for one in self._inputs:
            one.recorder = None

    def _number_of(self, channel: int) -> int:
        """The number of the gate that a channel belongs to."""
        return max(number for number, one in enumerate(self._inputs) if one.offset <= channel)

    def _release(self) -> None:
        for one in self._inputs:
            one.gate.unblock_all()
