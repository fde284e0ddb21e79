"""The planner's face: bound plans in, job graphs and explanations out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from drey.errors import ValidationError
from drey.graph.job_graph import JobGraph
from drey.planner.binder.relations import check_types
from drey.planner.changelog import assign_changelog_modes, changelog_mode
from drey.planner.context import PlannerContext
from drey.planner.explain import explain
from drey.planner.lowering import Lowering, Pickle
from drey.planner.physical_conversion import to_physical
from drey.planner.plan.logical import LogicalCollectSink, RelNode
from drey.planner.plan.physical import PhysicalCollectSink
from drey.planner.programs import optimize_logical
from drey.planner.rules.query_start import fix_current_database
from drey.planner.streams.nodes import StreamNode


def optimize(plan: RelNode, context: PlannerContext) -> RelNode:
    """The physical plan of a bound plan with a sink at its root.

    Raises:
        ValidationError: The plan asks for something impossible, as updates into an append-only sink.
        UnsupportedError: The plan needs an operator that is not built yet.
    """
    if isinstance(plan, LogicalCollectSink):
        check_types(plan.row_type)
    plan = fix_current_database(plan, context.catalogs.current_database)
    return assign_changelog_modes(to_physical(optimize_logical(plan, context), context))


def compile_job(
    name: str, plans: Sequence[RelNode], context: PlannerContext, pickle: Pickle, options: Mapping[str, str]
) -> JobGraph:
    """One job graph of all plans, each with a sink at its root."""
    physical = [optimize(plan, context) for plan in plans]
    # A stream of objects is no part of a Polars query.
    batch_queries = context.batch and not context.streams
    lowering = Lowering(context.functions.functions, pickle, batch_queries, context.streams)
    return lowering.graph(name, physical, options)


def query_of_stream(plan: RelNode, context: PlannerContext, insert_only: bool) -> RelNode:
    """The physical plan of a query whose rows become a stream.

    Args:
        plan: The query.
        context: The session.
        insert_only: True if the rows may not change later.

    Raises:
        ValidationError: They do.
    """
    physical = optimize(LogicalCollectSink(plan), context)
    assert isinstance(physical, PhysicalCollectSink)
    if insert_only and not changelog_mode(physical.input).insert_only:
        raise ValidationError(
            "Table sink 'Unregistered_DataStream_Sink' doesn't support consuming update and delete changes",
            detail="the rows of the query change later",
            hint="use to_changelog_stream",
        )
    return physical.input


def compile_streams(
    name: str,
    sinks: Sequence[StreamNode],
    contexts: Sequence[PlannerContext],
    pickle: Pickle,
    options: Mapping[str, str],
) -> JobGraph:
    """The job graph of a DataStream program.

    Args:
        name: The job's name.
        sinks: What the program does with its streams.
        contexts: The sessions whose tables are in it.
        pickle: Turns a user function of SQL into bytes for the graph.
        options: The configuration.

    Raises:
        ValidationError: There are no sinks.
        UserFunctionError: A function can't be pickled.
    """
    if not sinks:
        raise ValidationError(
            "No operators defined in streaming topology. Cannot execute.",
            hint="end a stream with print(), sink_to() or execute_and_collect()",
        )
    functions = {key: one for context in contexts for key, one in context.functions.functions.items()}
    streams = {key: one for context in contexts for key, one in context.streams.items()}
    return Lowering(functions, pickle, streams=streams).stream_graph(name, sinks, options)


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
