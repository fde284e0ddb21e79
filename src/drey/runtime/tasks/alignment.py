"""Decides when a task takes its snapshot, from the barriers of its channels, without I/O.

A checkpoint is due when the coordinator's trigger has come, which says where the state is to be written, and every
channel that goes on has given its barrier. Exactly once, a channel that has given its barrier is held back until
then; at least once, it isn't. See "Stateful Stream Processing" in Flink's documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from drey.records import record
from drey.runtime.elements import CheckpointBarrier


@record
class Aligned:
    """Take the snapshot of a checkpoint now, then go on with the channels that were held back."""

    barrier: CheckpointBarrier


@record
class Hold:
    """Take nothing from a channel until the checkpoint is aligned or given up."""

    channel: int


@record
class Release:
    """Go on with all channels: a checkpoint was given up for a newer one or aborted."""

    checkpoint_id: int


Instruction = Aligned | Hold | Release


@dataclass
class _Pending:
    barrier: CheckpointBarrier
    triggered: bool = False
    seen: set[int] = field(default_factory=set)


class BarrierAligner:
    """The alignment of one task.

    Args:
        channels: How many channels of exchanges the task reads.
        exactly_once: False to let rows behind a barrier pass.
    """

    def __init__(self, channels: int, exactly_once: bool = True) -> None:
        self._open = set(range(channels))
        self._exactly_once = exactly_once
        self._pending: dict[int, _Pending] = {}
        self._newest = 0

    @property
    def pending(self) -> tuple[int, ...]:
        """The ids of checkpoints that have begun and are not aligned."""
        return tuple(sorted(self._pending))

    def triggered(self, barrier: CheckpointBarrier) -> list[Instruction]:
        """The coordinator wants a checkpoint."""
        pending = self._begin(barrier)
        if pending is None:
            return []
        pending.triggered = True
        return self._due(pending)

    def arrived(self, channel: int, barrier: CheckpointBarrier) -> list[Instruction]:
        """A channel has given a barrier."""
        pending = self._begin(barrier)
        if pending is None:
            return []
        out: list[Instruction] = []
        if self._exactly_once:
            for older in [one for one in self.pending if one < barrier.checkpoint_id]:
                # A channel gives barriers in order, so the older one can never be aligned.
                if channel not in self._pending[older].seen:
                    out += self.aborted(older)
        pending.seen.add(channel)
        if self._exactly_once:
            out.append(Hold(channel))
        return out + self._due(pending)

    def ended(self, channel: int) -> list[Instruction]:
        """A channel has ended: no barrier follows on it, and none is needed."""
        self._open.discard(channel)
        out: list[Instruction] = []
        for number in self.pending:
            if number in self._pending:
                out += self._due(self._pending[number])
        return out

    def aborted(self, checkpoint_id: int) -> list[Instruction]:
        """The coordinator has given a checkpoint up; its barriers may still come and are ignored."""
        self._newest = max(self._newest, checkpoint_id)
        found = self._pending.pop(checkpoint_id, None)
        if found is None or not found.seen:
            return []
        return [Release(checkpoint_id)]

    def overtaken(self, checkpoint_id: int) -> frozenset[int] | None:
        """The task takes the snapshot of a checkpoint before it is aligned.

        Returns:
            The channels whose barrier hasn't come; they are no longer waited for. None if the checkpoint is not
            under way.
        """
        found = self._pending.pop(checkpoint_id, None)
        if found is None:
            return None
        self._newest = max(self._newest, checkpoint_id)
        return frozenset(self._open - found.seen)

    def _begin(self, barrier: CheckpointBarrier) -> _Pending | None:
        number = barrier.checkpoint_id
        if number in self._pending:
            return self._pending[number]
        if number <= self._newest:
            return None
        return self._pending.setdefault(number, _Pending(barrier))

    def _due(self, pending: _Pending) -> list[Instruction]:
        if not pending.triggered or not self._open <= pending.seen:
            return []
        number = pending.barrier.checkpoint_id
        out: list[Instruction] = []
        for older in [one for one in self.pending if one < number]:
            out += self.aborted(older)
        self._newest = number
        del self._pending[number]
        return [*out, Aligned(pending.barrier)]
