"""CREATE, ALTER, DROP, TRUNCATE and ANALYZE TABLE."""

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
from drey.sql.grammar.schemas import SchemaElements, optional_distribution, optional_schema, schema_element
from drey.sql.statements import tables as s
from drey.sql.statements.fragments import Name, ObjectPath, Statement

_LIKE_FEATURES = (
    "ALL", "CONSTRAINTS", "DISTRIBUTION", "PARTITIONS", "GENERATED", "METADATA", "OPTIONS", "WATERMARKS",
)  # fmt: skip


def create_table(
    grammar: QueryGrammar, index: int, *, temporary: bool = False, create: bool = True, replace: bool = False
) -> s.CreateTable:
    """Behind ``CREATE [TEMPORARY] TABLE`` or ``[CREATE OR] REPLACE TABLE``."""
    unless_exists = if_not_exists(grammar)
    path = grammar.path()
    schema = optional_schema(grammar)
    comment = optional_comment(grammar)
    distribution = optional_distribution(grammar)
    partitioned_by = optional_partitioned_by(grammar)
    options = optional_with(grammar)
    like = _like(grammar) if grammar.at("LIKE") else None
    query = grammar.query_fragment() if like is None and grammar.accept("AS") else None
    return s.CreateTable(
        path,
        schema,
        temporary=temporary,
        if_not_exists=unless_exists,
        create=create,
        replace=replace,
        comment=comment,
        distribution=distribution,
        partitioned_by=partitioned_by,
        options=options,
        like=like,
        query=query,
        position=grammar.span_from(index),
    )


def optional_partitioned_by(grammar: QueryGrammar) -> tuple[Name, ...]:
    return tuple(grammar.wrapped_items(grammar.name)) if grammar.accept("PARTITIONED", "BY") else ()


def _like(grammar: QueryGrammar) -> s.LikeClause:
    index = grammar.index
    grammar.expect("LIKE")
    source = grammar.path()
    options: list[s.LikeOption] = []
    if grammar.accept("("):
        while not grammar.accept(")"):
            start = grammar.index
            strategy = grammar.expect_any("INCLUDING", "EXCLUDING", "OVERWRITING")
            feature = grammar.expect_any(*_LIKE_FEATURES)
            options.append(s.LikeOption(strategy, feature, grammar.span_from(start)))
    return s.LikeClause(source, tuple(options), grammar.span_from(index))


def drop_table(grammar: QueryGrammar, index: int, *, temporary: bool = False) -> s.DropTable:
    exists = if_exists(grammar)
    return s.DropTable(grammar.path(), temporary, exists, position=grammar.span_from(index))


def truncate_table(grammar: QueryGrammar) -> s.TruncateTable:
    index = grammar.index
    grammar.expect("TRUNCATE", "TABLE")
    return s.TruncateTable(grammar.path(), position=grammar.span_from(index))


def analyze_table(grammar: QueryGrammar) -> s.AnalyzeTable:
    """``ANALYZE TABLE t [PARTITION (..)] COMPUTE STATISTICS [FOR COLUMNS c, .. | FOR ALL COLUMNS]``."""
    index = grammar.index
    grammar.expect("ANALYZE", "TABLE")
    path = grammar.path()
    partition = partition_spec(grammar) if grammar.at("PARTITION") else None
    grammar.expect("COMPUTE", "STATISTICS")
    columns: tuple[Name, ...] | None = None
    if grammar.accept("FOR"):
        if grammar.accept("ALL"):
            grammar.expect("COLUMNS")
            columns = ()
        else:
            grammar.expect("COLUMNS")
            columns = tuple(grammar.items(grammar.name))
    return s.AnalyzeTable(path, partition, columns, position=grammar.span_from(index))


