"""The task executors of one job: the one in this process, and those in worker processes. Belongs to the job's thread."""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from drey.graph.job_graph import JobGraph
from drey.runtime.exchange.directories import ExchangeDirectory
from drey.runtime.execution.executor import TaskExecutor, task_metrics
from drey.runtime.execution.messages import (
    Deploy,
    ExchangeSetup,
    GateSpec,
    JobSettings,
    Message,
    Report,
    TaskId,
    TaskMetrics,
    TaskSpec,
)
from drey.runtime.jobs.worker_process import WorkerProcess
from drey.runtime.results import ResultQueue
from drey.runtime.scheduling.execution_graph import Exchange, ExecutionGraph, ExecutionTask
from drey.runtime.state.snapshot import RestoredState

_SHUTDOWN_SECONDS = 10.0

State = Mapping[str, RestoredState]


class JobExecutors:
    """Keeps as many worker processes as the tasks need; tasks of the slot behind theirs run in this process.

    Args:
        graph: The job.
        execution: Its tasks.
        results: The queues of the collect sinks, which are filled in this process.
        report: Called with an attempt and a report, from any thread.
        lost: Called with a worker's slot and a reason, from any thread; then :meth:`forget` it.
    """

    def __init__(
        self,
        graph: JobGraph,
        execution: ExecutionGraph,
        results: Mapping[str, ResultQueue],
        report: Callable[[int, Report], None],
        lost: Callable[[int, str], None],
    ) -> None:
        self.local = TaskExecutor("drey-tasks", report, results)
        self._graph = graph
        self._execution = execution
        self._report = report
        self._lost = lost
        self._workers: dict[int, WorkerProcess] = {}
        self._starts: Counter[str] = Counter()
        self.here = execution.workers
        self._directories: list[ExchangeDirectory] = []

    @property
    def worker_pids(self) -> dict[int, int]:
        """The process ids of the workers by slot; any thread may ask."""
        return {slot: worker.pid for slot, worker in list(self._workers.items())}

    def spec(self, task: ExecutionTask) -> TaskSpec:
        """What an executor is told about a task."""
        execution = self._execution
        (vertex,) = (one for one in execution.vertices if one.id == task.vertex)
        return TaskSpec(
            TaskId(task.vertex, task.subtask),
            task.name,
            vertex.parallelism,
            vertex.operators,
            inputs=tuple(self._gate(one, writes=False) for one in execution.inputs_of(vertex.id)),
            outputs=tuple(self._gate(one, writes=True) for one in execution.outputs_of(vertex.id)),
            key_groups={one: execution.key_groups(one) for one in vertex.operators},
            attempt=self._starts[task.id],
        )

    def _gate(self, exchange: Exchange, writes: bool) -> GateSpec:
        here, there = exchange.consumer, exchange.producer
        if writes:
            here, there = there, here
        return GateSpec(
            edge=exchange.id,
            operator=here,
            uid=self._graph.operator(here).uid,
            peer=there,
            index=exchange.input,
            writes=writes,
            exchange=exchange.kind,
            keys=exchange.keys,
            workers=self._of(exchange.target if writes else exchange.source),
            key_groups=exchange.max_parallelism,
        )

    def _of(self, vertex: int) -> tuple[int, ...]:
        return tuple(task.slot for task in self._execution.tasks_of(vertex))

    # -- talking ----------------------------------------------------------------------------------------------

    def deployments(
        self,
        tasks: Iterable[ExecutionTask],
        attempt: int,
        settings: JobSettings,
        state: Callable[[ExecutionTask], State],
    ) -> dict[int, Deploy]:
        """What each executor is to run, by its number.

        Args:
            tasks: Which ones; each time counts as an attempt of theirs.
            attempt: The number of the deployment, which is the job's: other tasks may have been deployed in between.
            settings: What the job is run with.
            state: Gives a task's state.
        """
        by_executor: dict[int, list[ExecutionTask]] = {}
        for task in tasks:
            by_executor.setdefault(task.slot, []).append(task)
        exchange: Callable[[int], ExchangeSetup | None] = lambda number: None  # noqa: E731
        if self._execution.exchanges:
            self._directories.append(ExchangeDirectory())
            directory = self._directories[-1].path
            token = secrets.token_bytes(32)
            exchange = lambda number: ExchangeSetup(str(directory), number, token)  # noqa: E731
        made = {
            number: Deploy(
                attempt,
                self._graph,
                settings,
                tuple(self.spec(one) for one in some),
                {TaskId(one.vertex, one.subtask): state(one) for one in some},
                exchange(number),
            )
            for number, some in by_executor.items()
        }
        self._starts.update(one.id for some in by_executor.values() for one in some)
        return made

    def send(self, number: int, message: Message) -> None:
        """Send a message to one executor; a deployment starts the worker where there is none."""
        if number == self.here:
            self.local.handle(message)
            return
        if number not in self._workers and isinstance(message, Deploy):
            threads = max(1, (os.cpu_count() or 1) // self._execution.workers)
            self._workers[number] = WorkerProcess(number, threads, self._report, self._lost)
        if number in self._workers:
            self._workers[number].send(message)

    def send_all(self, message: Message) -> None:
        """Send a message to all executors."""
        for number in [*self._workers, self.here]:
            self.send(number, message)

    def forget(self, slot: int) -> int:
        """A worker is gone; the last attempt that it was given, received or not."""
        worker = self._workers.pop(slot)
        worker.kill()
        return worker.attempt

    def kill_silent(self, seconds: float) -> None:
        """End workers that have said nothing for so long; they send a heartbeat every second."""
        now = time.monotonic()
        for worker in self._workers.values():
            if now - worker.heard > seconds:
                worker.kill()

    @property
    def any_workers(self) -> bool:
        """True if there are worker processes."""
        return bool(self._workers)

    def kill(self, slot: int) -> None:
        """End a worker that doesn't answer; its loss is then told as any other."""
        if slot in self._workers:
            self._workers[slot].kill()

    # -- looking ----------------------------------------------------------------------------------------------

    def metrics(self) -> dict[TaskId, TaskMetrics]:
        """The counters of every task, those of workers up to a fifth of a second old."""
        found = {task.id: task_metrics(task) for task in self.local.tasks}
        for worker in list(self._workers.values()):
            found.update(worker.metrics)
        return found

    def close(self) -> None:
        """End all executors; their tasks have ended."""
        for worker in self._workers.values():
            worker.shut_down()
        self.local.close()
        for worker in self._workers.values():
            worker.wait()
        for directory in self._directories:
            directory.close()
