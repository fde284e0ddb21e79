"""Decides how many subtasks each operator has."""

from __future__ import annotations

from collections.abc import Mapping

from drey.errors import JobError
from drey.graph.job_graph import JobGraph, OperatorSpec
from drey.graph.parallelism import default_parallelism
from drey.runtime.configuration import UPPER_MAX_PARALLELISM
from drey.runtime.operators.registry import BATCH_QUERY

TRANSFORMATIONS = frozenset(
    {
        "stream-chain",
        "stream-keyed-process",
        "stream-print",
        "stream-process",
        "stream-reduce",
        "stream-watermarks",
    }
)
"""Operators of DataStream programs that have the default parallelism whatever is before them."""

_COMMIT_POLICY = "sink.partition-commit.policy.kind"


def operator_parallelism(graph: JobGraph, options: Mapping[str, str]) -> dict[int, int]:
    """The parallelism of each operator by id.

    What can only run once does: operators that read all rows (``global``), collect sinks, batch queries, sinks that
    replace a table or announce whole partitions. Otherwise it is the operator's own setting. An operator without
    one that reads by ``forward`` edges takes over the widest of its inputs, so that a changelog keeps its order:
    what is computed once isn't scattered behind it. The rest has the default, and so have the transformations of
    DataStream, whose users say themselves what is spread how.

    Raises:
        OptionError: The default is below 1.
        JobError: An operator's own is below 1.
    """
    default = default_parallelism(options)
    found: dict[int, int] = {}
    for spec in graph.operators:
        if spec.parallelism is not None and spec.parallelism < 1:
            raise JobError(
                f"the parallelism of '{spec.name}' is {spec.parallelism}", hint="it must be at least 1"
            )
        if runs_once(spec):
            found[spec.id] = 1
        elif spec.parallelism is not None:
            found[spec.id] = spec.parallelism
        elif spec.kind not in TRANSFORMATIONS and inherits(spec):
            found[spec.id] = max(found.get(edge.operator, 1) for edge in spec.inputs)
        else:
            found[spec.id] = default
    return found


def inherits(spec: OperatorSpec) -> bool:
    """True if an operator only reads by ``forward`` edges."""
    return bool(spec.inputs) and all(edge.exchange == "forward" for edge in spec.inputs)


def runs_once(spec: OperatorSpec) -> bool:
    """True if an operator can't run in parallel."""
    if any(edge.exchange == "global" for edge in spec.inputs) or spec.kind in ("collect", BATCH_QUERY):
        return True
    table = spec.params.get("table") if spec.kind == "sink" else None
    return isinstance(table, Mapping) and bool(
        table.get("overwrite") or _COMMIT_POLICY in table.get("options", {})
    )


def check_parallelism(name: str, parallelism: int, max_parallelism: int) -> None:
    """Refuse more subtasks than key groups, in Flink's words.

    Raises:
        JobError: There are more, or the number of key groups is out of range.
    """
    if not 1 <= max_parallelism <= UPPER_MAX_PARALLELISM:
        raise JobError(
            f"the max parallelism of '{name}' is {max_parallelism}",
            hint=f"it must be between 1 and {UPPER_MAX_PARALLELISM}",
        )
    if parallelism > max_parallelism:
        raise JobError(
            f"Vertex {name}'s parallelism ({parallelism}) is higher than the max parallelism ({max_parallelism}). "
            "Please lower the parallelism or increase the max parallelism."
        )
