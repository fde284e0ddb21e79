"""Submits jobs to the runtime in this process and follows them."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import replace

from drey.errors import CheckpointError, JobError
from drey.graph.job_graph import JobGraph
from drey.records import record
from drey.runtime.checkpoint.savepoint import SavepointRequest, savepoint_target
from drey.runtime.elements import MAX_WATERMARK
from drey.runtime.interrupts import let_python_handle_interrupts, raising_on_sigterm, wait_in_turns
from drey.runtime.jobs.description import JobDescription, describe
from drey.runtime.jobs.job import Job
from drey.runtime.metrics import CheckpointMetrics, OperatorMetrics
from drey.runtime.results import ResultQueue
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.tasks.watermarks import MIN_WATERMARK

_CANCEL_SECONDS = 10.0
_STUCK = f"within {_CANCEL_SECONDS:g} s of the interrupt; a user function may hang"


@record
class NamedOperatorMetrics:
    """An operator's counters with its uid and name."""

    uid: str
    name: str
    counters: OperatorMetrics


@record
class JobMetrics:
    """The counters of a job at one moment: operators in topological order, and checkpoints."""

    operators: tuple[NamedOperatorMetrics, ...]
    checkpoints: CheckpointMetrics


@record
class Progress:
    """How far a job is: what a progress line shows.

    Args:
        status: Its state.
        seconds: How long it has been running.
        rows_in: Rows that the sources have given.
        rows_out: Rows that the sinks have taken.
        rows_per_second: Rows in per second since the last call, or since the start.
        watermark: The event time that all sinks have reached, in ms since the epoch; None if there is none.
        checkpoints: Complete checkpoints and savepoints.
        parallelism: The most subtasks that a part of it has.
        restarts: How often it was restarted.
    """

    status: JobStatus
    seconds: float
    rows_in: int
    rows_out: int
    rows_per_second: float
    watermark: int | None
    checkpoints: int
    parallelism: int
    restarts: int


