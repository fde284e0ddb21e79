"""A job's life and its checkpoints together, with tasks, workers and storage in miniature: nothing lost or doubled.

The runtime here is what the instructions ask for and nothing more, so this is also their specification by example.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from drey.runtime.checkpoint import coordinator as chk
from drey.runtime.checkpoint.kinds import CheckpointKind
from drey.runtime.scheduling import events as ev
from drey.runtime.scheduling import instructions as ins
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.job_life import JobLife
from drey.runtime.scheduling.restart.fixed_delay import FixedDelayRestart
from tests.unit.runtime.scheduling.lives import ALL, TASKS

RECORDS = 6
SLOT = {task.id: task.slot for task in TASKS}


@dataclass
class Running:
    """One attempt of a task: a source of numbers and a sink with two-phase commit."""

    attempt: int
    position: int = 0
    started: bool = False
    ended: bool = False
    paused: bool = False
    buffer: list[int] = field(default_factory=list)
    prepared: dict[int, list[int]] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)  # checkpoints whose barrier came behind the end
    channel: deque = field(default_factory=deque)


class Runtime:
    """Carries out instructions; every method is one thing that may happen next."""

    def __init__(self, seed: int, concurrent: int, retained: int) -> None:
        self.rng = random.Random(seed)
        self.now = 0.0
        self.life = JobLife(TASKS, FixedDelayRestart(1000, 2.0), final_checkpoint=True)
        options = chk.CheckpointSettings(interval=2.0, max_concurrent=concurrent, num_retained=retained)
        self.coordinator = chk.CheckpointCoordinator(options, (), 0.0)
        self.coordinator.suspend("not started", 0.0)
        self.tasks: dict[str, Running] = {}
        self.timers: list[float] = []
        self.taken: dict[int, dict[str, tuple[int, dict[int, list[int]]]]] = {}
        self.storing: list[int] = []
        self.durable: dict[int, dict[str, tuple[int, dict[int, list[int]]]]] = {}
        self.transactions: set[tuple[str, int, int]] = set()
        self.committed: Counter = Counter()
        self.answers: list[str | None] = []
        self.savepoint: int | None = None
        self.tell(ev.StartRequested())

    # --- what may happen

    def tell(self, event) -> None:
        for instruction in self.life.handle(event, self.now):
            self._carry_out(instruction)

    def step(self, fair: bool = False) -> None:
        self.now += self.rng.uniform(0.0, 0.5)
        self._coordinate(self.coordinator.tick(self.now))
        for at in [one for one in self.timers if one <= self.now]:
            self.timers.remove(at)
            self.tell(ev.RestartDue())
        choices = [self.deliver, self.work, self.work, self.store]
        if not fair:
            choices += [self.fail] * (self.rng.random() < 0.2) + [self.kill] * (self.rng.random() < 0.1)
        self.rng.choice(choices)()

    def deliver(self) -> None:
        """A task takes the next message of its channel."""
        waiting = [name for name, task in self.tasks.items() if task.channel]
        if waiting:
            name = self.rng.choice(waiting)
            message, *rest = self.tasks[name].channel.popleft()
            getattr(self, f"_on_{message}")(name, self.tasks[name], *rest)

    def work(self) -> None:
        """A task goes on."""
        if not self.tasks:
            return
        name = self.rng.choice(sorted(self.tasks))
        task = self.tasks[name]
        if not task.started:
            task.started = True
            self.tell(ev.TaskRunning(name, task.attempt))
        elif task.paused or task.ended:
            return
        elif task.position < RECORDS:
            task.buffer.append(task.position)
            task.position += 1
        else:
            task.ended = True
            self.tell(ev.TaskEnded(name, task.attempt))

    def store(self) -> None:
        """A manifest becomes durable, or can't be written."""
        if not self.storing:
            return
        number = self.storing.pop(0)
        if self.rng.random() < 0.1:
            self._coordinate(self.coordinator.store_failed(number, "disk full", self.now))
            return
        parts = self.taken.pop(number, {})
        # A task that finished instead of acknowledging has read and committed everything.
        self.durable[number] = {task: parts.get(task, (RECORDS, {})) for task in ALL}
        self._coordinate(self.coordinator.stored(number, self.now))

    def fail(self) -> None:
        if self.tasks:
            name = self.rng.choice(sorted(self.tasks))
            self.tell(ev.TaskFailed(name, self.tasks.pop(name).attempt, Failure("boom")))

    def kill(self) -> None:
        slot = self.rng.randint(0, 1)
        for name in [one for one in self.tasks if SLOT[one] == slot]:
            del self.tasks[name]
        self.tell(ev.WorkerLost(slot, max(self.life.task_attempt(task) for task in ALL), "killed"))

    # --- a task's messages

    def _on_barrier(self, name: str, task: Running, number: int, kind: CheckpointKind) -> None:
        task.prepared[number], task.buffer = task.buffer, []
        if task.ended:
            task.covered.add(number)
        task.paused = task.paused or kind is CheckpointKind.STOP
        part = task.position, {n: list(rows) for n, rows in task.prepared.items()}
        if number in self.taken:
            self.taken[number][name] = part
        self._coordinate(self.coordinator.acknowledge(number, name, self.now))

    def _on_complete(self, name: str, task: Running, number: int, kind: CheckpointKind) -> None:
        for one in [one for one in task.prepared if one <= number]:
            self._commit(name, task.attempt, one, task.prepared.pop(one))
        if kind is CheckpointKind.STOP or number in task.covered:
            del self.tasks[name]
            self._coordinate(self.coordinator.task_finished(name, self.now))
            self.tell(ev.TaskFinished(name, task.attempt))

    def _on_cancel(self, name: str, task: Running) -> None:
        del self.tasks[name]
        self.tell(ev.TaskCanceled(name, task.attempt))

    def _on_resume(self, name: str, task: Running) -> None:
        task.paused = False

    def _commit(self, name: str, attempt: int, number: int, rows: list[int]) -> None:
        if (name, number) not in self.transactions:
            self.transactions.add((name, number))
            self.committed.update((name, row) for row in rows)

    # --- instructions

    def _carry_out(self, instruction) -> None:
        match instruction:
            case ins.Deploy(tasks=tasks, attempt=attempt, restore_from=number):
                for name in tasks:
                    assert name not in self.tasks
                    self.tasks[name] = task = Running(attempt)
                    if number is not None:
                        task.position, prepared = self.durable[number][name]
                        for one, rows in prepared.items():
                            self._commit(name, attempt, one, rows)
            case ins.CancelTasks(tasks=tasks, attempt=attempt):
                for name in tasks:
                    if name in self.tasks and self.tasks[name].attempt == attempt:
                        self.tasks[name].channel.append(("cancel",))
            case ins.ScheduleRestart(at=at):
                self.timers.append(at)
            case ins.ResumeCheckpoints(tasks=tasks):
                self._coordinate(self.coordinator.reset(tasks, self.now))
            case ins.AbortCheckpoints(reason=reason):
                self._coordinate(self.coordinator.suspend(reason, self.now))
            case ins.TriggerFinalCheckpoint():
                self._coordinate(self.coordinator.request_final(self.now))
            case ins.TriggerSavepoint(target=target, stop=stop):
                self._coordinate(self.coordinator.request_savepoint(target, self.now, stop))
            case ins.ResumeTasks(tasks=tasks):
                self.coordinator.resume()
                for name in tasks:
                    if name in self.tasks:
                        self.tasks[name].channel.append(("resume",))
            case ins.AnswerRequest(error=error):
                self.answers.append(error)

    def _coordinate(self, instructions) -> None:
        for instruction in instructions:
            match instruction:
                case chk.Trigger(checkpoint_id=number, kind=kind):
                    self.taken[number] = {}
                    for name in self.coordinator.tasks & self.tasks.keys():
                        self.tasks[name].channel.append(("barrier", number, kind))
                case chk.Store(checkpoint_id=number):
                    self.storing.append(number)
                case chk.NotifyComplete(checkpoint_id=number, kind=kind):
                    if kind is CheckpointKind.STOP:
                        self.savepoint = number
                        self.tell(ev.SavepointCompleted(1, number))
                    else:
                        self.tell(ev.CheckpointCompleted(number))
                    for task in self.tasks.values():
                        task.channel.append(("complete", number, kind))
                case chk.Abort(checkpoint_id=number, kind=kind, reason=reason):
                    self.taken.pop(number, None)
                    if kind is CheckpointKind.STOP:
                        self.tell(ev.SavepointFailed(1, reason))
                case chk.Discard(checkpoint_id=number):
                    self.durable.pop(number, None)
                    self.tell(ev.CheckpointDiscarded(number))
                case chk.FailJob(reason=reason):
                    self.tell(ev.GlobalFailure(Failure(reason)))


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(0, 400),
    st.sampled_from([None, 20, 60, 120]),
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_every_record_is_committed_once_whatever_fails(seed, trouble, stop_at, concurrent, retained):
    job = Runtime(seed, concurrent, retained)
    for number in range(trouble):
        if number == stop_at:
            job.tell(ev.StopRequested(1, "/sp"))
        elif number % 37 == 36:
            job.tell(ev.SavepointRequested(number, "/other"))
        job.step()
        if job.life.status.terminal:
            break
    for _ in range(5000):
        if job.life.status.terminal:
            break
        job.step(fair=True)
    assert job.life.status.value == "FINISHED"
    assert set(job.committed.values()) <= {1}
    stopped = None in job.answers
    expected = {task: job.durable[job.savepoint][task][0] if stopped else RECORDS for task in ALL}
    assert job.committed == Counter({(task, row): 1 for task in ALL for row in range(expected[task])})
