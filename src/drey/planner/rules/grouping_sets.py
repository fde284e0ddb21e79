"""GROUPING SETS, ROLLUP and CUBE: an Expand below a plain aggregate over one more key, the set's number."""

from __future__ import annotations

from dataclasses import replace

from drey.planner.plan import logical as rel
from drey.rex.nodes import AggregateCall, RexCall, RexInputRef, RexLiteral, RexNode
from drey.types import logical as t

EXPAND_ID = "$e"


def expand_grouping_sets(node: rel.RelNode) -> rel.RelNode:
    """Aggregate with sets -> Project(Aggregate(Expand)).

    Each input row is repeated for every set, with NULL in the key columns that the set leaves out and the
    bit mask of left-out keys in the last column, so that equal rows of different sets stay apart; above the mask's
    bits stands how often the same set was listed before, which is GROUP_ID. Arguments of aggregates that are keys
    too are read from a copy, which the NULLs don't touch.
    """
    if not isinstance(node, rel.LogicalAggregate) or not (node.grouping_sets or node.grouping_calls):
        return node
    sets = node.grouping_sets or (tuple(range(len(node.keys))),)
    source = node.input.row_type
    width = len(source.fields)
    copies = sorted({i for call in node.calls for i in (*call.arguments, call.filter) if i in node.keys})
    id_type = t.BigIntType(nullable=False)
    fields = [
        (f.name, f.type.with_nullable(f.type.nullable or i in node.keys)) for i, f in enumerate(source.fields)
    ]
    fields += [(f"{source.fields[i].name}$copy", source.fields[i].type) for i in copies]
    output = t.RowType.of(*fields, (EXPAND_ID, id_type), nullable=False)
    projects = []
    for number, one in enumerate(sets):
        row: list[RexNode] = []
        for index in range(width):
            type_ = output.fields[index].type
            left_out = index in node.keys and node.keys.index(index) not in one
            row.append(
                RexLiteral(None, type=type_)
                if left_out
                else RexInputRef(index, type=source.fields[index].type)
            )
        row += [RexInputRef(i, type=source.fields[i].type) for i in copies]
        repetition = sets[:number].count(one)
        row.append(RexLiteral(_mask(one, len(node.keys)) + (repetition << len(node.keys)), type=id_type))
        projects.append(tuple(row))
    expand = rel.LogicalExpand(node.input, tuple(projects), output)
    moved = {key: width + copies.index(key) for key in copies}
    calls = tuple(_move(call, moved) for call in node.calls)
    id_index = len(output.fields) - 1
    # Flink shows the projection that comes on top
    hints = None if node.state_ttl is None else replace(node.state_ttl, optimized_depth=1)
    aggregate = rel.LogicalAggregate(expand, (*node.keys, id_index), calls, state_ttl=hints)
    return _restore(node, aggregate)


def _mask(one: tuple[int, ...], keys: int) -> int:
    """Bit i from the left is 1 if key i is not in the set."""
    return sum(1 << (keys - 1 - i) for i in range(keys) if i not in one)


def _move(call: AggregateCall, moved: dict[int, int]) -> AggregateCall:
    arguments = tuple(moved.get(i, i) for i in call.arguments)
    return replace(
        call, arguments=arguments, filter=None if call.filter is None else moved.get(call.filter, call.filter)
    )


def _restore(node: rel.LogicalAggregate, aggregate: rel.LogicalAggregate) -> rel.RelNode:
    """The columns of the original node: keys, calls, and GROUPING computed from the set's mask."""
    made = aggregate.row_type
    keys = len(node.keys)
    id_ref = RexInputRef(keys, type=made.fields[keys].type)
    columns: list[RexNode] = [RexInputRef(i, type=made.fields[i].type) for i in range(keys)]
    columns += [RexInputRef(keys + 1 + i, type=c.type) for i, c in enumerate(node.calls)]
    columns += [_grouping(id_ref, positions, keys) for _, positions in node.grouping_calls]
    return rel.LogicalProject(aggregate, tuple(columns), node.row_type.names)


def _grouping(mask: RexNode, positions: tuple[int, ...], keys: int) -> RexNode:
    """GROUPING_ID(positions): the positions' bits, leftmost first, as one number; without positions GROUP_ID."""
    bigint = t.BigIntType(nullable=False)
    if not positions:
        return RexCall("DIVIDE", (mask, RexLiteral(1 << keys, type=bigint)), type=bigint)
    total: RexNode = RexLiteral(0, type=bigint)
    for place, position in enumerate(reversed(positions)):
        divisor = RexLiteral(1 << (keys - 1 - position), type=bigint)
        shifted = RexCall("DIVIDE", (mask, divisor), type=bigint)
        bit = RexCall("MOD", (shifted, RexLiteral(2, type=bigint)), type=bigint)
        weighted = RexCall("TIMES", (bit, RexLiteral(1 << place, type=bigint)), type=bigint)
        total = RexCall("PLUS", (total, weighted), type=bigint)
    return total
