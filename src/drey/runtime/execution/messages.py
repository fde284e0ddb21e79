"""What a job tells its task executors, and what they report: plain records, in order on one channel of control.

Messages and reports carry the attempt of the deployment that they belong to; what is of an older attempt is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Self

from drey.connectors.api import SourceSplit
from drey.errors import CheckpointError
from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import JobGraph
from drey.records import record
from drey.runtime.elements import CheckpointBarrier
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.state.snapshot import RestoredState

Json = Any


@record
class TaskId:
    """A parallel subtask of a vertex of the execution graph."""

    vertex: int
    subtask: int = 0

    def __str__(self) -> str:
        return f"{self.vertex}-{self.subtask}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reverse of ``str``."""
        vertex, _, subtask = text.partition("-")
        return cls(int(vertex), int(subtask))


@record
class GateSpec:
    """The end of an exchange at a task.

    Args:
        edge: The exchange's number within the job.
        operator: The id of the operator at this end.
        uid: Its uid.
        peer: The id of the operator at the other end.
        index: Which input of the reading operator it is.
        writes: True at the writing end.
        exchange: How rows are distributed.
        keys: The columns that ``hash`` distributes by.
        workers: The executor of each subtask at the other end.
        key_groups: The number of key groups that ``hash`` distributes over.
    """

    edge: int
    operator: int
    uid: str
    peer: int
    index: int
    writes: bool
    exchange: str
    keys: tuple[str, ...]
    workers: tuple[int, ...]
    key_groups: int = 128


@record
class TaskSpec:
    """A task to run.

    Args:
        id: Which one.
        name: What users see.
        parallelism: How many subtasks the vertex has.
        operators: The ids of its operators, in topological order.
        inputs: The exchanges that it reads.
        outputs: The exchanges that it writes.
        key_groups: The numbers of key groups of operators that have not that of the job, by operator id.
        attempt: How often the task has been started before.
    """

    id: TaskId
    name: str
    parallelism: int
    operators: tuple[int, ...]
    inputs: tuple[GateSpec, ...] = ()
    outputs: tuple[GateSpec, ...] = ()
    key_groups: Mapping[int, int] = field(default_factory=dict)
    attempt: int = 0


@record
class JobSettings:
    """What all tasks of a job are run with.

    Args:
        options: The job's configuration.
        evaluation: Facts for kernels.
        job_id: The id that is stable over restores.
        max_parallelism: The number of key groups.
        checkpointing: True if the job takes checkpoints.
    """

    options: Mapping[str, str]
    evaluation: EvaluationContext
    job_id: str = ""
    max_parallelism: int = 128
    checkpointing: bool = False


@record
class ExchangeSetup:
    """How an executor takes part in the exchanges of one attempt.

    Args:
        directory: Where the sockets of all executors are.
        worker: This executor's number.
        token: The secret that they share.
    """

    directory: str
    worker: int
    token: bytes


# -- messages ------------------------------------------------------------------------------------------------------


@record
class Deploy:
    """Make tasks, give them their state, and run them.

    Args:
        attempt: The number of the deployment.
        graph: The job.
        settings: What it is run with.
        tasks: The tasks of this executor.
        state: The state to start from, by task and operator uid.
        exchange: Needed if tasks have gates.
    """

    attempt: int
    graph: JobGraph
    settings: JobSettings
    tasks: tuple[TaskSpec, ...]
    state: Mapping[TaskId, Mapping[str, RestoredState]] = field(default_factory=dict)
    exchange: ExchangeSetup | None = None


@record
class AssignSplits:
    """Have a source's reader read further splits; with ``last`` none follow."""

    uid: str
    subtask: int
    splits: tuple[SourceSplit, ...]
    last: bool = False


@record
class TriggerCheckpoint:
    """Begin a checkpoint.

    Args:
        barrier: Its number and time.
        kind: A value of :class:`~drey.runtime.checkpoint.coordinator.CheckpointKind`.
        directory: Where to write the state; None to keep nothing.
        shared: Where files go that later checkpoints name, too; None for a snapshot that is complete in itself.
        owner: What the names of shared files begin with.
        unaligned: True if the barrier may overtake rows.
        patience: With ``unaligned``: how many seconds it waits for the others first.
        pause: True to read no further input until :class:`Resume`.
        drain: With ``pause``: end all input for the operators first.
    """

    barrier: CheckpointBarrier
    kind: str
    directory: str | None
    shared: str | None = None
    owner: str = ""
    unaligned: bool = False
    patience: float = 0.0
    pause: bool = False
    drain: bool = False


