"""Hints: ``/*+ OPTIONS('k' = 'v'), BROADCAST(t) */``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from drey.sql import nodes
from drey.sql.lexer import TokenKind

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar


def optional_hints(grammar: ExpressionGrammar) -> list[nodes.HintCall]:
    """The hints of one ``/*+ .. */`` block, or none."""
    if not grammar.looking_at("/*+"):
        return []
    grammar.advance()
    hints = grammar.items(lambda: _hint(grammar))
    grammar.expect("*/")
    return hints


def _hint(grammar: ExpressionGrammar) -> nodes.HintCall:
    index = grammar.index
    hint = nodes.HintCall(this=grammar.name_token("a hint").value)
    if grammar.accept("("):
        options: list[tuple[str, str]] = []
        arguments: list[exp.Expression] = []
        if not grammar.looking_at(")"):
            grammar.items(lambda: _argument(grammar, options, arguments))
        grammar.expect(")")
        hint.set("options", options)
        hint.set("expressions", arguments)
    return grammar.placed(hint, index)


def _argument(
    grammar: ExpressionGrammar, options: list[tuple[str, str]], arguments: list[exp.Expression]
) -> None:
    """``'k' = 'v'``, ``k = 'v'``, a literal or a table's name."""
    index, follower = grammar.index, grammar.peek()
    if follower.key == "=":
        key = grammar.string() if grammar.current.kind is TokenKind.STRING else grammar.name_token().value
        grammar.expect("=")
        options.append((key, grammar.string()))
    elif grammar.current.kind is TokenKind.STRING:
        arguments.append(grammar.placed(exp.Literal(this=grammar.string(), is_string=True), index))
    elif grammar.current.kind is TokenKind.NUMBER:
        arguments.append(grammar.placed(exp.Literal(this=grammar.advance().text, is_string=False), index))
    else:
        parts = [grammar.identifier()]
        while grammar.accept("."):
            parts.append(grammar.identifier())
        arguments.append(grammar.column(parts, index))
