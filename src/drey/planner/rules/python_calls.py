"""Splits a Calc with Python functions: conditions without them first, then arguments, calls, and the rest."""

from __future__ import annotations

from dataclasses import replace

from drey.planner.plan.logical import RelNode
from drey.planner.plan.physical import PhysicalCalc, PhysicalPythonCalc
from drey.planner.rules.push_filters import conjunction, conjuncts
from drey.rex.nodes import RexInputRef, RexLiteral, RexNode, RexUdf, has_udf, input_refs, transform, walk


def split_python_calls(calc: PhysicalCalc) -> RelNode:
    """Calc -> Calc(PythonCalc(Calc(...))); chained Python functions ``f(g(x))`` stay one PythonCalc."""
    exprs = list(calc.projections) + ([calc.condition] if calc.condition is not None else [])
    if not any(has_udf(expr) for expr in exprs):
        return calc
    node, condition = _filter_first(calc)
    work = [*calc.projections, *([condition] if condition is not None else [])]
    number = 0
    while any(has_udf(expr) for expr in work):
        ready = _ready_calls(work)
        node, work = _stage(node, work, ready, number)
        number += len(ready)
    projections = tuple(work[: len(calc.projections)])
    last = PhysicalCalc(node, projections, calc.names, None if condition is None else work[-1])
    return node if _is_identity(last) else last


def _filter_first(calc: PhysicalCalc) -> tuple[RelNode, RexNode | None]:
    """Apply the terms without Python functions below; return what is left of the condition."""
    if calc.condition is None:
        return calc.input, None
    terms = conjuncts(calc.condition)
    plain = [term for term in terms if not has_udf(term)]
    rest = [term for term in terms if has_udf(term)]
    node = calc.input
    if plain:
        fields = node.row_type.fields
        columns = tuple(RexInputRef(i, type=f.type) for i, f in enumerate(fields))
        node = PhysicalCalc(node, columns, node.row_type.names, conjunction(plain))
    return node, conjunction(rest) if rest else None


def _is_ready(node: RexNode) -> bool:
    """A call whose arguments are free of Python functions, or are themselves ready calls of the same kind.

    A row function over a vectorised one, or the other way round, is computed in a stage of its own.
    """
    return isinstance(node, RexUdf) and all(
        not has_udf(one) or (isinstance(one, RexUdf) and one.vectorized == node.vectorized and _is_ready(one))
        for one in node.operands
    )


def _ready_calls(exprs: list[RexNode]) -> list[RexUdf]:
    """The outermost ready calls; equal deterministic ones once."""
    found: list[RexUdf] = []

    def collect(node: RexNode) -> None:
        if isinstance(node, RexUdf) and _is_ready(node):
            if not node.deterministic or node not in found:
                found.append(node)
            return
        for child in node.children:
            collect(child)

    for expr in exprs:
        collect(expr)
    return found


def _stage(
    node: RelNode, work: list[RexNode], ready: list[RexUdf], number: int
) -> tuple[RelNode, list[RexNode]]:
    """Compute the ready calls as columns behind the columns that are still needed."""
    node, ready_on_columns = _computed_arguments(node, ready, work)
    remaining = [_without(expr, ready) for expr in work]
    kept = tuple(sorted(set().union(*(input_refs(expr) for expr in remaining)))) if remaining else ()
    names = tuple(f"f{number + i}" for i in range(len(ready)))
    taken = {node.row_type.names[i] for i in kept}
    names = tuple(name if name not in taken else f"$py_{name}" for name in names)
    made = PhysicalPythonCalc(node, kept, tuple(ready_on_columns), names)
    positions = {old: new for new, old in enumerate(kept)}
    unmatched = list(range(len(ready)))

    def replace_calls(expr: RexNode) -> RexNode:
        if isinstance(expr, RexUdf) and expr in ready:
            index = ready.index(expr)
            if not expr.deterministic:
                index = next((i for i in unmatched if ready[i] == expr), index)
                if index in unmatched:
                    unmatched.remove(index)
            return RexInputRef(len(kept) + index, type=expr.type)
        if isinstance(expr, RexInputRef):
            return replace(expr, index=positions[expr.index])
        children = tuple(replace_calls(child) for child in expr.children)
        return expr.with_children(children) if children else expr

    return made, [replace_calls(expr) for expr in work]


def _without(expr: RexNode, ready: list[RexUdf]) -> RexNode:
    """The expression with ready calls cut out, to see which columns are read elsewhere."""
    if isinstance(expr, RexUdf) and expr in ready:
        return RexLiteral(None, type=expr.type)
    children = tuple(_without(child, ready) for child in expr.children)
    return expr.with_children(children) if children else expr


def _computed_arguments(
    node: RelNode, ready: list[RexUdf], work: list[RexNode]
) -> tuple[RelNode, list[RexUdf]]:
    """Arguments that are neither columns nor constants become columns of a Calc below."""
    computed: list[RexNode] = []
    for call in ready:
        for one in walk(call):
            if isinstance(one, RexUdf):
                for operand in one.operands:
                    if not isinstance(operand, RexInputRef | RexLiteral | RexUdf) and operand not in computed:
                        computed.append(operand)
    if not computed:
        return node, ready
    fields = node.row_type.fields
    columns: list[RexNode] = [RexInputRef(i, type=f.type) for i, f in enumerate(fields)]
    names = list(node.row_type.names) + [f"$arg{i}" for i in range(len(computed))]
    below = PhysicalCalc(node, (*columns, *computed), tuple(names))

    def to_column(one: RexNode) -> RexNode:
        if one in computed:
            return RexInputRef(len(fields) + computed.index(one), type=one.type)
        return one

    def over_columns(one: RexNode) -> RexNode:
        if one in computed:
            return to_column(one)
        children = tuple(over_columns(child) for child in one.children)
        return one.with_children(children) if children else one

    rewritten = [transform(over_columns(call), lambda one: one) for call in ready]
    return below, [call for call in rewritten if isinstance(call, RexUdf)]


def _is_identity(calc: PhysicalCalc) -> bool:
    return (
        calc.condition is None
        and calc.names == calc.input.row_type.names
        and all(isinstance(p, RexInputRef) and p.index == i for i, p in enumerate(calc.projections))
    )
