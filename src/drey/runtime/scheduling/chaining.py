"""Decides which operators run in one task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drey.graph.job_graph import InputEdge, JobGraph, OperatorSpec


def edge_kind(edge: InputEdge, producers: int, consumers: int, inherits: bool = False) -> str:
    """How an edge distributes rows between so many subtasks.

    Between single subtasks every edge is ``forward``; ``forward`` between different numbers is ``rebalance``. Only
    where a single subtask feeds an operator that takes its parallelism from another input, as one branch of a
    UNION, everything goes to one subtask: changes of a key must not overtake each other.

    Args:
        edge: The edge.
        producers: The subtasks that write it.
        consumers: The subtasks that read it.
        inherits: True if the reader's parallelism comes from its inputs.
    """
    if producers == consumers == 1:
        return "forward"
    if edge.exchange == "forward" and producers != consumers:
        return "global" if producers == 1 and inherits else "rebalance"
    return edge.exchange


def chain_operators(
    graph: JobGraph, parallelism: Mapping[int, int], chaining: bool
) -> list[tuple[OperatorSpec, ...]]:
    """The operators of each vertex; vertices and operators in topological order.

    A job whose operators all run once is one vertex, whatever its operators say about chaining. Otherwise a
    ``forward`` edge joins its operators unless one of them refuses, or they are of different slot sharing
    groups, or a vertex would then wait for itself through an exchange: with ``a -> c``, ``a -> hash -> b -> c`` not
    all three can be one.

    Args:
        graph: The job.
        parallelism: By operator id.
        chaining: False if no operators are joined.
    """
    specs = {spec.id: spec for spec in graph.operators}
    if all(one == 1 for one in parallelism.values()):
        return [graph.operators] if graph.operators else []
    vertices = _Vertices(graph)
    for spec in graph.operators if chaining else ():
        for edge in spec.inputs:
            before = specs[edge.operator]
            kind = edge_kind(edge, parallelism[before.id], parallelism[spec.id])
            same_group = before.slot_sharing_group == spec.slot_sharing_group
            together = before.chaining in ("always", "head") and spec.chaining in ("always", "tail")
            if kind == "forward" and same_group and together:
                vertices.join(before.id, spec.id)
    return [tuple(specs[one] for one in members) for members in vertices.sorted()]


class _Vertices:
    """A partition of the operators whose quotient graph has no cycle."""

    def __init__(self, graph: JobGraph) -> None:
        self._order = {spec.id: position for position, spec in enumerate(graph.operators)}
        self._edges = [(edge.operator, spec.id) for spec in graph.operators for edge in spec.inputs]
        self._vertex = {spec.id: spec.id for spec in graph.operators}
        self._joined: set[tuple[int, int]] = set()

    def join(self, before: int, after: int) -> None:
        """Put two operators that an edge connects into one vertex, if that closes no cycle."""
        old, new = self._vertex[after], self._vertex[before]
        trial = {operator: new if vertex == old else vertex for operator, vertex in self._vertex.items()}
        joined = self._joined | {(before, after)}
        edges = [(trial[a], trial[b]) for a, b in self._edges if (a, b) not in joined]
        if _sorted(set(trial.values()), edges, self._order) is not None:
            self._vertex, self._joined = trial, joined

    def sorted(self) -> list[list[int]]:
        """The members of each vertex."""
        edges = [(self._vertex[a], self._vertex[b]) for a, b in self._edges if (a, b) not in self._joined]
        order = _sorted(set(self._vertex.values()), edges, self._order)
        assert order is not None, "joining checks that there is no cycle"
        return [
            [one for one in sorted(self._vertex, key=self._order.__getitem__) if self._vertex[one] == vertex]
            for vertex in order
        ]


def _sorted(
    vertices: set[int], edges: Iterable[tuple[int, int]], order: Mapping[int, int]
) -> list[int] | None:
    """The vertices in topological order, by ``order`` where it is free; None if there is a cycle."""
    before: dict[int, set[int]] = {vertex: set() for vertex in vertices}
    for source, target in edges:
        before[target].add(source)
    out: list[int] = []
    while before:
        free = [vertex for vertex, sources in before.items() if not sources]
        if not free:
            return None
        first = min(free, key=order.__getitem__)
        del before[first]
        for sources in before.values():
            sources.discard(first)
        out.append(first)
    return out
