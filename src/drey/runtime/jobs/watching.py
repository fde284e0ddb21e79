"""Sees to it that tasks which don't answer hold no job up. Belongs to the job's thread.

A worker process that is silent, or doesn't end its cancelled tasks, is killed. Tasks in the user's own process can't be:
the job ends without them, and says what they are doing. See Flink's ``TaskCancelerWatchDog``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from drey.runtime.configuration import CANCELLATION_TIMEOUT, HEARTBEAT_TIMEOUT, seconds
from drey.runtime.jobs.errors import TaskStuckError
from drey.runtime.jobs.executors import JobExecutors
from drey.runtime.scheduling.execution_graph import ExecutionTask
from drey.runtime.scheduling.job_life import JobLife
from drey.runtime.scheduling.task_states import ExecutionState

_WATCH_SECONDS = 1.0
"""How often is looked at whether workers are alive."""

_ENGINE = str(Path(__file__).parents[2])


class TaskWatch:
    """Watches the tasks of one job.

    Args:
        tasks: The job's tasks by id.
        executors: Where they run.
        life: What state they are in.
        options: The job's configuration.
        at: Has something called at a time, in monotonic seconds.
        stuck: Called once, if tasks in this process have to be given up.
    """

    def __init__(
        self,
        tasks: Mapping[str, ExecutionTask],
        executors: JobExecutors,
        life: JobLife,
        options: Mapping[str, str],
        at: Callable[[float, Callable[[], None]], None],
        stuck: Callable[[TaskStuckError], None],
    ) -> None:
        self._tasks = tasks
        self._executors = executors
        self._life = life
        self._at = at
        self._stuck = stuck
        self._silence = seconds(HEARTBEAT_TIMEOUT, options)
        self._patience = seconds(CANCELLATION_TIMEOUT, options)

    def watch_workers(self) -> None:
        """Kill workers that say nothing for too long, from now on."""
        self._executors.kill_silent(self._silence)
        self._at(time.monotonic() + _WATCH_SECONDS, self.watch_workers)

    def cancelled(self, tasks: Iterable[str], attempt: int) -> None:
        """These tasks have been told to end; with a timeout of 0 they are waited for as long as it takes."""
        names = tuple(tasks)
        if self._patience > 0:
            self._at(time.monotonic() + self._patience, lambda: self._end(names, attempt))

    def _end(self, tasks: tuple[str, ...], attempt: int) -> None:
        late = [one for one in tasks if self._unresponsive(one, attempt)]
        for slot in {self._tasks[one].slot for one in late}:
            self._executors.kill(slot)
        here = [self._tasks[one].name for one in late if self._tasks[one].slot == self._executors.here]
        if here:
            self._stuck(self._explained(here))

    def _unresponsive(self, task: str, attempt: int) -> bool:
        canceling = self._life.task_state(task) is ExecutionState.CANCELING
        return canceling and self._life.task_attempt(task) == attempt

    def _explained(self, names: list[str]) -> TaskStuckError:
        frames = self._executors.local.loop.stack()
        engine = [number for number, one in enumerate(frames) if one.filename.startswith(_ENGINE)]
        theirs = frames[max(engine, default=-1) + 1 :] or frames[-1:]
        places = [f"{one.filename}, line {one.lineno}, in {one.name}" for one in theirs[:1]]
        return TaskStuckError(
            f"{', '.join(names)} did not end within {self._patience:g} s of the cancellation",
            detail="".join(f"it is at {place}" for place in places) or None,
            hint=f"'{CANCELLATION_TIMEOUT.key}' says how long is waited; the job has ended without it",
        )
