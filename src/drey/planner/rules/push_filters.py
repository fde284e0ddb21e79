"""Moves filters towards the source, and before Python functions."""

from __future__ import annotations

from dataclasses import replace

from drey.planner.plan import logical as rel
from drey.planner.rules.determinism import is_deterministic
from drey.rex.nodes import RexCall, RexNode, has_udf, inline, input_refs
from drey.types import logical as t


def conjuncts(node: RexNode) -> list[RexNode]:
    """The terms of a chain of ANDs."""
    if isinstance(node, RexCall) and node.name == "AND":
        return [term for operand in node.operands for term in conjuncts(operand)]
    return [node]


def conjunction(terms: list[RexNode]) -> RexNode:
    """The terms joined by AND, left to right."""
    result = terms[0]
    for term in terms[1:]:
        nullable = result.type.nullable or term.type.nullable
        result = RexCall("AND", (result, term), type=t.BooleanType(nullable=nullable))
    return result


def filtered(node: rel.RelNode, terms: list[RexNode]) -> rel.RelNode:
    """The node below a filter of the terms, or the node itself if there are none."""
    return rel.LogicalFilter(node, conjunction(terms)) if terms else node


def push_filters(node: rel.RelNode) -> rel.RelNode:
    """One step: Filter below Filter, Project, UNION ALL or Aggregate (terms on keys only)."""
    if not isinstance(node, rel.LogicalFilter):
        return node
    terms = conjuncts(node.condition)
    match node.input:
        case rel.LogicalFilter() as lower:
            merged = filtered(lower.input, conjuncts(lower.condition) + terms)
            return push_filters(merged)
        case rel.LogicalProject() as project:
            return _through_project(project, terms)
        case rel.LogicalSetOp(kind="UNION", all=True) as union:
            children = tuple(push_filters(filtered(child, terms)) for child in union.children)
            return replace(union, children=children)
        case rel.LogicalAggregate(grouping_sets=()) as aggregate if aggregate.keys:
            return _through_aggregate(aggregate, terms)
    return node


def _through_project(project: rel.LogicalProject, terms: list[RexNode]) -> rel.RelNode:
    below: list[RexNode] = []
    above: list[RexNode] = []
    for term in terms:
        moved = inline(term, project.projections)
        if has_udf(moved) or not is_deterministic(moved):
            above.append(term)
        else:
            below.append(moved)
    if not below:
        return filtered(project, above)
    lowered = replace(project, input=push_filters(filtered(project.input, below)))
    return filtered(lowered, above)


def _through_aggregate(aggregate: rel.LogicalAggregate, terms: list[RexNode]) -> rel.RelNode:
    keys = len(aggregate.keys)
    columns = rel.refs(aggregate.input.row_type)
    below = [inline(t_, tuple(columns[k] for k in aggregate.keys)) for t_ in terms if _on_keys(t_, keys)]
    above = [t_ for t_ in terms if not _on_keys(t_, keys)]
    if not below:
        return filtered(aggregate, above)
    lowered = replace(aggregate, input=push_filters(filtered(aggregate.input, below)))
    return filtered(lowered, above)


def _on_keys(term: RexNode, keys: int) -> bool:
    """True if all rows of a group would give the same answer."""
    return max(input_refs(term), default=keys) < keys and is_deterministic(term)
