"""EXPLAIN: the three plans as text, with Flink's node names."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from drey.graph.job_graph import JobGraph
from drey.planner.changelog import changelog_mode
from drey.planner.plan import logical as rel
from drey.planner.plan import physical as phys
from drey.planner.plan.text import PlanStyle, logical_call_text, plan_style, rex_text, values_text
from drey.planner.upsert_keys import upsert_keys
from drey.records import record
from drey.rex.nodes import RexNode, input_refs


def explain(
    trees: Sequence[rel.RelNode],
    physical: Sequence[rel.RelNode],
    details: Collection[str],
    graph: JobGraph | None,
    batch: bool = False,
) -> str:
    """The text of EXPLAIN.

    Args:
        trees: The plans as bound.
        physical: The same plans optimised.
        details: ``CHANGELOG_MODE``, ``ESTIMATED_COST``, ``PLAN_ADVICE``, ``JSON_EXECUTION_PLAN``.
        graph: The job graph, for ``JSON_EXECUTION_PLAN``.
        batch: True if the plans are for batch mode.
    """
    with plan_style(PlanStyle(calcite=True)):
        ast = "\n".join(_tree(tree, _logical) for tree in trees)
    with plan_style(PlanStyle(calcite=True, batch=batch)):
        optimized = "\n".join(_tree(tree, lambda node: _optimized(node, details)) for tree in physical)
    with plan_style(PlanStyle(batch=batch)):
        executed = "\n".join(_tree(tree, _executed) for tree in physical)
    sections = [
        f"== Abstract Syntax Tree ==\n{ast}",
        f"== Optimized Physical Plan ==\n{optimized}{_advice(physical) if 'PLAN_ADVICE' in details else ''}",
        f"== Optimized Execution Plan ==\n{executed}",
    ]
    if graph is not None and "JSON_EXECUTION_PLAN" in details:
        sections.append(f"== Physical Execution Plan ==\n{_execution_json(graph)}")
    return "\n".join(sections)


def _tree(node: rel.RelNode, text: object, prefix: str = "", connector: str = "", below: str = "") -> str:
    lines = [f"{prefix}{connector}{text(node)}\n"]  # type: ignore[operator]
    inputs = _shown_inputs(node)
    for number, child in enumerate(inputs):
        last = number == len(inputs) - 1
        mark, further = ("+- ", "   ") if last else (":- ", ":  ")
        lines.append(_tree(child, text, prefix + below, mark, further))
    return "".join(lines)


@record
class _Shown(rel.RelNode):
    """A node that is only text."""

    text: str
    below: rel.RelNode

    @property
    def inputs(self) -> tuple[rel.RelNode, ...]:
        return (self.below,)


def _shown_inputs(node: rel.RelNode) -> tuple[rel.RelNode, ...]:
    """The inputs; for a lookup join the table as well, as the correlated query that Flink shows."""
    if not isinstance(node, rel.LogicalLookupJoin):
        return node.inputs
    stream = [f"$cor0.{name}" for name in node.input.row_type.names]
    period = rex_text(node.period, stream)
    table: rel.RelNode = _Shown(f"LogicalSnapshot(period=[{period}])", node.scan)
    if node.condition is not None:
        names = [*stream, *(f"${i}" for i in range(len(node.scan.row_type.fields)))]
        table = _Shown(f"LogicalFilter(condition=[{rex_text(node.condition, names)}])", table)
    return (node.input, table)


def _items(names: Sequence[str], exprs: Sequence[RexNode]) -> str:
    return ", ".join(f"{name}=[{rex_text(expr, ())}]" for name, expr in zip(names, exprs, strict=True))


def _logical(node: rel.RelNode) -> str:
    match node:
        case rel.LogicalTableScan():
            return f"LogicalTableScan(table=[[{', '.join(node.name.parts)}]])"
        case rel.LogicalValues():
            return f"LogicalValues({values_text(node.type, node.rows).partition('], ')[2]})"
        case rel.LogicalProject():
            items = _items(node.names, node.projections)
            return f"LogicalProject({items})" if items else "LogicalProject"
        case rel.LogicalFilter():
            return f"LogicalFilter(condition=[{rex_text(node.condition, ())}])"
        case rel.LogicalAggregate():
            group = "{" + ", ".join(str(k) for k in node.keys) + "}"
            sets = ", ".join("{" + ", ".join(map(str, one)) + "}" for one in node.grouping_sets)
            calls = [f"{c.output}=[{logical_call_text(c)}]" for c in node.calls]
            parts = [f"group=[{group}]", *([f"groups=[[{sets}]]"] if sets else []), *calls]
            parts += [node.state_ttl.text] if node.state_ttl is not None else []
            return f"LogicalAggregate({', '.join(parts)})"
        case rel.LogicalSetOp():
            title = {"UNION": "Union", "INTERSECT": "Intersect", "EXCEPT": "Minus"}[node.kind]
            return f"Logical{title}(all=[{str(node.all).lower()}])"
        case rel.LogicalSort():
            parts = [f"sort{i}=[${k.index}]" for i, k in enumerate(node.keys)]
            parts += [
                f"dir{i}=[{'ASC' if k.ascending else 'DESC'}-nulls-{'first' if k.nulls_first else 'last'}]"
                for i, k in enumerate(node.keys)
            ]
            parts += [f"offset=[{node.offset}]"] if node.offset else []
            parts += [f"fetch=[{node.fetch}]"] if node.fetch is not None else []
            return f"LogicalSort({', '.join(parts)})"
        case rel.LogicalWatermarkAssigner():
            return f"LogicalWatermarkAssigner(rowtime=[{node.rowtime}], watermark=[{rex_text(node.expression, ())}])"
        case rel.LogicalLookupJoin():
            used = {node.period.index} | (input_refs(node.condition) if node.condition is not None else set())
            width = len(node.input.row_type.fields)
            columns = ", ".join(str(i) for i in sorted(used) if i < width)
            how = node.join_type.lower()
            return f"LogicalCorrelate(correlation=[$cor0], joinType=[{how}], requiredColumns=[{{{columns}}}])"
        case _Shown():
            return node.text
        case rel.LogicalSink():
            return f"LogicalSink(table=[{node.name}], fields=[{', '.join(node.row_type.names)}])"
        case rel.LogicalCollectSink():
            return (
                f"LogicalSink(table=[*anonymous_{node.label}$1*], fields=[{', '.join(node.row_type.names)}])"
            )
    return type(node).__name__


def _executed(node: rel.RelNode) -> str:
    assert isinstance(node, phys.PhysicalNode)
    return node.describe()


def _optimized(node: rel.RelNode, details: Collection[str]) -> str:
    assert isinstance(node, phys.PhysicalNode)
    text = node.describe()
    sink = isinstance(node, phys.PhysicalSink | phys.PhysicalCollectSink)
    traits = []
    if "CHANGELOG_MODE" in details:
        traits.append(f"changelogMode=[{'NONE' if sink else str(changelog_mode(node))[1:-1]}]")
    names = node.row_type.names
    keys = [[names[i] for i in sorted(key)] for key in upsert_keys(node)]
    if keys and not sink and "PLAN_ADVICE" in details:
        traits.append("upsertKeys=[" + ", ".join(f"[{', '.join(key)}]" for key in keys) + "]")
    if isinstance(node, phys.PhysicalGroupAggregate) and node.state_ttl is not None:
        traits.append(node.state_ttl.optimized_text)
    if not traits:
        return text
    body = text[:-1] if text.endswith(")") else f"{text}("
    return f"{body}{'' if body.endswith('(') else ', '}{', '.join(traits)})"


def _advice(physical: Sequence[rel.RelNode]) -> str:
    """Advice on the plan, where there is any."""
    for root in physical:
        for node in rel.walk_plan(root):
            if (
                isinstance(node, phys.PhysicalGroupAggregate)
                and not node.batch
                and any(c.distinct for c in node.calls)
            ):
                return (
                    "\nadvice[1]: [ADVICE] a DISTINCT aggregate keeps every distinct value per group in state; "
                    "set 'table.exec.state.ttl' if the input is unbounded.\n"
                )
    return "\nNo available advice...\n"


def _execution_json(graph: JobGraph) -> str:
    nodes = [
        {
            "id": spec.id,
            "type": spec.name,
            "pact": "Data Source"
            if spec.kind == "source"
            else "Data Sink"
            if spec.kind in ("sink", "collect")
            else "Operator",
            "contents": f"[{spec.id}]:{spec.name}",
            "parallelism": 1,
            **(
                {
                    "predecessors": [
                        {"id": edge.operator, "ship_strategy": edge.exchange.upper(), "side": "second"}
                        for edge in spec.inputs
                    ]
                }
                if spec.inputs
                else {}
            ),
        }
        for spec in graph.operators
    ]
    return json.dumps({"nodes": nodes}, indent=2)
