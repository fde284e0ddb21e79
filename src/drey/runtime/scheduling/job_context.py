"""What all states of a job share."""

from __future__ import annotations

from bisect import insort
from collections import deque
from dataclasses import dataclass, field, replace

from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import AbortCheckpoints, Deploy, Instruction
from drey.runtime.scheduling.restart.strategy import RestartStrategy
from drey.runtime.scheduling.task_table import TaskTable

FAILURES_KEPT = 16
"""How many failures are remembered for showing, as Flink's exception history."""


@dataclass
class StopInProgress:
    """A stop with savepoint.

    Args:
        request: The caller's number.
        target: Where the savepoint goes.
        drain: True if the input ends before it.
        saved: The savepoint's id once it is durable.
    """

    request: int
    target: str
    drain: bool
    saved: int | None = None


@dataclass
class JobContext:
    """The memory of one job's life; states change it, nobody else.

    Args:
        tasks: The tasks and their states.
        restarts: Decides about restarts.
        final_checkpoint: True if bounded input ends with a checkpoint.
        restorable: Ids of the snapshots that the job can start from, oldest first.
        stateful: True once there was one: from then on a start without state would repeat what is committed.
        deployments: How many there were.
        restart_at: When each region that waits for its restart is due.
        failures: The last failures with their times.
        checkpointing: True between ``ResumeCheckpoints`` and ``AbortCheckpoints``.
        final_requested: True once the last checkpoint or commit was asked for.
        stop: The stop with savepoint that is under way.
    """

    tasks: TaskTable
    restarts: RestartStrategy
    final_checkpoint: bool
    restorable: list[int]
    stateful: bool
    deployments: int = 0
    restart_at: dict[int, float] = field(default_factory=dict)
    failures: deque[tuple[float, Failure]] = field(default_factory=lambda: deque(maxlen=FAILURES_KEPT))
    checkpointing: bool = False
    final_requested: bool = False
    stop: StopInProgress | None = None

    def completed(self, checkpoint_id: int) -> None:
        """Another snapshot can be restored."""
        self.stateful = True
        if checkpoint_id not in self.restorable:
            insort(self.restorable, checkpoint_id)

    def discarded(self, checkpoint_id: int) -> None:
        """A snapshot can't be restored any more."""
        if checkpoint_id in self.restorable:
            self.restorable.remove(checkpoint_id)

    @property
    def newest(self) -> int | None:
        """What a deployment restores from."""
        return self.restorable[-1] if self.restorable else None

    @property
    def restore_lost(self) -> bool:
        """True if there was a snapshot, but none can be read."""
        return self.stateful and not self.restorable

    def deploy(self, regions: frozenset[int]) -> Deploy:
        """Begin the next deployment, of all tasks of some regions."""
        self.deployments += 1
        # An exception holds the frames that it came through, and they the tasks of the deployment before.
        self.failures = deque(
            ((when, replace(one, error=None)) for when, one in self.failures), self.failures.maxlen
        )
        tasks = self.tasks.in_regions(regions)
        self.tasks.deploy(tasks, self.deployments)
        self.final_requested = False
        return Deploy(tasks, self.deployments, self.newest)

    def halt(self, regions: frozenset[int], reason: str) -> list[Instruction]:
        """Stop what works in some regions, and checkpoints, which can't complete without them."""
        self.final_requested = False
        return [*self.abort_checkpoints(reason), *self.tasks.cancel(regions)]

    def abort_checkpoints(self, reason: str) -> list[AbortCheckpoints]:
        """Take no checkpoints for now."""
        if not self.checkpointing:
            return []
        self.checkpointing = False
        return [AbortCheckpoints(reason)]

    def failed(self, failure: Failure, now: float) -> None:
        """Remember a failure."""
        self.failures.append((now, failure))
