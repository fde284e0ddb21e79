"""FAILED: the job has stopped with an error."""

from __future__ import annotations

from drey.runtime.scheduling.instructions import CompleteJob
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus


class Failed(JobState):
    """The end after a failure that no restart follows; the last failure is the reason."""

    phase = Phase.FAILED
    status = JobStatus.FAILED

    def enter(self, job: JobContext, now: float) -> Step:
        return Step([CompleteJob(self.status, job.failures[-1][1])])

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        return Step()
