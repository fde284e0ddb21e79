"""Jobs at parallelism 2 that are stopped in the middle, or lose a worker there, and are continued at parallelism 3.

Within :func:`paralleled` every job that a session submits runs so; what comes back looks like one job. The sources are
held by the ``paced`` connector, which works in worker processes. ``tests/doubles/continued.py`` does the same in one
process, step by step.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.runtime.elements import ChangelogBatch
from drey.runtime.jobs import client
from drey.runtime.jobs.client import JobHandle
from drey.runtime.scheduling.job_status import JobStatus
from drey.testing.paced import Pace, hold, paced_graph
from tests.doubles.continued import ContinuedJob
from tests.doubles.submitted import holds_before_the_end, submitting, waiting_rows
from tests.waiting import PATIENCE

MOST_ROWS = 7
"""A source is held before so many rows or fewer; where it has no more, the job ends by itself."""


@dataclass(frozen=True)
class ParallelPlan:
    """How jobs run.

    Args:
        seed: Determines where sources are held, and which worker is killed.
        stop: ``savepoint`` stops the job with one; ``kill`` kills a worker of it, and cancels it after a checkpoint.
        before: The parallelism before the stop.
        after: The parallelism after it.
    """

    seed: int
    stop: str
    before: int = 2
    after: int = 3


class Paralleling:
    """Submits jobs by a plan; ``count`` says how many of them were really stopped and continued."""

    def __init__(self, plan: ParallelPlan, directory: Path) -> None:
        self.plan = plan
        self.count = 0
        self._directory = directory
        self._jobs = 0

    def submit(self, graph: JobGraph, options: Mapping[str, str] | None = None) -> Any:
        """In place of :func:`drey.runtime.jobs.client.submit`."""
        self._jobs += 1
        chance = random.Random(f"{self.plan.seed} {self._jobs}")
        control = self._directory / f"control-{self._jobs}"
        pace = Pace(rows=chance.choice((1, 3, 50)), control=control)
        hold(control, chance.randint(0, MOST_ROWS))
        set_options = {**(options or {}), "parallelism.default": str(self.plan.before)}
        if self.plan.stop == "kill":
            set_options |= {
                "execution.checkpointing.interval": "20 ms",
                "execution.checkpointing.dir": str(self._directory),
                "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
            }
        text = paced_graph(graph, pace).to_json()
        handle = client.submit(JobGraph.from_json(text), set_options)
        try:
            path, first = self._stop(handle, chance)
        except EndedError:
            return handle
        self.count += 1
        hold(control, None)
        set_options["execution.state-recovery.path"] = path
        set_options["parallelism.default"] = str(self.plan.after)
        return ContinuedJob(client.submit(JobGraph.from_json(text), set_options), first)

    def _stop(self, handle: JobHandle, chance: random.Random) -> tuple[str, list[ChangelogBatch]]:
        """The snapshot, and what the client had got before it."""
        if self.plan.stop == "savepoint":
            time.sleep(chance.uniform(0.0, 0.1))
            if handle.status().terminal:
                raise EndedError
            try:
                path = handle.stop_with_savepoint(str(self._directory), timeout=PATIENCE)
            except CheckpointError:
                # A job that ends or fails by itself takes no savepoint any more.
                if not handle._job.done.wait(PATIENCE):
                    raise
                raise EndedError from None
            return path, waiting_rows(handle)
        _checkpoints(handle, 1)
        workers = handle._job.executors.worker_pids
        if workers:
            slot = chance.choice(sorted(workers))
            with contextlib.suppress(ProcessLookupError):  # a job with few rows may have ended by itself
                os.kill(workers[slot], signal.SIGKILL)
            _need(handle, lambda: handle._job.executors.worker_pids.get(slot, workers[slot]) != workers[slot])
        _checkpoints(handle, 1)
        handle.cancel()
        if handle.wait(PATIENCE) is not JobStatus.CANCELED:
            raise EndedError
        first = waiting_rows(handle)
        return str(handle.metrics().checkpoints.last_path), first


class EndedError(Exception):
    """The job has ended by itself."""


def _checkpoints(handle: JobHandle, count: int) -> None:
    seen = handle.metrics().checkpoints.count
    _need(handle, lambda: handle.metrics().checkpoints.count >= seen + count)


def _need(handle: JobHandle, condition: Callable[[], bool]) -> None:
    if not holds_before_the_end(handle, condition):
        raise EndedError


@contextmanager
def paralleled(plan: ParallelPlan) -> Iterator[Paralleling]:
    """Within it, jobs of sessions run by a plan."""
    with tempfile.TemporaryDirectory() as directory:
        paralleling = Paralleling(plan, Path(directory))
        with submitting(paralleling.submit):
            yield paralleling
