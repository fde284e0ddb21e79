"""MATCH_RECOGNIZE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from drey.sql import nodes
from drey.sql.grammar.windows import order_by

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar

_QUANTIFIERS = {"*": ("0", ""), "+": ("1", ""), "?": ("0", "1")}


def match_recognize(grammar: ExpressionGrammar, relation: exp.Expression, index: int) -> nodes.MatchRecognize:
    """``MATCH_RECOGNIZE (..)`` behind a relation that starts at the token ``index``."""
    grammar.expect("MATCH_RECOGNIZE", "(")
    node = nodes.MatchRecognize(this=relation)
    if grammar.accept("PARTITION", "BY"):
        node.set("partition_by", grammar.expressions())
    if grammar.at("ORDER", "BY"):
        node.set("order", order_by(grammar))
    if grammar.accept("MEASURES"):
        node.set("measures", grammar.items(lambda: _measure(grammar)))
    for rows in (("ONE", "ROW"), ("ALL", "ROWS")):
        if grammar.accept(*rows):
            grammar.expect("PER", "MATCH")
            node.set("rows", f"{' '.join(rows)} PER MATCH")
    if grammar.accept("AFTER", "MATCH"):
        _after_match(grammar, node)
    grammar.expect("PATTERN", "(")
    node.set("strict_start", grammar.accept("^"))
    node.set("pattern", _alternatives(grammar))
    node.set("strict_end", grammar.accept("$"))
    grammar.expect(")")
    if grammar.accept("WITHIN"):
        node.set("within", grammar.expression())
    if grammar.accept("SUBSET"):
        node.set("subset", grammar.items(lambda: _subset(grammar)))
    grammar.expect("DEFINE")
    node.set("define", grammar.items(lambda: _definition(grammar)))
    grammar.expect(")")
    return grammar.placed(node, index)


def _measure(grammar: ExpressionGrammar) -> exp.Alias:
    index = grammar.index
    operand = grammar.expression()
    grammar.expect("AS")
    return grammar.placed(exp.Alias(this=operand, alias=grammar.identifier()), index)


def _definition(grammar: ExpressionGrammar) -> exp.Alias:
    index = grammar.index
    variable = grammar.identifier()
    grammar.expect("AS")
    return grammar.placed(exp.Alias(this=grammar.expression(), alias=variable), index)


def _subset(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    name = grammar.identifier()
    grammar.expect("=")
    return grammar.operator("PATTERN_SUBSET", [name, *grammar.wrapped_items(grammar.identifier)], index)


def _after_match(grammar: ExpressionGrammar, node: nodes.MatchRecognize) -> None:
    grammar.expect("SKIP")
    if grammar.accept("PAST"):
        grammar.expect("LAST", "ROW")
        node.set("after", "SKIP PAST LAST ROW")
        return
    grammar.expect("TO")
    if grammar.accept("NEXT", "ROW"):
        node.set("after", "SKIP TO NEXT ROW")
        return
    where = grammar.accept_any("FIRST", "LAST")
    node.set("after", f"SKIP TO {where or 'LAST'}")
    node.set("after_symbol", grammar.identifier())


def _alternatives(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    found = [_concatenation(grammar)]
    while grammar.accept("|"):
        found.append(_concatenation(grammar))
    return found[0] if len(found) == 1 else grammar.operator("PATTERN_ALTER", found, index)


def _concatenation(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    found = [_quantified(grammar)]
    while grammar.is_name() or grammar.current.key in ("(", "{", "PERMUTE"):
        found.append(_quantified(grammar))
    return found[0] if len(found) == 1 else grammar.operator("PATTERN_CONCAT", found, index)


def _quantified(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    element = _element(grammar)
    key = grammar.current.key
    if key in _QUANTIFIERS:
        grammar.advance()
        minimum, maximum = _QUANTIFIERS[key]
    elif key == "{" and grammar.peek().key != "-":
        minimum, maximum = _counts(grammar)
    else:
        return element
    mode = "RELUCTANT" if grammar.accept("?") else "GREEDY"
    return grammar.operator("PATTERN_QUANTIFIER", [element], index, minimum, maximum, mode)


def _counts(grammar: ExpressionGrammar) -> tuple[str, str]:
    """``{n}``, ``{n,}``, ``{n,m}`` or ``{,m}``."""
    grammar.expect("{")
    minimum = "0" if grammar.looking_at(",") else str(grammar.integer())
    maximum = minimum
    if grammar.accept(","):
        maximum = "" if grammar.looking_at("}") else str(grammar.integer())
    grammar.expect("}")
    return minimum, maximum


def _element(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    if grammar.accept("PERMUTE"):
        parts = grammar.wrapped_items(lambda: _alternatives(grammar))
        return grammar.operator("PATTERN_PERMUTE", parts, index)
    if grammar.accept("{", "-"):
        excluded = _alternatives(grammar)
        grammar.expect("-", "}")
        return grammar.operator("PATTERN_EXCLUDE", [excluded], index)
    if grammar.accept("("):
        inner = _alternatives(grammar)
        grammar.expect(")")
        return inner
    return grammar.identifier()
