"""Resolves the columns of tables: types of computed columns, watermarks, the primary key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drey.catalog.objects import Distribution
from drey.errors import DreyError, SourcePosition, ValidationError, did_you_mean
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import Scope
from drey.planner.binder.sql_expressions import parse_scalar
from drey.planner.context import PlannerContext
from drey.sql import parse_expression
from drey.sql.statements.tables import (
    ColumnDefinition,
    ComputedColumn,
    MetadataColumn,
    PhysicalColumn,
    PrimaryKeyDefinition,
)
from drey.sql.unparse import expression_text
from drey.types import logical as t
from drey.types.schema import Column, ColumnKind, PrimaryKey, ResolvedSchema, WatermarkSpec


def draft_column(column: ColumnDefinition) -> Column:
    """A column as written; a computed one has no type yet."""
    match column:
        case PhysicalColumn():
            return Column(column.name, column.type, comment=column.comment)
        case MetadataColumn():
            return Column(
                column.name,
                column.type,
                ColumnKind.METADATA,
                metadata_key=column.key,
                virtual=column.virtual,
                comment=column.comment,
            )
        case ComputedColumn():
            return Column(
                column.name,
                t.NullType(),
                ColumnKind.COMPUTED,
                expression=column.expression_text,
                comment=column.comment,
            )
    raise ValidationError(f"column '{column.name}' needs a type", position=column.position)


def checked_key(key: PrimaryKeyDefinition) -> PrimaryKey:
    """The key, which Flink only accepts as NOT ENFORCED."""
    if key.enforced:
        raise ValidationError(
            "Flink doesn't support ENFORCED mode for PRIMARY KEY constraint. ENFORCED/NOT ENFORCED controls "
            "if the constraint checks are performed on the incoming/outgoing data. Flink does not own the "
            "data therefore the only supported mode is the NOT ENFORCED mode",
            position=key.position,
        )
    columns = tuple(name.text for name in key.columns)
    return PrimaryKey(key.name or "PK_" + "_".join(columns), columns)


def build_schema(
    context: PlannerContext,
    drafts: Sequence[tuple[Column, SourcePosition | None]],
    watermarks: Sequence[tuple[str, str]],
    key: PrimaryKey | None,
) -> ResolvedSchema:
    """A schema from columns as written.

    Args:
        context: The session, for computed columns.
        drafts: The columns with their places in the text.
        watermarks: Pairs of rowtime column and expression.
        key: The primary key; its columns become NOT NULL.
    """
    drafts = [(_in_flinks_spelling(column), position) for column, position in drafts]
    watermarks = [(name, expression_text(parse_expression(text))) for name, text in watermarks]
    known = [column for column, _ in drafts if column.kind is not ColumnKind.COMPUTED]
    seen: set[str] = set()
    for column, position in drafts:
        if column.name in seen:
            title = "regular Column" if column.kind is ColumnKind.PHYSICAL else "column"
            raise ValidationError(
                f"A {title} named '{column.name}' already exists in the table.", position=position
            )
        seen.add(column.name)
    if key is not None:
        known = _not_null_key(known, key, drafts)
    base = Scope.of(t.RowType.of(*((c.name, c.type) for c in known)))
    by_name = {column.name: column for column in known}
    columns = []
    for column, position in drafts:
        if column.kind is ColumnKind.COMPUTED:
            assert column.expression is not None
            columns.append(replace(column, type=_type_of(context, base, column.expression, position)))
        else:
            columns.append(by_name[column.name])
    scope = Scope.of(t.RowType.of(*((c.name, c.type) for c in columns)))
    specs = tuple(_watermark(context, scope, columns, name, text) for name, text in watermarks)
    rowtimes = {spec.rowtime for spec in specs}
    columns = [_as_rowtime(c) if c.name in rowtimes else c for c in columns]
    return ResolvedSchema(tuple(columns), specs, key)


def check_buckets(schema: ResolvedSchema, distribution: Distribution | None) -> None:
    """Refuse a distribution by what is no stored column."""
    physical = [column.name for column in schema.columns if column.kind is ColumnKind.PHYSICAL]
    for name in distribution.columns if distribution else ():
        if name not in physical:
            raise ValidationError(
                f"Invalid bucket key '{name}'. A bucket key for a distribution must reference a physical "
                f"column in the schema. Available columns are: [{', '.join(physical)}]",
                hint=did_you_mean(name, physical),
            )


def _in_flinks_spelling(column: Column) -> Column:
    """The column with its expression as the catalog keeps it."""
    if column.expression is None:
        return column
    return replace(column, expression=expression_text(parse_expression(column.expression)))


def _not_null_key(
    known: list[Column], key: PrimaryKey, drafts: Sequence[tuple[Column, SourcePosition | None]]
) -> list[Column]:
    names = [column.name for column in known if column.kind is ColumnKind.PHYSICAL]
    for name in key.columns:
        if name not in names:
            there = any(c.name == name for c, _ in drafts)
            raise ValidationError(
                f"Could not create a PRIMARY KEY with column '{name}'. "
                + (
                    "A PRIMARY KEY constraint must be declared on physical columns."
                    if there
                    else "Column does not exist."
                ),
                hint=None if there else did_you_mean(name, names),
            )
    return [replace(c, type=c.type.not_null()) if c.name in key.columns else c for c in known]


def _type_of(
    context: PlannerContext, scope: Scope, text: str, position: SourcePosition | None
) -> t.LogicalType:
    try:
        return Resolver(context, scope).resolve(parse_scalar(text)).type
    except DreyError as error:
        error.position = position or error.position
        raise


def _watermark(
    context: PlannerContext, scope: Scope, columns: Sequence[Column], name: str, text: str
) -> WatermarkSpec:
    column = next((c for c in columns if c.name == name), None)
    if column is None:
        raise ValidationError(
            f"The rowtime attribute field '{name}' is not defined in the table schema, for the watermark",
            detail="Available fields: " + ", ".join(c.name for c in columns),
            hint=did_you_mean(name, [c.name for c in columns]),
        )
    if not isinstance(column.type, t.AnyTimestampType) or column.type.precision > 3:
        raise ValidationError(
            "Invalid data type of time field for watermark definition. The field must be of type TIMESTAMP(p) or "
            "TIMESTAMP_LTZ(p), the supported precision 'p' is from 0 to 3, but the time field type is "
            f"{column.type}"
        )
    expression = Resolver(context, scope).resolve(parse_scalar(text))
    return WatermarkSpec(name, text, expression.type)


def _as_rowtime(column: Column) -> Column:
    assert isinstance(column.type, t.AnyTimestampType)
    return replace(column, type=column.type.with_attribute(t.TimeAttribute.ROWTIME))
