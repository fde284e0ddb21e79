"""Mirror of ``pyflink.common.job_client``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.completable_future import CompletableFuture
    from drey.pyflink.common.job_id import JobID

__all__ = ["JobClient"]


class JobClient:
    """Flink's ``JobClient``."""

    def get_job_id(self) -> JobID:
        """Flink's ``get_job_id``; not built yet."""
        raise not_built("JobClient.get_job_id")

    def get_job_status(self) -> CompletableFuture:
        """Flink's ``get_job_status``; not built yet."""
        raise not_built("JobClient.get_job_status")

    def cancel(self) -> CompletableFuture:
        """Flink's ``cancel``; not built yet."""
        raise not_built("JobClient.cancel")

    def stop_with_savepoint(
        self, advance_to_end_of_event_time: bool, savepoint_directory: str | None = None
    ) -> CompletableFuture:
        """Flink's ``stop_with_savepoint``; not built yet."""
        raise not_built("JobClient.stop_with_savepoint")

    def trigger_savepoint(self, savepoint_directory: str | None = None) -> CompletableFuture:
        """Flink's ``trigger_savepoint``; not built yet."""
        raise not_built("JobClient.trigger_savepoint")

    def get_accumulators(self) -> CompletableFuture:
        """Flink's ``get_accumulators``; not built yet."""
        raise not_built("JobClient.get_accumulators")

    def get_job_execution_result(self) -> CompletableFuture:
        """Flink's ``get_job_execution_result``; not built yet."""
        raise not_built("JobClient.get_job_execution_result")
