"""One job in this process: its state, its thread, its checkpoints, how it ends."""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from drey.errors import OptionError
from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.coordinator import CheckpointCoordinator, CheckpointSettings
from drey.runtime.checkpoint.manifest import Manifest, fingerprint
from drey.runtime.checkpoint.restore import claim_state
from drey.runtime.checkpoint.retention import keeps_checkpoints
from drey.runtime.checkpoint.runner import TASK, CheckpointPlan, CheckpointRunner
from drey.runtime.checkpoint.storage import (
    discard_snapshot,
    find_snapshot,
    list_checkpoints,
    local_path,
    read_snapshot,
    remove_unfinished,
)
from drey.runtime.configuration import (
    CHECKPOINTING_AFTER_FINISH,
    CHECKPOINTING_CREATE_SUBDIR,
    CHECKPOINTING_DIR,
    CHECKPOINTING_INTERVAL,
    CHECKPOINTING_MAX_CONCURRENT,
    CHECKPOINTING_MIN_PAUSE,
    CHECKPOINTING_MODE,
    CHECKPOINTING_NUM_RETAINED,
    CHECKPOINTING_RETENTION,
    CHECKPOINTING_TIMEOUT,
    CHECKPOINTING_TOLERABLE_FAILURES,
    FIXED_JOB_ID,
    PIPELINE_NAME,
    RECOVERY_CLAIM_MODE,
    RECOVERY_IGNORE_UNCLAIMED,
    RECOVERY_PATH,
    evaluation_context,
    max_parallelism,
    seconds,
    source_batch_rows,
)
from drey.runtime.jobs.results import ResultQueue
from drey.runtime.jobs.states import JobStatus, check_transition
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.failures import JobCancelledError
from drey.runtime.tasks.task import DEFAULT_BATCH_ROWS, Task, TaskSettings
from drey.udf.failures import UserCodeError


def new_job_id(options: Mapping[str, str]) -> str:
    """The configured job id, or a new one: 32 hexadecimal digits.

    Raises:
        OptionError: The configured one is something else.
    """
    fixed = FIXED_JOB_ID.get(options)
    if fixed is None:
        return uuid.uuid4().hex
    if len(fixed) != 32 or not all(c in "0123456789abcdef" for c in fixed.lower()):
        raise OptionError(
            f"invalid value '{fixed}' for option '{FIXED_JOB_ID.key}'", hint="32 hexadecimal digits"
        )
    return fixed.lower()


