"""Between the mirror's catalog classes and the engine's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.catalog.catalog import Catalog as EngineCatalog
from drey.catalog.objects import CatalogFunction, CatalogTable, UserFunction
from drey.errors import ValidationError
from drey.planner.context import PlannerContext
from drey.pyflink.table.catalog import Catalog
from drey.pyflink.table.catalog_schema import ResolvedSchema
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.expression_sql import sql_text
from drey.pyflink.table.schema import Schema, UnresolvedColumn
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.table.udf import ScalarFunction, UserDefinedFunctionWrapper, udf
from drey.session.schemas import build_schema
from drey.types import logical as t
from drey.types import schema as engine

if TYPE_CHECKING:
    from drey.pyflink.table.table_descriptor import TableDescriptor


def engine_catalog(catalog: Catalog) -> EngineCatalog:
    """The engine's catalog behind a catalog of the mirror."""
    found: EngineCatalog = catalog._catalog
    return found


def catalog_of(catalog: EngineCatalog) -> Catalog:
    """The mirror's catalog in front of an engine's."""
    return Catalog._of(catalog)


def resolved_schema(row_type: t.RowType) -> ResolvedSchema:
    """The mirror's schema of a query's columns."""
    return ResolvedSchema._of(engine.ResolvedSchema.physical(row_type))


def descriptor_table(context: PlannerContext, descriptor: TableDescriptor) -> CatalogTable:
    """The catalog's table that a descriptor describes.

    Raises:
        ValidationError: The descriptor has no schema, or the schema doesn't fit.
    """
    schema = descriptor.get_schema()
    if schema is None:
        raise ValidationError(
            "the table descriptor has no schema", hint="call schema(Schema.new_builder()...build())"
        )
    return CatalogTable(
        resolve(context, schema),
        dict(descriptor.get_options()),
        descriptor.get_comment(),
        tuple(descriptor.get_partition_keys() or ()),
    )


def resolve(context: PlannerContext, schema: Schema) -> engine.ResolvedSchema:
    """The engine's schema of an unresolved one.

    Args:
        context: The session, in which names in expressions are looked up.
        schema: What ``Schema.new_builder()`` made.

    Raises:
        ValidationError: An expression doesn't fit the columns, or a column of the key may be NULL.
    """
    drafts = [(_column(column), None) for column in schema.columns]
    marks = [(name, _text(expression, f"watermark for '{name}'")) for name, expression in schema.watermarks]
    key = schema.primary_key
    for column, _ in drafts:
        if key is not None and column.name in key.columns and column.type.nullable and not column.expression:
            raise ValidationError(
                f"Invalid primary key '{key.name}'. Column '{column.name}' is nullable.",
                hint="declare it NOT NULL: DataTypes.BIGINT().not_null()",
            )
    return build_schema(context, drafts, marks, key)


def _column(column: UnresolvedColumn) -> engine.Column:
    if column.expression is not None:
        text = _text(column.expression, f"computed column '{column.name}'")
        return engine.Column(
            column.name, t.NullType(), engine.ColumnKind.COMPUTED, expression=text, comment=column.comment
        )
    assert column.data_type is not None
    return engine.Column(
        column.name,
        to_logical(column.data_type),
        engine.ColumnKind.METADATA if column.is_metadata else engine.ColumnKind.PHYSICAL,
        metadata_key=column.metadata_key,
        virtual=column.is_virtual,
        comment=column.comment,
    )


def _text(expression: object, what: str) -> str:
    if isinstance(expression, str):
        return expression
    if isinstance(expression, Expression):
        return sql_text(expression._expr)
    raise ValidationError(
        f"the {what} is no expression: {expression!r}", hint="give SQL text or an Expression"
    )
