"""The states of a job and the ways between them, as Flink's ``JobStatus`` spells them."""

from __future__ import annotations

from enum import Enum

from drey.errors import JobError


class JobStatus(Enum):
    """Where a job is in its life."""

    CREATED = "CREATED"
    RUNNING = "RUNNING"
    FAILING = "FAILING"
    FAILED = "FAILED"
    CANCELLING = "CANCELLING"
    CANCELED = "CANCELED"
    FINISHED = "FINISHED"
    RESTARTING = "RESTARTING"
    SUSPENDED = "SUSPENDED"

    @property
    def terminal(self) -> bool:
        """True if nothing follows."""
        return not TRANSITIONS[self]


TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.CREATED: frozenset(
        {JobStatus.RUNNING, JobStatus.FAILING, JobStatus.FAILED, JobStatus.CANCELLING, JobStatus.SUSPENDED}
    ),
    JobStatus.RUNNING: frozenset(
        {
            JobStatus.FAILING,
            JobStatus.RESTARTING,
            JobStatus.CANCELLING,
            JobStatus.FINISHED,
            JobStatus.SUSPENDED,
        }
    ),
    JobStatus.FAILING: frozenset(
        {JobStatus.FAILED, JobStatus.RESTARTING, JobStatus.CANCELLING, JobStatus.SUSPENDED}
    ),
    JobStatus.RESTARTING: frozenset(
        {JobStatus.RUNNING, JobStatus.CREATED, JobStatus.FAILING, JobStatus.CANCELLING, JobStatus.SUSPENDED}
    ),
    JobStatus.CANCELLING: frozenset({JobStatus.CANCELED, JobStatus.FAILING, JobStatus.SUSPENDED}),
    JobStatus.CANCELED: frozenset(),
    JobStatus.FAILED: frozenset(),
    JobStatus.FINISHED: frozenset(),
    JobStatus.SUSPENDED: frozenset(),
}
"""What may follow each state. SUSPENDED ends a job on this job manager only.

A job that restarts only the regions that failed goes from RUNNING to RESTARTING and back, as Flink's scheduler does:
the other regions run on, so it isn't FAILING.
"""


def check_transition(current: JobStatus, new: JobStatus) -> None:
    """Refuse a state that can't follow.

    Raises:
        JobError: ``new`` may not follow ``current``.
    """
    if new not in TRANSITIONS[current]:
        raise JobError(f"a job can't go from {current.value} to {new.value}")
