"""Jobs that are stopped in the middle and continued from a snapshot in a new job, made from the graph's JSON.

Within :func:`conducted` every job that a session submits runs so; what comes back looks like one job.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from drey.graph.job_graph import JobGraph
from drey.runtime.elements import ChangelogBatch
from drey.runtime.jobs import client
from drey.runtime.jobs.client import JobHandle
from tests.doubles.stepped import Conductor, stepped_graph
from tests.doubles.submitted import holds_before_the_end, submitting, waiting_rows
from tests.waiting import PATIENCE

SIZES = (1, 2, 3, 7, 50)


@dataclass(frozen=True)
class Plan:
    """How jobs run.

    Args:
        seed: Determines the sizes of batches, the order of sources and the place of the barrier.
        stop: ``savepoint`` ends the job with a savepoint; ``cancel`` takes one, lets the job go on for a while and
            cancels it; ``checkpoint`` cancels it after a periodic checkpoint; None runs straight.
        sizes: The sizes of batches.
        at: The barrier's place as a part of all rows; at random if None.
    """

    seed: int
    stop: str | None = None
    sizes: tuple[int, ...] = SIZES
    at: float | None = None


class ContinuedQueue:
    """The rows that a client got of the first job up to the barrier, then those of the second."""

    def __init__(self, first: list[ChangelogBatch], second: Any) -> None:
        self._first, self._second = first, second

    def __iter__(self) -> Iterator[ChangelogBatch]:
        yield from self._first
        yield from self._second

    def __getattr__(self, name: str) -> Any:
        return getattr(self._second, name)


class ContinuedJob:
    """The second job, with the results of both."""

    def __init__(self, handle: JobHandle, first: list[ChangelogBatch]) -> None:
        self._handle, self._first = handle, first

    def results(self, uid: str | None = None) -> ContinuedQueue:
        return ContinuedQueue(self._first, self._handle.results(uid))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)


class Continuation:
    """Submits jobs by a plan; ``count`` says how many of them were really stopped and continued.

    ``before_restore`` is called with each snapshot's directory before the second job starts from it.
    """

    def __init__(self, plan: Plan, directory: str) -> None:
        self.plan = plan
        self.count = 0
        self.before_restore: Callable[[str], None] = lambda path: None
        self._directory = directory
        self._jobs = 0

    def submit(self, graph: JobGraph, options: Mapping[str, str] | None = None) -> Any:
        """In place of :func:`drey.runtime.jobs.client.submit`."""
        self._jobs += 1
        seed = self.plan.seed * 1000 + self._jobs
        conductor = Conductor(seed, self.plan.sizes)
        if self.plan.stop is None:
            return _start(graph, conductor, options or {})
        return self._in_two_halves(graph, conductor, dict(options or {}), seed)

    def _in_two_halves(
        self, graph: JobGraph, conductor: Conductor, options: dict[str, str], seed: int
    ) -> Any:
        if self.plan.stop == "checkpoint":
            options["execution.checkpointing.interval"] = "10 ms"
            options["execution.checkpointing.dir"] = self._directory
            options["execution.checkpointing.externalized-checkpoint-retention"] = "RETAIN_ON_CANCELLATION"
        text = graph.to_json()
        conductor.limit(0)
        handle = _start(graph, conductor, options)
        if not holds_before_the_end(handle, lambda: conductor.total is not None, 0.0005):
            return handle
        total = conductor.total or 0
        chance = random.Random(seed)
        at = chance.randint(0, total) if self.plan.at is None else round(self.plan.at * total)
        conductor.limit(at)
        if not holds_before_the_end(handle, lambda: conductor.resting, 0.0005):
            return handle
        path, first = self._stop(handle, conductor, at + chance.randint(0, 5))
        self.count += 1
        self.before_restore(path)
        options["execution.state-recovery.path"] = path
        second = JobGraph.from_json(text)
        return ContinuedJob(_start(second, Conductor(seed + 1, self.plan.sizes), options), first)

    def _stop(
        self, handle: JobHandle, conductor: Conductor, further: int
    ) -> tuple[str, list[ChangelogBatch]]:
        """The snapshot at the barrier, and what the client had got before it."""
        if self.plan.stop == "savepoint":
            path = handle.stop_with_savepoint(self._directory, timeout=PATIENCE)
            return path, waiting_rows(handle)
        if self.plan.stop == "checkpoint":
            _next_checkpoint(handle)
            handle.cancel()
            handle.wait(PATIENCE)
            first = waiting_rows(handle)
            return str(handle.metrics().checkpoints.last_path), first
        path = handle.trigger_savepoint(self._directory, timeout=PATIENCE)
        first = waiting_rows(handle)
        conductor.limit(further)
        holds_before_the_end(handle, lambda: conductor.resting, 0.0005)
        handle.cancel()
        handle.wait(PATIENCE)
        return path, first


def _start(graph: JobGraph, conductor: Conductor, options: Mapping[str, str]) -> JobHandle:
    stepped = stepped_graph(graph, conductor)
    sources = {spec.uid for spec in stepped.operators if spec.kind == "source"}
    handle = client.submit(stepped, options)
    for uid, source in handle._job.sources.coordinators.items():
        if source.ended:  # before the snapshot, so that it is never read
            conductor.left(uid)
    conductor.taken = lambda: sum(
        one.counters.rows_out for one in handle.metrics().operators if one.uid in sources
    )
    return handle


def _next_checkpoint(handle: JobHandle) -> None:
    """Wait for a checkpoint that was triggered after this call: the second to become complete from now on."""
    seen = handle.metrics().checkpoints.count
    assert holds_before_the_end(handle, lambda: handle.metrics().checkpoints.count >= seen + 2, 0.0005), (
        handle.exception
    )


@contextmanager
def conducted(plan: Plan) -> Iterator[Continuation]:
    """Within it, jobs of sessions run by a plan."""
    with tempfile.TemporaryDirectory() as directory:
        continuation = Continuation(plan, directory)
        with submitting(continuation.submit):
            yield continuation