class JobHandle:
    """A submitted job. All methods may be called from any thread, also after the job's end."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._last = (0.0, 0)
        self._raised = False

    @property
    def job_id(self) -> str:
        """The job's id: 32 hexadecimal digits."""
        return self._job.job_id

    @property
    def name(self) -> str:
        """The job's name."""
        return self._job.name

    @property
    def started_at(self) -> float | None:
        """When the job began to run, in seconds since the epoch; None if it hasn't."""
        started = self._job.started
        return None if started is None else time.time() - (time.monotonic() - started)

    @property
    def exception(self) -> BaseException | None:
        """Why the job failed; None if it hasn't. A user function's exception is the very object it raised."""
        return self._job.exception

    @property
    def unseen_failure(self) -> bool:
        """True if the job failed and nobody knows: :meth:`wait` hasn't raised it, and no rows are collected."""
        return self.exception is not None and not self._raised and not self._job.results

    def status(self) -> JobStatus:
        """The state of now."""
        return self._job.status

    def wait(self, timeout: float | None = None) -> JobStatus:
        """Wait for the end of the job; the state then, or the state of now after ``timeout`` seconds.

        An interrupt (Ctrl-C) or SIGTERM during the wait cancels the job and is raised again when it has ended.

        Raises:
            BaseException: The job failed: :attr:`exception`.
        """
        with raising_on_sigterm():
            try:
                wait_in_turns(self._job.done.wait, timeout)
            except BaseException:
                self.end()
                raise
        self._raised = self._job.exception is not None
        self._job.raise_failure()
        return self.status()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end of the job, whatever it is; True if it has ended within ``timeout`` seconds."""
        return wait_in_turns(self._job.done.wait, timeout)

    def cancel(self) -> None:
        """Cancel the job; returns at once."""
        self._job.cancel()

    def end(self) -> None:
        """Cancel the job and wait until it has ended; a warning says if it doesn't within a few seconds."""
        self.cancel()
        ended = self._job.done.wait(_CANCEL_SECONDS)
        stuck = self._job.exception if ended else f"job '{self.name}' has not ended {_STUCK}"
        if stuck is not None:
            print(f"warning: {stuck}", file=sys.stderr)

    def trigger_savepoint(self, directory: str | None = None, timeout: float | None = None) -> str:
        """Take a savepoint while the job goes on.

        Args:
            directory: Where its directory is made; None for the configured one.
            timeout: Seconds to wait.

        Returns:
            The savepoint's directory.

        Raises:
            CheckpointError: It failed, or no directory is known.
        """
        return self._savepoint(directory, stop=False, drain=False, timeout=timeout)

    def stop_with_savepoint(
        self, directory: str | None = None, drain: bool = False, timeout: float | None = None
    ) -> str:
        """Take a savepoint, commit all that it holds, and end the job as FINISHED.

        Args:
            directory: Where its directory is made; None for the configured one.
            drain: First end all input for the operators, so that windows and timers fire; for a job that
                will not be continued.
            timeout: Seconds to wait.

        Returns:
            The savepoint's directory.

        Raises:
            CheckpointError: It failed; then the job goes on, unless it was drained.
        """
        path = self._savepoint(directory, stop=True, drain=drain, timeout=timeout)
        self.join(timeout)
        return path

    def _savepoint(self, directory: str | None, stop: bool, drain: bool, timeout: float | None) -> str:
        status = self.status()
        if status not in (JobStatus.CREATED, JobStatus.RUNNING):  # one that is about to run answers then
            raise CheckpointError(f"job {self.job_id} is not running", detail=f"it is {status.value}")
        target = savepoint_target(directory, self._job.options, self.job_id)
        request = SavepointRequest(target.absolute(), stop, drain)
        self._job.request_savepoint(request)
        while timeout is None or timeout > 0:
            step = 0.1 if timeout is None else min(0.1, timeout)
            if request.wait(step):
                return request.result()
            if self._job.done.is_set():
                request.fail(CheckpointError("the job ended before the savepoint was complete"))
            timeout = None if timeout is None else timeout - step
        return request.result(0)

    def metrics(self) -> JobMetrics:
        """The counters of now."""
        job = self._job
        return JobMetrics(
            tuple(
                NamedOperatorMetrics(spec.uid, spec.name, job.metrics(spec.uid))
                for spec in job.graph.operators
            ),
            replace(job.checkpoints.metrics),
        )

    def description(self) -> JobDescription:
        """All that there is to say about the job now."""
        return describe(self._job)

    def progress(self) -> Progress:
        """How far the job is."""
        job = self._job
        now = job.ended or time.monotonic()
        elapsed = 0.0 if job.started is None else now - job.started
        rows_in = job.rows_in
        rows_out = job.rows_out
        seconds, rows = self._last
        rate = (rows_in - rows) / (elapsed - seconds) if elapsed > seconds else 0.0
        self._last = (elapsed, rows_in)
        watermark = job.watermark
        return Progress(
            status=self.status(),
            seconds=elapsed,
            rows_in=rows_in,
            rows_out=rows_out,
            rows_per_second=rate,
            watermark=None if watermark in (MIN_WATERMARK, MAX_WATERMARK) else watermark,
            checkpoints=job.checkpoints.metrics.count,
            parallelism=job.parallelism,
            restarts=job.restarts,
        )

    def results(self, uid: str | None = None) -> ResultQueue:
        """The queue of a collect sink; without ``uid`` that of the only one.

        Raises:
            JobError: There is no such sink.
        """
        queues = self._job.results
        if uid is None and len(queues) == 1:
            return next(iter(queues.values()))
        if uid is None or uid not in queues:
            raise JobError(
                "no such collect sink", detail=f"asked for {uid}, the job has {', '.join(queues) or 'none'}"
            )
        return queues[uid]


def submit(graph: JobGraph, options: Mapping[str, str] | None = None) -> JobHandle:
    """Start a job in this process.

    Args:
        graph: The job.
        options: Configuration that overrides the graph's own.

    Returns:
        The running job.

    Raises:
        DreyError: The job can't be made: an unknown operator, a bad option, a snapshot that doesn't fit.
    """
    let_python_handle_interrupts()
    job = Job(graph, options or {})
    job.start()
    return JobHandle(job)
