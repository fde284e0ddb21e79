"""What several states do when something fails: restart the regions that it concerns, or give up."""

from __future__ import annotations

from dataclasses import replace

from drey.runtime.scheduling.events import RestoreFailed, SavepointRequested, StopRequested
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import (
    AnswerRequest,
    Instruction,
    ReportUnreadable,
    ScheduleRestart,
)
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_states.state import Phase, Step
from drey.runtime.scheduling.job_status import JobStatus


def restart_regions(job: JobContext, regions: frozenset[int], failure: Failure, now: float) -> Step:
    """Take some regions down and say when they start again, or fail the job.

    The restart strategy is asked once for each failure that is told, not for each task of it. Regions that wait
    already wait until the later of the two times.
    """
    job.failed(failure, now)
    delay = job.restarts.on_failure(now) if failure.recoverable else None
    if delay is None:
        return Step(phase=Phase.FAILING)
    return _wait(job, regions, now + delay, failure.message)


def restore_failed(job: JobContext, event: RestoreFailed, now: float) -> Step:
    """Try the snapshot before one that can't be read, at once; one that doesn't fit the job ends it.

    The restart strategy isn't asked: nothing has run, and each attempt uses up a snapshot.
    """
    concerned = job.tasks.restoring_regions(event.attempt)
    if not event.unreadable:
        if not concerned:
            return Step()
        job.failed(replace(event.failure, recoverable=False, error=event.failure.error), now)
        return Step(phase=Phase.FAILING)
    out: list[Instruction] = []
    if event.checkpoint_id in job.restorable:
        job.discarded(event.checkpoint_id)
        out.append(ReportUnreadable(event.checkpoint_id, event.failure.message, job.newest))
    if not concerned:
        return Step(out)
    if job.restore_lost:
        job.failed(event.failure, now)
        return Step(out, Phase.FAILING)
    step = _wait(job, concerned, now, event.failure.message)
    return Step([*out, *step.instructions], step.phase)


def refuse(event: SavepointRequested | StopRequested, status: JobStatus) -> Step:
    """No savepoint now."""
    return Step([AnswerRequest(event.request, f"the job is not running, it is {status.value}")])


def _wait(job: JobContext, regions: frozenset[int], at: float, reason: str) -> Step:
    for region in regions:
        job.restart_at[region] = max(at, job.restart_at.get(region, at))
    return Step([*job.halt(regions, reason), ScheduleRestart(at)], Phase.RESTARTING)
