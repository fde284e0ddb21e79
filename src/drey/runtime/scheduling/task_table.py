"""The tasks of a job, each with the state of its newest attempt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drey.records import record
from drey.runtime.scheduling.events import (
    Event,
    TaskCanceled,
    TaskEnded,
    TaskFailed,
    TaskFinished,
    TaskInitializing,
    TaskRunning,
    WorkerLost,
)
from drey.runtime.scheduling.execution_graph import ExecutionTask
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import CancelTasks
from drey.runtime.scheduling.task_states import ExecutionState, check_task_transition

_S = ExecutionState


@record
class TasksChanged:
    """Some task went on, ended or was cancelled."""


@record
class TasksFailed:
    """Tasks failed that were not being cancelled."""

    tasks: frozenset[str]
    failure: Failure


@dataclass
class _Run:
    slot: int
    region: int
    attempt: int = 0
    state: ExecutionState = _S.CREATED
    ended: bool = False


class TaskTable:
    """Keeps the states, and decides which events are too late to count.

    Args:
        tasks: All tasks of the job.
    """

    def __init__(self, tasks: Iterable[ExecutionTask]) -> None:
        self._runs = {task.id: _Run(task.slot, task.region) for task in tasks}
        self._regions: dict[int, list[str]] = {}
        for name, run in self._runs.items():
            self._regions.setdefault(run.region, []).append(name)

    @property
    def regions(self) -> frozenset[int]:
        """The numbers of all regions."""
        return frozenset(self._regions)

    def state(self, task: str) -> ExecutionState:
        """The state of a task's newest attempt."""
        return self._runs[task].state

    def attempt(self, task: str) -> int:
        """The number of a task's newest deployment; 0 before the first."""
        return self._runs[task].attempt

    def in_regions(self, regions: Iterable[int]) -> tuple[str, ...]:
        """The tasks of some regions, in the order of the job."""
        wanted = set(regions)
        return tuple(name for name, run in self._runs.items() if run.region in wanted)

    def regions_of(self, tasks: Iterable[str]) -> frozenset[int]:
        """The regions of tasks."""
        return frozenset(self._runs[task].region for task in tasks)

    def restoring_regions(self, attempt: int) -> frozenset[int]:
        """The regions in which tasks of a deployment have not yet taken over their state."""
        restoring = (_S.DEPLOYING, _S.INITIALIZING)
        return frozenset(
            run.region for run in self._runs.values() if run.attempt == attempt and run.state in restoring
        )

    def live(self) -> tuple[str, ...]:
        """The tasks that a worker may still be busy with."""
        return tuple(name for name, run in self._runs.items() if _deployed(run))

    def unfinished(self) -> tuple[str, ...]:
        """The tasks that have not finished."""
        return tuple(name for name, run in self._runs.items() if run.state is not _S.FINISHED)

    @property
    def all_finished(self) -> bool:
        """True if no task has anything left to do."""
        return all(run.state is _S.FINISHED for run in self._runs.values())

    @property
    def all_running(self) -> bool:
        """True if every task runs or has finished."""
        return all(run.state in (_S.RUNNING, _S.FINISHED) for run in self._runs.values())

    @property
    def all_ended(self) -> bool:
        """True if no task has any input left."""
        return all(run.ended or run.state is _S.FINISHED for run in self._runs.values())

    def at_rest(self, region: int) -> bool:
        """True if no worker is busy with any task of a region."""
        return not any(_deployed(self._runs[name]) for name in self._regions[region])

    def deploy(self, tasks: Iterable[str], attempt: int) -> None:
        """Begin a new attempt of tasks that are at rest."""
        for name in tasks:
            run = self._runs[name]
            assert not _deployed(run), f"task {name} is still {run.state.value}"
            run.attempt, run.state, run.ended = attempt, _S.CREATED, False
            _move(run, _S.SCHEDULED)
            _move(run, _S.DEPLOYING)

    def cancel(self, regions: Iterable[int]) -> list[CancelTasks]:
        """Cancel what works in some regions; one instruction for each deployment."""
        by_attempt: dict[int, list[str]] = {}
        for name in self.in_regions(regions):
            run = self._runs[name]
            if _working(run):
                _move(run, _S.CANCELING)
                by_attempt.setdefault(run.attempt, []).append(name)
        return [CancelTasks(tuple(names), attempt) for attempt, names in sorted(by_attempt.items())]

    def observe(self, event: Event) -> TasksChanged | TasksFailed | None:
        """Take in an event of a task or worker; None if it changes nothing: repeated, or of an older attempt."""
        if isinstance(event, WorkerLost):
            return self._worker_lost(event)
        assert isinstance(
            event, TaskInitializing | TaskRunning | TaskEnded | TaskFinished | TaskFailed | TaskCanceled
        )
        run = self._runs.get(event.task)
        if run is None or run.attempt != event.attempt or not _deployed(run):
            return None
        if run.state is _S.CANCELING:
            if not isinstance(event, TaskFinished | TaskFailed | TaskCanceled):
                return None
            _move(run, _S.CANCELED)
            return TasksChanged()
        match event:
            case TaskFailed(failure=failure):
                return self._fail([event.task], failure)
            case TaskCanceled():
                return self._fail([event.task], Failure(f"task {event.task} stopped without being told to"))
            case TaskFinished():
                _move(run, _S.FINISHED)
            case TaskInitializing():
                if run.state is not _S.DEPLOYING:
                    return None
                _move(run, _S.INITIALIZING)
            case TaskRunning():
                if run.state is _S.RUNNING:
                    return None
                _run(run)
            case TaskEnded():
                if run.ended:
                    return None
                _run(run)
                run.ended = True
        return TasksChanged()

    def _worker_lost(self, event: WorkerLost) -> TasksChanged | TasksFailed | None:
        lost = [
            name
            for name, run in self._runs.items()
            if run.slot == event.worker and run.attempt <= event.attempt and _deployed(run)
        ]
        failed = []
        for name in lost:
            if self._runs[name].state is _S.CANCELING:
                _move(self._runs[name], _S.CANCELED)
            else:
                failed.append(name)
        if failed:
            return self._fail(failed, Failure(f"worker {event.worker + 1} was lost: {event.reason}"))
        return TasksChanged() if lost else None

    def _fail(self, tasks: list[str], failure: Failure) -> TasksFailed:
        for name in tasks:
            _move(self._runs[name], _S.FAILED)
        return TasksFailed(frozenset(tasks), failure)


def _deployed(run: _Run) -> bool:
    return run.state is not _S.CREATED and not run.state.terminal


def _working(run: _Run) -> bool:
    return _deployed(run) and run.state is not _S.CANCELING


def _run(run: _Run) -> None:
    if run.state is _S.DEPLOYING:
        _move(run, _S.INITIALIZING)
    if run.state is _S.INITIALIZING:
        _move(run, _S.RUNNING)


def _move(run: _Run, state: ExecutionState) -> None:
    check_task_transition(run.state, state)
    run.state = state
