"""Whatever happens, in whatever order: a job's life stays legal, and it ends when everybody does his part."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drey.runtime.scheduling.events import (
    CancelRequested,
    CheckpointCompleted,
    CheckpointDiscarded,
    GlobalFailure,
    RestartDue,
    RestoreFailed,
    SavepointCompleted,
    SavepointFailed,
    SavepointRequested,
    StartRequested,
    StopRequested,
    SuspendRequested,
    TaskCanceled,
    TaskEnded,
    TaskFailed,
    TaskFinished,
    TaskInitializing,
    TaskRunning,
    WorkerLost,
)
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import (
    AbortCheckpoints,
    AnswerRequest,
    CancelTasks,
    CommitAtEnd,
    CompleteJob,
    Deploy,
    ResumeCheckpoints,
    ResumeTasks,
    ScheduleRestart,
    TriggerFinalCheckpoint,
    TriggerSavepoint,
)
from drey.runtime.scheduling.job_life import JobLife
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.restart.fixed_delay import FixedDelayRestart
from tests.unit.runtime.scheduling.lives import ALL, TASKS

SLOT = {task.id: task.slot for task in TASKS}
ENDS = TaskFinished | TaskFailed | TaskCanceled

tasks = st.sampled_from(ALL)
attempts = st.integers(0, 6)
ids = st.integers(1, 6)
requests = st.integers(1, 3)
failures = st.builds(Failure, st.just("boom"), recoverable=st.sampled_from([True, True, True, False]))
EVENT = st.one_of(
    st.builds(TaskInitializing, tasks, attempts),
    st.builds(TaskRunning, tasks, attempts),
    st.builds(TaskEnded, tasks, attempts),
    st.builds(TaskFinished, tasks, attempts),
    st.builds(TaskFailed, tasks, attempts, failures),
    st.builds(TaskCanceled, tasks, attempts),
    st.builds(WorkerLost, st.integers(0, 1), attempts, st.just("killed")),
    st.builds(RestoreFailed, attempts, ids, failures, st.booleans()),
    st.builds(GlobalFailure, failures),
    st.just(RestartDue()),
    st.builds(StopRequested, requests, st.just("/sp"), st.booleans()),
    st.builds(SavepointRequested, requests, st.just("/sp")),
    st.builds(SavepointCompleted, requests, ids),
    st.builds(SavepointFailed, requests, st.just("disk full")),
    st.builds(CheckpointCompleted, ids),
    st.builds(CheckpointDiscarded, ids),
)
RARE = st.sampled_from([CancelRequested(), SuspendRequested()])


class Watched:
    """A job's life with a model of the workers beside it that checks every instruction."""

    def __init__(self, restarts: int, final: bool, restorable: list[int]) -> None:
        self.life = JobLife(TASKS, FixedDelayRestart(restarts, 2.0), final, restorable)
        self.on_workers: dict[str, int] = {}  # what the workers hold, by task: the attempt
        self.cancelled: set[tuple[str, int]] = set()
        self.newest_attempt = 0
        self.checkpointing = False
        self.stopping: int | None = None
        self.completed: JobStatus | None = None
        self.now = 0.0

    def tell(self, event) -> None:
        before = self.life.status
        if isinstance(event, ENDS) and self.on_workers.get(event.task) == event.attempt:
            del self.on_workers[event.task]
        if isinstance(event, WorkerLost):
            for task, attempt in list(self.on_workers.items()):
                if SLOT[task] == event.worker and attempt <= event.attempt:
                    del self.on_workers[task]
        out = self.life.handle(event, self.now)
        assert not (before.terminal and out)
        for position, instruction in enumerate(out):
            self._check(instruction, last=position == len(out) - 1)
        assert self.life.status.terminal == (self.completed is not None)

    def _check(self, instruction, last: bool) -> None:
        match instruction:
            case Deploy():
                assert instruction.attempt == self.newest_attempt + 1
                assert not set(instruction.tasks) & self.on_workers.keys()
                self.newest_attempt = instruction.attempt
                self.on_workers |= dict.fromkeys(instruction.tasks, instruction.attempt)
            case CancelTasks():
                assert instruction.tasks
                for task in instruction.tasks:
                    assert self.on_workers[task] == instruction.attempt
                    assert (task, instruction.attempt) not in self.cancelled
                    self.cancelled.add((task, instruction.attempt))
            case ResumeCheckpoints():
                assert not self.checkpointing
                assert set(instruction.tasks) == self.on_workers.keys()
                self.checkpointing = True
            case AbortCheckpoints():
                assert self.checkpointing
                self.checkpointing = False
            case TriggerFinalCheckpoint() | CommitAtEnd():
                assert self.checkpointing
            case TriggerSavepoint():
                assert self.checkpointing
                if instruction.stop:
                    assert self.stopping is None
                    self.stopping = instruction.request
            case AnswerRequest():
                if instruction.request == self.stopping:
                    self.stopping = None
            case ResumeTasks():
                for task in instruction.tasks:
                    assert (task, self.on_workers[task]) not in self.cancelled
            case ScheduleRestart():
                assert instruction.at >= self.now
            case CompleteJob():
                assert last
                assert self.completed is None
                assert instruction.status.terminal
                assert (instruction.failure is not None) == (instruction.status is JobStatus.FAILED)
                assert instruction.status is JobStatus.SUSPENDED or not self.on_workers
                assert self.stopping is None
                assert not self.checkpointing
                self.completed = instruction.status


