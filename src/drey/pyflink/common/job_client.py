"""Mirror of ``pyflink.common.job_client``: a handle on a job that was submitted."""

from __future__ import annotations

from typing import Protocol

from drey.pyflink.common.completable_future import CompletableFuture
from drey.pyflink.common.job_id import JobID

__all__ = ["JobClient"]


class JobHandle(Protocol):
    """What the engine provides for one job; every call returns at once and may come from any thread."""

    @property
    def job_id(self) -> JobID:
        """The job's id."""

    def status(self) -> CompletableFuture:
        """Completes with the :class:`~drey.pyflink.common.job_status.JobStatus` of now."""

    def cancel(self) -> CompletableFuture:
        """Completes with None when the job is cancelled."""

    def stop_with_savepoint(self, drain: bool, directory: str | None) -> CompletableFuture:
        """Completes with the savepoint's path when the job has stopped."""

    def trigger_savepoint(self, directory: str | None) -> CompletableFuture:
        """Completes with the savepoint's path."""

    def accumulators(self) -> CompletableFuture:
        """Completes with a dict."""

    def result(self) -> CompletableFuture:
        """Completes with the job's result, or fails as the job does."""


class JobClient:
    """Asks about a job and controls it.

    Args:
        handle: The engine's side.
    """

    def __init__(self, handle: JobHandle) -> None:
        self._handle = handle

    def get_job_id(self) -> JobID:
        """The job's id."""
        return self._handle.job_id

    def get_job_status(self) -> CompletableFuture:
        """The job's status now."""
        return self._handle.status()

    def cancel(self) -> CompletableFuture:
        """Cancel the job."""
        return self._handle.cancel()

    def stop_with_savepoint(
        self, advance_to_end_of_event_time: bool, savepoint_directory: str | None = None
    ) -> CompletableFuture:
        """Stop the job with a savepoint; gives its path.

        Args:
            advance_to_end_of_event_time: Fire all windows and timers first.
            savepoint_directory: Where to, by default the configured directory.
        """
        return self._handle.stop_with_savepoint(advance_to_end_of_event_time, savepoint_directory)

    def trigger_savepoint(self, savepoint_directory: str | None = None) -> CompletableFuture:
        """Take a savepoint while the job runs on; gives its path."""
        return self._handle.trigger_savepoint(savepoint_directory)

    def get_accumulators(self) -> CompletableFuture:
        """The accumulators' values now."""
        return self._handle.accumulators()

    def get_job_execution_result(self) -> CompletableFuture:
        """The result when the job is over."""
        return self._handle.result()
