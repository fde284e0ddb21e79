"""The thread that runs all tasks of one executor."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np
import polars as pl

from drey.runtime.execution.messages import TaskId
from drey.runtime.tasks.mailbox import Mailbox
from drey.runtime.tasks.task import Task

TICK_SECONDS = 0.1
"""How often operators are told the time."""

# Polars imports NumPy when it first meets an array. Two threads that do that at once break its proxy of the module for
# good ('module' object does not support item assignment), so it is done before there are threads.
pl.Series(np.zeros(0))


class TaskReports(Protocol):
    """Who is told how tasks fare. All methods are called by the loop's thread."""

    def running(self, task: Task) -> None:
        """A task has opened its operators."""

    def drained(self, task: Task) -> None:
        """All inputs of a task have ended."""

    def finished(self, task: Task) -> None:
        """A task is closed."""

    def failed(self, task: Task, error: BaseException) -> None:
        """A task has failed, and is closed."""

    def canceled(self, task: Task) -> None:
        """A task is closed because it was cancelled."""


class TaskLoop:
    """Gives every task its turn, one step after the other.

    A task that fails is closed and leaves; the others go on. All methods but :meth:`start`, :meth:`post`,
    :meth:`interrupt` and :meth:`stop` are called by commands that were posted, in the loop's thread.

    Args:
        name: The thread's name.
        reports: Who is told.
    """

    def __init__(self, name: str, reports: TaskReports) -> None:
        self.mailbox = Mailbox()
        self.tasks: list[Task] = []
        self._reports = reports
        self._drained: set[TaskId] = set()
        self._next_tick = 0.0
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def post(self, command: Callable[[], None]) -> None:
        """Have the loop's thread run a command between two steps."""
        self.mailbox.post(command)

    def interrupt(self, tasks: frozenset[TaskId]) -> None:
        """Cancel tasks at the next moment between two batches; any thread may call it."""
        self.mailbox.post(lambda: self._cancel(tasks))

    def stop(self, timeout: float | None = None) -> None:
        """End the thread once its commands are done; waits for it unless it is the caller."""
        self.mailbox.post(self._stop)
        if threading.current_thread() is not self._thread and self._thread.is_alive():
            self._thread.join(timeout)

    def stack(self) -> list[traceback.FrameSummary]:
        """What the thread is doing, outermost call first; any thread may ask."""
        frame = sys._current_frames().get(self._thread.ident or 0)
        return [] if frame is None else list(traceback.extract_stack(frame))

    def add(self, tasks: Iterable[Task]) -> None:
        """Open tasks and run them from now on, the last ones of a pipeline first, so that it is emptied first."""
        for task in tasks:
            self.tasks.insert(0, task)
            if self._guarded(task, task.open):
                self._reports.running(task)
        self._next_tick = 0.0

    def tick_soon(self) -> None:
        """Some task has something to wait for."""
        self._next_tick = 0.0

    def each(self, work: Callable[[Task], None]) -> None:
        """Do something with every task; one for which it fails, fails."""
        for task in list(self.tasks):
            self._guarded(task, lambda task=task: work(task))  # type: ignore[misc]

    def finish(self) -> None:
        """Close all tasks."""
        for task in list(self.tasks):
            if self._guarded(task, task.close):
                self._remove(task)
                self._reports.finished(task)

    def _cancel(self, tasks: frozenset[TaskId]) -> None:
        """Close tasks as they are."""
        for task in [one for one in self.tasks if one.id in tasks]:
            self._remove(task)
            task.close(failed=True)
            self._reports.canceled(task)

    def _stop(self) -> None:
        self._stopped = True

    def _remove(self, task: Task) -> None:
        self.tasks.remove(task)
        self._drained.discard(task.id)

    def _guarded(self, task: Task, work: Callable[[], object]) -> bool:
        """Run some work of a task; False if it failed, which closes the task."""
        try:
            work()
        except BaseException as error:
            self._fail(task, error)
            return False
        return True

    def _fail(self, task: Task, error: BaseException) -> None:
        self._remove(task)
        task.close(failed=True)
        self._reports.failed(task, error)

    def _run(self) -> None:
        while not self._stopped:
            self._obey()
            self._tick()
            if not self._step() and not self._stopped:
                timeout = max(0.0, min(self._next_tick - time.monotonic(), 3600.0))
                self.mailbox.wait(self._anything_ready, timeout)

    def _obey(self) -> None:
        """Run the commands that wait, in a frame that ends with them: they hold tasks, whose state may be large."""
        for command in self.mailbox.commands():
            try:
                command()
            except BaseException as error:
                # It concerned no task alone, so all of them answer for it.
                for task in list(self.tasks):
                    self._fail(task, error)

    def _tick(self) -> None:
        now = time.monotonic()
        if now < self._next_tick:
            return
        ticks = False
        for task in list(self.tasks):
            if self._guarded(task, lambda task=task: task.tick(now)):  # type: ignore[misc]
                ticks = ticks or task.ticks
        self._next_tick = now + TICK_SECONDS if ticks else float("inf")

    def _step(self) -> bool:
        """Give each task a turn; False if none had anything to do."""
        pushed = False
        for task in list(self.tasks):
            try:
                pushed = task.step() or pushed
            except BaseException as error:
                self._fail(task, error)
                pushed = True
                continue
            if task.drained and task.id not in self._drained:
                self._drained.add(task.id)
                self._reports.drained(task)
        return pushed

    def _anything_ready(self) -> bool:
        return any(task.ready for task in self.tasks)