def alter_table(grammar: QueryGrammar, index: int) -> Statement:
    """Behind ``ALTER TABLE``."""
    exists = if_exists(grammar)
    path = grammar.path()
    if grammar.accept("ADD"):
        if grammar.at("PARTITION") or grammar.at("IF", "NOT", "EXISTS"):
            return _add_partitions(grammar, index, path, exists)
        return alter_schema(grammar, index, path, "ADD", exists=exists)
    if grammar.accept("MODIFY"):
        return alter_schema(grammar, index, path, "MODIFY", exists=exists)
    if grammar.accept("DROP"):
        return alter_drop(grammar, index, path, exists=exists)
    if grammar.accept("RENAME"):
        return _rename(grammar, index, path, exists)
    if grammar.accept("SET"):
        options = option_list(grammar)
        return s.AlterTableSet(path, exists, options=options, position=grammar.span_from(index))
    if grammar.accept("RESET"):
        keys = key_list(grammar)
        return s.AlterTableReset(path, exists, keys=keys, position=grammar.span_from(index))
    raise grammar.failure()


def alter_schema(
    grammar: QueryGrammar,
    index: int,
    path: ObjectPath,
    action: str,
    *,
    exists: bool = False,
    materialized: bool = False,
) -> s.AlterTableSchema:
    """Behind ``ADD`` or ``MODIFY``: one element, a list in parentheses or a distribution."""
    elements = SchemaElements()
    distribution = optional_distribution(grammar, "DISTRIBUTION")
    if distribution is None:
        if grammar.at("("):
            grammar.wrapped_items(lambda: schema_element(grammar, elements, placed=True))
        else:
            schema_element(grammar, elements, placed=True)
    return s.AlterTableSchema(
        path,
        exists,
        materialized,
        action=action,
        columns=tuple(elements.columns),
        watermark=elements.watermark,
        primary_key=elements.primary_key,
        distribution=distribution,
        position=grammar.span_from(index),
    )


def alter_drop(
    grammar: QueryGrammar, index: int, path: ObjectPath, *, exists: bool = False, materialized: bool = False
) -> Statement:
    """Behind ``DROP``."""
    if grammar.accept("PRIMARY", "KEY"):
        return s.AlterTableDropPrimaryKey(path, exists, materialized, position=grammar.span_from(index))
    if grammar.accept("CONSTRAINT"):
        name = grammar.name()
        span = grammar.span_from(index)
        return s.AlterTableDropPrimaryKey(path, exists, materialized, constraint=name, position=span)
    if grammar.accept("WATERMARK"):
        return s.AlterTableDropWatermark(path, exists, materialized, position=grammar.span_from(index))
    if grammar.accept("DISTRIBUTION"):
        return s.AlterTableDropDistribution(path, exists, materialized, position=grammar.span_from(index))
    if grammar.at("PARTITION") or grammar.at("IF", "EXISTS"):
        partition_exists = if_exists(grammar)
        partitions = tuple(grammar.items(lambda: partition_spec(grammar)))
        return s.AlterTableDropPartitions(
            path,
            exists,
            materialized,
            partitions=partitions,
            if_partition_exists=partition_exists,
            position=grammar.span_from(index),
        )
    columns = grammar.wrapped_items(grammar.path) if grammar.at("(") else [grammar.path()]
    span = grammar.span_from(index)
    return s.AlterTableDropColumns(path, exists, materialized, columns=tuple(columns), position=span)


def _add_partitions(grammar: QueryGrammar, index: int, path: ObjectPath, exists: bool) -> Statement:
    unless_exists = if_not_exists(grammar)
    partitions: list[s.NewPartition] = []
    while not partitions or grammar.at("PARTITION"):
        partitions.append(s.NewPartition(partition_spec(grammar), optional_with(grammar)))
    return s.AlterTableAddPartitions(
        path,
        exists,
        partitions=tuple(partitions),
        if_not_exists=unless_exists,
        position=grammar.span_from(index),
    )


def _rename(grammar: QueryGrammar, index: int, path: ObjectPath, exists: bool) -> Statement:
    if grammar.accept("TO"):
        new_path = grammar.path()
        return s.AlterTableRename(path, exists, new_path=new_path, position=grammar.span_from(index))
    column = grammar.path()
    grammar.expect("TO")
    name = grammar.name()
    span = grammar.span_from(index)
    return s.AlterTableRenameColumn(path, exists, column=column, new_name=name, position=span)
