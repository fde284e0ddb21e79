"""Fixes what a query takes from its session at its start: the current database, wherever an expression asks for it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from drey.planner.plan.logical import LogicalValues, RelNode, rewrite_plan
from drey.rex.nodes import RexCall, RexNode, transform


def fix_current_database(plan: RelNode, database: str) -> RelNode:
    """The plan with this name in all calls of CURRENT_DATABASE, those in views and computed columns too."""

    def fix(node: RexNode) -> RexNode:
        if isinstance(node, RexCall) and node.name == "CURRENT_DATABASE":
            return replace(node, options=(database,))
        return node

    def fixed(value: Any) -> Any:
        if isinstance(value, RexNode):
            return transform(value, fix)
        if isinstance(value, tuple):
            return tuple(fixed(one) for one in value)
        return value

    def rule(node: RelNode) -> RelNode:
        if isinstance(node, LogicalValues):  # literals only, maybe a million
            return node
        known = {one.name: getattr(node, one.name) for one in fields(node)}
        new = {name: fixed(value) for name, value in known.items()}
        return node if new == known else replace(node, **new)

    return rewrite_plan(plan, rule)
