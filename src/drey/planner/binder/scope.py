"""What names mean at one place of a query: the columns that are visible and their qualifiers."""

from __future__ import annotations

from drey.errors import SourcePosition, ValidationError, did_you_mean
from drey.planner.plan.logical import RelNode
from drey.records import record
from drey.rex.nodes import RexCall, RexInputRef, RexNode
from drey.types import logical as t


@record
class ScopeColumn:
    """One visible column: its name, place in the input, type, and the table it is from."""

    name: str
    index: int
    type: t.LogicalType
    qualifier: tuple[str, ...] = ()


@record
class Scope:
    """The visible columns, in order. Names distinguish case, as in Flink."""

    columns: tuple[ScopeColumn, ...]

    @classmethod
    def of(cls, row_type: t.RowType, qualifier: tuple[str, ...] = ()) -> Scope:
        return cls(tuple(ScopeColumn(f.name, i, f.type, qualifier) for i, f in enumerate(row_type.fields)))

    def qualified(self, qualifier: tuple[str, ...]) -> Scope:
        """The same columns under another table name."""
        return Scope(tuple(ScopeColumn(c.name, c.index, c.type, qualifier) for c in self.columns))

    def matching(self, qualifier: tuple[str, ...]) -> list[ScopeColumn]:
        """The columns of the table that a (perhaps partial) qualifier names."""
        if not qualifier:
            return list(self.columns)
        count = len(qualifier)
        return [c for c in self.columns if c.qualifier[-count:] == qualifier]

    def find(self, parts: tuple[str, ...]) -> RexNode | None:
        """The expression for a dotted name, or None if no column has it.

        The longest table qualifier wins; what is left behind the column are fields of a row.
        """
        for split in range(len(parts) - 1, -1, -1):
            candidates = [c for c in self.matching(parts[:split]) if c.name == parts[split]]
            if len(candidates) > 1 and split == 0:
                raise ValidationError(f"Column '{parts[split]}' is ambiguous")
            if candidates:
                node: RexNode = RexInputRef(candidates[0].index, type=candidates[0].type)
                for name in parts[split + 1 :]:
                    node = field_of(node, name)
                return node
        return None

    def resolve(self, parts: tuple[str, ...], position: SourcePosition | None) -> RexNode:
        """As :meth:`find`, but an unknown name is an error with the nearest names."""
        try:
            found = self.find(parts)
        except ValidationError as error:
            raise error.at(position) from None
        if found is not None:
            return found
        qualifiers = {c.qualifier[-1] for c in self.columns if c.qualifier}
        if len(parts) > 1 and not self.matching(parts[:1]) and parts[0] not in {c.name for c in self.columns}:
            raise ValidationError(
                f"Table '{parts[0]}' not found",
                hint=did_you_mean(parts[0], qualifiers),
                position=position,
            )
        names = [c.name for c in self.columns]
        raise ValidationError(
            f"Column '{parts[-1]}' not found in any table",
            hint=did_you_mean(parts[-1], names) or ("columns: " + ", ".join(names) if names else None),
            position=position,
        )


def field_of(node: RexNode, name: str) -> RexNode:
    """The field of a row expression.

    Raises:
        ValidationError: The expression is no row, or has no such field.
    """
    if not isinstance(node.type, t.RowType):
        raise ValidationError(f"'{name}' is no field: the expression before it is {node.type.summary()}")
    index = node.type.index_of(name)
    if index is None:
        raise ValidationError(f"unknown field '{name}'", hint=did_you_mean(name, node.type.names))
    type_ = node.type.fields[index].type
    return RexCall("FIELD", (node,), (name,), type=type_.with_nullable(type_.nullable or node.type.nullable))


@record
class BoundRelation:
    """A plan together with what its columns are called."""

    node: RelNode
    scope: Scope

    @classmethod
    def of(cls, node: RelNode, qualifier: tuple[str, ...] = ()) -> BoundRelation:
        return cls(node, Scope.of(node.row_type, qualifier))
