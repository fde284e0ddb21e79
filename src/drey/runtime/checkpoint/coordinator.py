"""Decides when checkpoints are taken and what becomes of them, without I/O: events in, instructions out.

Every event method takes the time (monotonic seconds) and returns instructions in the order in which they are to be
carried out. What the runtime must do:

- ``Trigger``: inject barriers; each task answers with ``acknowledge`` or ``decline``.
- ``Store``: write the manifest; answer with ``stored`` or ``store_failed``.
- ``NotifyComplete``: tell the tasks to commit.
- ``Abort``: forget what was collected; ``Discard``: delete what was written.
- ``FailJob``: the job has had more failed checkpoints in a row than it tolerates.

See "Checkpointing" in Flink's documentation for the options.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from drey.records import record


class CheckpointKind(Enum):
    """Why a snapshot is taken.

    CHECKPOINT is periodic, SAVEPOINT the user's while the job goes on, STOP the user's with which the job ends,
    FINAL the one at the end of the input. Only a SAVEPOINT commits nothing (FLIP-203): a job that recovers
    from the checkpoint before it would do the work again.
    """

    CHECKPOINT = "checkpoint"
    SAVEPOINT = "savepoint"
    STOP = "stop"
    FINAL = "final"

    @property
    def users(self) -> bool:
        """True if the user owns the files."""
        return self in (CheckpointKind.SAVEPOINT, CheckpointKind.STOP)


@record
class Trigger:
    checkpoint_id: int
    kind: CheckpointKind
    target: str | None = None


@record
class Store:
    checkpoint_id: int
    kind: CheckpointKind
    target: str | None = None


@record
class NotifyComplete:
    checkpoint_id: int
    kind: CheckpointKind


@record
class Abort:
    checkpoint_id: int
    kind: CheckpointKind
    reason: str


@record
class Discard:
    """Delete a snapshot that was stored: subsumed by a newer one, or complete too late."""

    checkpoint_id: int


@record
class FailJob:
    reason: str


Instruction = Trigger | Store | NotifyComplete | Abort | Discard | FailJob


@record
class CheckpointSettings:
    """What decides over checkpoints; times in seconds.

    Args:
        interval: Between two triggers; None if only savepoints are taken.
        min_pause: Between the end of one and the trigger of the next.
        timeout: After which an unfinished one is aborted.
        tolerable_failures: How many may fail in a row.
        max_concurrent: How many may be under way; a ``min_pause`` makes it one.
        num_retained: How many complete ones are kept.
    """

    interval: float | None = None
    min_pause: float = 0.0
    timeout: float = 600.0
    tolerable_failures: int = 0
    max_concurrent: int = 1
    num_retained: int = 1


@dataclass
class _Pending:
    checkpoint_id: int
    kind: CheckpointKind
    target: str | None
    started: float
    waiting: set[str] = field(default_factory=set)
    storing: bool = False


class CheckpointCoordinator:
    """The decisions for one job.

    Args:
        settings: What the user configured.
        tasks: The tasks that must acknowledge.
        now: The time at which the job starts.
        first_id: The id of the first checkpoint; after a restore one more than the restored id.
        retained: Ids of complete checkpoints that the job owns already, oldest first.
    """

    def __init__(
        self,
        settings: CheckpointSettings,
        tasks: Iterable[str],
        now: float,
        first_id: int = 1,
        retained: Iterable[int] = (),
    ) -> None:
        self.settings = settings
        self.completed = 0
        self.failed = 0
        self._tasks = frozenset(tasks)
        self._next_id = first_id
        self._retained = list(retained)
        self._pending: dict[int, _Pending] = {}
        self._failures_in_row = 0
        self._last_end = float("-inf")
        self._next_trigger = float("inf") if settings.interval is None else now + settings.interval
        self._stopped = False

    @property
    def retained(self) -> tuple[int, ...]:
        """The ids of the complete checkpoints that are kept, oldest first."""
        return tuple(self._retained)

    @property
    def pending(self) -> tuple[int, ...]:
        """The ids of those under way, oldest first."""
        return tuple(sorted(self._pending))

    def next_event(self) -> float:
        """When :meth:`tick` has something to do, as far as is known now; infinite if never."""
        deadlines = [p.started + self.settings.timeout for p in self._pending.values()]
        trigger = float("inf") if self._stopped or not self._free() else self._earliest_trigger()
        return min([trigger, *deadlines])

    def tick(self, now: float) -> list[Instruction]:
        """Time has passed: abort what has expired, trigger what is due."""
        out: list[Instruction] = []
        for pending in sorted(self._pending.values(), key=lambda p: p.checkpoint_id):
            if now >= pending.started + self.settings.timeout:
                out += self._fail(pending, "expired before it was complete", now)
        if not self._stopped and self._free() and now >= self._earliest_trigger():
            assert self.settings.interval is not None
            # A late trigger doesn't make the next one come sooner.
            self._next_trigger = max(self._next_trigger + self.settings.interval, now)
            out += self._trigger(CheckpointKind.CHECKPOINT, None, now)
        return out

    def request_savepoint(self, target: str, now: float, stop: bool = False) -> list[Instruction]:
        """The user wants a savepoint; it waits for nothing. With ``stop`` no checkpoint follows it."""
        self._stopped = self._stopped or stop
        return self._trigger(CheckpointKind.STOP if stop else CheckpointKind.SAVEPOINT, target, now)

    def request_final(self, now: float) -> list[Instruction]:
        """All input has ended: the last checkpoint, which commits everything. Others are dropped."""
        self._stopped = True
        out: list[Instruction] = []
        for pending in list(self._pending.values()):
            if pending.kind is CheckpointKind.CHECKPOINT and not pending.storing:
                out += self._abort(pending, "the input has ended")
        return out + self._trigger(CheckpointKind.FINAL, None, now)

    def resume(self) -> None:
        """A savepoint that should have ended the job failed, and the job goes on."""
        self._stopped = False

    def reserve_id(self) -> int:
        """An id for a commit that no checkpoint stands behind: the end of a job that takes none."""
        self._next_id += 1
        return self._next_id - 1

    def acknowledge(self, checkpoint_id: int, task: str, now: float) -> list[Instruction]:
        """A task has taken its snapshot. Late, repeated and unknown acknowledgements change nothing."""
        pending = self._pending.get(checkpoint_id)
        if pending is None or pending.storing or task not in pending.waiting:
            return []
        pending.waiting.discard(task)
        if pending.waiting:
            return []
        pending.storing = True
        return [Store(checkpoint_id, pending.kind, pending.target)]

    def decline(self, checkpoint_id: int, task: str, reason: str, now: float) -> list[Instruction]:
        """A task can't take its snapshot."""
        pending = self._pending.get(checkpoint_id)
        if pending is None or pending.storing or task not in self._tasks:
            return []
        return self._fail(pending, f"declined by {task}: {reason}", now)

    def stored(self, checkpoint_id: int, now: float) -> list[Instruction]:
        """The manifest is durable: the checkpoint is complete, and older ones are worth nothing any more."""
        pending = self._pending.pop(checkpoint_id, None)
        if pending is None:
            return [Discard(checkpoint_id)]
        self.completed += 1
        self._last_end = now
        out: list[Instruction] = []
        if not pending.kind.users:
            self._failures_in_row = 0
            for older in sorted(self._pending):
                other = self._pending[older]
                if older < checkpoint_id and not other.kind.users:
                    out += self._abort(other, f"subsumed by checkpoint {checkpoint_id}")
            self._retained.append(checkpoint_id)
        if pending.kind is not CheckpointKind.SAVEPOINT:
            out.append(NotifyComplete(checkpoint_id, pending.kind))
        while len(self._retained) > max(1, self.settings.num_retained):
            out.append(Discard(self._retained.pop(0)))
        return out

    def store_failed(self, checkpoint_id: int, reason: str, now: float) -> list[Instruction]:
        """The snapshot could not be written."""
        pending = self._pending.get(checkpoint_id)
        return [] if pending is None else self._fail(pending, reason, now)

    def _trigger(self, kind: CheckpointKind, target: str | None, now: float) -> list[Instruction]:
        checkpoint_id = self._next_id
        self._next_id += 1
        self._pending[checkpoint_id] = _Pending(checkpoint_id, kind, target, now, set(self._tasks))
        return [Trigger(checkpoint_id, kind, target)]

    def _abort(self, pending: _Pending, reason: str) -> list[Instruction]:
        del self._pending[pending.checkpoint_id]
        return [Abort(pending.checkpoint_id, pending.kind, reason)]

    def _fail(self, pending: _Pending, reason: str, now: float) -> list[Instruction]:
        out = self._abort(pending, reason)
        self._last_end = now
        if pending.kind.users:
            return out
        self.failed += 1
        self._failures_in_row += 1
        tolerable = 0 if pending.kind is CheckpointKind.FINAL else self.settings.tolerable_failures
        if self._failures_in_row > tolerable:
            out.append(FailJob(f"checkpoint {pending.checkpoint_id} failed: {reason}"))
        return out

    def _free(self) -> bool:
        limit = 1 if self.settings.min_pause > 0 else self.settings.max_concurrent
        periodic = [p for p in self._pending.values() if p.kind is CheckpointKind.CHECKPOINT]
        return len(periodic) < limit

    def _earliest_trigger(self) -> float:
        return max(self._next_trigger, self._last_end + self.settings.min_pause)
