"""Runs the tasks of one process: takes the job's messages, makes tasks, writes their snapshots, reports."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from drey.errors import CheckpointError
from drey.runtime.checkpoint.manifest import operator_to_json
from drey.runtime.checkpoint.places import place
from drey.runtime.checkpoint.state_files import StateFileWriter
from drey.runtime.checkpoint.storage import WRITE_FAILURES, not_written
from drey.runtime.checkpoint.writer import BackgroundWriter
from drey.runtime.configuration import CHECKPOINTING_COMPRESSION, CHECKPOINTING_MODE, source_batch_rows
from drey.runtime.elements import MAX_WATERMARK, CheckpointBarrier
from drey.runtime.exchange.data_plane import DataPlane
from drey.runtime.exchange.partitioners import partitioner
from drey.runtime.execution.messages import (
    Acknowledge,
    AllowProgress,
    AssignSplits,
    CancelTasks,
    CheckpointAborted,
    CheckpointCompleted,
    Decline,
    Deploy,
    ExchangeSetup,
    FinishTasks,
    Message,
    Metrics,
    Report,
    Resume,
    SourceProgress,
    SplitsWanted,
    StateUnreadable,
    TaskCanceled,
    TaskDrained,
    TaskFailed,
    TaskFinished,
    TaskId,
    TaskMetrics,
    TaskRunning,
    TaskSpec,
    TriggerCheckpoint,
)
from drey.runtime.faults import reach
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.operators.source import ReadingSettings
from drey.runtime.operators.split_event_time import AlignmentGroup
from drey.runtime.results import ResultQueue
from drey.runtime.state.chains import Chains
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.task import Task, TaskSurroundings, first_rows
from drey.runtime.tasks.task_loop import TaskLoop

_FLUSH_SECONDS = 5.0

Send = Callable[[int, Report], None]


class TaskExecutor:
    """The tasks of one process, their loop, and the thread that writes snapshots.

    Any thread may call the methods, but only one at a time.

    Args:
        name: The name of the loop's thread.
        send: Called with an attempt and a report, from any thread.
        results: The queues of the collect sinks that run here, by operator uid.
    """

    def __init__(self, name: str, send: Send, results: Mapping[str, ResultQueue]) -> None:
        self.loop = TaskLoop(name, self)
        self._send = send
        self._results = results
        self._writer = BackgroundWriter()
        self._abandoned = False
        self._max_parallelism = 0
        self._options: Mapping[str, str] = {}
        self._attempts: dict[TaskId, int] = {}
        self._known: dict[TaskId, Task] = {}
        self._prepared: list[Task] = []
        self._planes: dict[int, DataPlane] = {}
        self._triggers: dict[int, TriggerCheckpoint] = {}
        self._chains: dict[TaskId, Chains] = {}
        self._state_memory: StateMemory | None = None
        self._taken: dict[int, list[OperatorSnapshot]] = {}
        self._pauses: dict[TaskId, float] = {}
        self.loop.start()

    def handle(self, message: Message) -> None:
        """Do what the job says. What fails is reported."""
        if isinstance(message, Deploy):
            try:
                self.prepare(message)
            except BaseException as error:
                if isinstance(error, CheckpointError):
                    self._send(message.attempt, StateUnreadable(error))
                for spec in message.tasks:
                    self._send(message.attempt, TaskFailed(spec.id, error))
                return
            self.run()
        elif isinstance(message, CancelTasks):
            self.loop.interrupt(message.tasks)
        else:
            self.loop.post(lambda: self._obey(message))

    def prepare(self, deploy: Deploy) -> None:
        """Make the tasks of a deployment and restore their state, in the thread that calls.

        Raises:
            DreyError: An operator is unknown, or doesn't accept its parameters or its state.
        """
        self._max_parallelism = deploy.settings.max_parallelism
        self._attempts.update({spec.id: deploy.attempt for spec in deploy.tasks})
        self._options = deploy.settings.options
        plane = None if deploy.exchange is None else self._plane(deploy.attempt, deploy.exchange)
        self._prepared = [self._task(spec, deploy, plane) for spec in deploy.tasks]
        again = any(task.id in self._known for task in self._prepared)
        self._known = {**self._known, **{task.id: task for task in self._prepared}}
        if again:
            # Tasks refer to themselves. The state of old ones is not to stay beside that which is read now; a snapshot
            # of them that is being written holds it until then.
            gc.collect()
            self._writer.submit(_collect_garbage)
        for task in self._prepared:
            task.restore(deploy.state.get(task.id, {}))

    def run(self) -> None:
        """Run the tasks that were prepared."""
        tasks, self._prepared = self._prepared, []
        self.loop.post(lambda: self.loop.add(tasks))

    @property
    def tasks(self) -> list[Task]:
        """The newest attempt of each task, ended ones included."""
        return list(self._known.values())

    def abandon(self) -> None:
        """The loop's thread doesn't answer: :meth:`close` will not wait for it."""
        self._abandoned = True

    def close(self) -> None:
        """End the threads after all that they were given, and give peers what was emitted."""
        self.loop.stop(0.0 if self._abandoned else None)
        self._writer.close()
        for plane in self._planes.values():
            if not self._abandoned:
                plane.flush(_FLUSH_SECONDS)
            plane.close()

    def _plane(self, attempt: int, setup: ExchangeSetup) -> DataPlane:
        """The end of all exchanges of an attempt; those of attempts without tasks are closed."""
        for older in [one for one in self._planes if one not in self._attempts.values()]:
            self._planes.pop(older).close()
        plane = DataPlane(Path(setup.directory), setup.worker, setup.token, self.loop.mailbox.notify)
        self._planes[attempt] = plane
        return plane

    def _task(self, spec: TaskSpec, deploy: Deploy, plane: DataPlane | None) -> Task:
        options = deploy.settings.options
        if self._state_memory is None:
            self._state_memory = StateMemory.of(options)
        attempt, subtask, first = deploy.attempt, spec.id.subtask, first_rows(deploy.graph, spec)
        surroundings = TaskSurroundings(
            deploy.graph,
            deploy.settings,
            self.loop.mailbox,
            ReadingSettings(source_batch_rows(options)),
            self._results,
            lambda uid: self._send(attempt, SplitsWanted(uid, subtask)),
            exactly_once=CHECKPOINTING_MODE.require(options).upper() != "AT_LEAST_ONCE",
            state_memory=self._state_memory,
            first_rows=first,
        )
        if plane is not None:
            surroundings.inputs = tuple(
                plane.input_gate(gate.edge, subtask, gate.workers, first) for gate in spec.inputs
            )
            surroundings.outputs = tuple(
                plane.output_gate(
                    gate.edge,
                    subtask,
                    gate.workers,
                    partitioner(
                        gate.exchange,
                        gate.keys,
                        len(gate.workers),
                        subtask,
                        spec.parallelism,
                        gate.key_groups,
                    ),
                )
                for gate in spec.outputs
            )
        self._chains[spec.id] = Chains()
        task = Task(spec, surroundings, self._take, self._store)
        for source in task.sources:
            if source.event_time is not None and source.event_time.group is not None:
                group, uid = source.event_time.group, source.spec.uid
                source.event_time.tell = partial(self._tell_progress, attempt, uid, subtask, group)
        return task

    def _tell_progress(
        self, attempt: int, uid: str, subtask: int, group: AlignmentGroup, watermark: int
    ) -> None:
        self._send(attempt, SourceProgress(uid, subtask, group.name, group.max_drift, watermark))

    def metrics(self) -> Metrics:
        """The counters of all tasks, as copies."""
        return Metrics({task.id: task_metrics(task) for task in self.tasks})

    # -- messages, in the loop's thread -----------------------------------------------------------------------

    def _obey(self, message: Message) -> None:
        match message:
            case AssignSplits():
                self.loop.each(lambda task: self._assign(task, message))
            case TriggerCheckpoint():
                self._triggers[message.barrier.checkpoint_id] = message
                self.loop.each(lambda task: _trigger(task, message))
                self.loop.tick_soon()
            case CheckpointCompleted():
                self._forget(message.checkpoint_id)
                for chains in self._chains.values():
                    chains.completed(message.checkpoint_id)
                self.loop.each(lambda task: task.commit(message.checkpoint_id))
            case CheckpointAborted():
                for operator in self._forget(message.checkpoint_id):
                    operator.close()
                for chains in self._chains.values():
                    chains.aborted(message.checkpoint_id)
                self.loop.each(lambda task: task.barriers.abort(message.checkpoint_id))
            case AllowProgress(group=group, watermark=watermark):
                self.loop.each(lambda task: task.allow_progress(group, watermark))
            case Resume():
                self.loop.each(Task.resume)
            case FinishTasks(commit=commit):
                if commit is not None:
                    self.loop.each(lambda task: task.prepare(commit))
                    self.loop.each(lambda task: task.commit(commit))
                self.loop.finish()
            case _:
                raise AssertionError(message)

    @staticmethod
    def _assign(task: Task, message: AssignSplits) -> None:
        source = task.source(message.uid)
        if source is None or task.id.subtask != message.subtask:
            return
        if message.splits:
            source.assign(message.splits)
        if message.last:
            source.no_more_splits()

    # -- snapshots --------------------------------------------------------------------------------------------

    def _take(self, task: Task, barrier: CheckpointBarrier) -> list[OperatorSnapshot] | None:
        """Take the snapshot of a task; None if the checkpoint was aborted meanwhile."""
        number = barrier.checkpoint_id
        trigger = self._triggers.get(number)
        if trigger is None:
            return None
        reach("before-barrier")
        started = time.monotonic()
        snapshots = task.snapshot(number, None if trigger.shared is None else self._chains[task.id])
        self._pauses[task.id] = time.monotonic() - started
        self._taken.setdefault(number, []).extend(snapshots)
        reach("after-barrier")
        return snapshots

    def _store(self, task: Task, barrier: CheckpointBarrier, snapshots: list[OperatorSnapshot]) -> None:
        """Have the snapshot of a task written while rows go on."""
        attempt, number = self._attempts[task.id], barrier.checkpoint_id
        trigger = self._triggers.get(number)
        if trigger is None:
            return  # aborted meanwhile, which has closed the snapshots
        pause = self._pauses[task.id]
        if trigger.directory is None:
            for one in snapshots:
                one.close()
            self._send(attempt, Acknowledge(task.id, number, (), pause=pause))
            return
        writer = StateFileWriter(
            place(trigger.directory, self._options),
            None if trigger.shared is None else place(trigger.shared, self._options),
            self._max_parallelism,
            prefix=f"{task.id.vertex:03d}-{task.id.subtask:03d}-",
            owner=trigger.owner,
            compress=CHECKPOINTING_COMPRESSION.require(self._options),
        )
        self._writer.submit(lambda: self._write(task.id, number, writer, snapshots, pause))

    def _write(
        self,
        task: TaskId,
        number: int,
        writer: StateFileWriter,
        snapshots: list[OperatorSnapshot],
        pause: float,
    ) -> None:
        """Runs in the writer's thread."""
        attempt = self._attempts[task]
        try:
            written = writer.write(snapshots)
        except BaseException as error:  # Polars panics with BaseException; unanswered, the job would wait
            writer.written.remove_shared()
            if isinstance(error, WRITE_FAILURES):
                error = not_written(writer.directory, error)
            self._send(attempt, Decline(task, number, error))
            return
        reach("snapshot-written")
        if written.chains:
            self._chains[task].written(number, written.chains)
        operators = tuple(operator_to_json(entry) for entry in written.operators)
        self._send(attempt, Acknowledge(task, number, operators, written.size, pause))
        reach("acknowledged")

    def _forget(self, checkpoint_id: int) -> list[OperatorSnapshot]:
        """A checkpoint is over; what was taken for it."""
        self._triggers.pop(checkpoint_id, None)
        return self._taken.pop(checkpoint_id, [])

    # -- reports of the loop ----------------------------------------------------------------------------------

    def running(self, task: Task) -> None:
        """See :class:`~drey.runtime.tasks.task_loop.TaskReports`."""
        self._send(self._attempts[task.id], TaskRunning(task.id))

    def drained(self, task: Task) -> None:
        """See :class:`~drey.runtime.tasks.task_loop.TaskReports`."""
        self._send(self._attempts[task.id], TaskDrained(task.id))

    def finished(self, task: Task) -> None:
        """See :class:`~drey.runtime.tasks.task_loop.TaskReports`."""
        self._send(self._attempts[task.id], TaskFinished(task.id))

    def failed(self, task: Task, error: BaseException) -> None:
        """See :class:`~drey.runtime.tasks.task_loop.TaskReports`."""
        self._send(self._attempts[task.id], TaskFailed(task.id, error))

    def canceled(self, task: Task) -> None:
        """See :class:`~drey.runtime.tasks.task_loop.TaskReports`."""
        self._send(self._attempts[task.id], TaskCanceled(task.id))


def task_metrics(task: Task) -> TaskMetrics:
    """The counters of a task, as copies."""
    last = [node for node in task.nodes if not node.output.consumers]
    operators = {uid: OperatorMetrics.total([counters]) for uid, counters in task.metrics.items()}
    for source in task.sources:
        operators[source.spec.uid].extra.update(source.gauges())
    return TaskMetrics(
        operators,
        rows_in=sum(source.rows_read for source in task.sources),
        rows_out=sum(node.metrics.rows_in for node in last),
        watermark=min((node.valve.current for node in last), default=MAX_WATERMARK),
        opened=task.times.opened,
        busy_seconds=task.times.busy,
        backpressured_seconds=task.times.backpressured,
    )


def _collect_garbage() -> None:
    gc.collect()


def _trigger(task: Task, message: TriggerCheckpoint) -> None:
    if message.pause:
        task.pause()
        if message.drain:
            task.drain()
    task.barriers.trigger(message.barrier, message.patience if message.unaligned else None)
