"""CREATE, ALTER and DROP of catalogs, databases and connections."""

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
from drey.sql.statements import catalogs as s
from drey.sql.statements.fragments import Statement


def create_catalog(grammar: QueryGrammar, index: int) -> s.CreateCatalog:
    unless_exists = if_not_exists(grammar)
    name = grammar.name()
    comment = optional_comment(grammar)
    options = optional_with(grammar)
    return s.CreateCatalog(name, options, unless_exists, comment, position=grammar.span_from(index))


def alter_catalog(grammar: QueryGrammar, index: int) -> Statement:
    name = grammar.name()
    if grammar.accept("SET"):
        return s.AlterCatalogSet(name, option_list(grammar), position=grammar.span_from(index))
    if grammar.accept("RESET"):
        return s.AlterCatalogReset(name, key_list(grammar), position=grammar.span_from(index))
    grammar.expect("COMMENT")
    return s.AlterCatalogComment(name, grammar.string(), position=grammar.span_from(index))


def drop_catalog(grammar: QueryGrammar, index: int) -> s.DropCatalog:
    exists = if_exists(grammar)
    return s.DropCatalog(grammar.name(), exists, position=grammar.span_from(index))


def create_database(grammar: QueryGrammar, index: int) -> s.CreateDatabase:
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    comment = optional_comment(grammar)
    options = optional_with(grammar)
    return s.CreateDatabase(path, options, unless_exists, comment, position=grammar.span_from(index))


def alter_database(grammar: QueryGrammar, index: int) -> s.AlterDatabaseSet:
    path = grammar.path()
    grammar.expect("SET")
    return s.AlterDatabaseSet(path, option_list(grammar), position=grammar.span_from(index))


def drop_database(grammar: QueryGrammar, index: int) -> s.DropDatabase:
    exists = if_exists(grammar)
    path = grammar.path()
    cascade = grammar.accept_any("RESTRICT", "CASCADE") == "CASCADE"
    return s.DropDatabase(path, exists, cascade, position=grammar.span_from(index))


def create_connection(
    grammar: QueryGrammar, index: int, *, temporary: bool = False, system: bool = False
) -> s.CreateConnection:
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    comment = optional_comment(grammar)
    options = optional_with(grammar)
    span = grammar.span_from(index)
    return s.CreateConnection(path, options, temporary, system, unless_exists, comment, position=span)


def alter_connection(grammar: QueryGrammar, index: int) -> Statement:
    exists = if_exists(grammar)
    path = grammar.path()
    if grammar.accept("SET"):
        return s.AlterConnectionSet(path, option_list(grammar), exists, position=grammar.span_from(index))
    if grammar.accept("RESET"):
        return s.AlterConnectionReset(path, key_list(grammar), exists, position=grammar.span_from(index))
    grammar.expect("RENAME", "TO")
    return s.AlterConnectionRename(path, grammar.path(), exists, position=grammar.span_from(index))


def drop_connection(
    grammar: QueryGrammar, index: int, *, temporary: bool = False, system: bool = False
) -> s.DropConnection:
    exists = if_exists(grammar)
    return s.DropConnection(grammar.path(), temporary, system, exists, position=grammar.span_from(index))
