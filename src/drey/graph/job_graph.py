"""The job graph: all that planner and runtime share. Plain, versioned, JSON.

Operators are listed in topological order. ``params`` of an operator are JSON values whose meaning belongs to
the operator's ``kind``; binary things (pickled functions, collections in Arrow IPC) lie in ``functions`` and
``resources`` and are referred to by key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from drey.errors import CheckpointError
from drey.records import record
from drey.rex.serde import row_type_from_json, row_type_to_json
from drey.types.logical import RowType

GRAPH_VERSION = 3
"""Version 2 added the parallelism of operators; in version 3 their chaining is a word. Older graphs can be read."""

DEFAULT_SLOT_SHARING_GROUP = "default"


@record
class InputEdge:
    """Where an operator's input comes from.

    Args:
        operator: The id of the upstream operator.
        exchange: How rows are distributed over parallel subtasks: ``forward``, ``hash``, ``global``, ``rebalance``,
            ``rescale``, ``broadcast``, ``shuffle`` or ``custom``.
        keys: The columns that ``hash`` distributes by.
    """

    operator: int
    exchange: str = "forward"
    keys: tuple[str, ...] = ()


@record
class OperatorSpec:
    """One operator of a job.

    Args:
        id: Its number within the graph.
        uid: Its name for state: stays the same while the job's structure does.
        name: What users see.
        kind: Which operator runs it (see ``drey.runtime.operators.registry``), with ``version``.
        params: JSON values for the operator.
        inputs: The edges that it reads.
        output: The row type that it emits.
        version: The version of ``params``.
        parallelism: The number of its subtasks; None where the runtime decides.
        max_parallelism: The number of its key groups; None for that of the job.
        slot_sharing_group: Subtasks of different groups never share a worker.
        chaining: Whether it runs in one task with its neighbours, where the job has several tasks at all: ``always`` if
            it can, ``head`` not with those before it, ``tail`` not with those behind it, ``never`` with none.
    """

    id: int
    uid: str
    name: str
    kind: str
    params: Mapping[str, Any]
    inputs: tuple[InputEdge, ...]
    output: RowType
    version: int = 1
    parallelism: int | None = None
    max_parallelism: int | None = None
    slot_sharing_group: str = DEFAULT_SLOT_SHARING_GROUP
    chaining: str = "always"


def slot_sharing_group_of(inputs: Iterable[OperatorSpec]) -> str:
    """The group of an operator for which the program names none: that of its inputs, if they have one in common."""
    groups = {spec.slot_sharing_group for spec in inputs}
    return groups.pop() if len(groups) == 1 else DEFAULT_SLOT_SHARING_GROUP


@record
class JobGraph:
    """A job, ready to run.

    Args:
        name: The job's name.
        operators: In topological order.
        functions: User functions by key, pickled by cloudpickle in this process or by its owner.
        resources: Other binary values by key.
        options: The configuration that the job was made with.
    """

    name: str
    operators: tuple[OperatorSpec, ...]
    functions: Mapping[str, bytes] = field(default_factory=dict)
    resources: Mapping[str, bytes] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    def operator(self, operator_id: int) -> OperatorSpec:
        return next(spec for spec in self.operators if spec.id == operator_id)

    def consumers(self, operator_id: int) -> list[tuple[OperatorSpec, int]]:
        """The operators that read this one, each with the index of the input."""
        return [
            (spec, index)
            for spec in self.operators
            for index, edge in enumerate(spec.inputs)
            if edge.operator == operator_id
        ]

    def to_json(self) -> str:
        return json.dumps(
            {
                "format": "drey.job-graph",
                "version": GRAPH_VERSION,
                "name": self.name,
                "operators": [
                    {
                        "id": spec.id,
                        "uid": spec.uid,
                        "name": spec.name,
                        "kind": spec.kind,
                        "version": spec.version,
                        "params": spec.params,
                        "inputs": [[e.operator, e.exchange, list(e.keys)] for e in spec.inputs],
                        "output": row_type_to_json(spec.output),
                        "parallelism": spec.parallelism,
                        "max_parallelism": spec.max_parallelism,
                        "slot_sharing_group": spec.slot_sharing_group,
                        "chaining": spec.chaining,
                    }
                    for spec in self.operators
                ],
                "functions": {k: base64.b64encode(v).decode() for k, v in self.functions.items()},
                "resources": {k: base64.b64encode(v).decode() for k, v in self.resources.items()},
                "options": dict(self.options),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> JobGraph:
        data = json.loads(text)
        if data.get("format") != "drey.job-graph" or data.get("version", 0) > GRAPH_VERSION:
            raise CheckpointError(
                "not a job graph of this version",
                detail=f"found {data.get('format')} version {data.get('version')}",
            )
        operators = tuple(
            OperatorSpec(
                id=spec["id"],
                uid=spec["uid"],
                name=spec["name"],
                kind=spec["kind"],
                version=spec["version"],
                params=spec["params"],
                inputs=tuple(InputEdge(o, x, tuple(keys)) for o, x, keys in spec["inputs"]),
                output=row_type_from_json(spec["output"]),
                parallelism=spec.get("parallelism"),
                max_parallelism=spec.get("max_parallelism"),
                slot_sharing_group=spec.get("slot_sharing_group", DEFAULT_SLOT_SHARING_GROUP),
                chaining=_chaining_from_json(spec.get("chaining", "always")),
            )
            for spec in data["operators"]
        )
        return cls(
            name=data["name"],
            operators=operators,
            functions={k: base64.b64decode(v) for k, v in data["functions"].items()},
            resources={k: base64.b64decode(v) for k, v in data["resources"].items()},
            options=data["options"],
        )


def _chaining_from_json(found: str | bool) -> str:
    """The chaining of an operator; version 2 has a truth value."""
    if isinstance(found, bool):
        return "always" if found else "never"
    return found
