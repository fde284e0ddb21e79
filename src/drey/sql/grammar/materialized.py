"""CREATE, ALTER and DROP MATERIALIZED TABLE."""

from __future__ import annotations

from drey.sql.grammar.clauses import (
    if_exists,
    if_not_exists,
    key_list,
    option_list,
    optional_comment,
    optional_with,
    partition_spec,
)
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.grammar.schemas import optional_distribution, optional_schema
from drey.sql.grammar.tables import alter_drop, alter_schema, optional_partitioned_by
from drey.sql.statements import materialized as s
from drey.sql.statements.fragments import ObjectPath, Statement
from drey.sql.statements.tables import AlterTableReset, AlterTableSet

_START_MODES = (
    "FROM_BEGINNING",
    "FROM_NOW",
    "FROM_TIMESTAMP",
    "RESUME_OR_FROM_BEGINNING",
    "RESUME_OR_FROM_NOW",
    "RESUME_OR_FROM_TIMESTAMP",
)


def create_materialized_table(
    grammar: QueryGrammar, index: int, *, or_alter: bool = False
) -> s.CreateMaterializedTable:
    """Behind ``CREATE [OR ALTER] MATERIALIZED TABLE``."""
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    schema = optional_schema(grammar)
    comment = optional_comment(grammar)
    distribution = optional_distribution(grammar)
    partitioned_by = optional_partitioned_by(grammar)
    options = optional_with(grammar)
    freshness = None
    if grammar.accept("FRESHNESS"):
        grammar.expect("=")
        freshness = grammar.expression_fragment()
    mode = _refresh_mode(grammar) if grammar.accept("REFRESH_MODE") else None
    start = _start_mode(grammar) if grammar.accept("START_MODE") else None
    grammar.expect("AS")
    query = grammar.query_fragment()
    return s.CreateMaterializedTable(
        path,
        query,
        schema,
        or_alter,
        unless_exists,
        comment,
        distribution,
        partitioned_by,
        options,
        freshness,
        mode,
        start,
        position=grammar.span_from(index),
    )


def _refresh_mode(grammar: QueryGrammar) -> str:
    grammar.expect("=")
    return grammar.expect_any("CONTINUOUS", "FULL")


def _start_mode(grammar: QueryGrammar) -> s.StartMode:
    grammar.expect("=")
    kind = grammar.expect_any(*_START_MODES)
    argument = None
    if grammar.accept("("):
        argument = grammar.expression_fragment()
        grammar.expect(")")
    return s.StartMode(kind, argument)


def alter_materialized_table(grammar: QueryGrammar, index: int) -> Statement:
    """Behind ``ALTER MATERIALIZED TABLE``."""
    path = grammar.path()
    action = grammar.accept_any("ADD", "MODIFY")
    if action:
        return alter_schema(grammar, index, path, action, materialized=True)
    if grammar.accept("DROP"):
        return alter_drop(grammar, index, path, materialized=True)
    if grammar.accept("SUSPEND"):
        return s.AlterMaterializedTableSuspend(path, position=grammar.span_from(index))
    if grammar.accept("RESUME"):
        options = optional_with(grammar)
        return s.AlterMaterializedTableResume(path, options, position=grammar.span_from(index))
    if grammar.accept("REFRESH"):
        partition = partition_spec(grammar) if grammar.at("PARTITION") else None
        return s.AlterMaterializedTableRefresh(path, partition, position=grammar.span_from(index))
    if grammar.accept("AS"):
        query = grammar.query_fragment()
        return s.AlterMaterializedTableQuery(path, query, position=grammar.span_from(index))
    if grammar.accept("SET"):
        return _set(grammar, index, path)
    grammar.expect("RESET")
    if grammar.accept("REFRESH_MODE"):
        return s.AlterMaterializedTableRefreshMode(path, None, position=grammar.span_from(index))
    keys = key_list(grammar)
    return AlterTableReset(path, materialized=True, keys=keys, position=grammar.span_from(index))


def _set(grammar: QueryGrammar, index: int, path: ObjectPath) -> Statement:
    if grammar.accept("FRESHNESS"):
        grammar.expect("=")
        freshness = grammar.expression_fragment()
        return s.AlterMaterializedTableFreshness(path, freshness, position=grammar.span_from(index))
    if grammar.accept("REFRESH_MODE"):
        mode = _refresh_mode(grammar)
        return s.AlterMaterializedTableRefreshMode(path, mode, position=grammar.span_from(index))
    options = option_list(grammar)
    return AlterTableSet(path, materialized=True, options=options, position=grammar.span_from(index))


def drop_materialized_table(grammar: QueryGrammar, index: int) -> s.DropMaterializedTable:
    exists = if_exists(grammar)
    return s.DropMaterializedTable(grammar.path(), exists, position=grammar.span_from(index))
