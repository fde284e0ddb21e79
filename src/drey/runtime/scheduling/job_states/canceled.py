"""CANCELED: the job was stopped by the user, without a savepoint."""

from __future__ import annotations

from drey.runtime.scheduling.instructions import CompleteJob
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus


class Canceled(JobState):
    """The end of a cancelled job. Nothing is committed that no checkpoint has."""

    phase = Phase.CANCELED
    status = JobStatus.CANCELED

    def enter(self, job: JobContext, now: float) -> Step:
        return Step([CompleteJob(self.status)])

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        return Step()
