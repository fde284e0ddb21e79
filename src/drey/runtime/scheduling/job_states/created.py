"""CREATED: the job is known, and nothing of it runs."""

from __future__ import annotations

from drey.runtime.scheduling.events import (
    CancelRequested,
    GlobalFailure,
    SavepointRequested,
    StartRequested,
    StopRequested,
    SuspendRequested,
)
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.failover import refuse
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus


class Created(JobState):
    """Waits for the start. A failure here is not worth a restart: nothing has been tried."""

    phase = Phase.CREATED
    status = JobStatus.CREATED

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        match event:
            case StartRequested():
                return Step([job.deploy(job.tasks.regions)] if job.tasks.regions else [], Phase.RUNNING)
            case GlobalFailure(failure=failure):
                job.failed(failure, now)
                return Step(phase=Phase.FAILING)
            case CancelRequested():
                return Step(phase=Phase.CANCELLING)
            case SuspendRequested():
                return Step(phase=Phase.SUSPENDED)
            case SavepointRequested() | StopRequested():
                return refuse(event, self.status)
        return Step()
