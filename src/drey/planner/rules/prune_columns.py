"""Projection push-down: every node, down to the sources, carries only the columns that someone above reads.

A projection of no columns gets one, as something has to carry the number of rows.
"""

from __future__ import annotations

from dataclasses import replace

from drey.planner.plan import logical as rel
from drey.rex.nodes import AggregateCall, RexInputRef, RexLiteral, shift_refs
from drey.types.logical import BooleanType, RowType

Mapping = dict[int, int]
"""Old column position to new."""

_TRUE = RexLiteral(True, type=BooleanType(nullable=False))


def prune_columns(root: rel.RelNode) -> rel.RelNode:
    """Prune a whole plan; the root keeps all its columns, in order."""
    return _keep_all(root)


def _keep_all(node: rel.RelNode) -> rel.RelNode:
    pruned, _ = _prune(node, set(range(len(node.row_type.fields))))
    return pruned


def _prune(node: rel.RelNode, needed: set[int]) -> tuple[rel.RelNode, Mapping]:
    """The node with at least the needed columns, and where they are now."""
    match node:
        case rel.LogicalTableScan():
            return _scan(node, needed)
        case rel.LogicalProject():
            return _project(node, needed)
        case rel.LogicalFilter():
            used = needed | rel.used_columns((node.condition,))
            lower, mapping = _prune(node.input, used)
            return rel.LogicalFilter(lower, shift_refs(node.condition, mapping)), mapping
        case rel.LogicalAggregate(grouping_sets=(), grouping_calls=()):
            return _aggregate(node, needed)
        case rel.LogicalLookupJoin():
            return _lookup_join(node, needed)
        case rel.LogicalSort():
            lower, mapping = _prune(node.input, needed | {k.index for k in node.keys})
            keys = tuple(replace(k, index=mapping[k.index]) for k in node.keys)
            return replace(node, input=lower, keys=keys), mapping
        case rel.LogicalSetOp(kind="UNION", all=True):
            return _union(node, needed)
    inputs = tuple(_keep_all(one) for one in node.inputs)
    identity = {i: i for i in range(len(node.row_type.fields))}
    return (node.with_inputs(inputs) if inputs else node), identity


def _scan(node: rel.LogicalTableScan, needed: set[int]) -> tuple[rel.RelNode, Mapping]:
    names = node.row_type.names
    physical = [i for i, name in enumerate(names) if name in node.spec.row_type.names]
    if node.abilities.changelog.upserts:
        needed = needed | {names.index(key) for key in node.primary_key}
    kept = sorted(i for i in physical if i in needed)
    if not node.abilities.projection or len(kept) == len(physical):
        return node, {i: i for i in range(len(names))}
    if not kept:
        kept = physical[:1]  # something has to carry the number of rows
    metadata = [i for i in range(len(names)) if i not in physical]
    wanted_metadata = [i for i in metadata if i in needed]
    spec = replace(
        node.spec,
        projection=tuple(names[i] for i in kept),
        metadata=tuple(node.spec.metadata[metadata.index(i)] for i in wanted_metadata),
    )
    order = kept + wanted_metadata
    return replace(node, spec=spec), {old: new for new, old in enumerate(order)}


def _project(node: rel.LogicalProject, needed: set[int]) -> tuple[rel.RelNode, Mapping]:
    if not node.projections:
        return _rows_only(_prune(node.input, set())[0]), {}
    kept = sorted(needed) or [0]
    projections = tuple(node.projections[i] for i in kept)
    lower, mapping = _prune(node.input, rel.used_columns(projections))
    moved = tuple(shift_refs(p, mapping) for p in projections)
    made = rel.LogicalProject(lower, moved, tuple(node.names[i] for i in kept))
    return made, {old: new for new, old in enumerate(kept)}


def _lookup_join(node: rel.LogicalLookupJoin, needed: set[int]) -> tuple[rel.RelNode, Mapping]:
    used = needed | (set() if node.condition is None else rel.used_columns((node.condition,)))
    width = len(node.input.row_type.fields)
    lower, left = _prune(node.input, {i for i in used if i < width})
    scan, right = _scan(node.scan, {i - width for i in used if i >= width})
    assert isinstance(scan, rel.LogicalTableScan)
    moved = len(lower.row_type.fields)
    mapping = {**left, **{width + old: moved + new for old, new in right.items()}}
    condition = None if node.condition is None else shift_refs(node.condition, mapping)
    return replace(node, input=lower, scan=scan, condition=condition), mapping


def _aggregate(node: rel.LogicalAggregate, needed: set[int]) -> tuple[rel.RelNode, Mapping]:
    keys = len(node.keys)
    calls = [c for i, c in enumerate(node.calls) if keys + i in needed]
    if not calls and not keys:
        calls = list(node.calls[:1])
    used = set(node.keys) | {i for c in calls for i in (*c.arguments, c.filter) if i is not None}
    lower, mapping = _prune(node.input, used)
    moved = tuple(_move(c, mapping) for c in calls)
    made = replace(node, input=lower, keys=tuple(mapping[k] for k in node.keys), calls=moved)
    out = {i: i for i in range(keys)}
    out.update({keys + node.calls.index(c): keys + i for i, c in enumerate(calls)})
    return made, out


def _move(call: AggregateCall, mapping: Mapping) -> AggregateCall:
    condition = None if call.filter is None else mapping[call.filter]
    return replace(call, arguments=tuple(mapping[i] for i in call.arguments), filter=condition)


def _rows_only(node: rel.RelNode) -> rel.LogicalProject:
    return rel.LogicalProject(node, (_TRUE,), (rel.ROWS_ONLY,))


def _union(node: rel.LogicalSetOp, needed: set[int]) -> tuple[rel.RelNode, Mapping]:
    if not node.output.fields:
        rows = tuple(_rows_only(_prune(child, set())[0]) for child in node.children)
        return replace(node, children=rows, output=rows[0].row_type), {}
    kept = sorted(needed) or [0]
    children = tuple(_exactly(*_prune(child, set(kept)), kept, node.output) for child in node.children)
    output = node.output.project(kept)
    return replace(node, children=children, output=output), {old: new for new, old in enumerate(kept)}


def _exactly(node: rel.RelNode, mapping: Mapping, kept: list[int], output: RowType) -> rel.RelNode:
    """The node with just the kept columns in order."""
    positions = [mapping[i] for i in kept]
    if positions == list(range(len(node.row_type.fields))):
        return node
    fields = node.row_type.fields
    columns = tuple(RexInputRef(p, type=fields[p].type) for p in positions)
    return rel.LogicalProject(node, columns, tuple(output.names[i] for i in kept))
