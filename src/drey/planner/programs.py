"""The optimiser: named programs in order, each a list of rules applied to every node, bottom-up, until nothing changes."""

from __future__ import annotations

from collections.abc import Callable

from drey.planner.context import PlannerContext
from drey.planner.plan.logical import RelNode, rewrite_plan
from drey.planner.rules.constant_folding import fold_constants
from drey.planner.rules.grouping_sets import expand_grouping_sets
from drey.planner.rules.lookup_conditions import push_lookup_conditions
from drey.planner.rules.merge_projects import merge_projects
from drey.planner.rules.prune_columns import prune_columns
from drey.planner.rules.push_filters import push_filters
from drey.planner.rules.push_into_source import push_filter_into_scan, push_limit_into_scan
from drey.planner.rules.set_operations import rewrite_set_operations
from drey.records import record

Rule = Callable[[RelNode], RelNode]

_MAX_ROUNDS = 20


@record
class Program:
    """A named phase. ``whole`` rules see the root only, and run once after ``rules``."""

    name: str
    rules: tuple[Rule, ...] = ()
    whole: tuple[Rule, ...] = ()

    def run(self, root: RelNode) -> RelNode:
        for _ in range(_MAX_ROUNDS if self.rules else 0):
            before = root
            for rule in self.rules:
                root = rewrite_plan(root, rule)
            if root == before:
                break
        for rule in self.whole:
            root = rule(root)
        return root


def logical_programs(context: PlannerContext) -> tuple[Program, ...]:
    """The phases of logical optimisation."""
    fold = fold_constants(context.time_zone)
    return (
        # first what later rules don't know: they only see Project, Filter, Aggregate, UNION ALL, Sort
        Program("rewrite", (expand_grouping_sets, rewrite_set_operations)),
        # folding before push-down, so that constant conditions vanish and sources see literals
        Program("simplify", (fold, merge_projects)),
        Program("push down filters", (push_filters, push_lookup_conditions, merge_projects)),
        # the scan's filter refers to all of the table's columns, so it goes in before columns are pruned
        Program("push filters into sources", (push_filter_into_scan,)),
        Program("prune columns", whole=(prune_columns,)),
        Program("merge what pruning left", (merge_projects,)),
        Program("push limits into sources", (push_limit_into_scan,)),
    )


def optimize_logical(root: RelNode, context: PlannerContext) -> RelNode:
    """Run all logical programs."""
    for program in logical_programs(context):
        root = program.run(root)
    return root
