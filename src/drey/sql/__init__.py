"""Flink SQL: text to statements with the places of their parts.

``parse_statements`` reads a script, ``parse_statement`` one statement, ``parse_expression`` an
expression. Statements are frozen values (:mod:`drey.sql.statements`); queries and expressions in them are
sqlglot trees (:mod:`drey.sql.nodes`) whose places :func:`position_of` gives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlglot import exp

from drey.errors import SourcePosition, SqlSyntaxError
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.grammar.statements import StatementGrammar
from drey.sql.positions import position_of
from drey.sql.statements.fragments import (
    Name,
    ObjectPath,
    Options,
    PartitionSpec,
    Query,
    ScalarExpression,
    SourceFragment,
    Statement,
)

__all__ = [
    "Name",
    "ObjectPath",
    "Options",
    "PartitionSpec",
    "Query",
    "ScalarExpression",
    "SourceFragment",
    "Statement",
    "parse_expression",
    "parse_query",
    "parse_statement",
    "parse_statements",
    "position_of",
]

_Parsed = TypeVar("_Parsed")


def _parse(text: str, parse: Callable[[], _Parsed]) -> _Parsed:
    try:
        return parse()
    except RecursionError:
        raise SqlSyntaxError(
            "the statement is nested too deeply",
            hint="split it by views or common table expressions",
            position=SourcePosition(text, 0, len(text)),
        ) from None


def parse_statements(text: str) -> list[Statement]:
    """The statements of a script, separated by semicolons.

    Raises:
        SqlSyntaxError: The text is not Flink SQL; the error underlines the place.
    """
    return _parse(text, lambda: StatementGrammar(text).script())


def parse_statement(text: str) -> Statement:
    """The single statement of a text; a semicolon may follow it.

    Raises:
        SqlSyntaxError: The text is not exactly one statement.
    """
    statements = parse_statements(text)
    if not statements:
        position = SourcePosition(text, 0, len(text))
        raise SqlSyntaxError("the text holds no statement", position=position)
    if len(statements) > 1:
        raise SqlSyntaxError(
            "the text holds more than one statement",
            detail=f"{len(statements)} statements",
            hint="run them one by one",
            position=statements[1].position,
        )
    return statements[0]


def parse_query(text: str) -> Query:
    """A query; other statements and trailing text are errors.

    Raises:
        SqlSyntaxError: The text is not a query.
    """
    grammar = QueryGrammar(text)
    query = _parse(text, grammar.query_fragment)
    grammar.accept(";")
    if not grammar.at_end:
        grammar.fail()
    return query


def parse_expression(text: str) -> exp.Expression:
    """An expression, such as a computed column's; the offsets of its nodes count in ``text``.

    Raises:
        SqlSyntaxError: The text is not one expression.
    """
    grammar = QueryGrammar(text)
    tree = _parse(text, grammar.expression)
    if not grammar.at_end:
        grammar.fail()
    return tree
