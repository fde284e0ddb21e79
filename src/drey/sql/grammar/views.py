"""CREATE, ALTER and DROP VIEW."""

from __future__ import annotations

from drey.sql.grammar.clauses import if_exists, if_not_exists, option_list, optional_comment
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.statements import views as s
from drey.sql.statements.fragments import Statement


def create_view(grammar: QueryGrammar, index: int, *, temporary: bool = False) -> s.CreateView:
    """Behind ``CREATE [TEMPORARY] VIEW``."""
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    columns = tuple(grammar.wrapped_items(grammar.name)) if grammar.at("(") else ()
    comment = optional_comment(grammar)
    grammar.expect("AS")
    query = grammar.query_fragment()
    span = grammar.span_from(index)
    return s.CreateView(path, query, columns, temporary, unless_exists, comment, position=span)


def alter_view(grammar: QueryGrammar, index: int) -> Statement:
    """Behind ``ALTER VIEW``."""
    path = grammar.path()
    if grammar.accept("RENAME", "TO"):
        new_path = grammar.path()
        return s.AlterViewRename(path, new_path, position=grammar.span_from(index))
    if grammar.accept("AS"):
        query = grammar.query_fragment()
        return s.AlterViewQuery(path, query, position=grammar.span_from(index))
    grammar.expect("SET")
    options = option_list(grammar)
    return s.AlterViewSet(path, options, position=grammar.span_from(index))


def drop_view(grammar: QueryGrammar, index: int, *, temporary: bool = False) -> s.DropView:
    exists = if_exists(grammar)
    return s.DropView(grammar.path(), temporary, exists, position=grammar.span_from(index))
