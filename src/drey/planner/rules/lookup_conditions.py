"""Conditions of lookup joins: into the join, and below it where they read the stream alone."""

from __future__ import annotations

from dataclasses import replace

from drey.planner.plan import logical as rel
from drey.planner.rules.determinism import is_deterministic
from drey.planner.rules.push_filters import conjunction, conjuncts, filtered
from drey.rex.nodes import RexNode, has_udf, input_refs


def push_lookup_conditions(node: rel.RelNode) -> rel.RelNode:
    """Filter(LookupJoin): terms on the stream go below, others of an INNER join into its condition.

    The terms of an INNER join's own condition that read the stream alone go below as well.
    """
    match node:
        case rel.LogicalFilter(input=rel.LogicalLookupJoin() as join, condition=condition):
            terms = conjuncts(condition)
        case rel.LogicalLookupJoin(join_type="INNER") as join:
            terms = []
        case _:
            return node
    own = [] if join.condition is None else conjuncts(join.condition)
    width = len(join.input.row_type.fields)
    above: list[RexNode] = []
    if join.join_type == "INNER":
        above = [term for term in terms if has_udf(term) or not is_deterministic(term)]
        own = [*own, *(term for term in terms if term not in above)]
        below = [term for term in own if _on_stream(term, width)]
        own = [term for term in own if term not in below]
    else:
        below = [term for term in terms if _on_stream(term, width)]
        above = [term for term in terms if term not in below]
    made = replace(join, input=filtered(join.input, below), condition=conjunction(own) if own else None)
    result = filtered(made, above)
    return node if result == node else result


def _on_stream(term: RexNode, width: int) -> bool:
    used = input_refs(term)
    return bool(used) and max(used) < width and not has_udf(term) and is_deterministic(term)
