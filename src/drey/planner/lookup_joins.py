"""Lookup joins as the runtime runs them: which columns of the external table the rows are asked for by."""

from __future__ import annotations

from drey.errors import UnsupportedError, ValidationError
from drey.planner.plan import logical as rel
from drey.planner.plan import physical as phys
from drey.planner.rules.push_filters import conjunction, conjuncts
from drey.planner.rules.python_calls import split_python_calls
from drey.rex.nodes import RexCall, RexInputRef, RexNode, has_udf, input_refs
from drey.types import logical as t


def lookup_join(node: rel.LogicalLookupJoin, lower: rel.RelNode) -> rel.RelNode:
    """The physical join over its physical input.

    Raises:
        ValidationError: No column of the table is compared for equality.
        UnsupportedError: The condition of a LEFT join, or a key, calls a Python function.
    """
    width = len(lower.row_type.fields)
    keys: dict[str, RexNode] = {}
    rest: list[RexNode] = []
    functions: list[RexNode] = []
    for term in [] if node.condition is None else conjuncts(node.condition):
        found = _key(term, width, node.scan.row_type)
        if found is not None and found[0] not in keys and not has_udf(found[1]):
            keys[found[0]] = found[1]
        elif has_udf(term):
            functions.append(term)
        else:
            rest.append(term)
    if not any(input_refs(value) for value in keys.values()):
        raise ValidationError(
            f"Temporal table join requires an equality condition on fields of table [{'.'.join(node.scan.name.parts)}].",
            hint="compare a column of the table with a value of the stream of the same type: ON s.k = t.k",
        )
    if functions and node.join_type == "LEFT":
        raise UnsupportedError("a Python function in the condition of a LEFT lookup join is not built yet")
    condition = conjunction(rest) if rest else None
    joined = phys.PhysicalLookupJoin(
        lower, node.scan, node.join_type, tuple(keys.items()), condition, node.row_type
    )
    if not functions:
        return joined
    columns = rel.refs(joined.row_type)
    return split_python_calls(
        phys.PhysicalCalc(joined, columns, joined.row_type.names, conjunction(functions))
    )


def _key(term: RexNode, width: int, table: t.RowType) -> tuple[str, RexNode] | None:
    """``column = value`` with a column of the table and a value that reads the input at most."""
    if not isinstance(term, RexCall) or term.name != "EQUALS":
        return None
    for column, value in (term.operands, term.operands[::-1]):
        if (
            isinstance(column, RexInputRef)
            and column.index >= width
            and max(input_refs(value), default=0) < width
        ):
            field = table.fields[column.index - width]
            texts = isinstance(field.type, t.CharacterType) and isinstance(value.type, t.CharacterType)
            if texts or field.type.same_ignoring_null(value.type):
                return field.name, value
    return None
