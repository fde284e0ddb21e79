"""RESTARTING: some regions are on their way down, or wait for the time at which they start again."""

from __future__ import annotations

from drey.errors import JobError
from drey.runtime.scheduling.events import (
    CancelRequested,
    GlobalFailure,
    RestartDue,
    RestoreFailed,
    SavepointRequested,
    StopRequested,
    SuspendRequested,
)
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import ScheduleRestart
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.failover import refuse, restart_regions, restore_failed
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.task_table import TasksChanged, TasksFailed


class Restarting(JobState):
    """A region is deployed again when its time has come and none of its tasks is left on a worker.

    The other regions keep running. All regions that are ready at once make one deployment, from the newest snapshot
    of that moment.
    """

    phase = Phase.RESTARTING
    status = JobStatus.RESTARTING

    def enter(self, job: JobContext, now: float) -> Step:
        return self._deploy(job, now)

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        match event:
            case RestartDue() if min(job.restart_at.values()) > now:
                return Step([ScheduleRestart(min(job.restart_at.values()))])  # the timer was early
            case RestartDue() | TasksChanged():
                return self._deploy(job, now)
            case TasksFailed(tasks=tasks, failure=failure):
                return restart_regions(job, job.tasks.regions_of(tasks), failure, now)
            case GlobalFailure(failure=failure):
                if failure.recoverable and job.tasks.regions == job.restart_at.keys():
                    return Step()  # everything starts anew anyway
                return restart_regions(job, job.tasks.regions, failure, now)
            case RestoreFailed():
                return restore_failed(job, event, now)
            case CancelRequested():
                return Step(phase=Phase.CANCELLING)
            case SuspendRequested():
                return Step(phase=Phase.SUSPENDED)
            case SavepointRequested() | StopRequested():
                return refuse(event, self.status)
        return Step()

    def _deploy(self, job: JobContext, now: float) -> Step:
        ready = frozenset(
            region for region, at in job.restart_at.items() if at <= now and job.tasks.at_rest(region)
        )
        if not ready:
            return Step()
        if job.restore_lost:
            job.failed(Failure.of(JobError("no checkpoint of the job is left to restart from")), now)
            return Step(phase=Phase.FAILING)
        for region in ready:
            del job.restart_at[region]
        return Step([job.deploy(ready)], None if job.restart_at else Phase.RUNNING)
