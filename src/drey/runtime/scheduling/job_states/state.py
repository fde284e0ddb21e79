"""The contract of a job's states."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import ClassVar

from drey.records import record
from drey.runtime.scheduling.events import Event
from drey.runtime.scheduling.instructions import Instruction
from drey.runtime.scheduling.job_context import JobContext
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.task_table import TasksChanged, TasksFailed


class Phase(Enum):
    """The states by name. STOPPING is one of ours; for the user such a job is RUNNING."""

    CREATED = "created"
    RUNNING = "running"
    STOPPING = "stopping"
    RESTARTING = "restarting"
    FAILING = "failing"
    CANCELLING = "cancelling"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELED = "canceled"
    SUSPENDED = "suspended"


@record
class Step:
    """What follows from an event: instructions, then the state to enter; None to stay."""

    instructions: Sequence[Instruction] = ()
    phase: Phase | None = None


Observed = Event | TasksChanged | TasksFailed
"""What a state is told: an event, or what an event of a task or worker meant for the tasks."""


class JobState(ABC):
    """One state of a job. Has no memory of its own: what must be remembered is in the context."""

    phase: ClassVar[Phase]
    status: ClassVar[JobStatus]

    def enter(self, job: JobContext, now: float) -> Step:
        """The job has come into this state."""
        return Step()

    @abstractmethod
    def handle(self, event: Observed, job: JobContext, now: float) -> Step:
        """Something has happened; what doesn't matter in this state gives an empty step."""
