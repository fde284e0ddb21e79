"""CREATE TABLE .. AS: completes what is written by the columns of a query.

The rules and messages are those of Flink's ``MergeTableAsUtil``.
"""

from __future__ import annotations

from dataclasses import replace

from drey.errors import DreyError, SourcePosition, SqlSyntaxError, ValidationError, did_you_mean
from drey.planner.binder.casting import implicit_cast
from drey.rex.nodes import RexInputRef
from drey.session.table_parts import TableParts
from drey.sql.statements.tables import ColumnDefinition, ColumnReference
from drey.types import logical as t
from drey.types.schema import Column, ColumnKind

_TITLES = {ColumnKind.COMPUTED: "Computed", ColumnKind.METADATA: "Metadata"}


def merge_query(parts: TableParts, written: tuple[ColumnDefinition, ...], query: t.RowType) -> TableParts:
    """The parts of a table that takes a query's rows: new columns first, then the query's.

    Args:
        parts: What the statement defines.
        written: The column list; bare names only change the order of the query's columns.
        query: The query's columns.

    Raises:
        SqlSyntaxError: The column list mixes names and definitions.
        ValidationError: The column list doesn't fit the query.
    """
    source = {field.name: Column(field.name, _plain(field.type)) for field in query.fields}
    references = [column for column in written if isinstance(column, ColumnReference)]
    if references and len(references) < len(written):
        raise SqlSyntaxError(
            "the column list of CREATE TABLE .. AS holds either names or definitions",
            position=references[0].position,
        )
    if references:
        return replace(parts, columns=[*_reordered(references, source), *parts.columns])
    new: list[tuple[Column, SourcePosition | None]] = []
    places: dict[str, SourcePosition | None] = {}
    for column, position in parts.columns:
        if column.name not in source:
            _check_fillable(column, position)
            new.append((column, position))
            continue
        index = query.names.index(column.name)
        source[column.name] = _replaced(column, index, query.fields[index].type, position)
        places[column.name] = position
    taken = [(column, places.get(name)) for name, column in source.items()]
    return replace(parts, columns=[*new, *taken])


def _plain(type_: t.LogicalType) -> t.LogicalType:
    if isinstance(type_, t.AnyTimestampType):
        return type_.with_attribute(t.TimeAttribute.NONE)
    return type_


def _reordered(
    references: list[ColumnReference], source: dict[str, Column]
) -> list[tuple[Column, SourcePosition | None]]:
    if len(references) != len(source):
        raise ValidationError(
            "The number of columns in the column list must match the number of columns in the source schema.",
            detail=f"{len(references)} names for {len(source)} columns",
            position=references[0].position,
        )
    columns: list[tuple[Column, SourcePosition | None]] = []
    for reference in references:
        if reference.name not in source:
            raise ValidationError(
                f"Column '{reference.name}' not found in the source schema.",
                hint=did_you_mean(reference.name, source),
                position=reference.position,
            )
        columns.append((source[reference.name], reference.position))
    return columns


def _check_fillable(column: Column, position: SourcePosition | None) -> None:
    if column.persisted and not column.type.nullable:
        raise ValidationError(
            f"Column '{column.name}' has no default value and does not allow NULLs.", position=position
        )


def _replaced(column: Column, index: int, type_: t.LogicalType, position: SourcePosition | None) -> Column:
    """The column with which the statement replaces one of the query's."""
    if column.kind is not ColumnKind.PHYSICAL:
        raise ValidationError(
            f"A column named '{column.name}' already exists in the source schema. {_TITLES[column.kind]} columns cannot "
            "overwrite columns from source.",
            position=position,
        )
    if not column.type.same_ignoring_null(type_):
        try:
            implicit_cast(RexInputRef(index, type=type_), column.type)
        except DreyError:
            raise ValidationError(
                f"Incompatible types for sink column '{column.name}' at position {index + 1}. The source column has "
                f"type '{type_}', while the target column has type '{column.type}'.",
                position=position,
            ) from None
    return column
