"""Upsert keys: sets of columns that identify a row over all its changes."""

from __future__ import annotations

from drey.planner.plan import physical as phys
from drey.planner.plan.logical import RelNode
from drey.rex.nodes import RexCall, RexInputRef, RexNode
from drey.types import logical as t

Keys = frozenset[frozenset[int]]

_NONE: Keys = frozenset()


def upsert_keys(node: RelNode) -> Keys:
    """All known keys of a physical node, each a set of column positions."""
    match node:
        case phys.PhysicalTableSourceScan():
            names = node.row_type.names
            key = node.scan.primary_key
            if key and all(name in names for name in key):
                return frozenset({frozenset(names.index(name) for name in key)})
            return _NONE
        case phys.PhysicalGroupAggregate():
            return frozenset({frozenset(range(len(node.keys)))})
        case phys.PhysicalLookupJoin():
            key = node.scan.primary_key
            one_row = bool(key) and set(key) <= {column for column, _ in node.keys}
            return upsert_keys(node.input) if one_row else _NONE
        case phys.PhysicalCalc():
            return _through(node)
        case phys.PhysicalPythonCalc():
            moved = {old: new for new, old in enumerate(node.forward)}
            return _mapped(upsert_keys(node.input), moved)
        case (
            phys.PhysicalUnion()
            | phys.PhysicalReplicateRows()
            | phys.PhysicalExpand()
            | phys.PhysicalValues()
        ):
            return _NONE
    return upsert_keys(node.inputs[0]) if node.inputs else _NONE


def _through(calc: phys.PhysicalCalc) -> Keys:
    moved: dict[int, int] = {}
    for new, projection in enumerate(calc.projections):
        column = _column(projection)
        if column is not None:
            moved.setdefault(column.index, new)
    return _mapped(upsert_keys(calc.input), moved)


def _column(projection: RexNode) -> RexInputRef | None:
    """The column that a projection passes on, perhaps cast to a wider type: different values stay different."""
    if isinstance(projection, RexCall) and projection.name == "CAST":
        (operand,) = projection.operands
        return _column(operand) if _keeps_apart(operand.type, projection.type) else None
    return projection if isinstance(projection, RexInputRef) else None


def _keeps_apart(source: t.LogicalType, target: t.LogicalType) -> bool:
    match source, target:
        case t.CharacterType(), t.VarCharType():
            return source.length <= target.length
        case t.IntegerNumericType(), t.IntegerNumericType():
            return source.bits <= target.bits
        case t.IntegerNumericType(), t.DecimalType():
            return source.digits <= target.precision - target.scale
        case t.TimestampType(), t.TimestampType():
            return source.precision <= target.precision
    return False


def _mapped(keys: Keys, moved: dict[int, int]) -> Keys:
    return frozenset(frozenset(moved[i] for i in key) for key in keys if all(i in moved for i in key))
