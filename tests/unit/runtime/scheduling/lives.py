"""A job's life for tests: tasks, a strategy, and short names for events."""

from __future__ import annotations

from drey.runtime.scheduling.events import (
    CancelRequested,
    Event,
    StartRequested,
    TaskCanceled,
    TaskEnded,
    TaskFailed,
    TaskFinished,
    TaskInitializing,
    TaskRunning,
)
from drey.runtime.scheduling.execution_graph import ExecutionTask
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import Instruction
from drey.runtime.scheduling.job_life import JobLife
from drey.runtime.scheduling.restart.fixed_delay import FixedDelayRestart
from drey.runtime.scheduling.restart.strategy import RestartStrategy

A, B = ("1-0", "1-1"), ("2-0", "2-1")
"""The tasks of region 0 and of region 1; subtask i runs on worker i."""

TASKS = tuple(
    ExecutionTask(f"{vertex}-{i}", f"v{vertex}", vertex, i, i, vertex - 1)
    for vertex in (1, 2)
    for i in (0, 1)
)
ALL = A + B
BOOM = Failure("boom")


class Life:
    """A job that records its instructions; times are given in order."""

    def __init__(self, tasks: int = 4, restarts: RestartStrategy | None = None, **fields) -> None:
        self.tasks = TASKS[:tasks]
        self.life = JobLife(self.tasks, restarts or FixedDelayRestart(10, 5.0), **fields)
        self.now = 0.0
        self.out: list[Instruction] = []

    @property
    def status(self) -> str:
        return self.life.status.value

    @property
    def phase(self) -> str:
        return self.life.phase.value

    def tell(self, event: Event, now: float | None = None) -> list[Instruction]:
        self.now = self.now if now is None else now
        new = self.life.handle(event, self.now)
        self.out += new
        return new

    def attempt(self, task: str) -> int:
        return self.life.task_attempt(task)

    def state(self, task: str) -> str:
        return self.life.task_state(task).value

    def start(self) -> list[Instruction]:
        return self.tell(StartRequested())

    def each(self, event: type, *tasks: str) -> list[Instruction]:
        """The same event for some tasks' newest attempts; what the last one gave."""
        new: list[Instruction] = []
        for task in tasks:
            new = self.tell(event(task, self.attempt(task)))
        return new

    def run(self, *tasks: str) -> list[Instruction]:
        self.each(TaskInitializing, *tasks)
        return self.each(TaskRunning, *tasks)

    def up(self) -> Life:
        """Started, and every task runs."""
        self.start()
        self.run(*(task.id for task in self.tasks))
        return self

    def end(self, *tasks: str) -> list[Instruction]:
        return self.each(TaskEnded, *tasks)

    def finish(self, *tasks: str) -> list[Instruction]:
        return self.each(TaskFinished, *tasks)

    def cancelled(self, *tasks: str) -> list[Instruction]:
        return self.each(TaskCanceled, *tasks)

    def fail(self, task: str, failure: Failure = BOOM, now: float | None = None) -> list[Instruction]:
        return self.tell(TaskFailed(task, self.attempt(task), failure), now)

    def cancel(self) -> list[Instruction]:
        return self.tell(CancelRequested())
