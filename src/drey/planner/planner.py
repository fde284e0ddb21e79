"""The planner's face: bound plans in, job graphs and explanations out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from drey.graph.job_graph import JobGraph
from drey.planner.binder.relations import check_types
from drey.planner.changelog import assign_changelog_modes
from drey.planner.context import PlannerContext
from drey.planner.explain import explain
from drey.planner.lowering import Lowering, Pickle
from drey.planner.physical_conversion import to_physical
from drey.planner.plan.logical import LogicalCollectSink, RelNode
from drey.planner.plan.physical import PhysicalCollectSink
from drey.planner.programs import optimize_logical


def optimize(plan: RelNode, context: PlannerContext) -> RelNode:
    """The physical plan of a bound plan with a sink at its root.

    Raises:
        ValidationError: The plan asks for something impossible, as updates into an append-only sink.
        UnsupportedError: The plan needs an operator that is not built yet.
    """
    if isinstance(plan, LogicalCollectSink):
        check_types(plan.row_type)
    return assign_changelog_modes(to_physical(optimize_logical(plan, context), context))


def compile_job(
    name: str, plans: Sequence[RelNode], context: PlannerContext, pickle: Pickle, options: Mapping[str, str]
) -> JobGraph:
    """One job graph of all plans, each with a sink at its root."""
    physical = [optimize(plan, context) for plan in plans]
    lowering = Lowering(context.functions.functions, pickle, batch_queries=context.batch)
    return lowering.graph(name, physical, options)


def explain_plans(
    plans: Sequence[RelNode], context: PlannerContext, details: Collection[str], pickle: Pickle
) -> str:
    """The text of EXPLAIN for the plans.

    A query is explained without the sink that collects its rows, as Flink does: so nobody above it needs ``-U``
    rows, and its changelog mode may have fewer kinds than the result of running it shows.
    """
    physical = [_explained(plan, context) for plan in plans]
    graph = None
    if "JSON_EXECUTION_PLAN" in details:
        compiled = [optimize(plan, context) for plan in plans]
        graph = Lowering(context.functions.functions, pickle).graph("explain", compiled, {})
    shown = [plan.input if isinstance(plan, LogicalCollectSink) else plan for plan in plans]
    if context.batch:  # in batch mode there are inserts only, and Flink doesn't say so
        details = {detail for detail in details if detail != "CHANGELOG_MODE"}
    return explain(shown, physical, details, graph, context.batch)


def _explained(plan: RelNode, context: PlannerContext) -> RelNode:
    if isinstance(plan, LogicalCollectSink):
        check_types(plan.row_type)
    physical = to_physical(optimize_logical(plan, context), context)
    if isinstance(physical, PhysicalCollectSink):
        return assign_changelog_modes(physical.input, update_before=False)
    return assign_changelog_modes(physical)
