"""CANCELLING: the user wants no more of the job; its tasks are being stopped."""

from __future__ import annotations

from drey.runtime.scheduling.events import SavepointRequested, StopRequested, SuspendRequested
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.failover import refuse
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.task_table import TasksChanged


class Cancelling(JobState):
    """Waits until no task is left on a worker, however it goes: a task that fails or dies is gone, too."""

    phase = Phase.CANCELLING
    status = JobStatus.CANCELLING

    def enter(self, job: JobContext, now: float) -> Step:
        return Step(job.halt(job.tasks.regions, "the job was cancelled"), _end(job))

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        match event:
            case TasksChanged():
                return Step(phase=_end(job))
            case SuspendRequested():
                return Step(phase=Phase.SUSPENDED)
            case SavepointRequested() | StopRequested():
                return refuse(event, self.status)
        return Step()


def _end(job: JobContext) -> Phase | None:
    return None if job.tasks.live() else Phase.CANCELED
