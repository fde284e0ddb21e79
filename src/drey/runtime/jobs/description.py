"""What there is to say about a job at one moment, as plain records: for a status page, also of an ended job."""

from __future__ import annotations

import time
from collections.abc import Sequence

from drey.records import record
from drey.runtime.checkpoint.history import CheckpointRecord
from drey.runtime.elements import MAX_WATERMARK
from drey.runtime.execution.messages import TaskId, TaskMetrics
from drey.runtime.jobs.job import Job
from drey.runtime.metrics import CheckpointMetrics, OperatorMetrics
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.tasks.watermarks import MIN_WATERMARK


@record
class OperatorState:
    """One operator, all its subtasks together.

    Args:
        uid: Its uid.
        name: Its name.
        counters: Its counters; those of a source have its reader's gauges among ``extra``.
    """

    uid: str
    name: str
    counters: OperatorMetrics


@record
class TaskState:
    """One subtask.

    Args:
        name: Its name with its number, ``Calc -> Sink (1/4)``.
        state: Where it is in its life.
        attempt: How often it has been started.
        slot: The number of its worker; None for this process.
        busy: The share of its time that it worked on rows, 0 to 1.
        backpressured: The share that it waited for room in its outputs.
        idle: The rest.
    """

    name: str
    state: str
    attempt: int
    slot: int | None
    busy: float
    backpressured: float
    idle: float


@record
class JobDescription:
    """A job.

    Args:
        job_id: Its id.
        name: Its name.
        status: Its state.
        parallelism: The most subtasks that a part of it has.
        started: When it began to run, in seconds since the epoch; None if it hasn't.
        seconds: How long it has been running.
        restarts: How often it was restarted.
        rows_in: Rows that the sources have given.
        rows_out: Rows that the sinks have taken.
        watermark: The event time that all sinks have reached, in ms since the epoch; None if there is none.
        operators: In topological order.
        tasks: By vertex and subtask.
        workers: The process ids of its workers by slot.
        checkpoints: Counters of its checkpoints.
        history: The last checkpoints, oldest first; their times in seconds since the epoch.
        failures: The last failures with their times in seconds since the epoch, oldest first.
    """

    job_id: str
    name: str
    status: JobStatus
    parallelism: int
    started: float | None
    seconds: float
    restarts: int
    rows_in: int
    rows_out: int
    watermark: int | None
    operators: tuple[OperatorState, ...]
    tasks: tuple[TaskState, ...]
    workers: dict[int, int]
    checkpoints: CheckpointMetrics
    history: tuple[CheckpointRecord, ...]
    failures: tuple[tuple[float, Failure], ...]


def describe(job: Job) -> JobDescription:
    """A job as it is now; any thread may ask."""
    now = time.monotonic()
    epoch = time.time() - now
    end = job.ended or now
    metrics = job.executors.metrics()
    watermark = min((one.watermark for one in metrics.values()), default=MAX_WATERMARK)
    return JobDescription(
        job_id=job.job_id,
        name=job.name,
        status=job.status,
        parallelism=job.parallelism,
        started=None if job.started is None else epoch + job.started,
        seconds=0.0 if job.started is None else end - job.started,
        restarts=job.restarts,
        rows_in=sum(one.rows_in for one in metrics.values()),
        rows_out=sum(one.rows_out for one in metrics.values()),
        watermark=None if watermark in (MIN_WATERMARK, MAX_WATERMARK) else watermark,
        operators=tuple(
            OperatorState(spec.uid, spec.name, _total(spec.uid, list(metrics.values())))
            for spec in job.graph.operators
        ),
        tasks=tuple(_task(job, name, metrics.get(TaskId.parse(name)), end) for name in job.task_names),
        workers={} if job.done.is_set() else job.executors.worker_pids,
        checkpoints=job.checkpoints.metrics,
        history=job.checkpoints.history,
        failures=tuple((epoch + at, failure) for at, failure in job.failures),
    )


def _total(uid: str, metrics: Sequence[TaskMetrics]) -> OperatorMetrics:
    return OperatorMetrics.total([one.operators[uid] for one in metrics if uid in one.operators])


def _task(job: Job, name: str, metrics: TaskMetrics | None, now: float) -> TaskState:
    task, state, attempt = job.task(name)
    slot = None if task.slot == job.executors.here else task.slot
    if metrics is None or metrics.opened is None or now <= metrics.opened:
        return TaskState(task.name, state, attempt, slot, 0.0, 0.0, 0.0)
    total = now - metrics.opened
    busy = min(1.0, metrics.busy_seconds / total)
    blocked = min(1.0 - busy, metrics.backpressured_seconds / total)
    return TaskState(task.name, state, attempt, slot, busy, blocked, 1.0 - busy - blocked)
