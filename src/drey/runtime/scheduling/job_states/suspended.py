"""SUSPENDED: the process that runs the job goes away; another may continue it."""

from __future__ import annotations

from drey.runtime.scheduling.instructions import CompleteJob
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus


class Suspended(JobState):
    """The end for this process only: checkpoints are kept, and nobody waits for the tasks to stop."""

    phase = Phase.SUSPENDED
    status = JobStatus.SUSPENDED

    def enter(self, job: JobContext, now: float) -> Step:
        halted = job.halt(job.tasks.regions, "the job was suspended")
        return Step([*halted, CompleteJob(self.status)])

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        return Step()
