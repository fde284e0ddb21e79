"""Carries out what the checkpoint coordinator decides, for a job whose only task is in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

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
from drey.runtime.checkpoint.manifest import Manifest
from drey.runtime.checkpoint.savepoint import SavepointRequest
from drey.runtime.checkpoint.storage import StoredSnapshot, discard_snapshot, write_snapshot
from drey.runtime.checkpoint.writer import BackgroundWriter
from drey.runtime.metrics import CheckpointMetrics
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.task import Task

TASK = "task-0"

_LONGEST_SLEEP = 3600.0


@dataclass
class _Taken:
    manifest: Manifest
    operators: list[OperatorSnapshot]
    started: float


@dataclass
class CheckpointPlan:
    """What a runner needs to know of the job.

    Args:
        coordinator: The decisions.
        manifest: A manifest with the facts of the job; id, kind and time are filled in.
        directory: Where the job's checkpoints go; None keeps nothing, and only commits with them.
        final: True to end bounded input with a checkpoint.
        owned: Directories of complete checkpoints that belong to the job, by id.
    """

    coordinator: CheckpointCoordinator
    manifest: Manifest
    directory: Path | None = None
    final: bool = False
    owned: dict[int, Path] = field(default_factory=dict)


class CheckpointRunner:
    """Runs in the task's thread; files are written by a thread of its own.

    A snapshot is taken between two batches into frames that share memory with the state, and written while
    the data goes on; only savepoints that stop the job hold it back.
    """

    def __init__(self, task: Task, plan: CheckpointPlan) -> None:
        self.metrics = CheckpointMetrics()
        self._task = task
        self._coordinator = plan.coordinator
        self._plan = plan
        self._writer = BackgroundWriter()
        self._taken: dict[int, _Taken] = {}
        self._requests: dict[int, SavepointRequest] = {}
        self._unanswered: dict[int, Path] = {}
        self._final_stored = False
        self._failure: BaseException | None = None
        self._stopping: SavepointRequest | None = None

    @property
    def owned(self) -> dict[int, Path]:
        """The complete checkpoints that belong to the job, by id."""
        return self._plan.owned

    def poll(self, now: float) -> float:
        """Do what is due; the time at which to be called again."""
        self._carry_out(self._coordinator.tick(now))
        return min(self._coordinator.next_event(), now + _LONGEST_SLEEP)

    def request(self, request: SavepointRequest) -> None:
        """Take a savepoint. In the task's thread; ``request`` is answered when it is stored."""
        if request.stop:
            self._stopping = request
            self._task.pause()
            if request.drain:
                self._task.stop(drain=True)
        self._carry_out(self._coordinator.request_savepoint(str(request.target), time.monotonic(), request.stop),
                        request)  # fmt: skip

    def finish(self) -> None:
        """End the job after its loop has ended: the last checkpoint, or just the last commit.

        Raises:
            CheckpointError: The last checkpoint failed.
        """
        if self._stopping is not None:
            self._task.serve(lambda: self._stopping is None)
        elif self._plan.final:
            self._carry_out(self._coordinator.request_final(time.monotonic()))
            self._task.serve(lambda: self._final_stored)
        else:
            self._task.serve(lambda: not self._coordinator.pending)
            checkpoint_id = self._coordinator.reserve_id()
            self._task.prepare(checkpoint_id)
            self._task.commit(checkpoint_id)

    def close(self) -> None:
        """End the writer's thread after what it was given, and answer who still waits.

        What was written but never became complete is deleted.
        """
        self._writer.close()
        for path in self._unanswered.values():
            discard_snapshot(path)
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
                    self._complete(instruction)
                case Abort():
                    self._abort(instruction)
                case Discard():
                    self._discard(instruction.checkpoint_id)
                case FailJob():
                    raise self._explained(instruction.reason)

    def _trigger(self, instruction: Trigger) -> None:
        checkpoint_id = instruction.checkpoint_id
        manifest = replace(
            self._plan.manifest,
            checkpoint_id=checkpoint_id,
            kind=instruction.kind.value,
            timestamp=time.time_ns() // 1_000_000,
        )
        started = time.monotonic()
        self._taken[checkpoint_id] = _Taken(manifest, self._task.snapshot(checkpoint_id), started)
        self._carry_out(self._coordinator.acknowledge(checkpoint_id, TASK, time.monotonic()))

    def _store(self, instruction: Store) -> None:
        checkpoint_id = instruction.checkpoint_id
        taken = self._taken[checkpoint_id]
        target = self._target(instruction)
        if target is None:
            self._stored(checkpoint_id, None)
            return

        def write() -> Callable[[], None]:
            try:
                stored = write_snapshot(target, taken.manifest, taken.operators)
            except BaseException as error:  # Polars panics with BaseException; unanswered, the job would wait
                failure = error
                return lambda: self._store_failed(checkpoint_id, failure)
            self._unanswered[checkpoint_id] = stored.path
            return lambda: self._stored(checkpoint_id, stored)

        self._writer.submit(lambda: self._task.mailbox.post(write()))

    def _target(self, instruction: Store) -> Path | None:
        if instruction.target is not None:
            return Path(instruction.target)
        if self._plan.directory is None:
            return None
        return self._plan.directory / f"chk-{instruction.checkpoint_id}"

    def _stored(self, checkpoint_id: int, stored: StoredSnapshot | None) -> None:
        self._unanswered.pop(checkpoint_id, None)
        taken = self._taken.pop(checkpoint_id, None)
        request = self._requests.pop(checkpoint_id, None)
        if stored is not None and request is None:
            self._plan.owned[checkpoint_id] = stored.path
        if taken is not None:
            self.metrics.completed(
                checkpoint_id, time.monotonic() - taken.started, 0 if stored is None else stored.size
            )
            self.metrics.last_path = None if stored is None else str(stored.path)
        self._carry_out(self._coordinator.stored(checkpoint_id, time.monotonic()))
        if request is not None and stored is not None:
            if request is self._stopping:
                self._stopping = None
                self._task.stop()
            request.succeed(str(stored.path))

    def _store_failed(self, checkpoint_id: int, failure: BaseException) -> None:
        self._failure = failure
        reason = failure.message if isinstance(failure, DreyError) else f"{type(failure).__name__}: {failure}"
        self._carry_out(self._coordinator.store_failed(checkpoint_id, reason, time.monotonic()))

    def _complete(self, instruction: NotifyComplete) -> None:
        self._task.commit(instruction.checkpoint_id)
        if instruction.kind is CheckpointKind.FINAL:
            self._final_stored = True

    def _abort(self, instruction: Abort) -> None:
        self._taken.pop(instruction.checkpoint_id, None)
        self.metrics.failed += 1
        self.metrics.last_failure = instruction.reason
        request = self._requests.pop(instruction.checkpoint_id, None)
        if request is None:
            return
        error = self._explained(f"the savepoint failed: {instruction.reason}")
        request.fail(error)
        if request is self._stopping:
            self._stopping = None
            if request.drain:
                raise error
            self._coordinator.resume()
            self._task.resume()

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
        if path is not None:
            self._writer.submit(lambda: discard_snapshot(path))
