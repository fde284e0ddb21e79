"""Tells sources which columns, rows and how many of them are wanted."""

from __future__ import annotations

from dataclasses import replace

from drey.functions.registry import scalar_function
from drey.planner.plan import logical as rel
from drey.planner.rules.push_filters import conjuncts
from drey.rex.nodes import RexCall, RexNode, RexUdf, shift_refs, walk


def push_filter_into_scan(node: rel.RelNode) -> rel.RelNode:
    """Filter(Scan): the scan learns the deterministic terms. The filter stays, a source may ignore them."""
    if not isinstance(node, rel.LogicalFilter) or not isinstance(node.input, rel.LogicalTableScan):
        return node
    scan = node.input
    if not scan.abilities.filters or scan.spec.filters:
        return node
    names = scan.spec.row_type.names
    produced = scan.row_type.names
    if any(name not in names for name in produced):
        return node
    mapping = {i: names.index(name) for i, name in enumerate(produced)}
    terms = tuple(shift_refs(term, mapping) for term in conjuncts(node.condition) if _simple(term))
    if not terms:
        return node
    return replace(node, input=replace(scan, spec=replace(scan.spec, filters=terms)))


def _simple(term: RexNode) -> bool:
    for node in walk(term):
        if isinstance(node, RexUdf):
            return False
        if isinstance(node, RexCall):
            function = scalar_function(node.name)
            if not function.deterministic or function.dynamic:
                return False
    return True


def push_limit_into_scan(node: rel.RelNode) -> rel.RelNode:
    """Limit(Scan) or Limit(Project(Scan)): the scan may stop after enough rows."""
    if not isinstance(node, rel.LogicalSort) or node.keys or node.fetch is None:
        return node
    below = node.input
    scan = below.input if isinstance(below, rel.LogicalProject) else below
    if not isinstance(scan, rel.LogicalTableScan) or not scan.abilities.limit or scan.spec.limit is not None:
        return node
    limited = replace(scan, spec=replace(scan.spec, limit=node.offset + node.fetch))
    return replace(
        node, input=replace(below, input=limited) if isinstance(below, rel.LogicalProject) else limited
    )
