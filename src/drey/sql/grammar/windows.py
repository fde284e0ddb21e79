"""ORDER BY keys, OVER windows and their frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from drey.sql import nodes

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar


def order_by(grammar: ExpressionGrammar) -> exp.Order:
    """``ORDER BY key [ASC | DESC] [NULLS FIRST | LAST], ..``."""
    index = grammar.index
    grammar.expect("ORDER", "BY")
    keys = grammar.items(lambda: sort_key(grammar))
    return grammar.placed(exp.Order(expressions=keys), index)


def sort_key(grammar: ExpressionGrammar) -> exp.Ordered:
    """One key; ``nulls_first`` is None where the text doesn't say."""
    index = grammar.index
    operand = grammar.expression()
    descending = grammar.accept_any("ASC", "DESC") == "DESC"
    nulls_first = None
    if grammar.accept("NULLS"):
        nulls_first = grammar.expect_any("FIRST", "LAST") == "FIRST"
    return grammar.placed(exp.Ordered(this=operand, desc=descending, nulls_first=nulls_first), index)


def parse_over(grammar: ExpressionGrammar, call: nodes.FunctionCall, index: int) -> exp.Window:
    """``OVER (..)`` or ``OVER name`` behind a call that starts at the token ``index``."""
    if grammar.looking_at("("):
        window = window_specification(grammar)
    else:
        window = exp.Window(alias=grammar.identifier())
    window.set("this", call)
    return grammar.placed(window, index)


def window_specification(grammar: ExpressionGrammar) -> exp.Window:
    """``([name] [PARTITION BY ..] [ORDER BY ..] [frame])``; ``this`` stays empty."""
    index = grammar.index
    grammar.expect("(")
    window = exp.Window()
    if grammar.is_name():
        window.set("alias", grammar.identifier())
    if grammar.accept("PARTITION", "BY"):
        window.set("partition_by", grammar.expressions())
    if grammar.at("ORDER", "BY"):
        window.set("order", order_by(grammar))
    kind = grammar.accept_any("ROWS", "RANGE")
    if kind:
        window.set("spec", _frame(grammar, kind))
    grammar.expect(")")
    return grammar.placed(window, index)


def _frame(grammar: ExpressionGrammar, kind: str) -> exp.WindowSpec:
    index = grammar.index - 1
    if grammar.accept("BETWEEN"):
        start, start_side = _bound(grammar)
        grammar.expect("AND")
        end, end_side = _bound(grammar)
    else:
        start, start_side = _bound(grammar)
        end, end_side = "CURRENT ROW", None
    frame = exp.WindowSpec(kind=kind, start=start, start_side=start_side, end=end, end_side=end_side)
    return grammar.placed(frame, index)


def _bound(grammar: ExpressionGrammar) -> tuple[str | exp.Expression, str | None]:
    if grammar.accept("CURRENT", "ROW"):
        return "CURRENT ROW", None
    amount: str | exp.Expression
    if grammar.accept("UNBOUNDED"):
        amount = "UNBOUNDED"
    else:
        amount = grammar.expression()
    return amount, grammar.expect_any("PRECEDING", "FOLLOWING")
