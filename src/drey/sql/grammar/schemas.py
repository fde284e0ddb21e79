"""Column lists: physical, metadata and computed columns, watermark, primary key, distribution."""

from __future__ import annotations

from dataclasses import dataclass, field

from drey.sql.grammar.clauses import optional_comment
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.statements.fragments import Name
from drey.sql.statements.tables import (
    ColumnDefinition,
    ColumnPlacement,
    ColumnReference,
    ComputedColumn,
    Distribution,
    MetadataColumn,
    PhysicalColumn,
    PrimaryKeyDefinition,
    TableSchemaDefinition,
    WatermarkDefinition,
)


@dataclass
class SchemaElements:
    """What a column list holds, gathered element by element."""

    columns: list[ColumnPlacement] = field(default_factory=list)
    watermark: WatermarkDefinition | None = None
    primary_key: PrimaryKeyDefinition | None = None

    def definition(self) -> TableSchemaDefinition:
        return TableSchemaDefinition(
            tuple(placement.column for placement in self.columns), self.watermark, self.primary_key
        )


def optional_schema(grammar: QueryGrammar) -> TableSchemaDefinition:
    """The column list in parentheses, or an empty definition."""
    if not grammar.at("("):
        return TableSchemaDefinition()
    elements = SchemaElements()
    grammar.wrapped_items(lambda: schema_element(grammar, elements))
    return elements.definition()


def schema_element(grammar: QueryGrammar, elements: SchemaElements, *, placed: bool = False) -> None:
    """One column, WATERMARK or PRIMARY KEY; ``placed`` allows ``FIRST`` and ``AFTER c`` behind a column."""
    index = grammar.index
    if grammar.accept("WATERMARK", "FOR"):
        if elements.watermark is not None:
            grammar.fail("a table has only one watermark", token=grammar.tokens[index])
        rowtime = grammar.path()
        grammar.expect("AS")
        expression = grammar.expression_fragment()
        elements.watermark = WatermarkDefinition(rowtime, expression, grammar.span_from(index))
    elif grammar.at("CONSTRAINT") or grammar.at("PRIMARY", "KEY"):
        _set_primary_key(grammar, elements, _table_constraint(grammar), index)
    else:
        column = _column(grammar, elements)
        elements.columns.append(_placement(grammar, column) if placed else ColumnPlacement(column))


def _set_primary_key(
    grammar: QueryGrammar, elements: SchemaElements, key: PrimaryKeyDefinition, index: int
) -> None:
    if elements.primary_key is not None:
        grammar.fail("a table has only one primary key", token=grammar.tokens[index])
    elements.primary_key = key


def _placement(grammar: QueryGrammar, column: ColumnDefinition) -> ColumnPlacement:
    if grammar.accept("FIRST"):
        return ColumnPlacement(column, "FIRST")
    if grammar.accept("AFTER"):
        return ColumnPlacement(column, "AFTER", grammar.name())
    return ColumnPlacement(column)


def _table_constraint(grammar: QueryGrammar) -> PrimaryKeyDefinition:
    index = grammar.index
    name = grammar.name().text if grammar.accept("CONSTRAINT") else None
    _key_words(grammar)
    columns = tuple(grammar.wrapped_items(grammar.name))
    return PrimaryKeyDefinition(name, columns, _enforced(grammar), grammar.span_from(index))


def _key_words(grammar: QueryGrammar) -> None:
    if grammar.looking_at("UNIQUE"):
        grammar.fail("UNIQUE constraints don't exist in Flink", hint="declare a PRIMARY KEY .. NOT ENFORCED")
    grammar.expect("PRIMARY", "KEY")


def _enforced(grammar: QueryGrammar) -> bool:
    """False for NOT ENFORCED; a missing word means ENFORCED, which the catalog layer rejects."""
    if grammar.accept("NOT", "ENFORCED"):
        return False
    grammar.accept("ENFORCED")
    return True


def _column(grammar: QueryGrammar, elements: SchemaElements) -> ColumnDefinition:
    index = grammar.index
    name = grammar.name().text
    if grammar.accept("AS"):
        expression = grammar.expression_fragment()
        comment = optional_comment(grammar)
        return ComputedColumn(name, expression, comment=comment, position=grammar.span_from(index))
    grammar.note_expected("a data type")
    if grammar.at(",") or grammar.at(")"):
        return ColumnReference(name, position=grammar.span_from(index))
    type_ = grammar.type()
    if grammar.accept("METADATA"):
        key = grammar.optional_string_after("FROM")
        virtual = grammar.accept("VIRTUAL")
        comment = optional_comment(grammar)
        span = grammar.span_from(index)
        return MetadataColumn(name, type_, key, virtual, comment=comment, position=span)
    _column_constraint(grammar, elements, name, index)
    comment = optional_comment(grammar)
    return PhysicalColumn(name, type_, comment=comment, position=grammar.span_from(index))


def _column_constraint(grammar: QueryGrammar, elements: SchemaElements, name: str, column_index: int) -> None:
    index = grammar.index
    if not (grammar.at("CONSTRAINT") or grammar.at("PRIMARY", "KEY") or grammar.looking_at("UNIQUE")):
        return
    constraint = grammar.name().text if grammar.accept("CONSTRAINT") else None
    _key_words(grammar)
    token = grammar.tokens[column_index]
    column = Name(name, grammar.span_from(index))
    enforced = _enforced(grammar)
    key = PrimaryKeyDefinition(constraint, (column,), enforced, grammar.span_from(index))
    if elements.primary_key is not None:
        grammar.fail("a table has only one primary key", token=token)
    elements.primary_key = key


def optional_distribution(grammar: QueryGrammar, word: str = "DISTRIBUTED") -> Distribution | None:
    """``DISTRIBUTED [BY [HASH | RANGE] (c, ..)] [INTO n BUCKETS]``; ``word`` is DISTRIBUTION in ALTER."""
    index = grammar.index
    if not grammar.accept(word):
        return None
    kind: str | None = None
    columns: tuple[Name, ...] = ()
    buckets: int | None = None
    if grammar.accept("BY"):
        if grammar.current.key in ("HASH", "RANGE") or grammar.peek().key == "(":
            kind = grammar.expect_any("HASH", "RANGE")
        columns = tuple(grammar.wrapped_items(grammar.name))
    if not columns or grammar.at("INTO"):
        grammar.expect("INTO")
        buckets = grammar.integer()
        grammar.expect("BUCKETS")
    return Distribution(kind, columns, buckets, grammar.span_from(index))
