"""UNION, INTERSECT and EXCEPT in terms of union-all, counting and repeating."""

from __future__ import annotations

from drey.planner.plan import logical as rel
from drey.rex.nodes import AggregateCall, RexCall, RexInputRef, RexLiteral, RexNode
from drey.types import logical as t

_BIGINT = t.BigIntType(nullable=False)


def rewrite_set_operations(node: rel.RelNode) -> rel.RelNode:
    """All set operations but UNION ALL.

    - UNION: distinct rows of the union.
    - INTERSECT / EXCEPT: count each row per side; keep rows by the counts (``min`` of both for INTERSECT ALL,
      their difference for EXCEPT ALL), repeated as often where ALL is asked for.
    """
    if not isinstance(node, rel.LogicalSetOp) or (node.kind == "UNION" and node.all):
        return node
    if node.kind == "UNION":
        union = rel.LogicalSetOp(node.children, "UNION", True, node.output)
        return rel.LogicalAggregate(union, tuple(range(len(node.output.fields))))
    result = node.children[0]
    for other in node.children[1:]:
        result = _pairwise(node, result, other)
    return result


def _pairwise(node: rel.LogicalSetOp, left: rel.RelNode, right: rel.RelNode) -> rel.RelNode:
    width = len(node.output.fields)
    marked = tuple(_mark(side, node.output, number) for number, side in enumerate((left, right)))
    union = rel.LogicalSetOp(marked, "UNION", True, marked[0].row_type)
    counts = rel.LogicalAggregate(
        union,
        tuple(range(width)),
        (
            AggregateCall("SUM", (width,), _BIGINT, output="$left"),
            AggregateCall("SUM", (width + 1,), _BIGINT, output="$right"),
        ),
    )
    left_count, right_count = (RexInputRef(width + i, type=_BIGINT) for i in range(2))
    keys = rel.refs(counts.row_type)[:width]
    names = counts.row_type.names[:width]
    zero = RexLiteral(0, type=_BIGINT)
    boolean = t.BooleanType(nullable=False)
    present = RexCall("GREATER_THAN", (left_count, zero), type=boolean)
    if not node.all:
        comparison = "GREATER_THAN" if node.kind == "INTERSECT" else "EQUALS"
        other = RexCall(comparison, (right_count, zero), type=boolean)
        kept = rel.LogicalFilter(counts, RexCall("AND", (present, other), type=boolean))
        return rel.LogicalProject(kept, keys, names)
    smaller = RexCall("LESS_THAN", (left_count, right_count), type=boolean)
    times: RexNode
    if node.kind == "INTERSECT":
        times = RexCall("CASE", (smaller, left_count, right_count), type=_BIGINT)
    else:
        difference = RexCall("MINUS", (left_count, right_count), type=_BIGINT)
        times = RexCall("CASE", (smaller, zero, difference), type=_BIGINT)
    counted = rel.LogicalProject(counts, (*keys, times), (*names, "$times"))
    some = RexCall("GREATER_THAN", (RexInputRef(width, type=_BIGINT), zero), type=boolean)
    return rel.LogicalReplicateRows(rel.LogicalFilter(counted, some))


def _mark(side: rel.RelNode, output: t.RowType, number: int) -> rel.RelNode:
    """The side's rows with a column for each side: 1 in its own, 0 in the other's."""
    marks = tuple(RexLiteral(int(number == i), type=_BIGINT) for i in range(2))
    columns: tuple[RexNode, ...] = (*rel.refs(side.row_type), *marks)
    return rel.LogicalProject(side, columns, (*output.names, "$l", "$r"))
