"""RUNNING: every region of the job has been deployed."""

from __future__ import annotations

from drey.runtime.scheduling.events import (
    CancelRequested,
    GlobalFailure,
    RestoreFailed,
    SavepointRequested,
    StopRequested,
    SuspendRequested,
)
from drey.runtime.scheduling.instructions import (
    AnswerRequest,
    CommitAtEnd,
    Instruction,
    ResumeCheckpoints,
    TriggerFinalCheckpoint,
    TriggerSavepoint,
)
from drey.runtime.scheduling.job_context import JobContext, StopInProgress
from drey.runtime.scheduling.job_states.failover import restart_regions, restore_failed
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.task_table import TasksChanged, TasksFailed


class Running(JobState):
    """Checkpoints begin when every task runs, and the last one when no task has input left.

    Tasks may still be on their way to their workers, as in Flink; savepoints are refused until they have arrived.
    """

    phase = Phase.RUNNING
    status = JobStatus.RUNNING

    def enter(self, job: JobContext, now: float) -> Step:
        return self._go_on(job)

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        match event:
            case TasksChanged():
                return self._go_on(job)
            case TasksFailed(tasks=tasks, failure=failure):
                return restart_regions(job, job.tasks.regions_of(tasks), failure, now)
            case GlobalFailure(failure=failure):
                return restart_regions(job, job.tasks.regions, failure, now)
            case RestoreFailed():
                return restore_failed(job, event, now)
            case CancelRequested():
                return Step(phase=Phase.CANCELLING)
            case SuspendRequested():
                return Step(phase=Phase.SUSPENDED)
            case SavepointRequested() | StopRequested():
                return self._savepoint(event, job)
        return Step()

    def _go_on(self, job: JobContext) -> Step:
        if job.tasks.all_finished:
            return Step(phase=Phase.FINISHED)
        out: list[Instruction] = []
        if job.tasks.all_running and not job.checkpointing:
            job.checkpointing = True
            out.append(ResumeCheckpoints(job.tasks.unfinished()))
        if job.tasks.all_ended and not job.final_requested:
            job.final_requested = True
            out.append(TriggerFinalCheckpoint() if job.final_checkpoint else CommitAtEnd())
        return Step(out)

    def _savepoint(self, event: SavepointRequested | StopRequested, job: JobContext) -> Step:
        if not job.checkpointing:
            return Step([AnswerRequest(event.request, "not all tasks of the job are running")])
        if job.final_requested:
            return Step([AnswerRequest(event.request, "the job is about to finish")])
        if isinstance(event, StopRequested):
            job.stop = StopInProgress(event.request, event.target, event.drain)
            return Step(phase=Phase.STOPPING)
        return Step([TriggerSavepoint(event.request, event.target)])
