"""The execution graph: which tasks a job consists of, what connects them, and what fails together. Plain values.

Operators that hand rows over in the same thread form a *vertex*; a vertex runs as ``parallelism`` equal *tasks*;
what goes from one vertex to another goes through an *exchange*. See "Jobs and Scheduling" in Flink's documentation.
"""

from __future__ import annotations

from collections.abc import Mapping

from drey.errors import JobError
from drey.records import record

POINTWISE = frozenset({"forward", "rescale"})
"""Exchanges in which a task reads only some of the upstream tasks."""

EXCHANGES = frozenset({"forward", "hash", "global", "rebalance", "rescale", "broadcast", "shuffle", "custom"})
"""Every way to distribute rows."""


@record
class TaskVertex:
    """Operators that run in one task, side by side ``parallelism`` times.

    Args:
        id: Its number; vertices are numbered from 1 in topological order.
        name: The names of its operators.
        operators: Their ids, in topological order.
        parallelism: The number of its tasks.
        slot_sharing_group: Whose workers its tasks run on.
    """

    id: int
    name: str
    operators: tuple[int, ...]
    parallelism: int
    slot_sharing_group: str


@record
class Exchange:
    """An edge between operators of two vertices.

    Args:
        id: Its number, from 1.
        producer: The operator that writes it, in vertex ``source``.
        consumer: The operator that reads it as input ``input``, in vertex ``target``.
        kind: How rows are distributed; of :data:`EXCHANGES`.
        keys: The columns that ``hash`` distributes by.
        producers: The number of tasks that write it.
        consumers: The number of tasks that read it.
        max_parallelism: The number of key groups that ``hash`` distributes over.
    """

    id: int
    producer: int
    consumer: int
    input: int
    source: int
    target: int
    kind: str
    keys: tuple[str, ...]
    producers: int
    consumers: int
    max_parallelism: int


@record
class ExecutionTask:
    """One subtask of a vertex.

    Args:
        id: Its name within the job, ``vertex-subtask``.
        name: What users see, as Flink writes it: ``Calc -> Sink (1/4)``.
        vertex: The vertex's number.
        subtask: From 0.
        slot: The number of the worker that runs it, from 0.
        region: The number of its pipelined region, from 0.
    """

    id: str
    name: str
    vertex: int
    subtask: int
    slot: int
    region: int


@record
class ExecutionGraph:
    """A job as it is executed.

    Args:
        vertices: In topological order.
        exchanges: What connects them.
        tasks: Of every vertex, by vertex and subtask.
        regions: The ids of the tasks that fail and restart together.
        workers: How many workers the tasks need.
        max_parallelism: The number of key groups of operators that don't set their own.
        own_max_parallelism: The number of key groups of those that do, by operator id.
    """

    vertices: tuple[TaskVertex, ...]
    exchanges: tuple[Exchange, ...]
    tasks: tuple[ExecutionTask, ...]
    regions: tuple[tuple[str, ...], ...]
    workers: int
    max_parallelism: int
    own_max_parallelism: Mapping[int, int]

    @property
    def single_task(self) -> bool:
        """True if the whole job is one task, which needs no worker and no exchange."""
        return len(self.tasks) == 1

    def vertex_of(self, operator: int) -> TaskVertex:
        """The vertex that an operator runs in."""
        for vertex in self.vertices:
            if operator in vertex.operators:
                return vertex
        raise JobError(f"no operator {operator} in this job")

    def task(self, task_id: str) -> ExecutionTask:
        """A task by its id."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise JobError(f"no task {task_id} in this job")

    def tasks_of(self, vertex: int) -> tuple[ExecutionTask, ...]:
        """The tasks of a vertex, by subtask."""
        return tuple(task for task in self.tasks if task.vertex == vertex)

    def inputs_of(self, vertex: int) -> tuple[Exchange, ...]:
        """The exchanges that a vertex reads."""
        return tuple(one for one in self.exchanges if one.target == vertex)

    def outputs_of(self, vertex: int) -> tuple[Exchange, ...]:
        """The exchanges that a vertex writes."""
        return tuple(one for one in self.exchanges if one.source == vertex)

    def key_groups(self, operator: int) -> int:
        """The number of key groups of an operator."""
        return self.own_max_parallelism.get(operator, self.max_parallelism)


def task_id(vertex: int, subtask: int) -> str:
    """The id of a subtask."""
    return f"{vertex}-{subtask}"
