"""Whether a job's checkpoints outlive it, as Flink's ``CheckpointProperties`` decide."""

from __future__ import annotations

from drey.runtime.scheduling.job_status import JobStatus

_KEPT: dict[str, frozenset[JobStatus]] = {
    "NO_EXTERNALIZED_CHECKPOINTS": frozenset(),
    "DELETE_ON_CANCELLATION": frozenset({JobStatus.FAILED}),
    "RETAIN_ON_CANCELLATION": frozenset({JobStatus.FAILED, JobStatus.CANCELED, JobStatus.SUSPENDED}),
}


def keeps_checkpoints(retention: str, status: JobStatus) -> bool:
    """True if checkpoints stay when a job ends in ``status``.

    Args:
        retention: A value of ``execution.checkpointing.externalized-checkpoint-retention``.
        status: The terminal state.
    """
    return status in _KEPT[retention.upper()]
