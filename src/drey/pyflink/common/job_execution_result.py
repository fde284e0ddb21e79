"""Mirror of ``pyflink.common.job_execution_result``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.job_id import JobID

__all__ = ["JobExecutionResult"]


class JobExecutionResult:
    """Flink's ``JobExecutionResult``."""

    def get_job_id(self) -> JobID:
        """Flink's ``get_job_id``; not built yet."""
        raise not_built("JobExecutionResult.get_job_id")

    def get_net_runtime(self) -> int:
        """Flink's ``get_net_runtime``; not built yet."""
        raise not_built("JobExecutionResult.get_net_runtime")

    def get_accumulator_result(self, accumulator_name: str) -> Any:
        """Flink's ``get_accumulator_result``; not built yet."""
        raise not_built("JobExecutionResult.get_accumulator_result")

    def get_all_accumulator_results(self) -> Dict[str, Any]:
        """Flink's ``get_all_accumulator_results``; not built yet."""
        raise not_built("JobExecutionResult.get_all_accumulator_results")
