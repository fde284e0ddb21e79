"""The life of a job, decided without I/O: events in, instructions out.

The states are in :mod:`drey.runtime.scheduling.job_states`, the events in ``events``, the instructions and what is to
be done for each in ``instructions``. The caller serves one event at a time and carries the instructions out in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drey.runtime.scheduling.events import (
    CheckpointCompleted,
    CheckpointDiscarded,
    Event,
    TaskCanceled,
    TaskEnded,
    TaskFailed,
    TaskFinished,
    TaskInitializing,
    TaskRunning,
    WorkerLost,
)
from drey.runtime.scheduling.execution_graph import ExecutionTask
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import Instruction
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states import STATES
from drey.runtime.scheduling.job_states.state import Observed, Phase
from drey.runtime.scheduling.job_status import JobStatus, check_transition
from drey.runtime.scheduling.restart.strategy import RestartStrategy
from drey.runtime.scheduling.task_states import ExecutionState
from drey.runtime.scheduling.task_table import TaskTable

_OF_TASKS = TaskInitializing | TaskRunning | TaskEnded | TaskFinished | TaskFailed | TaskCanceled | WorkerLost


class JobLife:
    """One job from its start to its end, restarts included.

    Args:
        tasks: The tasks with their slots and regions.
        restarts: Decides about restarts.
        final_checkpoint: True if bounded input ends with a checkpoint.
        restorable: Ids of the snapshots that the job can start from, oldest first: the savepoint that the user
            names, or the checkpoints of an earlier run. The first deployment uses the newest.
    """

    def __init__(
        self,
        tasks: Iterable[ExecutionTask],
        restarts: RestartStrategy,
        final_checkpoint: bool = False,
        restorable: Iterable[int] = (),
    ) -> None:
        known = sorted(restorable)
        self._job = JobContext(TaskTable(tasks), restarts, final_checkpoint, known, bool(known))
        self._phase = Phase.CREATED

    @property
    def phase(self) -> Phase:
        """The state of now."""
        return self._phase

    @property
    def status(self) -> JobStatus:
        """The state of now as the user sees it."""
        return STATES[self._phase].status

    @property
    def failures(self) -> Sequence[tuple[float, Failure]]:
        """The last failures with their times, oldest first, those that were restarted after included."""
        return tuple(self._job.failures)

    def task_state(self, task: str) -> ExecutionState:
        """The state of a task's newest attempt."""
        return self._job.tasks.state(task)

    def task_attempt(self, task: str) -> int:
        """The number of a task's newest deployment; 0 before the first."""
        return self._job.tasks.attempt(task)

    def handle(self, event: Event, now: float) -> list[Instruction]:
        """Take in an event.

        Events that are repeated, of an older attempt, or without meaning in the state of now change nothing, and
        nothing changes a job that has ended.

        Args:
            event: What happened.
            now: Monotonic seconds.

        Returns:
            What to do, in this order.
        """
        if self.status.terminal:
            return []
        observed = self._observe(event)
        if observed is None:
            return []
        step = STATES[self._phase].handle(observed, self._job, now)
        out = list(step.instructions)
        while step.phase is not None:
            self._move(step.phase)
            step = STATES[self._phase].enter(self._job, now)
            out += step.instructions
        return out

    def _observe(self, event: Event) -> Observed | None:
        match event:
            case CheckpointCompleted(checkpoint_id=number):
                self._job.completed(number)
                return None
            case CheckpointDiscarded(checkpoint_id=number):
                self._job.discarded(number)
                return None
        return self._job.tasks.observe(event) if isinstance(event, _OF_TASKS) else event

    def _move(self, phase: Phase) -> None:
        status = STATES[phase].status
        if status is not self.status:
            check_transition(self.status, status)
        self._phase = phase
