"""What a job's life is told. Every event of a task carries the attempt, the number of the deployment that it is from."""

from __future__ import annotations

from drey.records import record
from drey.runtime.scheduling.failure import Failure


@record
class StartRequested:
    """The job is to run."""


@record
class TaskInitializing:
    """A task has arrived at its worker and takes over its state."""

    task: str
    attempt: int


@record
class TaskRunning:
    """A task has taken over its state and processes rows."""

    task: str
    attempt: int


@record
class TaskEnded:
    """A task has seen the end of all its input and emitted everything; it waits for a last checkpoint or commit."""

    task: str
    attempt: int


@record
class TaskFinished:
    """A task has done its work, and what it did is committed."""

    task: str
    attempt: int


@record
class TaskFailed:
    """A task has stopped with an error."""

    task: str
    attempt: int
    failure: Failure


@record
class TaskCanceled:
    """A task has stopped because it was told to."""

    task: str
    attempt: int


@record
class WorkerLost:
    """A worker process has died or gives no sign of life.

    Args:
        worker: Its slot.
        attempt: The newest deployment that this process was given.
        reason: For people.
    """

    worker: int
    attempt: int
    reason: str


@record
class RestoreFailed:
    """The state of a deployment can't be taken over.

    Args:
        attempt: The deployment.
        checkpoint_id: What it was to restore from.
        failure: Why.
        unreadable: True if the files are missing or corrupt, so that an older checkpoint may help; False if the
            snapshot doesn't fit the job.
    """

    attempt: int
    checkpoint_id: int
    failure: Failure
    unreadable: bool


@record
class GlobalFailure:
    """Something that belongs to no task failed: too many checkpoints, or the discovery of a source's splits."""

    failure: Failure


@record
class RestartDue:
    """The time of a ``ScheduleRestart`` has come."""


@record
class CancelRequested:
    """The user wants the job to end without a savepoint."""


@record
class SuspendRequested:
    """The process that runs the job goes away; the job may be continued from its checkpoints by another."""


@record
class SavepointRequested:
    """The user wants a savepoint while the job goes on; ``request`` is the caller's number for the answer."""

    request: int
    target: str


@record
class StopRequested:
    """The user wants a savepoint with which the job ends; with ``drain`` the input ends before it."""

    request: int
    target: str
    drain: bool = False


@record
class SavepointCompleted:
    """The savepoint of a stop is durable."""

    request: int
    checkpoint_id: int


@record
class SavepointFailed:
    """The savepoint of a stop could not be taken."""

    request: int
    reason: str


@record
class CheckpointCompleted:
    """A checkpoint that the job can be restored from is durable."""

    checkpoint_id: int


@record
class CheckpointDiscarded:
    """A checkpoint was deleted."""

    checkpoint_id: int


Event = (
    StartRequested
    | TaskInitializing
    | TaskRunning
    | TaskEnded
    | TaskFinished
    | TaskFailed
    | TaskCanceled
    | WorkerLost
    | RestoreFailed
    | GlobalFailure
    | RestartDue
    | CancelRequested
    | SuspendRequested
    | SavepointRequested
    | StopRequested
    | SavepointCompleted
    | SavepointFailed
    | CheckpointCompleted
    | CheckpointDiscarded
)
