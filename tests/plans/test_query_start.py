"""The current database gets into every expression of a plan, and nothing else of the plan changes."""

from __future__ import annotations

from drey.functions.call_builder import make_call
from drey.planner.plan import logical as rel
from drey.planner.rules.query_start import fix_current_database
from drey.rex.nodes import RexCall, RexLiteral, RexNode, walk
from drey.types import logical as t

TEXTS = t.RowType.of(("d", t.string_type()), nullable=False)
ROWS = rel.LogicalValues(TEXTS, ((RexLiteral("a", type=t.string_type()),),))


def asked() -> RexNode:
    return make_call("UPPER", (make_call("CURRENT_DATABASE", ()),))


def databases(node: RexNode) -> list[tuple[str, ...]]:
    return [one.options for one in walk(node) if isinstance(one, RexCall) and one.name == "CURRENT_DATABASE"]


def test_every_expression_of_a_plan_has_the_database():
    condition = make_call("EQUALS", (asked(), RexLiteral("A", type=t.string_type())))
    filtered = rel.LogicalFilter(rel.LogicalProject(ROWS, (asked(),), ("d",)), condition)
    marked = rel.LogicalWatermarkAssigner(filtered, "d", asked(), TEXTS)
    expanded = rel.LogicalExpand(marked, ((asked(),), (rel.refs(TEXTS)[0],)), TEXTS)
    fixed = fix_current_database(rel.LogicalCollectSink(expanded), "here")
    seen = []
    for node in rel.walk_plan(fixed):
        match node:
            case rel.LogicalExpand():
                seen += databases(node.projects[0][0])
                assert node.projects[1] == expanded.projects[1]
            case rel.LogicalWatermarkAssigner():
                seen += databases(node.expression)
            case rel.LogicalFilter():
                seen += databases(node.condition)
            case rel.LogicalProject():
                seen += databases(node.projections[0])
    assert seen == [("here",)] * 4
    assert databases(filtered.condition) == [()]


def test_a_plan_that_does_not_ask_stays_the_same_object():
    plan = rel.LogicalCollectSink(rel.LogicalProject(ROWS, rel.refs(TEXTS), ("e",)))
    assert fix_current_database(plan, "here") is plan
