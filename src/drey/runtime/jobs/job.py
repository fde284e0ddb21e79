"""One job: decides in a thread of its own, and has its task executors do the work."""

from __future__ import annotations

import heapq
import itertools
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.savepoint import SavepointRequest
from drey.runtime.configuration import PIPELINE_NAME
from drey.runtime.elements import MAX_WATERMARK
from drey.runtime.exchange.errors import PeerLostError
from drey.runtime.execution.messages import (
    Acknowledge,
    Decline,
    Report,
    Resume,
    SourceProgress,
    SplitsWanted,
    StateUnreadable,
    TaskCanceled,
    TaskDrained,
    TaskFailed,
    TaskFinished,
    TaskRunning,
)
from drey.runtime.jobs.checkpoints import CheckpointSurroundings, JobCheckpoints
from drey.runtime.jobs.deployment import JobDeployment, NotDeployed
from drey.runtime.jobs.errors import LOST_HINT, TaskStuckError, WorkerLostError
from drey.runtime.jobs.executors import JobExecutors
from drey.runtime.jobs.job_results import JobResults
from drey.runtime.jobs.plan import JobPlan, new_job_id
from drey.runtime.jobs.source_coordinator import Discovery, SourceCoordinator
from drey.runtime.jobs.sources import JobSources
from drey.runtime.jobs.watching import TaskWatch
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.results import ResultQueue
from drey.runtime.scheduling import events as told
from drey.runtime.scheduling import instructions as do
from drey.runtime.scheduling.execution_graph import ExecutionTask
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.job_life import JobLife
from drey.runtime.scheduling.job_status import JobStatus

Json = Any
Event = Callable[[], None]

_LONGEST_WAIT = 3600.0
_PATIENCE_SECONDS = 0.5
"""How long the cause of a lost connection is waited for: the loss of the worker at its other end."""


