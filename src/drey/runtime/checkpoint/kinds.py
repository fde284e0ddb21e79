"""Why a snapshot is taken."""

from __future__ import annotations

from enum import Enum


class CheckpointKind(Enum):
    """Why a snapshot is taken.

    CHECKPOINT is periodic, SAVEPOINT the user's while the job goes on, STOP the user's with which the job ends,
    FINAL the one at the end of the input. Only a SAVEPOINT commits nothing (FLIP-203): a job that recovers
    from the checkpoint before it would do the work again.
    """

    CHECKPOINT = "checkpoint"
    SAVEPOINT = "savepoint"
    STOP = "stop"
    FINAL = "final"

    @property
    def users(self) -> bool:
        """True if the user owns the files."""
        return self in (CheckpointKind.SAVEPOINT, CheckpointKind.STOP)
