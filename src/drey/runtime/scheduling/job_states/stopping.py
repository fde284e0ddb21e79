"""Stopping: a savepoint is taken with which the job ends. For the user the job is RUNNING until then."""

from __future__ import annotations

from collections.abc import Iterable

from drey.runtime.scheduling.events import (
    CancelRequested,
    GlobalFailure,
    RestoreFailed,
    SavepointCompleted,
    SavepointFailed,
    SavepointRequested,
    StopRequested,
    SuspendRequested,
)
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import (
    AnswerRequest,
    Instruction,
    ResumeTasks,
    TriggerSavepoint,
)
from drey.runtime.scheduling.job_context import JobContext, StopInProgress
from drey.runtime.scheduling.job_states.failover import restart_regions, restore_failed
from drey.runtime.scheduling.job_states.state import JobState, Observed, Phase, Step
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.task_table import TasksChanged, TasksFailed


class Stopping(JobState):
    """Waits first for the savepoint, then for the tasks, which commit it and finish.

    Before the savepoint is durable a failure only costs the savepoint: the failed region restarts, the others go on.
    After that it has been committed here and there, so the whole job restarts from it, as in Flink (FLIP-203), and
    the user is told that there is a savepoint but the job has not ended.
    """

    phase = Phase.STOPPING
    status = JobStatus.RUNNING

    def enter(self, job: JobContext, now: float) -> Step:
        stop = _stop(job)
        return Step([TriggerSavepoint(stop.request, stop.target, True, stop.drain)])

    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        stop = _stop(job)
        match event:
            case TasksChanged() if job.tasks.all_finished:
                error = None if stop.saved is not None else "the job ended before the savepoint was complete"
                return _answered(job, error, Step(phase=Phase.FINISHED))
            case SavepointCompleted(request=stop.request) if stop.saved is None:
                stop.saved = event.checkpoint_id
                job.completed(event.checkpoint_id)
            case SavepointFailed(request=stop.request, reason=reason) if stop.saved is None:
                return self._savepoint_failed(job, stop, reason, now)
            case TasksFailed(tasks=tasks, failure=failure):
                return self._failed(job, job.tasks.regions_of(tasks), failure, now)
            case GlobalFailure(failure=failure):
                return self._failed(job, job.tasks.regions, failure, now)
            case RestoreFailed():
                return restore_failed(job, event, now)
            case CancelRequested():
                return _answered(job, "the job was cancelled", Step(phase=Phase.CANCELLING))
            case SuspendRequested():
                return _answered(job, "the job was suspended", Step(phase=Phase.SUSPENDED))
            case SavepointRequested() | StopRequested():
                return Step([AnswerRequest(event.request, "the job is being stopped with a savepoint")])
        return Step()

    def _savepoint_failed(self, job: JobContext, stop: StopInProgress, reason: str, now: float) -> Step:
        if stop.drain:
            # The operators have been told that all time has passed; nothing can follow that.
            failure = Failure(f"the savepoint failed after the input was drained: {reason}")
            return _answered(job, reason, restart_regions(job, job.tasks.regions, failure, now))
        return _answered(job, reason, Step([ResumeTasks(job.tasks.live())], Phase.RUNNING))

    def _failed(self, job: JobContext, regions: Iterable[int], failure: Failure, now: float) -> Step:
        stop = _stop(job)
        if stop.saved is not None or stop.drain:
            regions = job.tasks.regions
        step = restart_regions(job, frozenset(regions), failure, now)
        if stop.saved is not None:
            error = f"the savepoint is complete, but the job did not end: {failure.message}"
            return _answered(job, error, step)
        others = job.tasks.in_regions(job.tasks.regions - frozenset(regions))
        live = tuple(task for task in job.tasks.live() if task in others)
        if live and step.phase is Phase.RESTARTING:
            step = Step([*step.instructions, ResumeTasks(live)], step.phase)
        return _answered(job, f"a task failed: {failure.message}", step)


def _stop(job: JobContext) -> StopInProgress:
    assert job.stop is not None, "a stop is what leads here"
    return job.stop


def _answered(job: JobContext, error: str | None, step: Step) -> Step:
    """The same step, with the user's answer first; the stop is over."""
    answer: list[Instruction] = [AnswerRequest(_stop(job).request, error)]
    job.stop = None
    return Step([*answer, *step.instructions], step.phase)
