"""The states of a task and the ways between them, as Flink's ``ExecutionState`` spells them."""

from __future__ import annotations

from enum import Enum

from drey.errors import JobError


class ExecutionState(Enum):
    """Where one attempt of a task is in its life."""

    CREATED = "CREATED"
    SCHEDULED = "SCHEDULED"
    DEPLOYING = "DEPLOYING"
    INITIALIZING = "INITIALIZING"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    CANCELING = "CANCELING"
    CANCELED = "CANCELED"
    FAILED = "FAILED"
    RECONCILING = "RECONCILING"

    @property
    def terminal(self) -> bool:
        """True if nothing follows in this attempt."""
        return not TASK_TRANSITIONS[self]


_S = ExecutionState

TASK_TRANSITIONS: dict[ExecutionState, frozenset[ExecutionState]] = {
    _S.CREATED: frozenset({_S.SCHEDULED, _S.CANCELED, _S.FAILED, _S.RECONCILING}),
    _S.SCHEDULED: frozenset({_S.DEPLOYING, _S.CANCELED, _S.FAILED}),
    _S.DEPLOYING: frozenset({_S.INITIALIZING, _S.FINISHED, _S.CANCELING, _S.FAILED}),
    _S.INITIALIZING: frozenset({_S.RUNNING, _S.FINISHED, _S.CANCELING, _S.FAILED}),
    _S.RUNNING: frozenset({_S.FINISHED, _S.CANCELING, _S.FAILED}),
    _S.CANCELING: frozenset({_S.CANCELED, _S.FAILED}),
    _S.RECONCILING: frozenset({_S.RUNNING, _S.FINISHED, _S.CANCELING, _S.CANCELED, _S.FAILED}),
    _S.FINISHED: frozenset(),
    _S.CANCELED: frozenset(),
    _S.FAILED: frozenset(),
}
"""What may follow each state. A restart is a new attempt, which begins at CREATED.

What fails or finishes while it is CANCELING ends as CANCELED, as in Flink. RECONCILING is for a job manager that takes
over running tasks, which a job in one process never does.
"""


def check_task_transition(current: ExecutionState, new: ExecutionState) -> None:
    """Refuse a state that can't follow.

    Raises:
        JobError: ``new`` may not follow ``current``.
    """
    if new not in TASK_TRANSITIONS[current]:
        raise JobError(f"a task can't go from {current.value} to {new.value}")