@record
class CheckpointCompleted:
    """A checkpoint is durable: commit what belongs to it."""

    checkpoint_id: int


@record
class CheckpointAborted:
    """A checkpoint has been given up."""

    checkpoint_id: int


@record
class AllowProgress:
    """Have the sources of an alignment group read on up to a watermark."""

    group: str
    watermark: int


@record
class Resume:
    """Read input again after a stop that failed."""


@record
class FinishTasks:
    """End all tasks, whose inputs have ended.

    Args:
        commit: The number under which sinks prepare and commit what no checkpoint has; None if all is committed.
    """

    commit: int | None


@record
class CancelTasks:
    """End tasks without committing anything."""

    tasks: frozenset[TaskId]


@record
class Shutdown:
    """End the process; all its tasks have ended."""


Message = (
    Deploy
    | AssignSplits
    | TriggerCheckpoint
    | CheckpointCompleted
    | CheckpointAborted
    | AllowProgress
    | Resume
    | FinishTasks
    | CancelTasks
    | Shutdown
)


# -- reports -------------------------------------------------------------------------------------------------------


@record
class TaskRunning:
    """A task has opened its operators and begins to read."""

    task: TaskId


@record
class TaskDrained:
    """All inputs of a task have ended, and its operators have seen it."""

    task: TaskId


@record
class TaskFinished:
    """A task has closed its operators without a failure."""

    task: TaskId


@record
class TaskFailed:
    """A task has failed and is closed.

    Args:
        task: Which one.
        error: Why.
    """

    task: TaskId
    error: BaseException


@record
class TaskCanceled:
    """A task has been closed because it was cancelled."""

    task: TaskId


@record
class StateUnreadable:
    """The state of a deployment can't be read; all its tasks fail after that."""

    error: CheckpointError


@record
class SplitsWanted:
    """A source's reader has read all that it was assigned."""

    uid: str
    subtask: int


@record
class SourceProgress:
    """How far a source of an alignment group is.

    Args:
        uid: The source.
        subtask: Its reader.
        group: The group.
        max_drift: How far it may be ahead of the slowest of its group, in ms.
        watermark: Its event time.
    """

    uid: str
    subtask: int
    group: str
    max_drift: int
    watermark: int


@record
class Acknowledge:
    """A task's snapshot is durable.

    Args:
        task: Which one.
        checkpoint_id: Of which checkpoint.
        operators: Its operators' entries for the manifest, as JSON.
        size: The bytes written.
        pause: How long the task took its snapshot instead of rows, in seconds.
    """

    task: TaskId
    checkpoint_id: int
    operators: tuple[Json, ...]
    size: int = 0
    pause: float = 0.0


@record
class Decline:
    """A task can't take its snapshot, or write it."""

    task: TaskId
    checkpoint_id: int
    error: BaseException


@record
class TaskMetrics:
    """The counters of a task.

    Args:
        operators: By operator uid.
        rows_in: Rows that its sources have given.
        rows_out: Rows that operators without consumers have taken.
        watermark: The event time that all of those have reached.
        opened: When it began to run, in monotonic seconds; None if it hasn't.
        busy_seconds: How long it has worked on rows.
        backpressured_seconds: How long it has had to wait for room in its outputs; the rest of the time it was idle.
    """

    operators: Mapping[str, OperatorMetrics]
    rows_in: int
    rows_out: int
    watermark: int
    opened: float | None = None
    busy_seconds: float = 0.0
    backpressured_seconds: float = 0.0


@record
class Metrics:
    """The counters of the tasks of an executor."""

    tasks: Mapping[TaskId, TaskMetrics]


Report = (
    TaskRunning
    | TaskDrained
    | TaskFinished
    | TaskFailed
    | TaskCanceled
    | StateUnreadable
    | SplitsWanted
    | SourceProgress
    | Acknowledge
    | Decline
    | Metrics
)
