"""Runs one operator of Python objects between scripted inputs and a list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drey.graph.job_graph import InputEdge, JobGraph, OperatorSpec
from drey.planner.streams.nodes import OBJECTS
from drey.runtime.checkpoint.manifest import Manifest, fingerprint
from drey.runtime.checkpoint.storage import read_snapshot, write_snapshot
from drey.runtime.configuration import evaluation_context
from drey.runtime.elements import Element, ObjectBatch
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import operator_class
from drey.runtime.state.choosing import state_backend
from drey.runtime.state.snapshot import OperatorSnapshot, RestoredState, StateReader
from drey.runtime.tasks.operator_node import OperatorNode
from drey.types.stream_types import ANY
from drey.udf.stream import StreamFunction, dump


class Harness:
    """One operator; :attr:`out` is what it has emitted since the last look."""

    def __init__(
        self,
        kind: str,
        functions: Mapping[str, StreamFunction],
        options: Mapping[str, str] | None = None,
        state: StateReader | None = None,
        **params: Any,
    ) -> None:
        keys = {name: name for name in functions}
        defaults: dict[str, Any] = {"type": ANY, "sides": {}, "op": "process"}
        if kind == "stream-chain":
            steps = [{"op": name.split(":")[0], "function": name} for name in functions]
            keys = {"steps": steps}
        self.arguments = (kind, functions, options)
        self.params = params
        spec = OperatorSpec(9, "op", "Op", kind, {**defaults, **keys, **params}, (InputEdge(1),), OBJECTS)
        pickled = {name: dump(function) for name, function in functions.items()}
        given = dict(options or {})
        context = OperatorContext(
            spec, (OBJECTS,), evaluation_context(given), given, pickled, state=state_backend(given)
        )
        self.node = OperatorNode(spec, operator_class(kind)(context))
        if state is not None:
            self.node.operator.restore(state)
        self.node.operator.open()
        self.node.output.consumers.append((self, 0))  # type: ignore[arg-type]
        self.elements: list[Element] = []

    def receive(self, element: Element, index: int) -> None:
        self.elements.append(element)

    def send(self, element: Element) -> list[Any]:
        """What the operator emits for an element: values of the main output."""
        self.elements.clear()
        self.node.receive(element, 0)
        return self.values()

    def send_values(
        self, *values: Any, keys: list[Any] | None = None, times: list[int] | None = None
    ) -> list[Any]:
        return self.send(ObjectBatch(list(values), times, keys))

    def values(self, tag: str | None = None) -> list[Any]:
        return [
            value
            for one in self.elements
            if isinstance(one, ObjectBatch) and one.tag == tag
            for value in one.values
        ]

    def snapshot(self) -> OperatorSnapshot:
        taken = OperatorSnapshot("op", "Op")
        self.node.prepare_snapshot(1)
        self.node.operator.snapshot(taken.writer())
        return taken

    def recovered(self, directory: Path, subtask: int = 0, parallelism: int = 1, *others: Harness) -> Harness:
        """A new operator with what a subtask takes over of this operator and others, through files."""
        graph = JobGraph("test", (self.node.spec,))
        manifest = Manifest("j", "test", "j", 1, "checkpoint", 0, 128, fingerprint(graph), ())
        parts = []
        for one in (self, *others):
            target = directory / f"chk-{len(list(directory.iterdir()))}"
            write_snapshot(target, manifest, [one.snapshot()])
            parts.append(read_snapshot(target)[1]["op"])
        kind, functions, options = self.arguments
        return Harness(kind, functions, options, RestoredState(parts, subtask, parallelism), **self.params)
