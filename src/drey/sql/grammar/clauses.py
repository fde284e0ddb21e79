"""Clauses that several statements share: options, partitions, IF EXISTS, TEMPORARY."""

from __future__ import annotations

from drey.errors import SourcePosition
from drey.sql.grammar.cursor import TokenCursor
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.lexer import TokenKind
from drey.sql.statements.fragments import Options, PartitionSpec


def if_exists(grammar: TokenCursor) -> bool:
    return grammar.accept("IF", "EXISTS")


def if_not_exists(grammar: TokenCursor) -> bool:
    return grammar.accept("IF", "NOT", "EXISTS")


def optional_comment(grammar: TokenCursor) -> str | None:
    """``COMMENT '..'``."""
    return grammar.optional_string_after("COMMENT")


def option_list(grammar: TokenCursor) -> Options:
    """``('key' = 'value', ..)``, which may be empty."""
    values: dict[str, str] = {}
    positions: dict[str, SourcePosition] = {}

    def option() -> None:
        index = grammar.index
        key = grammar.string()
        grammar.expect("=")
        # A repeated key keeps its first place and its last value.
        values[key] = grammar.string()
        positions[key] = grammar.span_from(index)

    grammar.wrapped_items(option, empty=True)
    return Options(values, positions)


def optional_with(grammar: TokenCursor) -> Options:
    """``WITH ('key' = 'value', ..)``."""
    return option_list(grammar) if grammar.accept("WITH") else Options()


def key_list(grammar: TokenCursor) -> tuple[str, ...]:
    """``('key', ..)``, which may be empty."""
    return tuple(grammar.wrapped_items(grammar.string, empty=True))


def partition_spec(grammar: QueryGrammar) -> PartitionSpec:
    """``PARTITION (k = literal, k2)``; values as texts, since partitions are named by text."""
    index = grammar.index
    grammar.expect("PARTITION")
    values: dict[str, str | None] = {}

    def item() -> None:
        name = grammar.name().text
        values[name] = _partition_value(grammar) if grammar.accept("=") else None

    grammar.wrapped_items(item)
    return PartitionSpec(values, grammar.span_from(index))


def _partition_value(grammar: QueryGrammar) -> str | None:
    if grammar.current.kind in (TokenKind.STRING, TokenKind.UNICODE_STRING):
        return grammar.string()
    word = grammar.accept_any("DATE", "TIME", "TIMESTAMP")
    if word:
        return grammar.string()
    if grammar.accept("NULL"):
        return None
    sign = "-" if grammar.accept("-") else ""
    if grammar.current.kind is TokenKind.NUMBER:
        return sign + grammar.advance().text
    word = grammar.accept_any("TRUE", "FALSE")
    if word is None:
        grammar.note_expected("a literal")
        grammar.fail()
    return word.lower()