class Job:
    """Deploys a job's tasks, takes their reports, restarts them, ends.

    What happens, in which state, is decided by :class:`~drey.runtime.scheduling.job_life.JobLife`; this class carries
    it out. The constructor makes the operators of a job that runs in this process and restores their state, so that
    what is wrong with the job or the snapshot is raised where it is submitted. The public methods may be called from
    any thread.
    """

    def __init__(self, graph: JobGraph, options: Mapping[str, str]) -> None:
        self.options = {**graph.options, **options}
        self.graph = graph
        self.name = PIPELINE_NAME.get(self.options) or graph.name
        self.job_id = new_job_id(self.options)
        self.exception: BaseException | None = None
        self._traceback: TracebackType | None = None
        self._stuck: TaskStuckError | None = None
        self.restarts = 0
        self.started: float | None = None
        self.ended: float | None = None
        self.done = threading.Event()
        self._plan = JobPlan(self.graph, self.options, self.job_id, self.name)
        self._tasks = {task.id: task for task in self._plan.execution.tasks}
        self._results = JobResults(graph, self._plan.execution, self._plan.collects_by_checkpoint)
        self._life = JobLife(
            self._tasks.values(), self._plan.restarts(), self._plan.final, self._plan.snapshots
        )
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._timers: list[tuple[float, int, Event]] = []
        self._numbers = itertools.count(1)
        self._requests: dict[int, SavepointRequest] = {}
        self._early_requests: list[SavepointRequest] | None = []
        self._unexplained: list[told.TaskFailed] = []
        self._thread = threading.Thread(target=self._run, name=f"drey-job-{self.job_id[:6]}", daemon=True)
        self.checkpoints = JobCheckpoints(
            self._plan.checkpoints(),
            CheckpointSurroundings(
                lambda message: self.executors.send_all(message),
                self._post,
                lambda: self.sources.snapshot(),
                self._plan.entries,
                self._tell,
                self._fail,
                self._results.checkpoint_completed,
            ),
        )
        self.executors = JobExecutors(
            graph, self._plan.execution, self.results, self._report, self._worker_lost
        )
        self._watch = TaskWatch(
            self._tasks, self.executors, self._life, self.options, self._at, self._give_up
        )
        self.sources = JobSources(
            graph, self._plan, lambda slot, message: self.executors.send(slot, message), self._found
        )
        try:
            self._deployment = JobDeployment(graph, self._plan, self.executors, self.sources)
        except BaseException:
            self.executors.close()
            raise

    # -- from any thread --------------------------------------------------------------------------------------

    @property
    def status(self) -> JobStatus:
        """The state of now."""
        status = self._life.status
        if status.terminal and not self.done.is_set():
            return JobStatus.RUNNING if status is JobStatus.FINISHED else JobStatus.CANCELLING
        if self.done.is_set() and not status.terminal:
            return JobStatus.FAILED  # it could not even be stopped in good order
        return status

    @property
    def results(self) -> Mapping[str, ResultQueue]:
        """The queues of the collect sinks, by operator uid."""
        return self._results.queues

    @property
    def parallelism(self) -> int:
        """The most subtasks that a vertex has."""
        return max((vertex.parallelism for vertex in self._plan.execution.vertices), default=1)

    @property
    def failures(self) -> Sequence[tuple[float, Failure]]:
        """The last failures with their monotonic times, oldest first."""
        return self._life.failures

    @property
    def task_names(self) -> tuple[str, ...]:
        """The ids of all tasks, by vertex and subtask."""
        return tuple(self._tasks)

    def task(self, name: str) -> tuple[ExecutionTask, str, int]:
        """A task, its state and the number of its newest deployment."""
        return self._tasks[name], self._life.task_state(name).value, self._life.task_attempt(name)

    def start(self) -> None:
        """Begin to run."""
        self.started = time.monotonic()
        self._thread.start()

    def cancel(self) -> None:
        """End soon, without committing what no checkpoint has; does nothing once the job has ended."""
        if self.done.is_set():
            return
        self._results.refuse_all()
        self._post(lambda: self._tell(told.CancelRequested()))

    def request_savepoint(self, request: SavepointRequest) -> None:
        """Take a savepoint; ``request`` is answered when it is complete, or can't be."""
        self._post(lambda: self._request(request))

    def raise_failure(self) -> None:
        """Raise why the job failed, if it has: with the frames of the failure, however often it is raised."""
        if self.exception is not None:
            raise self.exception.with_traceback(self._traceback)

    def metrics(self, uid: str) -> OperatorMetrics:
        """The counters of an operator, over all its subtasks."""
        parts = [one.operators[uid] for one in self.executors.metrics().values() if uid in one.operators]
        return OperatorMetrics.total(parts)

    @property
    def rows_in(self) -> int:
        """The rows that the sources have given."""
        return sum(one.rows_in for one in self.executors.metrics().values())

    @property
    def rows_out(self) -> int:
        """The rows that operators without consumers have taken."""
        return sum(one.rows_out for one in self.executors.metrics().values())

    @property
    def watermark(self) -> int:
        """The smallest watermark that an operator without consumers has reached."""
        return min((one.watermark for one in self.executors.metrics().values()), default=MAX_WATERMARK)

    def _post(self, event: Event) -> None:
        self._events.put(event)

    def _report(self, attempt: int, report: Report) -> None:
        self._post(lambda: self._take(attempt, report))

    def _worker_lost(self, slot: int, reason: str) -> None:
        self._post(lambda: self._lose(slot, reason))

    def _found(self, source: SourceCoordinator, found: Discovery | BaseException) -> None:
        self._post(lambda: self._discovered(source, found))

    # -- the job's thread -------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._guarded(lambda: self._tell(told.StartRequested()))
        while not self.done.is_set():
            try:
                event = self._events.get(timeout=self._wait_seconds())
            except Empty:
                event = self._ring
            self._guarded(event)
            self._guarded(self._ring)

    def _guarded(self, event: Event) -> None:
        try:
            event()
        except BaseException as error:
            failure = error
            if not self._life.status.terminal:
                try:
                    self._fail(error)
                    return
                except BaseException as another:
                    failure = another
            if not self.done.is_set():
                self._complete(JobStatus.FAILED, Failure.of(failure))

    def _wait_seconds(self) -> float:
        now = time.monotonic()
        due = self._timers[0][0] if self._timers else now + _LONGEST_WAIT
        return max(0.0, min(due, self.checkpoints.next_event()) - now)

    def _ring(self) -> None:
        """Do what is due by now."""
        now = time.monotonic()
        if not self.done.is_set() and now >= self.checkpoints.next_event():
            self.checkpoints.tick(now)
        while self._timers and self._timers[0][0] <= time.monotonic():
            heapq.heappop(self._timers)[2]()

    def _at(self, when: float, event: Event) -> None:
        heapq.heappush(self._timers, (when, next(self._numbers), event))

    def _tell(self, event: told.Event) -> None:
        """Tell the job's life, and do what follows."""
        for instruction in self._life.handle(event, time.monotonic()):
            self._carry_out(instruction)

    def _fail(self, error: BaseException) -> None:
        """Something that belongs to no task has failed."""
        self._tell(told.GlobalFailure(self._plan.failure(error)))

    def _take(self, attempt: int, report: Report) -> None:
        task = getattr(report, "task", None)
        if task is not None and attempt != self._life.task_attempt(str(task)):
            return  # of a deployment that is over
        match report:
            case TaskRunning(task=task):
                self._tell(told.TaskRunning(str(task), attempt))
            case TaskDrained(task=task):
                self._tell(told.TaskEnded(str(task), attempt))
            case TaskFinished(task=task):
                self.checkpoints.task_finished(str(task))
                self._tell(told.TaskFinished(str(task), attempt))
            case TaskCanceled(task=task):
                self._tell(told.TaskCanceled(str(task), attempt))
            case TaskFailed(task=task, error=error):
                self._task_failed(str(task), attempt, error)
            case StateUnreadable(error=error):
                self._unreadable(attempt, error)
            case SplitsWanted(uid=uid, subtask=subtask):
                self.sources.wanted(uid, subtask)
            case SourceProgress():
                self.executors.send_all(self.sources.aligned(report))
            case Acknowledge():
                self.checkpoints.acknowledged(report)
            case Decline():
                self.checkpoints.declined(report)

    def _task_failed(self, task: str, attempt: int, error: BaseException) -> None:
        event = told.TaskFailed(task, attempt, self._plan.failure(error))
        if isinstance(error, PeerLostError) and self._life.status is JobStatus.RUNNING:
            self._unexplained.append(event)
            self._at(time.monotonic() + _PATIENCE_SECONDS, lambda: self._tell_unexplained(event))
        else:
            self._tell(event)

    def _tell_unexplained(self, event: told.TaskFailed) -> None:
        """A connection was lost, and now it is known why, or time is up."""
        if event in self._unexplained:
            self._unexplained.remove(event)
            self._tell(event)

    def _unreadable(self, attempt: int, error: CheckpointError) -> None:
        number = max(self._plan.snapshots, default=0)
        failure = self._plan.failure(error)
        self._tell(told.RestoreFailed(attempt, number, failure, unreadable=True))

    def _lose(self, slot: int, reason: str) -> None:
        attempt = self.executors.forget(slot)
        self._tell(told.WorkerLost(slot, attempt, reason))
        for event in list(self._unexplained):  # a restart waits for these tasks' answers
            self._tell_unexplained(event)

    def _discovered(self, source: SourceCoordinator, found: Discovery | BaseException) -> None:
        if not self.sources.serves(source):
            return  # of a deployment that is over
        if isinstance(found, BaseException):
            self._fail(found)
        else:
            source.discovered(found)

    def _request(self, request: SavepointRequest) -> None:
        if self._early_requests is not None and self._life.status is JobStatus.RUNNING:
            self._early_requests.append(request)
            return
        self._requests = {number: one for number, one in self._requests.items() if not one.wait(0)}
        request.number = next(self._numbers)
        self._requests[request.number] = request
        target = str(request.target)
        if request.stop:
            self._tell(told.StopRequested(request.number, target, request.drain))
        else:
            self._tell(told.SavepointRequested(request.number, target))

    # -- instructions -----------------------------------------------------------------------------------------

    def _carry_out(self, instruction: do.Instruction) -> None:
        match instruction:
            case do.Deploy(tasks=tasks, attempt=attempt, restore_from=number):
                self._deploy(tasks, attempt, number)
            case do.CancelTasks(tasks=tasks, attempt=attempt):
                self._cancel(tasks, attempt)
            case do.ScheduleRestart(at=at):
                self._at(at, lambda: self._tell(told.RestartDue()))
            case do.ResumeCheckpoints(tasks=tasks):
                self.checkpoints.resume(tasks)
                early, self._early_requests = self._early_requests or [], None
                for request in early:
                    self._request(request)
            case do.AbortCheckpoints(reason=reason):
                ending = self._life.status in (JobStatus.CANCELLING, JobStatus.FAILING)
                self.checkpoints.suspend(reason, for_good=ending)
                self._early_requests = []
            case do.TriggerFinalCheckpoint():
                self.checkpoints.end(final=True)
            case do.CommitAtEnd():
                self.checkpoints.end(final=False)
            case do.TriggerSavepoint(request=request):
                self.checkpoints.request(self._requests[request])
            case do.ResumeTasks():
                self.checkpoints.go_on()
                self.executors.send_all(Resume())
            case do.AnswerRequest(request=request, error=error):
                found = self._requests.pop(request, None)
                if found is not None and error is not None:
                    found.fail(CheckpointError(f"the savepoint failed: {error}"))
            case do.ReportUnreadable(reason=reason, using=using):
                self._plan.snapshots.pop(instruction.checkpoint_id, None)
                print(_unreadable_warning(instruction.checkpoint_id, reason, using), file=sys.stderr)
            case do.CompleteJob(status=status, failure=failure):
                self._complete(status, failure)

    def _deploy(self, tasks: tuple[str, ...], attempt: int, restore_from: int | None) -> None:
        if attempt == 1:
            missing = self._deployment.begin()
            if self.executors.any_workers:
                self._watch.watch_workers()
        else:
            self.restarts += 1
            self._plan.snapshots.update(self.checkpoints.restorable)
            path = None if restore_from is None else self._plan.snapshots[restore_from]
            self._results.accept(self._tasks[one].vertex for one in tasks)
            missing = self._deployment.repeat(tasks, attempt, path)
        for one in missing:
            self._not_deployed(one, attempt)

    def _not_deployed(self, missing: NotDeployed, attempt: int) -> None:
        """Answer for tasks that came to no executor, since the job's end or restart waits for an answer."""
        if isinstance(missing.error, CheckpointError):
            self._post(partial(self._unreadable, attempt, missing.error))
        for task in missing.tasks:
            self._post(partial(self._task_failed, task, attempt, missing.error))

    def _cancel(self, tasks: tuple[str, ...], attempt: int) -> None:
        self._results.refuse(self._tasks[one].vertex for one in tasks)
        self._deployment.cancel(tasks)
        self._watch.cancelled(tasks, attempt)

    def _give_up(self, error: TaskStuckError) -> None:
        """End the job without its tasks in this process, which don't answer."""
        self._stuck = error
        self.executors.local.abandon()
        self._tell(told.GlobalFailure(Failure(error.message, error.code, recoverable=False, error=error)))
        self._tell(told.WorkerLost(self.executors.here, sys.maxsize, error.message))

    def _complete(self, status: JobStatus, failure: Failure | None) -> None:
        """End the job, whatever goes wrong with that: somebody waits for it."""
        error: BaseException | None = self._stuck
        if failure is not None and status is JobStatus.FAILED:
            error = failure.error or WorkerLostError(failure.message, hint=LOST_HINT)
        try:
            self._release(status)
        except BaseException as unexpected:
            error = error or unexpected
        self.exception = error
        self._traceback = None if error is None else error.__traceback__
        self.ended = time.monotonic()
        self._results.finish(error, complete=status is JobStatus.FINISHED)
        self.done.set()

    def _release(self, status: JobStatus) -> None:
        self.sources.stop()
        self.executors.close()
        self.checkpoints.close()
        for request in [*self._requests.values(), *(self._early_requests or [])]:
            request.fail(CheckpointError("the job ended before the savepoint was complete"))
        self._plan.clean_up(status, self.checkpoints.owned)


def _unreadable_warning(checkpoint_id: int, reason: str, using: int | None) -> str:
    instead = "there is no other" if using is None else f"checkpoint {using} is used instead"
    return f"warning: checkpoint {checkpoint_id} can't be read, {instead}: {reason}"
