"""A DataStream program to operators of a job graph.

Maps, filters and flat maps that follow each other directly become one operator (``stream-chain``), unless the
program breaks the chain there, reads an intermediate result elsewhere too, or sets another parallelism. Between a
process function with side outputs and each of its readers stands a ``stream-select``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from drey.errors import ValidationError
from drey.graph.job_graph import InputEdge, OperatorSpec, slot_sharing_group_of
from drey.planner.plan.logical import RelNode
from drey.planner.streams.nodes import NodeSettings, StreamEdge, StreamNode
from drey.udf.stream import StreamFunction, dump


class StreamLowering:
    """Adds the operators of stream nodes to those of a job.

    Args:
        specs: The operators of the job so far; new ones are appended.
        functions: The job's pickled functions; likewise.
        resources: The job's binary values; likewise.
        lower_plan: Adds the operators of a table's plan; gives the number of the last.
    """

    def __init__(
        self,
        specs: list[OperatorSpec],
        functions: dict[str, bytes],
        resources: dict[str, bytes],
        lower_plan: Callable[[RelNode], int],
    ) -> None:
        self._specs = specs
        self._functions = functions
        self._resources = resources
        self._lower_plan = lower_plan
        self._numbers: dict[StreamNode, int] = {}
        self._selected: dict[tuple[int, str | None], int] = {}
        self._readers: dict[StreamNode, int] = {}

    def add(self, sinks: Sequence[StreamNode]) -> None:
        """Add sinks and all that they read."""
        self._count_readers(sinks)
        for sink in sinks:
            self.node(sink)

    def node(self, node: StreamNode) -> int:
        """Add a node and all that it reads, once; the operator's number."""
        known = self._numbers.get(node)
        if known is None:
            known = self._lower_plan(node.plan) if node.plan is not None else self._operator(node)
            self._numbers[node] = known
        return known

    def _count_readers(self, sinks: Iterable[StreamNode]) -> None:
        waiting, seen = list(sinks), set()
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for edge in node.inputs:
                self._readers[edge.node] = self._readers.get(edge.node, 0) + 1
                waiting.append(edge.node)

    def _operator(self, node: StreamNode) -> int:
        chain = self._chain(node) if node.fusible else [node]
        edges = tuple(self.edge(edge) for edge in chain[0].inputs)
        number = len(self._specs) + 1
        name = " -> ".join(one.settings.name for one in chain)
        params = self._params(node, chain, number)
        settings = replace(chain[-1].settings.resolved(), chaining=_chaining(chain[0]))
        self._append(node.kind, name, params, edges, node, settings)
        return number

    def _chain(self, node: StreamNode) -> list[StreamNode]:
        """The fusible nodes that end in this one, in order."""
        chain = [node]
        while True:
            edge = chain[0].inputs[0]
            before = edge.node
            if not (
                before.fusible
                and edge.exchange == "forward"
                and self._readers.get(before, 1) == 1
                and before not in self._numbers
                and _chained(before.settings, chain[0].settings)
            ):
                return chain
            chain.insert(0, before)

    def _params(self, node: StreamNode, chain: Sequence[StreamNode], number: int) -> dict[str, Any]:
        if node.fusible:
            steps = [
                {"op": one.params["op"], "function": self._pickled(one, number, f"{i}")}
                for i, one in enumerate(chain)
            ]
            return {"steps": steps, "type": node.type}
        params = dict(node.params)
        for name, function in node.functions.items():
            params[name] = self._pickled_function(function, f"stream-{number}-{name}")
        if node.resource is not None:
            params["resource"] = key = hashlib.sha256(node.resource).hexdigest()[:16]
            self._resources[key] = node.resource
        if node.kind in ("stream-process", "stream-keyed-process"):
            params["sides"] = dict(node.sides)
        return params

    def _pickled(self, node: StreamNode, number: int, suffix: str) -> str:
        return self._pickled_function(node.functions["function"], f"stream-{number}-{suffix}")

    def _pickled_function(self, function: StreamFunction, key: str) -> str:
        self._functions[key] = dump(function)
        return key

    def edge(self, edge: StreamEdge) -> InputEdge:
        """Add what an edge comes from; the edge of the job graph."""
        number = self.node(edge.node)
        if edge.node.sides:
            number = self._select(edge.node, number, edge.tag)
        return InputEdge(number, edge.exchange)

    def _select(self, producer: StreamNode, number: int, tag: str | None) -> int:
        known = self._selected.get((number, tag))
        if known is None:
            name = "Main-Output" if tag is None else f"Side-Output({tag})"
            settings = NodeSettings(name, parallelism=producer.settings.parallelism)
            if producer.settings.chaining == "never":
                settings.chaining = "tail"
            known = self._selected[number, tag] = len(self._specs) + 1
            self._append("stream-select", name, {"tag": tag}, (InputEdge(number),), producer, settings)
        return known

    def _append(
        self,
        kind: str,
        name: str,
        params: Mapping[str, Any],
        edges: tuple[InputEdge, ...],
        node: StreamNode,
        settings: NodeSettings,
    ) -> None:
        number = len(self._specs) + 1
        uid = settings.uid or f"{number}-{kind}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        if any(one.uid == uid for one in self._specs):
            raise ValidationError(
                f"the uid '{uid}' is used twice", hint="each operator of a job needs a uid of its own"
            )
        group = settings.slot_sharing_group
        self._specs.append(
            OperatorSpec(
                id=number,
                uid=uid,
                name=name,
                kind=kind,
                params=params,
                inputs=edges,
                output=node.output,
                parallelism=settings.parallelism,
                max_parallelism=settings.max_parallelism,
                slot_sharing_group=group or slot_sharing_group_of(self._specs[e.operator - 1] for e in edges),
                chaining=settings.chaining,
            )
        )


def _chaining(node: StreamNode) -> str:
    """The chaining of the operator of a node, where what a program sees as one operator has several.

    A source's are before the one that has its settings, and nothing is before them; a ``stream-select`` is behind its
    producer.
    """
    said = node.settings.chaining
    if node.settings.uid_for_followers:
        return {"head": "always", "never": "tail"}.get(said, said)
    return "head" if node.sides and said == "never" else said


def _chained(before: NodeSettings, after: NodeSettings) -> bool:
    """True if nothing that the program says keeps two operators apart."""
    return (
        before.chaining != "never"
        and after.chaining == "always"
        and before.uid is None
        and before.parallelism == after.parallelism
        and before.max_parallelism == after.max_parallelism
        and before.slot_sharing_group == after.slot_sharing_group
    )
