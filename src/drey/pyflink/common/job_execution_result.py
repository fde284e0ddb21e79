"""Mirror of ``pyflink.common.job_execution_result``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drey.pyflink.common.job_id import JobID

__all__ = ["JobExecutionResult"]


class JobExecutionResult:
    """What is left of a job that is over.

    Args:
        job_id: The job's id.
        net_runtime: How long it ran, in milliseconds.
        accumulators: Final values by name.
    """

    def __init__(
        self, job_id: JobID, net_runtime: int, accumulators: Mapping[str, Any] | None = None
    ) -> None:
        self._job_id = job_id
        self._net_runtime = net_runtime
        self._accumulators = dict(accumulators or {})

    def get_job_id(self) -> JobID:
        """The job's id."""
        return self._job_id

    def get_net_runtime(self) -> int:
        """How long the job ran, in milliseconds."""
        return self._net_runtime

    def get_accumulator_result(self, accumulator_name: str) -> Any:
        """The final value of an accumulator, or None."""
        return self._accumulators.get(accumulator_name)

    def get_all_accumulator_results(self) -> dict[str, Any]:
        """All final values by name."""
        return dict(self._accumulators)

    def __str__(self) -> str:
        return (
            f"Program execution finished\nJob with JobID {self._job_id} has finished.\n"
            f"Job Runtime: {self._net_runtime} ms\n"
        )
