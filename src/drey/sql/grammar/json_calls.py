"""The JSON functions of the SQL standard, whose clauses stand inside the parentheses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlglot import exp

from drey.sql import nodes

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar


def _value_and_path(grammar: ExpressionGrammar) -> list[exp.Expression]:
    arguments = [grammar.expression()]
    grammar.expect(",")
    arguments.append(grammar.expression())
    return arguments


def _returning(grammar: ExpressionGrammar) -> list[str]:
    return [f"RETURNING {grammar.type(nullability=False)}"] if grammar.accept("RETURNING") else []


def _exists(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments = _value_and_path(grammar)
    options: list[str] = []
    behaviour = grammar.accept_any("TRUE", "FALSE", "UNKNOWN", "ERROR")
    if behaviour:
        grammar.expect("ON", "ERROR")
        options.append(f"{behaviour} ON ERROR")
    return _finish(grammar, name, arguments, options)


def _value(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments = _value_and_path(grammar)
    options = _returning(grammar)
    while True:
        behaviour = grammar.accept_any("NULL", "ERROR", "DEFAULT")
        if behaviour is None:
            break
        if behaviour == "DEFAULT":
            arguments.append(grammar.expression())
        grammar.expect("ON")
        options.append(f"{behaviour} ON {grammar.expect_any('EMPTY', 'ERROR')}")
        if options[-1].endswith("ERROR"):
            break
    return _finish(grammar, name, arguments, options)


def _query(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments = _value_and_path(grammar)
    options = _returning(grammar)
    wrapper = grammar.accept_any("WITHOUT", "WITH")
    if wrapper == "WITH":
        wrapper += f" {grammar.accept_any('CONDITIONAL', 'UNCONDITIONAL') or 'UNCONDITIONAL'}"
    if wrapper:
        grammar.accept("ARRAY")
        grammar.expect("WRAPPER")
        options.append(f"{wrapper} WRAPPER")
    while True:
        behaviour = grammar.accept_any("NULL", "ERROR", "EMPTY")
        if behaviour is None:
            break
        if behaviour == "EMPTY":
            behaviour += f" {grammar.expect_any('ARRAY', 'OBJECT')}"
        grammar.expect("ON")
        options.append(f"{behaviour} ON {grammar.expect_any('EMPTY', 'ERROR')}")
        if options[-1].endswith("ON ERROR"):
            break
    return _finish(grammar, name, arguments, options)


def _null_clause(grammar: ExpressionGrammar) -> list[str]:
    for behaviour in ("NULL", "ABSENT"):
        if grammar.accept(behaviour, "ON", "NULL"):
            return [f"{behaviour} ON NULL"]
    return []


def _key_and_value(grammar: ExpressionGrammar) -> list[exp.Expression]:
    # KEY is no reserved word: "KEY" alone may be a column.
    if grammar.looking_at("KEY") and grammar.peek().key not in ("VALUE", ":", ",", ".", "("):
        grammar.advance()
    key = grammar.expression()
    grammar.expect_any("VALUE", ":")
    return [key, grammar.expression()]


def _object(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments: list[exp.Expression] = []
    if not grammar.looking_at(")") and not _at_null_clause(grammar):
        for pair in grammar.items(lambda: _key_and_value(grammar)):
            arguments += pair
    return _finish(grammar, name, arguments, _null_clause(grammar))


def _array(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments: list[exp.Expression] = []
    if not grammar.looking_at(")") and not _at_null_clause(grammar):
        arguments = grammar.expressions()
    return _finish(grammar, name, arguments, _null_clause(grammar))


def _at_null_clause(grammar: ExpressionGrammar) -> bool:
    return grammar.looking_at("NULL", "ON", "NULL") or grammar.looking_at("ABSENT", "ON", "NULL")


def _finish(
    grammar: ExpressionGrammar, name: str, arguments: list[exp.Expression], options: list[str]
) -> nodes.FunctionCall:
    grammar.expect(")")
    return nodes.FunctionCall(this=name, expressions=arguments, options=options)


JSON_CALLS: dict[str, Callable[[ExpressionGrammar, str, int], exp.Expression]] = {
    "JSON_EXISTS": _exists,
    "JSON_VALUE": _value,
    "JSON_QUERY": _query,
    "JSON_OBJECT": _object,
    "JSON_OBJECTAGG": _object,
    "JSON_ARRAY": _array,
    "JSON_ARRAYAGG": _array,
}
