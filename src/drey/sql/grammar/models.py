"""CREATE, ALTER and DROP MODEL."""

from __future__ import annotations

from drey.sql.grammar.clauses import (
    if_exists,
    if_not_exists,
    key_list,
    option_list,
    optional_comment,
    optional_with,
)
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.grammar.schemas import optional_schema
from drey.sql.statements import models as s
from drey.sql.statements.fragments import Statement
from drey.sql.statements.tables import ColumnDefinition


def create_model(grammar: QueryGrammar, index: int, *, temporary: bool = False) -> s.CreateModel:
    """Behind ``CREATE [TEMPORARY] MODEL``."""
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    inputs = _columns_after(grammar, "INPUT")
    outputs = _columns_after(grammar, "OUTPUT")
    comment = optional_comment(grammar)
    options = optional_with(grammar)
    query = grammar.query_fragment() if grammar.accept("AS") else None
    return s.CreateModel(
        path,
        inputs,
        outputs,
        options,
        temporary,
        unless_exists,
        comment,
        query,
        position=grammar.span_from(index),
    )


def _columns_after(grammar: QueryGrammar, word: str) -> tuple[ColumnDefinition, ...]:
    if not grammar.accept(word):
        return ()
    if not grammar.at("("):
        grammar.fail()
    return optional_schema(grammar).columns


def alter_model(grammar: QueryGrammar, index: int) -> Statement:
    """Behind ``ALTER MODEL``."""
    exists = if_exists(grammar)
    path = grammar.path()
    if grammar.accept("SET"):
        return s.AlterModelSet(path, option_list(grammar), exists, position=grammar.span_from(index))
    if grammar.accept("RESET"):
        return s.AlterModelReset(path, key_list(grammar), exists, position=grammar.span_from(index))
    grammar.expect("RENAME", "TO")
    return s.AlterModelRename(path, grammar.path(), exists, position=grammar.span_from(index))


def drop_model(grammar: QueryGrammar, index: int, *, temporary: bool = False) -> s.DropModel:
    exists = if_exists(grammar)
    return s.DropModel(grammar.path(), temporary, exists, position=grammar.span_from(index))
