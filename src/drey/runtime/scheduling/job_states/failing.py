"""FAILING: the job will not be restarted; its tasks are being stopped."""

from __future__ import annotations

from drey.runtime.scheduling.events import (
    CancelRequested,
    SavepointRequested,
    StopRequested,
    SuspendRequested,
)
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.failover import refuse
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.task_table import TasksChanged


class Failing(JobState):
    """Waits until no task is left on a worker. What fails meanwhile counts as cancelled."""

    phase = Phase.FAILING
    status = JobStatus.FAILING

    def enter(self, job: JobContext, now: float) -> Step:
        return Step(job.halt(job.tasks.regions, "the job failed"), _end(job))

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        match event:
            case TasksChanged():
                return Step(phase=_end(job))
            case CancelRequested():
                return Step(phase=Phase.CANCELLING)
            case SuspendRequested():
                return Step(phase=Phase.SUSPENDED)
            case SavepointRequested() | StopRequested():
                return refuse(event, self.status)
        return Step()


def _end(job: JobContext) -> Phase | None:
    return None if job.tasks.live() else Phase.FAILED
