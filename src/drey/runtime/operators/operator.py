"""The contract between a task and an operator."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import OperatorSpec
from drey.graph.state_ttl import operator_state_ttl
from drey.runtime.clock import Clock, system_clock
from drey.runtime.elements import ChangelogBatch, ObjectBatch, Watermark, WatermarkStatus
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.results import ResultQueue
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import StateTtl
from drey.types.logical import RowType


@dataclass
class OperatorContext:
    """What a task gives an operator when it opens it.

    Args:
        spec: The operator's own spec.
        inputs: The row types of its inputs.
        evaluation: Facts for kernels.
        options: The job's configuration.
        functions: Pickled user functions by key.
        resources: Other binary values by key.
        max_parallelism: The number of key groups.
        metrics: The operator's counters.
        checkpointing: True if the job takes checkpoints, so that sinks commit with them.
        job_id: The job's id, stable over a restore.
        subtask: The number of this parallel subtask, from 0.
        parallelism: How many subtasks run the operator.
        channels: How many subtasks read the exchange behind it; 1 if there is none.
        results: The queues that ``collect`` operators fill, by operator uid.
        clock: The processing time, in ms since the epoch.
        state: Makes keyed state.
        attempt: How often the task has been started before, Flink's attempt number.
    """

    spec: OperatorSpec
    inputs: tuple[RowType, ...]
    evaluation: EvaluationContext
    options: Mapping[str, str]
    functions: Mapping[str, bytes] = field(default_factory=dict)
    resources: Mapping[str, bytes] = field(default_factory=dict)
    max_parallelism: int = 128
    metrics: OperatorMetrics = field(default_factory=OperatorMetrics)
    checkpointing: bool = False
    job_id: str = ""
    subtask: int = 0
    parallelism: int = 1
    channels: int = 1
    results: Mapping[str, ResultQueue] = field(default_factory=dict)
    clock: Clock = system_clock
    state: StateBackend = field(default_factory=MemoryBackend)
    attempt: int = 0

    @property
    def task_name_with_subtasks(self) -> str:
        """The operator's name with the subtask's number from 1, the parallelism and the attempt: ``Map (1/4)#0``."""
        return f"{self.spec.name} ({self.subtask + 1}/{self.parallelism})#{self.attempt}"

    @property
    def state_ttl(self) -> StateTtl | None:
        """How long state of SQL lives after its last change; None for ever, as in batch jobs.

        That is the operator's own parameter ``state_ttl`` in ms, or ``table.exec.state.ttl``.
        """
        ttl = operator_state_ttl(self.spec.params, self.options)
        return None if ttl is None or not self.evaluation.streaming else StateTtl(ttl)


Emitted = ChangelogBatch | ObjectBatch | Watermark | WatermarkStatus
"""What an operator may yield. Only operators that define event time yield watermarks themselves."""


class Operator(ABC):
    """Takes batches and yields batches.

    All methods are called by one task thread, never two at once. Order of calls: the constructor, ``restore``
    if there is state, ``open``, then ``process``, ``advance``, ``tick``, ``prepare_snapshot`` followed by
    ``snapshot``, and ``checkpoint_completed`` in any order, ``finish`` once for each input (after a restore
    only for inputs that had not ended), and ``close`` at the end, which is also called after a failure.
    ``process`` may block for as long as its own work takes. What it yields is consumed before the next
    call. An operator never changes a batch that it was given.
    """

    forwards_watermarks: ClassVar[bool] = True
    """False for an operator that makes watermarks of its own: of those that arrive only the last, at the end
    of the input, goes on."""

    calls_functions: ClassVar[bool] = False
    """True for an operator that may call a user's function for each row, which may take any time."""

    def __init__(self, context: OperatorContext) -> None:
        self.context = context

    def open(self) -> None:
        """Acquire what processing needs."""

    @abstractmethod
    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        """Handle one batch of an input. Batches are never empty.

        Operators of ``operators/stream`` are given Python objects as well (see :class:`ObjectOperator`).
        """

    def advance(self, watermark: Watermark) -> Iterable[Emitted]:
        """Handle the progress of event time (minimum over inputs); the task forwards the watermark after."""
        return ()

    def finish(self, input_index: int = 0) -> Iterable[Emitted]:
        """Handle the end of one input."""
        return ()

    def tick(self, now: float) -> Iterable[Emitted]:
        """Called between batches about every 100 ms, also when idle; ``now`` is a monotonic clock in seconds."""
        return ()

    def prepare_snapshot(self, checkpoint_id: int) -> Iterable[Emitted]:
        """Called on a barrier right before :meth:`snapshot`; what it yields belongs to the checkpoint."""
        return ()

    def snapshot(self, writer: StateWriter) -> None:
        """Write the state as of now. A stateless operator writes nothing."""

    def restore(self, reader: StateReader) -> None:
        """Take over the state of a snapshot."""

    def checkpoint_completed(self, checkpoint_id: int) -> None:
        """The checkpoint is durable: commit what was prepared for it. May be skipped by a failure; the
        commit is then repeated after the restore, so it must be idempotent."""

    def close(self) -> None:
        """Release everything; must not raise because of an earlier failure."""
