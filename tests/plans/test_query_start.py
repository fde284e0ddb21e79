"""The current database gets into every expression of a plan, and nothing else of the plan changes."""

from __future__ import annotations

import pytest

from drey.functions.call_builder import make_call
from drey.planner.plan import logical as rel
from drey.planner.plan.text import PlanStyle, plan_style, rex_text
from drey.planner.planner import compile_job
from drey.planner.rules.query_start import fix_current_database
from drey.pyflink.table import EnvironmentSettings, TableEnvironment
from drey.rex.nodes import RexCall, RexLiteral, RexNode, walk
from drey.session.functions import pickle_function
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


@pytest.mark.parametrize("names", [(), ("d",)], ids=["first section", "names"])
@pytest.mark.parametrize("style", [PlanStyle(), PlanStyle(calcite=True)], ids=["plain", "calcite"])
def test_plans_and_names_show_the_call_without_the_database(names, style):
    with plan_style(style):
        (fixed,) = fix_current_database(rel.LogicalProject(ROWS, (asked(),), ("e",)), "here").projections
        assert rex_text(fixed, names) == "UPPER(CURRENT_DATABASE())"


def test_operators_have_the_same_names_and_uids_in_every_database():
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.execute_sql("CREATE TEMPORARY TABLE numbers (d INT) WITH ('connector' = 'datagen')")
    t_env.execute_sql("CREATE TEMPORARY VIEW asking AS SELECT UPPER(CURRENT_DATABASE()) AS e FROM numbers")
    view = t_env.from_path("asking")._relation.node
    found = []
    for database in ("here", "there"):
        t_env.execute_sql(f"CREATE DATABASE {database}")
        t_env.use_database(database)
        graph = compile_job("j", [rel.LogicalCollectSink(view)], t_env._session.context, pickle_function, {})
        assert database in str([one.params for one in graph.operators])
        found.append([(one.name, one.uid) for one in graph.operators])
    assert "Calc(select=[UPPER(CURRENT_DATABASE()) AS e])" in [name for name, _ in found[0]]
    assert found[0] == found[1]
