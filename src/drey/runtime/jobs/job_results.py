"""The queues of all collect sinks of a job. Belongs to the job's thread, but for :meth:`JobResults.refuse_all`."""

from __future__ import annotations

from collections.abc import Iterable

from drey.graph.job_graph import JobGraph
from drey.runtime.results import ResultQueue
from drey.runtime.scheduling.execution_graph import ExecutionGraph


class JobResults:
    """Tells the queues what becomes of the tasks that fill them.

    Args:
        graph: The job.
        execution: Its tasks.
        by_checkpoint: True to give rows with the checkpoint that they belong to.
    """

    def __init__(self, graph: JobGraph, execution: ExecutionGraph, by_checkpoint: bool) -> None:
        collects = [spec for spec in graph.operators if spec.kind == "collect"]
        self.queues = {spec.uid: ResultQueue(by_checkpoint=by_checkpoint) for spec in collects}
        self._vertices = {spec.uid: execution.vertex_of(spec.id).id for spec in collects}

    def refuse_all(self) -> None:
        """The job is being cancelled: none of its tasks may wait for the client."""
        for queue in self.queues.values():
            queue.refuse()

    def refuse(self, vertices: Iterable[int]) -> None:
        """The tasks of some vertices are being cancelled."""
        for queue in self._of(vertices):
            queue.refuse()

    def accept(self, vertices: Iterable[int]) -> None:
        """The tasks of some vertices start anew from the newest checkpoint."""
        for queue in self._of(vertices):
            queue.accept()

    def checkpoint_completed(self, checkpoint_id: int) -> None:
        """The rows of a checkpoint become visible."""
        for queue in self.queues.values():
            queue.checkpoint_completed(checkpoint_id)

    def finish(self, error: BaseException | None, complete: bool) -> None:
        """The job has ended; see :meth:`ResultQueue.finish`."""
        for queue in self.queues.values():
            queue.finish(error, complete)

    def _of(self, vertices: Iterable[int]) -> list[ResultQueue]:
        wanted = set(vertices)
        return [queue for uid, queue in self.queues.items() if self._vertices[uid] in wanted]
