"""Mirror of ``pyflink.common.job_execution_result``: what a job came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict

from drey.errors import ValidationError
from drey.pyflink.common.job_id import JobID

if TYPE_CHECKING:
    from drey.runtime.jobs.client import JobHandle

__all__ = ["JobExecutionResult"]


class JobExecutionResult:
    """The result of a job that has ended."""

    _job: JobHandle

    @classmethod
    def _of(cls, job: JobHandle) -> JobExecutionResult:
        made = cls()
        made._job = job
        return made

    def get_job_id(self) -> JobID:
        """The job's id."""
        return JobID(self._job.job_id)

    def get_net_runtime(self) -> int:
        """How long it ran, in milliseconds."""
        return int(self._job.progress().seconds * 1000)

    def get_accumulator_result(self, accumulator_name: str) -> Any:
        """An accumulator's value; the embedded engine has none."""
        raise ValidationError(f"there is no accumulator '{accumulator_name}'")

    def get_all_accumulator_results(self) -> Dict[str, Any]:
        """All accumulators: none."""
        return {}
