"""Binds lookup joins: ``stream JOIN table FOR SYSTEM_TIME AS OF stream.proc_time AS t ON stream.k = t.k``."""

from __future__ import annotations

from drey.errors import UnsupportedError, ValidationError
from drey.planner.binder.relations import as_condition
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import BoundRelation, Scope, ScopeColumn
from drey.planner.context import PlannerContext
from drey.planner.plan import logical as rel
from drey.rex import unresolved as u
from drey.rex.nodes import RexInputRef, RexNode
from drey.types import logical as t


def lookup_join(
    context: PlannerContext,
    left: BoundRelation,
    right: BoundRelation,
    join_type: str,
    moment: u.Expr,
    condition: u.Expr | None,
) -> BoundRelation:
    """The join of a stream with an external table.

    Args:
        context: The session.
        left: The stream.
        right: The table.
        join_type: ``INNER`` or ``LEFT``.
        moment: What stands behind AS OF.
        condition: What stands behind ON; None if nothing.

    Raises:
        ValidationError: The moment is no processing time of the stream, or the table can't be asked by key.
        UnsupportedError: It is another temporal join.
    """
    period = _period(Resolver(context, left.scope).resolve(moment), moment)
    scan = _scan(right.node)
    width = len(left.node.row_type.fields)
    moved = (ScopeColumn(c.name, width + c.index, c.type, c.qualifier) for c in right.scope.columns)
    scope = Scope((*left.scope.columns, *moved))
    on = None
    if condition is not None:
        on = as_condition(Resolver(context, scope).resolve(condition), condition)
    node = rel.LogicalLookupJoin(left.node, scan, join_type, on, period)
    typed = (
        ScopeColumn(c.name, c.index, node.row_type.fields[c.index].type, c.qualifier) for c in scope.columns
    )
    return BoundRelation(node, Scope(tuple(typed)))


def _period(found: RexNode, moment: u.Expr) -> RexInputRef:
    if not isinstance(found.type, t.AnyTimestampType):
        raise ValidationError(
            f"The system time period specification expects Timestamp type but is '{found.type.summary()}'",
            position=moment.position,
        )
    if not isinstance(found, RexInputRef):
        raise UnsupportedError(
            "FOR SYSTEM_TIME AS OF an expression is not built yet",
            hint="name a processing-time column of the stream: proc_time AS PROCTIME()",
            position=moment.position,
        )
    if found.type.attribute is t.TimeAttribute.ROWTIME:
        raise UnsupportedError(
            "joins with FOR SYSTEM_TIME AS OF an event time are not built yet", position=moment.position
        )
    if found.type.attribute is not t.TimeAttribute.PROCTIME:
        raise ValidationError(
            "Temporal table join currently only supports 'FOR SYSTEM_TIME AS OF' left table's time attribute "
            "field.",
            hint="name a processing-time column of the stream: proc_time AS PROCTIME()",
            position=moment.position,
        )
    return found


def _scan(node: rel.RelNode) -> rel.LogicalTableScan:
    below = node.input if isinstance(node, rel.LogicalProject | rel.LogicalWatermarkAssigner) else node
    if isinstance(below, rel.LogicalTableScan) and not below.abilities.lookup:
        raise ValidationError(
            f"table '{below.name}' can't be looked up by key",
            detail=f"connector '{below.spec.connector}' reads its rows only as a whole",
            hint="lookup joins are for tables of databases: 'connector' = 'jdbc'",
        )
    if not isinstance(node, rel.LogicalTableScan):
        raise UnsupportedError(
            "a lookup join with a view, or a table with computed columns or a watermark, is not built yet",
            hint="join the plain table, and compute in SELECT",
        )
    return node
