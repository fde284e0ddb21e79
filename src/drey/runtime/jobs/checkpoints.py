"""Carries out what the checkpoint coordinator of a job decides. Belongs to the job's thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from drey.errors import CheckpointError, DreyError
from drey.runtime.checkpoint.coordinator import (
    Abort,
    CheckpointCoordinator,
    CheckpointKind,
    Discard,
    FailJob,
    Instruction,
    NotifyComplete,
    Store,
    Trigger,
)
from drey.runtime.checkpoint.history import CheckpointRecord
from drey.runtime.checkpoint.manifest import MANIFEST_FILE, Manifest, OperatorEntry
from drey.runtime.checkpoint.places import Place, file_size, place
from drey.runtime.checkpoint.savepoint import SavepointRequest
from drey.runtime.checkpoint.storage import (
    abandon_snapshot,
    begin_snapshot,
    complete_snapshot,
    drop_snapshot,
    not_written,
    shared_directory,
    shared_owner,
)
from drey.runtime.checkpoint.writer import BackgroundWriter
from drey.runtime.clock import system_clock
from drey.runtime.elements import CheckpointBarrier
from drey.runtime.execution.messages import (
    Acknowledge,
    CheckpointAborted,
    CheckpointCompleted,
    Decline,
    FinishTasks,
    Message,
    TriggerCheckpoint,
)
from drey.runtime.faults import reach
from drey.runtime.metrics import CheckpointMetrics
from drey.runtime.scheduling.events import (
    CheckpointCompleted as Completed,
)
from drey.runtime.scheduling.events import (
    CheckpointDiscarded,
    Event,
    SavepointCompleted,
    SavepointFailed,
)
from drey.udf.failures import named_text

Json = Any

_LONGEST_SLEEP = 3600.0


@dataclass
class _Collected:
    """What has arrived of a checkpoint under way."""

    manifest: Manifest
    temporary: Place | None
    started: float
    sources: Mapping[str, Json]
    operators: list[Json] = field(default_factory=list)
    size: int = 0
    pause: float = 0.0


@dataclass
class CheckpointPlan:
    """What is known of the job.

    Args:
        coordinator: The decisions.
        manifest: A manifest with the facts of the job; id, kind and time are filled in.
        directory: Where the job's checkpoints go; None keeps nothing, and only commits with them.
        owned: Directories of complete checkpoints that belong to the job, by id.
        incremental: True if checkpoints build on those before them.
        unaligned: True if their barriers may overtake rows.
        patience: How many seconds barriers wait before they do.
        options: The job's configuration, for object stores.
    """

    coordinator: CheckpointCoordinator
    manifest: Manifest
    directory: Place | None = None
    owned: dict[int, Place] = field(default_factory=dict)
    incremental: bool = False
    unaligned: bool = False
    patience: float = 0.0
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass
class CheckpointSurroundings:
    """What a job gives.

    Args:
        send: Sends a message to all task executors.
        post: Has the job's thread call something; any thread may call it.
        source_states: The coordinators' part of the sources' state as of now, by uid.
        entries: Makes the manifest's entries from what tasks have acknowledged and from the sources' states.
        tell: Tells the job's life what has become of checkpoints.
        fail: Fails the job, which has had more failed checkpoints than it tolerates.
        completed: Called with the number of a checkpoint that is complete, before tasks are told.
    """

    send: Callable[[Message], None]
    post: Callable[[Callable[[], None]], None]
    source_states: Callable[[], Mapping[str, Json]]
    entries: Callable[[list[Json], Mapping[str, Json]], tuple[OperatorEntry, ...]]
    tell: Callable[[Event], None]
    fail: Callable[[BaseException], None]
    completed: Callable[[int], None]


class JobCheckpoints:
    """Triggers, collects acknowledgements, writes manifests, tells tasks to commit, deletes what is subsumed.

    Only manifests are written here, by a thread of its own; the task executors write the state.
    """

    def __init__(self, plan: CheckpointPlan, surroundings: CheckpointSurroundings) -> None:
        self.metrics = CheckpointMetrics()
        self._coordinator = plan.coordinator
        self._plan = plan
        self._around = surroundings
        self._writer = BackgroundWriter()
        self._collected: dict[int, _Collected] = {}
        self._requests: dict[int, SavepointRequest] = {}
        self._deferred: list[tuple[Place, set[int]]] = []
        self._unanswered: dict[int, Place] = {}
        self._failure: BaseException | None = None
        self._stopping: SavepointRequest | None = None
        self._stopped_with: dict[int, Place] = {}
        self._ending = False
        self._for_good = False

    @property
    def owned(self) -> dict[int, Place]:
        """The complete checkpoints that belong to the job, by id."""
        return self._plan.owned

    @property
    def restorable(self) -> dict[int, Place]:
        """What the job can restart from, by id: its checkpoints, and a savepoint that it should have ended with."""
        return {**self._stopped_with, **self.owned}

    @property
    def history(self) -> tuple[CheckpointRecord, ...]:
        """The last checkpoints, oldest first, their times in seconds since the epoch."""
        epoch = time.time() - time.monotonic()
        return tuple(replace(one, started=epoch + one.started) for one in self._coordinator.history)

    def next_event(self) -> float:
        """When :meth:`tick` has something to do."""
        return min(self._coordinator.next_event(), time.monotonic() + _LONGEST_SLEEP)

    def tick(self, now: float) -> None:
        """Do what is due."""
        self._carry_out(self._coordinator.tick(now))

    def request(self, request: SavepointRequest) -> None:
        """Take a savepoint; ``request`` is answered when it is stored."""
        if request.stop:
            self._stopping = request
        instructions = self._coordinator.request_savepoint(
            str(request.target), time.monotonic(), request.stop
        )
        self._carry_out(instructions, request)

    def end(self, final: bool) -> None:
        """All input has ended: take the last checkpoint, or without checkpoints just commit."""
        if final:
            self._carry_out(self._coordinator.request_final(time.monotonic()))
            return
        self._ending = True
        self._end_if_quiet()

    def resume(self, tasks: Sequence[str]) -> None:
        """All of these tasks run: they take part from now on."""
        self._ending = False
        self._carry_out(self._coordinator.reset(tasks, time.monotonic()))

    def suspend(self, reason: str, for_good: bool = False) -> None:
        """Some tasks don't run: drop what is under way, and begin nothing.

        With ``for_good`` the job ends; a checkpoint that becomes complete all the same is kept, since it is newer than
        the others and nothing has been restored in its place.
        """
        self._for_good = self._for_good or for_good
        self._ending = False
        self._carry_out(self._coordinator.suspend(reason, time.monotonic()))

    def go_on(self) -> None:
        """A savepoint that was to end the job failed, and the job goes on."""
        self._coordinator.resume()

    def task_finished(self, task: str) -> None:
        """A task takes no part any more."""
        self._carry_out(self._coordinator.task_finished(task, time.monotonic()))

    def acknowledged(self, report: Acknowledge) -> None:
        """A task's part is durable."""
        collected = self._collected.get(report.checkpoint_id)
        if collected is not None:
            collected.operators += report.operators
            collected.size += report.size
            self.metrics.last_pause = max(report.pause, collected.pause)
            collected.pause = self.metrics.last_pause
        self._carry_out(
            self._coordinator.acknowledge(
                report.checkpoint_id, str(report.task), time.monotonic(), report.size
            )
        )

    def declined(self, report: Decline) -> None:
        """A task's part can't be had."""
        self._store_failed(report.checkpoint_id, report.error)

    def close(self) -> None:
        """End the writer's thread after what it was given, and answer who still waits.

        What was written but never became complete is deleted.
        """
        self._writer.close()
        for number, path in self._unanswered.items():
            if self._for_good and path.parent == self._plan.directory:
                self._keep_late(number, path)
            else:
                drop_snapshot(path)
        for path, _ in self._deferred:
            drop_snapshot(path)
        for one in self._collected.values():
            if one.temporary is not None:
                abandon_snapshot(one.temporary)
        for request in [*self._requests.values(), *([self._stopping] if self._stopping else [])]:
            request.fail(CheckpointError("the job ended before the savepoint was complete"))

    def _carry_out(self, instructions: list[Instruction], request: SavepointRequest | None = None) -> None:
        for instruction in instructions:
            match instruction:
                case Trigger():
                    if request is not None:
                        self._requests[instruction.checkpoint_id] = request
                    self._trigger(instruction)
                case Store():
                    self._store(instruction)
                case NotifyComplete():
                    self._complete(instruction, request)
                case Abort():
                    self._abort(instruction)
                case Discard():
                    self._discard(instruction.checkpoint_id)
                case FailJob():
                    self._around.fail(self._explained(instruction.reason))
        self._end_if_quiet()

    def _end_if_quiet(self) -> None:
        if self._ending and not self._coordinator.pending:
            self._ending = False
            self._around.send(FinishTasks(self._coordinator.reserve_id()))

    def _trigger(self, instruction: Trigger) -> None:
        number = instruction.checkpoint_id
        timestamp = system_clock()
        manifest = replace(
            self._plan.manifest, checkpoint_id=number, kind=instruction.kind.value, timestamp=timestamp
        )
        temporary: Place | None = None
        target = self._target(number, instruction.target)
        collected = _Collected(manifest, None, time.monotonic(), self._around.source_states())
        self._collected[number] = collected
        if target is not None:
            try:
                temporary = collected.temporary = begin_snapshot(target)
            except CheckpointError as error:
                self._store_failed(number, error)
                return
        stopping = self._stopping if instruction.kind is CheckpointKind.STOP else None
        self._around.send(
            TriggerCheckpoint(
                CheckpointBarrier(number, timestamp, instruction.kind.users),
                instruction.kind.value,
                None if temporary is None else str(temporary),
                shared=self._shared(target) if not instruction.kind.users and temporary else None,
                owner=shared_owner(self._plan.manifest.job_id),
                unaligned=self._plan.unaligned and temporary is not None and not instruction.kind.users,
                patience=self._plan.patience,
                pause=stopping is not None,
                drain=stopping is not None and stopping.drain,
            )
        )

    def _shared(self, target: Place | None) -> str | None:
        return None if target is None or not self._plan.incremental else str(shared_directory(target))

    def _target(self, checkpoint_id: int, target: str | None) -> Place | None:
        if target is not None:
            return place(target, self._plan.options)
        return None if self._plan.directory is None else self._plan.directory / f"chk-{checkpoint_id}"

    def _store(self, instruction: Store) -> None:
        number = instruction.checkpoint_id
        collected = self._collected[number]
        target, temporary = self._target(number, instruction.target), collected.temporary
        if target is None or temporary is None:
            self._stored(number, None, (0, 0))
            return
        operators = self._around.entries(collected.operators, collected.sources)

        def write() -> None:
            try:
                complete_snapshot(temporary, target, collected.manifest, operators)
            except BaseException as error:
                failure = not_written(target, error) if isinstance(error, Exception) else error
                self._around.post(lambda: self._store_failed(number, failure))
                return
            reach("manifest-written")
            self._unanswered[number] = target
            files = {file.path: file.size for entry in operators for file in entry.files}
            manifest_size = file_size(target / MANIFEST_FILE)
            sizes = collected.size + manifest_size, sum(files.values()) + manifest_size
            self._around.post(lambda: self._stored(number, target, sizes))

        self._writer.submit(write)

    def _stored(self, checkpoint_id: int, stored: Place | None, sizes: tuple[int, int]) -> None:
        self._unanswered.pop(checkpoint_id, None)
        if self._for_good and stored is not None and stored.parent == self._plan.directory:
            self._keep_late(checkpoint_id, stored)
            return
        collected = self._collected.pop(checkpoint_id, None)
        request = self._requests.pop(checkpoint_id, None)
        if stored is not None and request is None:
            self._plan.owned[checkpoint_id] = stored
        if stored is not None and request is not None and request.stop:
            self._stopped_with[checkpoint_id] = stored
        if collected is not None:
            self.metrics.completed(checkpoint_id, time.monotonic() - collected.started, sizes[0])
            self.metrics.last_full_size = sizes[1]
            self.metrics.last_path = None if stored is None else str(stored)
        self._carry_out(self._coordinator.stored(checkpoint_id, time.monotonic(), sizes[0]), request)
        if request is not None and stored is not None:
            if request is self._stopping:
                self._stopping = None
            request.succeed(str(stored))

    def _keep_late(self, checkpoint_id: int, path: Place) -> None:
        """Keep a checkpoint that has become complete while the job was ending, in place of the oldest."""
        owned = self._plan.owned
        owned[checkpoint_id] = path
        self.metrics.last_path = str(path)
        self._around.completed(checkpoint_id)  # a job that goes on from it doesn't give these rows again
        while len(owned) > max(1, self._coordinator.settings.num_retained):
            drop_snapshot(owned.pop(min(owned)))

    def _store_failed(self, checkpoint_id: int, failure: BaseException) -> None:
        self._failure = failure
        self._carry_out(self._coordinator.store_failed(checkpoint_id, _reason(failure), time.monotonic()))

    def _complete(self, instruction: NotifyComplete, request: SavepointRequest | None) -> None:
        number = instruction.checkpoint_id
        if instruction.kind is CheckpointKind.STOP and request is not None:
            self._around.tell(SavepointCompleted(request.number, number))
        elif self._plan.directory is not None:
            self._around.tell(Completed(number))
        self._around.completed(number)
        self._around.send(CheckpointCompleted(number))
        if instruction.kind in (CheckpointKind.FINAL, CheckpointKind.STOP):
            self._around.send(FinishTasks(None))

    def _abort(self, instruction: Abort) -> None:
        collected = self._collected.pop(instruction.checkpoint_id, None)
        self._around.send(CheckpointAborted(instruction.checkpoint_id))
        if collected is not None and collected.temporary is not None:
            temporary = collected.temporary
            self._writer.submit(lambda: abandon_snapshot(temporary))
        self._discard_deferred()
        self.metrics.failed += 1
        self.metrics.last_failure = instruction.reason
        request = self._requests.pop(instruction.checkpoint_id, None)
        if request is None:
            return
        error = self._explained(f"the savepoint failed: {instruction.reason}")
        request.fail(error)
        if request is self._stopping:
            self._stopping = None
            self._around.tell(SavepointFailed(request.number, str(error)))

    def _explained(self, message: str) -> CheckpointError:
        """An error with what is known of the last snapshot that could not be written, if it is about that."""
        failure = self._failure
        if not isinstance(failure, DreyError) or failure.message not in message:
            return CheckpointError(message)
        error = CheckpointError(message, detail=failure.detail, hint=failure.hint)
        error.__cause__ = failure
        return error

    def _discard(self, checkpoint_id: int) -> None:
        path = self._plan.owned.pop(checkpoint_id, None)
        self._around.tell(CheckpointDiscarded(checkpoint_id))
        if path is not None:
            # A checkpoint under way may build on its files.
            self._deferred.append((path, set(self._coordinator.pending)))
        self._discard_deferred()

    def _discard_deferred(self) -> None:
        pending = set(self._coordinator.pending)
        due = [path for path, builders in self._deferred if not builders & pending]
        self._deferred = [(path, builders) for path, builders in self._deferred if builders & pending]
        for path in due:
            self._writer.submit(partial(drop_snapshot, path))


def _reason(error: BaseException) -> str:
    return error.message if isinstance(error, DreyError) else named_text(error)
