"""Decides when checkpoints are taken and what becomes of them, without I/O: events in, instructions out.

Every event method takes the time (monotonic seconds) and returns instructions in the order in which they are to be
carried out. What the runtime must do:

- ``Trigger``: inject barriers; each task answers with ``acknowledge``, or can't have its
  part written: ``store_failed``.
- ``Store``: write the manifest; answer with ``stored`` or ``store_failed``.
- ``NotifyComplete``: tell the tasks to commit.
- ``Abort``: forget what was collected; ``Discard``: delete what was written.
- ``FailJob``: the job has had more failed checkpoints in a row than it tolerates.

A task that has finished takes no part any more: :meth:`CheckpointCoordinator.task_finished`. While tasks are down after
a failure nothing is triggered: :meth:`CheckpointCoordinator.suspend`, and :meth:`CheckpointCoordinator.reset` when all
run again.

See "Checkpointing" in Flink's documentation for the options.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from drey.errors import CheckpointError
from drey.records import record
from drey.runtime.checkpoint.history import CheckpointHistory, CheckpointRecord
from drey.runtime.checkpoint.kinds import CheckpointKind as CheckpointKind  # imported from here elsewhere


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
        history: How many are remembered for showing, those under way included.
    """

    interval: float | None = None
    min_pause: float = 0.0
    timeout: float = 600.0
    tolerable_failures: int = 0
    max_concurrent: int = 1
    num_retained: int = 1
    history: int = 10


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
        self._suspended = False
        self._history = CheckpointHistory(settings.history)

    @property
    def tasks(self) -> frozenset[str]:
        """The tasks that take part in the next checkpoint."""
        return self._tasks

    @property
    def history(self) -> tuple[CheckpointRecord, ...]:
        """The last checkpoints and savepoints, oldest first."""
        return self._history.records

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
        trigger = self._earliest_trigger() if self._periodic_allowed() else float("inf")
        return min([trigger, *deadlines])

    def tick(self, now: float) -> list[Instruction]:
        """Time has passed: abort what has expired, trigger what is due."""
        out: list[Instruction] = []
        for pending in sorted(self._pending.values(), key=lambda p: p.checkpoint_id):
            if now >= pending.started + self.settings.timeout:
                out += self._fail(pending, "expired before it was complete", now)
        if self._periodic_allowed() and now >= self._earliest_trigger():
            assert self.settings.interval is not None
            # A late trigger doesn't make the next one come sooner.
            self._next_trigger = max(self._next_trigger + self.settings.interval, now)
            out += self._trigger(CheckpointKind.CHECKPOINT, None, now)
        return out

    def request_savepoint(self, target: str, now: float, stop: bool = False) -> list[Instruction]:
        """The user wants a savepoint; it waits for nothing. With ``stop`` no checkpoint follows it.

        Raises:
            CheckpointError: Not all tasks run.
        """
        self._check_running()
        self._stopped = self._stopped or stop
        return self._trigger(CheckpointKind.STOP if stop else CheckpointKind.SAVEPOINT, target, now)

    def request_final(self, now: float) -> list[Instruction]:
        """All input has ended: the last checkpoint, which commits everything. Others are dropped.

        Raises:
            CheckpointError: Not all tasks run.
        """
        self._check_running()
        self._stopped = True
        out: list[Instruction] = []
        for pending in list(self._pending.values()):
            if pending.kind is CheckpointKind.CHECKPOINT and not pending.storing:
                out += self._abort(pending, "the input has ended", now)
        return out + self._trigger(CheckpointKind.FINAL, None, now)

    def resume(self) -> None:
        """A savepoint that should have ended the job failed, and the job goes on."""
        self._stopped = False

    def suspend(self, reason: str, now: float) -> list[Instruction]:
        """Some tasks don't run: all that is under way is dropped, and nothing is triggered until :meth:`reset`.

        It counts as no failure. What is being stored is dropped, too: its tasks may be restored from an older one.
        """
        self._suspended = True
        out: list[Instruction] = []
        for pending in sorted(self._pending.values(), key=lambda p: p.checkpoint_id):
            out += self._abort(pending, reason, now)
        return out

    def reset(self, tasks: Iterable[str], now: float) -> list[Instruction]:
        """All of these tasks run, after a restart or for the first time: they take part from now on.

        The next periodic checkpoint is triggered an interval later. A stop or an end of the input that came to
        nothing is forgotten.
        """
        out = self.suspend("the tasks of the job have changed", now)
        self._tasks = frozenset(tasks)
        self._stopped = self._suspended = False
        if self.settings.interval is not None:
            self._next_trigger = now + self.settings.interval
        return out

    def task_finished(self, task: str, now: float) -> list[Instruction]:
        """A task has finished: nobody waits for it any more.

        A task acknowledges before it finishes, so one that owes an acknowledgement never saw the barrier: it had read
        its last input before. For those behind it the end of a channel is as good as a barrier.
        """
        self._tasks -= {task}
        out: list[Instruction] = []
        for pending in sorted(self._pending.values(), key=lambda p: p.checkpoint_id):
            if task in pending.waiting:
                self._history.finished(pending.checkpoint_id, task)
                out += self._no_longer_waiting(pending, task)
        return out

    def reserve_id(self) -> int:
        """An id for a commit that no checkpoint stands behind: the end of a job that takes none."""
        self._next_id += 1
        return self._next_id - 1

    def acknowledge(self, checkpoint_id: int, task: str, now: float, size: int = 0) -> list[Instruction]:
        """A task has taken its snapshot. Late, repeated and unknown acknowledgements change nothing.

        Args:
            checkpoint_id: The checkpoint.
            task: The task.
            now: The time.
            size: The bytes that the task wrote for it, as far as is known.
        """
        pending = self._pending.get(checkpoint_id)
        if pending is None or pending.storing or task not in pending.waiting:
            return []
        self._history.acknowledged(checkpoint_id, task, now, size)
        return self._no_longer_waiting(pending, task)

    def stored(self, checkpoint_id: int, now: float, size: int | None = None) -> list[Instruction]:
        """The manifest is durable: the checkpoint is complete, and older ones are worth nothing any more.

        Args:
            checkpoint_id: The checkpoint.
            now: The time.
            size: Its bytes; None for the sum of what the tasks wrote.
        """
        pending = self._pending.pop(checkpoint_id, None)
        if pending is None:
            return [Discard(checkpoint_id)]
        self.completed += 1
        self._last_end = now
        self._history.completed(checkpoint_id, now, size)
        out: list[Instruction] = []
        if not pending.kind.users:
            self._failures_in_row = 0
            for older in sorted(self._pending):
                other = self._pending[older]
                if older < checkpoint_id and not other.kind.users:
                    out += self._abort(other, f"subsumed by checkpoint {checkpoint_id}", now)
            self._retained.append(checkpoint_id)
        if pending.kind is not CheckpointKind.SAVEPOINT:
            out.append(NotifyComplete(checkpoint_id, pending.kind))
        while len(self._retained) > max(1, self.settings.num_retained):
            out.append(Discard(self._retained.pop(0)))
        return out

    def store_failed(self, checkpoint_id: int, reason: str, now: float) -> list[Instruction]:
        """A task could not take or write its part, or the manifest could not be written."""
        pending = self._pending.get(checkpoint_id)
        return [] if pending is None else self._fail(pending, reason, now)

    def _trigger(self, kind: CheckpointKind, target: str | None, now: float) -> list[Instruction]:
        checkpoint_id = self._next_id
        self._next_id += 1
        pending = _Pending(checkpoint_id, kind, target, now, set(self._tasks))
        self._pending[checkpoint_id] = pending
        self._history.triggered(checkpoint_id, kind, now, self._tasks)
        trigger = Trigger(checkpoint_id, kind, target)
        if pending.waiting:
            return [trigger]
        pending.storing = True  # every task has finished: there is only the place of the sources to store
        return [trigger, Store(checkpoint_id, kind, target)]

    def _no_longer_waiting(self, pending: _Pending, task: str) -> list[Instruction]:
        pending.waiting.discard(task)
        if pending.waiting:
            return []
        pending.storing = True
        return [Store(pending.checkpoint_id, pending.kind, pending.target)]

    def _abort(self, pending: _Pending, reason: str, now: float) -> list[Instruction]:
        del self._pending[pending.checkpoint_id]
        self._history.failed(pending.checkpoint_id, now, reason)
        return [Abort(pending.checkpoint_id, pending.kind, reason)]

    def _fail(self, pending: _Pending, reason: str, now: float) -> list[Instruction]:
        out = self._abort(pending, reason, now)
        self._last_end = now
        if pending.kind.users:
            return out
        self.failed += 1
        self._failures_in_row += 1
        tolerable = 0 if pending.kind is CheckpointKind.FINAL else self.settings.tolerable_failures
        if self._failures_in_row > tolerable:
            self._failures_in_row = 0  # the job may restart, and then counts anew, as in Flink
            out.append(FailJob(f"checkpoint {pending.checkpoint_id} failed: {reason}"))
        return out

    def _check_running(self) -> None:
        if self._suspended:
            raise CheckpointError("not all tasks of the job are running")

    def _periodic_allowed(self) -> bool:
        return not self._stopped and not self._suspended and bool(self._tasks) and self._free()

    def _free(self) -> bool:
        limit = 1 if self.settings.min_pause > 0 else self.settings.max_concurrent
        periodic = [p for p in self._pending.values() if p.kind is CheckpointKind.CHECKPOINT]
        return len(periodic) < limit

    def _earliest_trigger(self) -> float:
        return max(self._next_trigger, self._last_end + self.settings.min_pause)
