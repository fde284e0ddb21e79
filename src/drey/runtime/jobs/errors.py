"""What ends a job from outside of its tasks."""

from __future__ import annotations

from drey.errors import JobError

LOST_HINT = (
    "its output says why, if it could; the system kills processes when memory runs out; with checkpoints or a "
    "restart strategy the job goes on"
)


class WorkerLostError(JobError):
    """A worker process has ended without being told to."""

    code = "WORKER"


class TaskStuckError(JobError):
    """A task in the user's process doesn't end."""

    code = "TASK_STUCK"
