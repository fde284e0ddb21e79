"""Which parts of a batch plan run as one Polars query, and what the runtime is told about them.

A *region* is a whole subtree, down to its scans, of nodes that Polars runs as well as the operators do. Only regions
that group or look for the first rows in order are worth it, and above parallelism 1 only those without Python functions,
which worker processes run side by side; see ``docs/design/20261121_batch.md`` for what is left to the operators and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drey.functions.registry import find_aggregate
from drey.graph.parallelism import default_parallelism
from drey.options import ConfigOption
from drey.planner.plan import physical as phys
from drey.planner.plan.logical import RelNode, walk_plan
from drey.rex.nodes import AggregateCall
from drey.types import logical as t

POLARS_QUERY = ConfigOption[bool](
    "drey.batch.polars-query", bool, True, description="run batch plans as Polars queries where possible"
)

_SAFE_DECIMAL = 28
"""Digits of a DECIMAL whose sum over 10^10 rows still has 38: Polars fails where a sum has more, Flink gives NULL."""

_FLOATS = (t.FloatType, t.DoubleType)
"""Types whose values Polars groups otherwise than Flink: 0.0 and -0.0 are one key for it."""


class BatchRegions:
    """Finds the regions of one job.

    Args:
        roots: The physical plans of the job.
        options: The configuration.
        batch: True in batch mode; else there are no regions.
    """

    def __init__(self, roots: Sequence[RelNode], options: Mapping[str, str], batch: bool) -> None:
        self._on = batch and bool(POLARS_QUERY.get(options))
        self._alone = not self._on or default_parallelism(options) == 1
        self._scans = [n for r in roots for n in walk_plan(r) if isinstance(n, phys.PhysicalTableSourceScan)]

    def is_root(self, node: RelNode) -> bool:
        """True if the subtree below and with this node is a region. Asked from the sinks down."""
        if not self._on or isinstance(node, phys.PhysicalSink | phys.PhysicalCollectSink):
            return False
        blocking = any(_is_blocking(one) for one in walk_plan(node))
        return blocking and self._runs(node)

    def _runs(self, node: RelNode) -> bool:
        return _has_columns(node) and self._supported(node) and all(self._runs(one) for one in node.inputs)

    def _supported(self, node: RelNode) -> bool:
        match node:
            case phys.PhysicalTableSourceScan(scan=scan):
                # A table that the job reads twice is read once by the operators, with the same rows for both.
                once = self._scans.count(node) == 1
                return once and scan.abilities.bounded and scan.abilities.changelog.insert_only
            case phys.PhysicalPythonCalc():
                return self._alone and all(_is_row_node(one) for one in walk_plan(node))
            case phys.PhysicalGroupAggregate():
                types = node.input.row_type.types
                keys = not any(t.holds(types[i], _FLOATS) for i in node.keys)
                return (
                    node.batch
                    and not node.retract
                    and keys
                    and all(_usable(call, types) for call in node.calls)
                )
            case phys.PhysicalSort():
                return not node.retract and (node.fetch is not None or not node.keys)
        return isinstance(
            node,
            phys.PhysicalValues
            | phys.PhysicalCalc
            | phys.PhysicalExchange
            | phys.PhysicalExpand
            | phys.PhysicalReplicateRows
            | phys.PhysicalUnion,
        )


def _is_blocking(node: RelNode) -> bool:
    return isinstance(node, phys.PhysicalGroupAggregate) or (
        isinstance(node, phys.PhysicalSort) and bool(node.keys)
    )


def _is_row_node(node: RelNode) -> bool:
    """True for what Python functions may stand on: they run where the rows are read."""
    return isinstance(
        node,
        phys.PhysicalTableSourceScan
        | phys.PhysicalValues
        | phys.PhysicalCalc
        | phys.PhysicalPythonCalc
        | phys.PhysicalExchange,
    )


def _has_columns(node: RelNode) -> bool:
    """True if Polars' streaming engine can carry all columns: Python objects it can't."""
    return not any(t.holds(type_, (t.RawType,)) for type_ in node.row_type.types)


def _usable(call: AggregateCall, types: Sequence[t.LogicalType]) -> bool:
    if find_aggregate(call.name) is None:
        return False
    if (call.distinct or call.name == "COLLECT") and any(t.holds(types[i], _FLOATS) for i in call.arguments):
        return False
    wide = any(
        isinstance(types[i], t.DecimalType) and types[i].precision > _SAFE_DECIMAL  # type: ignore[attr-defined]
        for i in call.arguments
    )
    return not (wide and call.name in ("SUM", "SUM0", "AVG"))