SCRIPT = st.lists(st.tuples(st.one_of(EVENT, EVENT, EVENT, EVENT, RARE), st.floats(0.0, 3.0)), max_size=40)
NEWEST = st.lists(st.tuples(EVENT, st.floats(0.0, 3.0)), max_size=80)


@settings(max_examples=600, deadline=None)
@given(SCRIPT, st.integers(0, 5), st.booleans(), st.lists(ids, max_size=2))
def test_any_sequence_of_events_is_survived(script, restarts, final, restorable):
    job = Watched(restarts, final, restorable)
    for event, step in [(StartRequested(), 0.0), *script]:
        job.now += step
        job.tell(event)


@settings(max_examples=600, deadline=None)
@given(NEWEST, st.integers(0, 5), st.booleans(), st.booleans())
def test_after_any_trouble_a_job_ends_when_everybody_does_his_part(script, restarts, final, stop):
    """Events are of the newest attempts here, so that they count; afterwards nothing fails any more."""
    job = Watched(restarts, final, [])
    job.tell(StartRequested())
    for event, step in script:
        job.now += step
        task = getattr(event, "task", None)
        if task is not None:
            attempt = job.life.task_attempt(task)
            job.tell(type(event)(task, attempt, *([event.failure] if isinstance(event, TaskFailed) else [])))
        elif isinstance(event, WorkerLost):
            job.tell(WorkerLost(event.worker, job.newest_attempt, event.reason))
        else:
            job.tell(event)
    if stop:
        job.tell(StopRequested(99, "/sp"))
    for _ in range(6):
        job.now += 10.0
        if job.stopping is not None:
            job.tell(SavepointCompleted(job.stopping, 1000))
        for task, attempt in [*job.on_workers.items()]:
            if job.on_workers.get(task) != attempt:
                continue
            if (task, attempt) in job.cancelled:
                job.tell(TaskCanceled(task, attempt))
            else:
                job.tell(TaskRunning(task, attempt))
                job.tell(TaskEnded(task, attempt))
        job.tell(RestartDue())
    for task, attempt in [*job.on_workers.items()]:
        job.tell(TaskFinished(task, attempt))
    assert job.life.status.terminal
    assert job.completed in (JobStatus.FINISHED, JobStatus.FAILED)
