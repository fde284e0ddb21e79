"""PIVOT and UNPIVOT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from drey.sql import nodes

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar


def pivot(grammar: ExpressionGrammar, relation: exp.Expression, index: int) -> nodes.PivotTable:
    """``PIVOT (agg [AS a], .. FOR axis | (axes) IN (value [AS a], ..))``."""
    grammar.expect("PIVOT", "(")
    aggregates = grammar.items(lambda: _aliased(grammar))
    grammar.expect("FOR")
    axes = _names(grammar)
    grammar.expect("IN")
    values = grammar.wrapped_items(lambda: _aliased(grammar))
    grammar.expect(")")
    node = nodes.PivotTable(this=relation, unpivot=False, expressions=aggregates, axes=axes, values=values)
    return grammar.placed(node, index)


def unpivot(grammar: ExpressionGrammar, relation: exp.Expression, index: int) -> nodes.PivotTable:
    """``UNPIVOT [INCLUDE | EXCLUDE NULLS] (measure FOR axis IN (column [AS value], ..))``."""
    grammar.expect("UNPIVOT")
    nulls = grammar.accept_any("INCLUDE", "EXCLUDE")
    if nulls:
        grammar.expect("NULLS")
    grammar.expect("(")
    measures = _names(grammar)
    grammar.expect("FOR")
    axes = _names(grammar)
    grammar.expect("IN")
    values = grammar.wrapped_items(lambda: _aliased(grammar))
    grammar.expect(")")
    node = nodes.PivotTable(
        this=relation,
        unpivot=True,
        expressions=measures,
        axes=axes,
        values=values,
        include_nulls=nulls == "INCLUDE",
    )
    return grammar.placed(node, index)


def _names(grammar: ExpressionGrammar) -> list[exp.Identifier]:
    if grammar.looking_at("("):
        return grammar.wrapped_items(grammar.identifier)
    return [grammar.identifier()]


def _aliased(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    operand = grammar.expression()
    if not (grammar.accept("AS") or grammar.is_name()):
        return operand
    # UNPIVOT names values by literals, PIVOT by identifiers.
    alias = grammar.identifier() if grammar.is_name() else grammar.expression()
    return grammar.placed(exp.Alias(this=operand, alias=alias), index)
