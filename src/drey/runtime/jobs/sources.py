"""The source coordinators of a job, and how far sources that are aligned may read. Belongs to the job's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.places import Place
from drey.runtime.elements import MAX_WATERMARK
from drey.runtime.execution.messages import AllowProgress, AssignSplits, SourceProgress
from drey.runtime.jobs.plan import JobPlan
from drey.runtime.jobs.source_coordinator import Discovery, SourceCoordinator
from drey.runtime.operators.registry import SOURCE
from drey.runtime.operators.source import table_source
from drey.runtime.scheduling.execution_graph import ExecutionTask
from drey.runtime.tasks.failures import naming

Json = Any


class JobSources:
    """One coordinator for each source, a new one for each deployment of its readers.

    Args:
        graph: The job.
        plan: Its tasks, and the state that they start from.
        send: Called with a slot and the splits for a reader there.
        found: Called by an enumerator's thread with its coordinator and a discovery or a failure; must come back in
            the job's thread.
    """

    def __init__(
        self,
        graph: JobGraph,
        plan: JobPlan,
        send: Callable[[int, AssignSplits], None],
        found: Callable[[SourceCoordinator, Discovery | BaseException], None],
    ) -> None:
        self._graph = graph
        self._plan = plan
        self._send = send
        self._found = found
        self.coordinators: dict[str, SourceCoordinator] = {}
        self._progress: dict[str, dict[tuple[str, int], int]] = {}

    def make(self, tasks: Iterable[ExecutionTask], path: Place | None) -> None:
        """New coordinators for the sources among some tasks, with their state of a snapshot.

        Raises:
            DreyError: A source can't be made, or its state can't be read.
        """
        self._progress.clear()
        vertices = {task.vertex for task in tasks}
        for spec in self._graph.operators:
            if spec.kind != SOURCE:
                continue
            vertex = self._plan.execution.vertex_of(spec.id)
            if vertex.id not in vertices:
                continue
            if spec.uid in self.coordinators:
                self.coordinators[spec.uid].stop()
            slots = [task.slot for task in self._plan.execution.tasks_of(vertex.id)]
            with naming(spec.name):
                source = table_source(spec.params, self._graph.resources)
                made = SourceCoordinator(
                    spec, source, vertex.parallelism, partial(self._assign, slots), self._found
                )
            state = self._plan.source_state(spec.uid, path)
            if state is not None:
                made.restore(state)
            self.coordinators[spec.uid] = made

    def start(self, tasks: Iterable[ExecutionTask]) -> None:
        """Let the coordinators of some tasks, which are deployed, give out splits."""
        vertices = {task.vertex for task in tasks}
        for source in list(self.coordinators.values()):
            if self._plan.execution.vertex_of(source.spec.id).id in vertices:
                source.start()

    def wanted(self, uid: str, subtask: int) -> None:
        """A reader has read all that it had."""
        if uid in self.coordinators:
            self.coordinators[uid].wanted(subtask)

    def serves(self, source: SourceCoordinator) -> bool:
        """False for a coordinator of a deployment that is over."""
        return self.coordinators.get(source.spec.uid) is source

    def aligned(self, report: SourceProgress) -> AllowProgress:
        """How far the sources of a group may read: as the slowest of them allows."""
        group = self._progress.setdefault(report.group, {})
        group[report.uid, report.subtask] = report.watermark
        return AllowProgress(report.group, min(MAX_WATERMARK, min(group.values()) + report.max_drift))

    def snapshot(self) -> dict[str, Json]:
        """The coordinators' part of the sources' state, by uid."""
        return {uid: one.snapshot() for uid, one in self.coordinators.items()}

    def stop(self) -> None:
        """End the enumerators' threads soon."""
        for source in self.coordinators.values():
            source.stop()

    def _assign(self, slots: list[int], message: AssignSplits) -> None:
        self._send(slots[message.subtask], message)
