"""The FROM clause: tables, subqueries, table functions, joins, time travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from drey.errors import SqlSyntaxError
from drey.sql import nodes
from drey.sql.grammar.calls import object_reference, parse_call
from drey.sql.grammar.hints import optional_hints
from drey.sql.grammar.patterns import match_recognize
from drey.sql.grammar.pivots import pivot, unpivot
from drey.sql.reserved import FUNCTION_WORDS

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar

_SIDES = ("LEFT", "RIGHT", "FULL")
_JOIN_STARTS = ("JOIN", "INNER", "CROSS", "NATURAL", *_SIDES)


def from_clause(grammar: ExpressionGrammar, select: exp.Select) -> None:
    """``FROM item [, item]*`` set into the select, later items as joins."""
    index = grammar.index
    grammar.expect("FROM")
    first = parse_relation(grammar)
    select.set("from_", grammar.placed(exp.From(this=first), index))
    joins = list(_joins(grammar))
    while grammar.looking_at(","):
        start = grammar.index
        grammar.advance()
        item = parse_relation(grammar)
        inner = _joins(grammar)
        if inner:
            item.set("joins", inner)
        joins.append(grammar.placed(exp.Join(this=item), start))
    grammar.note_expected(",")
    if joins:
        select.set("joins", joins)


def _joins(grammar: ExpressionGrammar) -> list[exp.Join]:
    joins: list[exp.Join] = []
    while grammar.at_any(_JOIN_STARTS):
        joins.append(_join(grammar))
    return joins


def _join(grammar: ExpressionGrammar) -> exp.Join:
    index = grammar.index
    join = exp.Join()
    if grammar.accept("NATURAL"):
        join.set("method", "NATURAL")
    side = grammar.accept_any(*_SIDES)
    if side:
        join.set("side", side)
        grammar.accept("OUTER")
    else:
        kind = grammar.accept_any("INNER", "CROSS")
        join.set("kind", kind or "INNER")
    grammar.expect("JOIN")
    join.set("this", parse_relation(grammar))
    if grammar.accept("ON"):
        join.set("on", grammar.expression())
    elif grammar.accept("USING"):
        join.set("using", grammar.wrapped_items(grammar.identifier))
    return grammar.placed(join, index)


def parse_relation(grammar: ExpressionGrammar) -> exp.Expression:
    """One item of FROM or JOIN with its alias."""
    index = grammar.index
    relation = _bare_relation(grammar)
    if grammar.looking_at("MATCH_RECOGNIZE"):
        relation = match_recognize(grammar, relation, index)
    for word, parse in (("PIVOT", pivot), ("UNPIVOT", unpivot)):
        if grammar.looking_at(word):
            relation = parse(grammar, relation, index)
    alias = _alias(grammar)
    if alias is not None:
        relation.set("alias", alias)
    if grammar.looking_at("TABLESAMPLE"):
        relation.set("sample", _sample(grammar))
    return grammar.placed(relation, index)


def _bare_relation(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    if grammar.looking_at("("):
        return _parenthesised(grammar)
    if grammar.accept("LATERAL"):
        if grammar.looking_at("("):
            return grammar.placed(exp.Lateral(this=_subquery(grammar)), index)
        return _function_relation(grammar, index, lateral=True)
    if grammar.looking_at("TABLE") or grammar.looking_at("UNNEST"):
        return _function_relation(grammar, index, lateral=False)
    if grammar.current.key in FUNCTION_WORDS and grammar.peek().key == "(":
        return _function_relation(grammar, index, lateral=False)
    grammar.note_expected("a table")
    table = object_reference(grammar)
    if grammar.looking_at("("):
        grammar.index = index
        return _function_relation(grammar, index, lateral=False)
    hints = optional_hints(grammar)
    if hints:
        table.set("hints", hints)
    _system_time(grammar, table)
    return grammar.placed(table, index)


def _system_time(grammar: ExpressionGrammar, table: exp.Table) -> None:
    index = grammar.index
    if grammar.accept("FOR", "SYSTEM_TIME"):
        grammar.expect("AS", "OF")
        version = exp.Version(this="TIMESTAMP", kind="AS OF", expression=grammar.expression())
        table.set("version", grammar.placed(version, index))


def _subquery(grammar: ExpressionGrammar) -> exp.Subquery:
    index = grammar.index
    grammar.expect("(")
    query = grammar.query()
    grammar.expect(")")
    return grammar.placed(exp.Subquery(this=query), index)


def _parenthesised(grammar: ExpressionGrammar) -> exp.Expression:
    """A subquery, or a join in parentheses: ``((SELECT 1) AS a JOIN b ON ..)`` starts like both."""
    index = grammar.index
    if grammar.at_query():
        failure: SqlSyntaxError
        try:
            return _subquery(grammar)
        except SqlSyntaxError as error:
            if grammar.tokens[index + 1].key != "(":
                raise
            failure = error
        grammar.index = index
        try:
            return _parenthesised_join(grammar)
        except SqlSyntaxError:
            raise failure from None
    return _parenthesised_join(grammar)


def _parenthesised_join(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    grammar.expect("(")
    first = parse_relation(grammar)
    joins = _joins(grammar)
    if joins:
        first.set("joins", joins)
    grammar.expect(")")
    return grammar.placed(exp.Paren(this=first), index)


def _function_relation(grammar: ExpressionGrammar, index: int, *, lateral: bool) -> exp.Expression:
    """``UNNEST(..)``, ``TABLE(f(..))`` or ``f(..)``."""
    if grammar.accept("UNNEST"):
        values = grammar.wrapped_items(grammar.expression)
        unnest = exp.Unnest(expressions=values)
        if grammar.accept("WITH", "ORDINALITY"):
            unnest.set("offset", True)
        return grammar.placed(unnest, index)
    wrapped = grammar.accept("TABLE")
    if wrapped:
        grammar.expect("(")
    call = _table_call(grammar)
    if wrapped:
        grammar.expect(")")
    relation = nodes.TableFunction(this=call, lateral=lateral)
    hints = optional_hints(grammar)
    if hints:
        relation.set("hints", hints)
    return grammar.placed(relation, index)


def _table_call(grammar: ExpressionGrammar) -> exp.Expression:
    index = grammar.index
    if grammar.current.key in FUNCTION_WORDS and grammar.peek().key == "(":
        return parse_call(grammar, index, grammar.advance().text)
    parts = [grammar.name_token("a table function").value]
    while grammar.accept("."):
        parts.append(grammar.name_token().value)
    grammar.at("(")
    return parse_call(grammar, index, ".".join(parts))


def table_alias_columns(grammar: ExpressionGrammar) -> list[exp.Identifier]:
    """``(a, b)`` behind an alias, or nothing."""
    return grammar.wrapped_items(grammar.identifier) if grammar.looking_at("(") else []


def _alias(grammar: ExpressionGrammar) -> exp.TableAlias | None:
    explicit = grammar.accept("AS")
    if not explicit and not grammar.alias_without_as():
        return None
    index = grammar.index
    alias = exp.TableAlias(this=grammar.identifier())
    columns = table_alias_columns(grammar)
    if columns:
        alias.set("columns", columns)
    return grammar.placed(alias, index)


def _sample(grammar: ExpressionGrammar) -> exp.TableSample:
    """``TABLESAMPLE {BERNOULLI | SYSTEM} (percent) [REPEATABLE (seed)]``."""
    index = grammar.index
    grammar.expect("TABLESAMPLE")
    sample = exp.TableSample(method=grammar.expect_any("BERNOULLI", "SYSTEM"))
    grammar.expect("(")
    sample.set("size", grammar.expression())
    grammar.expect(")")
    if grammar.accept("REPEATABLE"):
        grammar.expect("(")
        sample.set("seed", grammar.expression())
        grammar.expect(")")
    return grammar.placed(sample, index)
