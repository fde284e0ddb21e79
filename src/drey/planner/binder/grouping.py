"""GROUP BY: splits select items into group keys, aggregate calls and what is computed from both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from drey.errors import ValidationError
from drey.functions.call_builder import cast_to
from drey.functions.definition import NOT_LITERAL, CallTypes
from drey.functions.registry import find_aggregate
from drey.planner.binder.relations import (
    SQL_NAMES,
    NameStyle,
    as_condition,
    contains_aggregate,
    expand_stars,
    is_aggregate_name,
    project_rex,
    unique_names,
)
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import BoundRelation, Scope
from drey.planner.context import PlannerContext
from drey.planner.plan import logical as rel
from drey.records import record
from drey.rex import unresolved as u
from drey.rex.nodes import AggregateCall, RexCall, RexInputRef, RexLiteral, RexNode
from drey.types import logical as t


@record
class GroupBy:
    """The GROUP BY clause: all key expressions, and each grouping set as positions in ``keys``."""

    keys: tuple[u.Expr, ...]
    sets: tuple[tuple[int, ...], ...]

    @classmethod
    def plain(cls, keys: Sequence[u.Expr]) -> GroupBy:
        return cls(tuple(keys), (tuple(range(len(keys))),))


@record
class _PendingCall:
    """An aggregate call over input expressions, before these have become columns."""

    name: str
    arguments: tuple[RexNode, ...]
    type: t.LogicalType
    distinct: bool
    filter: RexNode | None
    options: tuple[str, ...]


class Grouping:
    """Collects what one grouped SELECT needs, then builds Project - Aggregate - Filter - Project."""

    def __init__(self, context: PlannerContext, relation: BoundRelation, group_by: GroupBy) -> None:
        self.context = context
        self.relation = relation
        self.inner = Resolver(context, relation.scope)
        self.group_by = group_by
        self.keys = [self.inner.resolve(key) for key in group_by.keys]
        self.calls: list[_PendingCall] = []
        self.call_names: list[str | None] = []
        self.groupings: list[tuple[str, tuple[int, ...]]] = []
        self.outer = Resolver(context, Scope(()), self._intercept)

    # Resolution of select items, HAVING and ORDER BY over the groups

    def resolve(self, expr: u.Expr) -> RexNode:
        """The expression over the aggregate's output: keys first, then calls, then GROUPING calls.

        References to calls and groupings are numbered behind ``len(keys)`` and shifted in :meth:`build`.
        """
        return self.outer.resolve(expr)

    def _intercept(self, expr: u.Expr) -> RexNode | None:
        if isinstance(expr, u.Call) and expr.function is None and is_aggregate_name(expr.name, self.context):
            return self._aggregate(expr)
        if isinstance(expr, u.Alias | u.SortKey):
            return None
        if not contains_aggregate(expr, self.context):
            key = self._key(expr)
            if key is not None:
                return key
        if isinstance(expr, u.Ref):
            self.inner.resolve(expr)
            raise ValidationError(f"Expression '{'.'.join(expr.parts)}' is not being grouped")
        return None

    def _key(self, expr: u.Expr) -> RexNode | None:
        if isinstance(expr, u.Lit):
            return None
        node = self.inner.resolve(expr)
        for index, key in enumerate(self.keys):
            if key == node:
                return RexInputRef(index, type=self._key_type(index))
        return None

    def _key_type(self, index: int) -> t.LogicalType:
        type_ = self.keys[index].type
        missing = any(index not in one for one in self.group_by.sets)
        return type_.with_nullable(True) if missing else type_

    def _aggregate(self, call: u.Call) -> RexNode:
        if any(contains_aggregate(argument, self.context) for argument in call.args):
            raise ValidationError("Aggregate expressions cannot be nested")
        if call.name.upper() in ("GROUPING", "GROUPING_ID", "GROUP_ID"):
            return self._grouping_call(call)
        function = find_aggregate(call.name)
        assert function is not None
        if call.distinct and any(isinstance(argument, u.Star) for argument in call.args):
            raise ValidationError(f"{call.name.upper()}(DISTINCT *) needs the columns by name")
        arguments = tuple(self.inner.resolve(a) for a in call.args if not isinstance(a, u.Star))
        types = CallTypes(
            call.name,
            [a.type for a in arguments],
            [_constant(a) for a in arguments],
            call.options,
        )
        type_ = function.infer(types)
        arguments = tuple(
            cast_to(a, types.coerced[i]) if i in types.coerced else a for i, a in enumerate(arguments)
        )
        condition = None
        if call.filter is not None:
            condition = as_condition(self.inner.resolve(call.filter), call.filter)
        every_row = bool(self.keys) and condition is None and () not in self.group_by.sets
        if function.null_if_empty and not every_row:
            type_ = type_.with_nullable(True)
        pending = _PendingCall(function.name, arguments, type_, call.distinct, condition, call.options)
        if pending not in self.calls:
            self.calls.append(pending)
            self.call_names.append(None)
        return RexInputRef(len(self.keys) + self.calls.index(pending), type=type_)

    def _grouping_call(self, call: u.Call) -> RexNode:
        if (call.name.upper() == "GROUP_ID") == bool(call.args):
            expected = "no argument" if call.args else "an argument"
            raise ValidationError(f"{call.name.upper()} takes {expected}")
        positions = []
        for argument in call.args:
            node = self.inner.resolve(argument)
            if node not in self.keys:
                raise ValidationError(
                    f"argument of {call.name.upper()} must be a grouped expression",
                    position=argument.position,
                )
            positions.append(self.keys.index(node))
        wanted = tuple(positions)
        existing = next((i for i, (_, p) in enumerate(self.groupings) if p == wanted), None)
        if existing is None:
            existing = len(self.groupings)
            self.groupings.append((f"$grouping{existing}", wanted))
        return RexInputRef(-1 - existing, type=t.BigIntType(nullable=False))

    def name_call(self, node: RexNode, name: str) -> None:
        """Call the column of an aggregate as the select item that is nothing but the aggregate."""
        if isinstance(node, RexInputRef) and node.index >= len(self.keys):
            index = node.index - len(self.keys)
            self.call_names[index] = self.call_names[index] or name

    # Building the plan

    def build(self) -> rel.LogicalAggregate:
        """The aggregate over a projection of keys and arguments."""
        columns: list[RexNode] = list(self.keys)
        names = [self._column_name(node) or f"$f{i}" for i, node in enumerate(columns)]

        def column(node: RexNode) -> int:
            if node in columns:
                return columns.index(node)
            columns.append(node)
            names.append(self._column_name(node) or f"$f{len(columns) - 1}")
            return len(columns) - 1

        made = []
        for index, call in enumerate(self.calls):
            made.append(
                AggregateCall(
                    call.name,
                    tuple(column(a) for a in call.arguments),
                    call.type,
                    call.distinct,
                    None if call.filter is None else column(call.filter),
                    self.call_names[index] or f"$agg{index}",
                    call.options,
                )
            )
        if columns:
            input_node = project_rex(self.relation.node, columns, names).node
        else:
            # COUNT(*) alone needs rows but no column
            input_node = rel.LogicalProject(self.relation.node, (_zero(),), ("$f0",))
        used = list(input_node.row_type.names[: len(self.keys)])
        outputs = unique_names([*used, *(c.output for c in made), *(n for n, _ in self.groupings)])
        made = [replace(c, output=outputs[len(used) + i]) for i, c in enumerate(made)]
        keys = tuple(range(len(self.keys)))
        return rel.LogicalAggregate(
            input_node,
            keys,
            tuple(made),
            self.group_by.sets if self.group_by.sets != (keys,) else (),
            tuple((outputs[len(used) + len(made) + i], p) for i, (_, p) in enumerate(self.groupings)),
        )

    def _column_name(self, node: RexNode) -> str | None:
        if isinstance(node, RexInputRef):
            return self.relation.node.row_type.names[node.index]
        return None

    def settle(self, node: RexNode) -> RexNode:
        """The expression with GROUPING references at their final place."""
        offset = len(self.keys) + len(self.calls)

        def move(one: RexNode) -> RexNode:
            if isinstance(one, RexInputRef) and one.index < 0:
                return replace(one, index=offset - 1 - one.index)
            return one

        return transform_refs(node, move)


@record
class GroupedColumns:
    """The last step of a grouped SELECT: the groups, and the columns that are projected from them."""

    groups: rel.RelNode
    projections: tuple[RexNode, ...]


def transform_refs(node: RexNode, rewrite: object) -> RexNode:
    """Rewrite all references of an expression."""
    from_children = tuple(transform_refs(child, rewrite) for child in node.children)
    if from_children:
        node = node.with_children(from_children)
    return rewrite(node)  # type: ignore[operator, no-any-return]


def _constant(node: RexNode) -> Any:
    """The value of a constant argument, also of a cast one, and of an array of constants; else ``NOT_LITERAL``."""
    match node:
        case RexLiteral(value=value):
            return value
        case RexCall(name="CAST", operands=(inner,)):
            return _constant(inner)
        case RexCall(name="ARRAY", operands=elements):
            values = [_constant(element) for element in elements]
            return NOT_LITERAL if any(value is NOT_LITERAL for value in values) else values
    return NOT_LITERAL


def _zero() -> RexLiteral:
    return RexLiteral(0, type=t.IntType(nullable=False))


def grouped_select(
    context: PlannerContext,
    relation: BoundRelation,
    group_by: GroupBy,
    exprs: Sequence[u.Expr],
    having: u.Expr | None = None,
    style: NameStyle = SQL_NAMES,
    later: Sequence[u.Expr] = (),
) -> tuple[BoundRelation, Grouping, GroupedColumns]:
    """SELECT exprs GROUP BY keys HAVING condition.

    Args:
        context: The session.
        relation: What is grouped.
        group_by: The keys and sets.
        exprs: The select list.
        having: A condition on the groups.
        style: How columns without a name are called.
        later: Expressions that the grouping will be asked for when the plan is built, as those of ORDER BY: their
            aggregates are computed with the others.

    Returns:
        The relation, the grouping (so that ORDER BY can resolve further expressions over the groups) and the
        projection that was made.
    """
    grouping = Grouping(context, relation, group_by)
    expanded = expand_stars(exprs, relation.scope)
    names = [style.name(expr, index) for index, expr in enumerate(expanded)]
    nodes = []
    for expr, name in zip(expanded, names, strict=True):
        item = grouping.resolve(expr)
        grouping.name_call(item, name)
        nodes.append(item)
    condition = None if having is None else as_condition(grouping.resolve(having), having)
    for expr in later:
        grouping.resolve(expr)
    groups: rel.RelNode = grouping.build()
    if condition is not None:
        groups = rel.LogicalFilter(groups, grouping.settle(condition))
    settled = tuple(grouping.settle(one) for one in nodes)
    return project_rex(groups, settled, names), grouping, GroupedColumns(groups, settled)
