"""Logical plan to physical plan: which operator does what, for streaming and for batch."""

from __future__ import annotations

from dataclasses import replace

from drey.errors import UnsupportedError
from drey.planner.context import PlannerContext
from drey.planner.lookup_joins import lookup_join
from drey.planner.plan import logical as rel
from drey.planner.plan import physical as phys
from drey.planner.rules.python_calls import split_python_calls
from drey.rex.nodes import RexInputRef, has_udf, inline


def to_physical(node: rel.RelNode, context: PlannerContext) -> rel.RelNode:
    """Convert a logical plan."""
    match node:
        case rel.LogicalTableScan():
            return _scan(node)
        case rel.LogicalValues():
            return phys.PhysicalValues(node.type, node.rows)
        case rel.LogicalProject():
            return _project(node, context)
        case rel.LogicalFilter():
            lower = to_physical(node.input, context)
            columns = rel.refs(lower.row_type)
            return _calc(phys.PhysicalCalc(lower, columns, lower.row_type.names, node.condition))
        case rel.LogicalWatermarkAssigner():
            lower = to_physical(node.input, context)
            return _in_source(node, lower) or phys.PhysicalWatermarkAssigner(
                lower, node.rowtime, node.expression, node.output
            )
        case rel.LogicalAggregate():
            return _aggregate(node, context)
        case rel.LogicalExpand():
            return phys.PhysicalExpand(to_physical(node.input, context), node.projects, node.output)
        case rel.LogicalReplicateRows():
            return phys.PhysicalReplicateRows(to_physical(node.input, context))
        case rel.LogicalSetOp(kind="UNION", all=True):
            children = tuple(to_physical(child, context) for child in node.children)
            return phys.PhysicalUnion(children, node.output)
        case rel.LogicalSort():
            return _sort(node, context)
        case rel.LogicalLookupJoin():
            return lookup_join(node, to_physical(node.input, context))
        case rel.LogicalSink():
            lower = to_physical(node.input, context)
            return phys.PhysicalSink(lower, node.name, node.spec, node.abilities, node.key_from_query)
        case rel.LogicalCollectSink():
            return phys.PhysicalCollectSink(to_physical(node.input, context), node.label)
    raise UnsupportedError(f"{type(node).__name__} has no physical form")


def _scan(node: rel.LogicalTableScan) -> rel.RelNode:
    """A source of upserts tells the last row of each key: the rows before it have to be remembered."""
    scan = phys.PhysicalTableSourceScan(node)
    if not node.abilities.changelog.upserts:
        return scan
    exchange = phys.PhysicalExchange(scan, "hash", node.primary_key)
    return phys.PhysicalChangelogNormalize(exchange, node.primary_key)


def _in_source(node: rel.LogicalWatermarkAssigner, lower: rel.RelNode) -> rel.RelNode | None:
    """The plan without the assigner, where the source finds event time for each split; None elsewhere."""
    calc = lower if isinstance(lower, phys.PhysicalCalc) else None
    scan = lower if calc is None else calc.input
    if not isinstance(scan, phys.PhysicalTableSourceScan) or not scan.scan.abilities.watermarks:
        return None
    position = node.output.names.index(node.rowtime)
    if calc is None:
        rowtime = RexInputRef(position, type=scan.row_type.types[position])
        return replace(scan, watermark=node.expression, rowtime=rowtime, output=node.output)
    if calc.condition is not None or any(has_udf(one) for one in calc.projections):
        return None
    typed = list(calc.projections)
    typed[position] = replace(typed[position], type=node.output.types[position])
    found = replace(
        scan, watermark=inline(node.expression, calc.projections), rowtime=calc.projections[position]
    )
    return replace(calc, input=found, projections=tuple(typed))


def _project(node: rel.LogicalProject, context: PlannerContext) -> rel.RelNode:
    """Project and a Filter directly below are one Calc."""
    below = node.input
    condition = None
    if isinstance(below, rel.LogicalFilter) and not has_udf(below.condition):
        condition, below = below.condition, below.input
    return _calc(phys.PhysicalCalc(to_physical(below, context), node.projections, node.names, condition))


def _calc(calc: phys.PhysicalCalc) -> rel.RelNode:
    return split_python_calls(calc)


def _aggregate(node: rel.LogicalAggregate, context: PlannerContext) -> rel.RelNode:
    lower = to_physical(node.input, context)
    names = tuple(lower.row_type.names[k] for k in node.keys)
    exchange = phys.PhysicalExchange(lower, "hash" if names else "single", names)
    if context.batch:  # it forgets nothing, whatever hints say
        return phys.PhysicalGroupAggregate(exchange, node.keys, node.calls, node.output, batch=True)
    own = None if node.state_ttl is None else node.state_ttl.ttl
    return phys.PhysicalGroupAggregate(
        exchange,
        node.keys,
        node.calls,
        node.output,
        expires=context.expires if own is None else own > 0,
        state_ttl=None if own is None else node.state_ttl,
    )


def _sort(node: rel.LogicalSort, context: PlannerContext) -> rel.RelNode:
    if node.keys and node.fetch is None and not context.batch:
        raise UnsupportedError(
            "Sort on a non-time-attribute field is not supported.",
            detail="an unbounded input can't be sorted as a whole",
            hint="add LIMIT, or run in batch mode: SET 'execution.runtime-mode' = 'batch'",
        )
    exchange = phys.PhysicalExchange(to_physical(node.input, context), "single")
    return phys.PhysicalSort(exchange, node.keys, node.offset, node.fetch, batch=context.batch)
