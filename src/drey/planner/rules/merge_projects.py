"""Project over Project becomes one Project."""

from __future__ import annotations

from collections import Counter

from drey.planner.plan import logical as rel
from drey.planner.rules.determinism import is_deterministic
from drey.rex.nodes import RexInputRef, RexNode, has_udf, inline, walk

_MAX_NODES = 2000


def merge_projects(node: rel.RelNode) -> rel.RelNode:
    """Inline the lower projections, unless a Python function or a non-trivial value would run twice."""
    if not isinstance(node, rel.LogicalProject):
        return node
    if node.is_identity:
        return node.input
    lower = node.input
    if not isinstance(lower, rel.LogicalProject) or not inlinable(node.projections, lower.projections):
        return node
    merged = tuple(inline(p, lower.projections) for p in node.projections)
    return rel.LogicalProject(lower.input, merged, node.names)


def inlinable(upper: tuple[RexNode, ...], lower: tuple[RexNode, ...]) -> bool:
    """True if no Python or non-deterministic function below would be evaluated more than once, and the result
    stays small."""
    uses = Counter(n.index for node in upper for n in walk(node) if isinstance(n, RexInputRef))
    once = [lower[index] for index, count in uses.items() if count > 1]
    if any(has_udf(value) or not is_deterministic(value) for value in once):
        return False
    return sum(count * sum(1 for _ in walk(lower[index])) for index, count in uses.items()) < _MAX_NODES
