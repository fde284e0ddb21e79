"""FINISHED: the job has done all its work, and all of it is committed."""

from __future__ import annotations

from drey.runtime.scheduling.instructions import CompleteJob
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus


class Finished(JobState):
    """The end of a job whose input has ended, or that was stopped with a savepoint."""

    phase = Phase.FINISHED
    status = JobStatus.FINISHED

    def enter(self, job: JobContext, now: float) -> Step:
        return Step([*job.abort_checkpoints("the job has finished"), CompleteJob(self.status)])

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        return Step()
