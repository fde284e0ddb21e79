"""What a job's life tells the runtime to do, in the order in which it is to be done."""

from __future__ import annotations

from drey.records import record
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.job_status import JobStatus


@record
class Deploy:
    """Start tasks, with the state of a complete checkpoint or savepoint, or with none."""

    tasks: tuple[str, ...]
    attempt: int
    restore_from: int | None


@record
class CancelTasks:
    """Stop tasks of one deployment; each answers with ``TaskCanceled``, or its worker is lost."""

    tasks: tuple[str, ...]
    attempt: int


@record
class ScheduleRestart:
    """Send ``RestartDue`` at this time."""

    at: float


@record
class AbortCheckpoints:
    """Drop every checkpoint that is under way and trigger none: ``CheckpointCoordinator.suspend``."""

    reason: str


@record
class ResumeCheckpoints:
    """All tasks run; these take part in checkpoints from now on: ``CheckpointCoordinator.reset``."""

    tasks: tuple[str, ...]


@record
class TriggerFinalCheckpoint:
    """All input has ended: take the checkpoint that commits everything; tasks finish when it is complete."""


@record
class CommitAtEnd:
    """All input of a job without checkpoints has ended: let every task commit what it holds, and finish."""


@record
class TriggerSavepoint:
    """Take the user's savepoint; with ``stop`` sources give nothing behind its barrier and tasks finish with it."""

    request: int
    target: str
    stop: bool = False
    drain: bool = False


@record
class ResumeTasks:
    """The savepoint that was to end the job failed: sources of these tasks go on, checkpoints too."""

    tasks: tuple[str, ...]


@record
class AnswerRequest:
    """Tell the user what became of a savepoint; ``error`` is None if a stop has succeeded."""

    request: int
    error: str | None


@record
class ReportUnreadable:
    """Tell the user that a checkpoint can't be read, and which is used instead; None if there is none."""

    checkpoint_id: int
    reason: str
    using: int | None


@record
class CompleteJob:
    """The job has ended; always the last instruction."""

    status: JobStatus
    failure: Failure | None = None


Instruction = (
    Deploy
    | CancelTasks
    | ScheduleRestart
    | AbortCheckpoints
    | ResumeCheckpoints
    | TriggerFinalCheckpoint
    | CommitAtEnd
    | TriggerSavepoint
    | ResumeTasks
    | AnswerRequest
    | ReportUnreadable
    | CompleteJob
)
