"""CREATE, ALTER and DROP FUNCTION; modules."""

from __future__ import annotations

from drey.sql.grammar.clauses import if_exists, if_not_exists, optional_with
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.statements import functions as s

_LANGUAGES = ("JAVA", "SCALA", "PYTHON")


def create_function(
    grammar: QueryGrammar, index: int, *, temporary: bool = False, system: bool = False
) -> s.CreateFunction:
    """Behind ``CREATE [TEMPORARY [SYSTEM]] FUNCTION``."""
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    grammar.expect("AS")
    identifier = grammar.string()
    language = _language(grammar)
    resources: list[s.FunctionResource] = []
    if grammar.accept("USING"):
        resources = grammar.items(lambda: _resource(grammar))
    options = optional_with(grammar)
    return s.CreateFunction(
        path,
        identifier,
        language,
        temporary,
        system,
        unless_exists,
        tuple(resources),
        options,
        position=grammar.span_from(index),
    )


def _language(grammar: QueryGrammar) -> str:
    return grammar.expect_any(*_LANGUAGES) if grammar.accept("LANGUAGE") else "JAVA"


def _resource(grammar: QueryGrammar) -> s.FunctionResource:
    kind = grammar.expect_any("JAR", "ARTIFACT")
    return s.FunctionResource(kind, grammar.string())


def alter_function(
    grammar: QueryGrammar, index: int, *, temporary: bool = False, system: bool = False
) -> s.AlterFunction:
    exists = if_exists(grammar)
    path = grammar.path()
    grammar.expect("AS")
    identifier = grammar.string()
    language = _language(grammar)
    span = grammar.span_from(index)
    return s.AlterFunction(path, identifier, language, temporary, system, exists, position=span)


def drop_function(
    grammar: QueryGrammar, index: int, *, temporary: bool = False, system: bool = False
) -> s.DropFunction:
    exists = if_exists(grammar)
    return s.DropFunction(grammar.path(), temporary, system, exists, position=grammar.span_from(index))


def load_module(grammar: QueryGrammar) -> s.LoadModule:
    index = grammar.index
    grammar.expect("LOAD", "MODULE")
    name = grammar.name()
    return s.LoadModule(name, optional_with(grammar), position=grammar.span_from(index))


def unload_module(grammar: QueryGrammar) -> s.UnloadModule:
    index = grammar.index
    grammar.expect("UNLOAD", "MODULE")
    return s.UnloadModule(grammar.name(), position=grammar.span_from(index))