class Job:
    """Runs a job graph in a thread of its own.

    The constructor makes the operators and restores their state, so that what is wrong with the job or the
    snapshot is raised where it is submitted. All methods may be called from any thread.
    """

    def __init__(self, graph: JobGraph, options: Mapping[str, str]) -> None:
        self.options = {**graph.options, **options}
        self.graph = graph
        self.name = PIPELINE_NAME.get(self.options) or graph.name
        self.job_id = new_job_id(self.options)
        self.exception: BaseException | None = None
        self._traceback: TracebackType | None = None
        self.started: float | None = None
        self.ended: float | None = None
        self.done = threading.Event()
        self.results = {spec.uid: ResultQueue() for spec in graph.operators if spec.kind == "collect"}
        self._status = JobStatus.CREATED
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"drey-task-{self.job_id[:6]}", daemon=True)
        restored = self._read_restored()
        checkpointing = self._interval() is not None
        batch_rows = source_batch_rows(self.options)
        self.task = Task(
            graph,
            TaskSettings(
                options=self.options,
                evaluation=evaluation_context(self.options),
                max_parallelism=max_parallelism(self.options),
                checkpointing=checkpointing,
                job_id=self.job_id if restored is None else restored[0].origin,
                max_rows=batch_rows or DEFAULT_BATCH_ROWS,
                exact_rows=batch_rows is not None,
            ),
            self.results,
        )
        if restored is not None:
            manifest, snapshots, _ = restored
            ignore = RECOVERY_IGNORE_UNCLAIMED.require(self.options)
            self.task.restore(claim_state(graph, manifest, snapshots, ignore, max_parallelism(self.options)))
        self.checkpoints = CheckpointRunner(self.task, self._plan(restored))

    @property
    def status(self) -> JobStatus:
        """The state of now."""
        return self._status

    def start(self) -> None:
        """Begin to run."""
        self.started = time.monotonic()
        self._thread.start()

    def cancel(self) -> None:
        """End soon, without committing what no checkpoint has; does nothing once the job has ended."""
        with self._lock:
            if self._status.terminal or self._status in (JobStatus.CANCELLING, JobStatus.FAILING):
                return
            self._status = JobStatus.CANCELLING
        self.task.cancel()

    def raise_failure(self) -> None:
        """Raise why the job failed, if it has: with the frames of the failure, however often it is raised."""
        if self.exception is not None:
            raise self.exception.with_traceback(self._traceback)

    def _read_restored(self) -> tuple[Manifest, dict[str, OperatorSnapshot], Path] | None:
        text = RECOVERY_PATH.get(self.options)
        if not text:
            return None
        path = find_snapshot(text)
        manifest, snapshots = read_snapshot(path)
        return manifest, snapshots, path

    def _interval(self) -> float | None:
        interval = CHECKPOINTING_INTERVAL.get(self.options)
        streaming = evaluation_context(self.options).streaming
        return None if interval is None or not interval or not streaming else interval.total_seconds()

    def _plan(self, restored: tuple[Manifest, dict[str, OperatorSnapshot], Path] | None) -> CheckpointPlan:
        options = self.options
        CHECKPOINTING_MODE.require(options)
        interval = self._interval()
        directory = self._directory()
        first_id, owned = 1, {}
        if directory is not None:
            remove_unfinished(directory)
            first_id = max([0, *(number for number, _ in list_checkpoints(directory))]) + 1
        if restored is not None:
            manifest, _, path = restored
            first_id = max(first_id, manifest.checkpoint_id + 1)
            if RECOVERY_CLAIM_MODE.require(options).upper() == "CLAIM":
                owned[manifest.checkpoint_id] = path
        coordinator = CheckpointCoordinator(
            CheckpointSettings(
                interval=interval,
                min_pause=seconds(CHECKPOINTING_MIN_PAUSE, options),
                timeout=seconds(CHECKPOINTING_TIMEOUT, options),
                tolerable_failures=CHECKPOINTING_TOLERABLE_FAILURES.require(options),
                max_concurrent=CHECKPOINTING_MAX_CONCURRENT.require(options),
                num_retained=CHECKPOINTING_NUM_RETAINED.require(options),
            ),
            [TASK],
            time.monotonic(),
            first_id,
            sorted(owned),
        )
        manifest = Manifest(
            job_id=self.job_id,
            job_name=self.name,
            origin=self.job_id if restored is None else restored[0].origin,
            checkpoint_id=0,
            kind="",
            timestamp=0,
            max_parallelism=max_parallelism(options),
            fingerprint=fingerprint(self.graph),
            operators=(),
        )
        final = interval is not None and CHECKPOINTING_AFTER_FINISH.require(options)
        return CheckpointPlan(coordinator, manifest, directory, final, owned)

    def _directory(self) -> Path | None:
        text = CHECKPOINTING_DIR.get(self.options)
        if text is None or self._interval() is None:
            return None
        directory = local_path(text).absolute()
        return directory / self.job_id if CHECKPOINTING_CREATE_SUBDIR.require(self.options) else directory

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            self._move(JobStatus.RUNNING)
            self.task.run(self.checkpoints.poll, self.checkpoints.finish)
            final = JobStatus.FINISHED
        except JobCancelledError:
            final = JobStatus.CANCELED
        except UserCodeError as failure:
            final, error = JobStatus.FAILED, failure.error
        except BaseException as failure:
            final, error = JobStatus.FAILED, failure
        self._end(final, error)

    def _end(self, final: JobStatus, error: BaseException | None) -> None:
        self.checkpoints.close()
        with self._lock:
            cancelling = self._status is JobStatus.CANCELLING
            if cancelling:
                # What fails while the job is being cancelled is a consequence of that.
                final, error = JobStatus.CANCELED, None
            elif final is JobStatus.FAILED:
                check_transition(self._status, JobStatus.FAILING)
                self._status = JobStatus.FAILING
        self._clean_up(final)
        self.exception = error
        self._traceback = None if error is None else error.__traceback__
        self.ended = time.monotonic()
        self._move(final)
        for queue in self.results.values():
            queue.finish(error)
        self.done.set()

    def _move(self, status: JobStatus) -> None:
        with self._lock:
            if self._status is JobStatus.CANCELLING and status is JobStatus.RUNNING:
                return
            check_transition(self._status, status)
            self._status = status

    def _clean_up(self, final: JobStatus) -> None:
        """Delete the checkpoints that the user doesn't want to outlive the job."""
        if keeps_checkpoints(CHECKPOINTING_RETENTION.require(self.options), final):
            return
        for path in self.checkpoints.owned.values():
            discard_snapshot(path)
        directory = self._directory()
        if directory is not None and directory.is_dir() and not any(directory.iterdir()):
            shutil.rmtree(directory, ignore_errors=True)
