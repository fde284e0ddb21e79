"""Makes the execution graph of a job graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from drey.errors import JobError, did_you_mean
from drey.graph.job_graph import JobGraph, OperatorSpec
from drey.runtime.configuration import OPERATOR_CHAINING, PIPELINE_MAX_PARALLELISM, max_parallelism
from drey.runtime.scheduling.chaining import chain_operators, edge_kind
from drey.runtime.scheduling.execution_graph import (
    EXCHANGES,
    Exchange,
    ExecutionGraph,
    ExecutionTask,
    TaskVertex,
    task_id,
)
from drey.runtime.scheduling.parallelism import (
    TRANSFORMATIONS,
    check_parallelism,
    inherits,
    operator_parallelism,
)


def build_execution_graph(
    graph: JobGraph, options: Mapping[str, str], restored_max_parallelism: int | None = None
) -> ExecutionGraph:
    """The execution graph of a job.

    Args:
        graph: The job.
        options: Its configuration: ``parallelism.default``, ``pipeline.max-parallelism``, chaining.
        restored_max_parallelism: The number of key groups of the snapshot that the job starts from; counts where
            none is configured.

    Raises:
        OptionError: An option has a bad value.
        JobError: An exchange is unknown, an operator reads one that isn't before it, or a parallelism is below 1
            or above the number of key groups.
    """
    _check_edges(graph)
    parallelism = operator_parallelism(graph, options)
    widest = max(parallelism.values(), default=1)
    groups = max_parallelism(options, widest)
    if restored_max_parallelism is not None and PIPELINE_MAX_PARALLELISM.require(options) == -1:
        groups = restored_max_parallelism
    own = {spec.id: spec.max_parallelism for spec in graph.operators if spec.max_parallelism is not None}
    for spec in graph.operators:
        check_parallelism(spec.name, parallelism[spec.id], own.get(spec.id, groups))
    chains = chain_operators(graph, parallelism, OPERATOR_CHAINING.require(options))
    vertices = tuple(
        TaskVertex(
            number,
            " -> ".join(spec.name for spec in chain),
            tuple(spec.id for spec in chain),
            parallelism[chain[0].id],
            chain[0].slot_sharing_group,
        )
        for number, chain in enumerate(chains, 1)
    )
    exchanges = _exchanges(graph, vertices, parallelism, {**dict.fromkeys(parallelism, groups), **own})
    regions = _regions(vertices, exchanges)
    offsets, workers = _slots(vertices)
    tasks = tuple(
        ExecutionTask(
            task_id(vertex.id, subtask),
            f"{vertex.name} ({subtask + 1}/{vertex.parallelism})",
            vertex.id,
            subtask,
            offsets[vertex.slot_sharing_group] + subtask,
            regions[vertex.id],
        )
        for vertex in vertices
        for subtask in range(vertex.parallelism)
    )
    members = [
        tuple(task.id for task in tasks if task.region == region) for region in sorted(set(regions.values()))
    ]
    return ExecutionGraph(vertices, exchanges, tasks, tuple(members), workers, groups, own)


def _check_edges(graph: JobGraph) -> None:
    seen: set[int] = set()
    for spec in graph.operators:
        for edge in spec.inputs:
            if edge.exchange not in EXCHANGES:
                raise JobError(
                    f"operator '{spec.name}' reads through the unknown exchange '{edge.exchange}'",
                    hint=did_you_mean(edge.exchange, EXCHANGES) or "one of " + ", ".join(sorted(EXCHANGES)),
                )
            if edge.operator not in seen:
                raise JobError(
                    f"operator '{spec.name}' reads operator {edge.operator}, which is not before it"
                )
        seen.add(spec.id)


def _exchanges(
    graph: JobGraph,
    vertices: Sequence[TaskVertex],
    parallelism: Mapping[int, int],
    key_groups: Mapping[int, int],
) -> tuple[Exchange, ...]:
    home = {operator: vertex.id for vertex in vertices for operator in vertex.operators}
    crossing = [
        (spec, index, edge)
        for spec in graph.operators
        for index, edge in enumerate(spec.inputs)
        if home[spec.id] != home[edge.operator]
    ]
    return tuple(
        Exchange(
            id=number,
            producer=edge.operator,
            consumer=spec.id,
            input=index,
            source=home[edge.operator],
            target=home[spec.id],
            kind=edge_kind(edge, parallelism[edge.operator], parallelism[spec.id], _takes_over(spec)),
            keys=edge.keys,
            producers=parallelism[edge.operator],
            consumers=parallelism[spec.id],
            max_parallelism=key_groups[spec.id],
        )
        for number, (spec, index, edge) in enumerate(crossing, 1)
    )


def _takes_over(spec: OperatorSpec) -> bool:
    return spec.parallelism is None and spec.kind not in TRANSFORMATIONS and inherits(spec)


def _regions(vertices: Iterable[TaskVertex], exchanges: Iterable[Exchange]) -> dict[int, int]:
    """The region of each vertex: what exchanges connect, directly or not, since all of them are pipelined."""
    region = {vertex.id: vertex.id for vertex in vertices}
    for exchange in exchanges:
        kept, gone = sorted((region[exchange.source], region[exchange.target]))
        region = {vertex: kept if one == gone else one for vertex, one in region.items()}
    numbers = {one: number for number, one in enumerate(sorted(set(region.values())))}
    return {vertex: numbers[one] for vertex, one in region.items()}


def _slots(vertices: Iterable[TaskVertex]) -> tuple[dict[str, int], int]:
    """The first worker of each slot sharing group, and the number of workers.

    Subtask i of all vertices of a group runs on the group's worker i.
    """
    widths: dict[str, int] = {}
    for vertex in vertices:
        group = vertex.slot_sharing_group
        widths[group] = max(widths.get(group, 0), vertex.parallelism)
    offsets: dict[str, int] = {}
    total = 0
    for group, width in widths.items():
        offsets[group] = total
        total += width
    return offsets, total
