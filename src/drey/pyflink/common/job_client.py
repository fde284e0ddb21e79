"""Mirror of ``pyflink.common.job_client``: follows and steers a running job."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from drey.pyflink.common.completable_future import CompletableFuture
from drey.pyflink.common.job_execution_result import JobExecutionResult
from drey.pyflink.common.job_id import JobID
from drey.pyflink.common.job_status import JobStatus
from drey.runtime.jobs.client import JobHandle

__all__ = ["JobClient"]


class JobClient:
    """A job's client; every answer is a future."""

    _job: JobHandle

    @classmethod
    def _of(cls, job: JobHandle) -> JobClient:
        made = cls()
        made._job = job
        return made

    def get_job_id(self) -> JobID:
        """The job's id."""
        return JobID(self._job.job_id)

    def get_job_status(self) -> CompletableFuture:
        """The job's state."""
        return _future(lambda: JobStatus[self._job.status().name])

    def cancel(self) -> CompletableFuture:
        """Cancel the job."""
        return _future(self._job.cancel)

    def stop_with_savepoint(
        self, advance_to_end_of_event_time: bool, savepoint_directory: str | None = None
    ) -> CompletableFuture:
        """Take a savepoint and end the job; the result is the savepoint's path.

        Args:
            advance_to_end_of_event_time: Let windows and timers fire first.
            savepoint_directory: Where to write; None for the configured directory.
        """
        return _future(
            lambda: self._job.stop_with_savepoint(savepoint_directory, advance_to_end_of_event_time)
        )

    def trigger_savepoint(self, savepoint_directory: str | None = None) -> CompletableFuture:
        """Take a savepoint; the result is its path."""
        return _future(lambda: self._job.trigger_savepoint(savepoint_directory))

    def get_accumulators(self) -> CompletableFuture:
        """The job's accumulators: none, the embedded engine has metrics instead."""
        return _future(dict)

    def get_job_execution_result(self) -> CompletableFuture:
        """What the job came to, when it has ended."""

        def wait() -> JobExecutionResult:
            self._job.wait()
            return JobExecutionResult._of(self._job)

        return _future(wait)


def _future(work: Callable[[], Any]) -> CompletableFuture:
    """Do the work in a thread of its own."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="job-client")
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return CompletableFuture(future)
