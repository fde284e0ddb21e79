"""What became of the last checkpoints, as plain records for whoever shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from drey.records import record
from drey.runtime.checkpoint.kinds import CheckpointKind


class CheckpointStatus(Enum):
    """How far a checkpoint is."""

    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


@record
class TaskAcknowledgement:
    """One task's part of a checkpoint.

    Args:
        task: The task.
        duration: Seconds from the trigger to its acknowledgement.
        size: The bytes that it wrote.
    """

    task: str
    duration: float
    size: int


@record
class CheckpointRecord:
    """One checkpoint or savepoint.

    Args:
        checkpoint_id: Its number.
        kind: Why it was taken.
        status: How far it is.
        started: When it was triggered, in monotonic seconds.
        tasks: How many tasks take part.
        duration: Seconds from the trigger to its end; None while it is under way.
        size: Its bytes; what is known of them while it is under way.
        acknowledgements: Of the tasks, in the order of their arrival.
        finished: Tasks that finished instead of acknowledging.
        failure: Why it failed.
    """

    checkpoint_id: int
    kind: CheckpointKind
    status: CheckpointStatus
    started: float
    tasks: int
    duration: float | None = None
    size: int = 0
    acknowledgements: tuple[TaskAcknowledgement, ...] = ()
    finished: tuple[str, ...] = ()
    failure: str | None = None


class CheckpointHistory:
    """Remembers the last ``limit`` checkpoints (``web.checkpoints.history``)."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._records: dict[int, CheckpointRecord] = {}

    @property
    def records(self) -> tuple[CheckpointRecord, ...]:
        """Oldest first."""
        return tuple(self._records.values())

    def triggered(self, checkpoint_id: int, kind: CheckpointKind, now: float, tasks: Iterable[str]) -> None:
        """A checkpoint begins."""
        status = CheckpointStatus.IN_PROGRESS
        self._records[checkpoint_id] = CheckpointRecord(checkpoint_id, kind, status, now, len(set(tasks)))
        while len(self._records) > self._limit:
            del self._records[next(iter(self._records))]

    def acknowledged(self, checkpoint_id: int, task: str, now: float, size: int) -> None:
        """A task has done its part."""
        one = self._records.get(checkpoint_id)
        if one is not None:
            part = TaskAcknowledgement(task, now - one.started, size)
            self._records[checkpoint_id] = replace(
                one, acknowledgements=(*one.acknowledgements, part), size=one.size + size
            )

    def finished(self, checkpoint_id: int, task: str) -> None:
        """A task has finished and will not acknowledge."""
        one = self._records.get(checkpoint_id)
        if one is not None:
            self._records[checkpoint_id] = replace(one, finished=(*one.finished, task))

    def completed(self, checkpoint_id: int, now: float, size: int | None) -> None:
        """A checkpoint is durable."""
        one = self._records.get(checkpoint_id)
        if one is not None:
            self._records[checkpoint_id] = replace(
                one,
                status=CheckpointStatus.COMPLETED,
                duration=now - one.started,
                size=one.size if size is None else size,
            )

    def failed(self, checkpoint_id: int, now: float, reason: str) -> None:
        """A checkpoint was given up."""
        one = self._records.get(checkpoint_id)
        if one is not None:
            self._records[checkpoint_id] = replace(
                one, status=CheckpointStatus.FAILED, duration=now - one.started, failure=reason
            )
