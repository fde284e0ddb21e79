"""Catalog objects as relations: scans with computed columns and watermarks; views; targets of INSERT."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from drey.catalog.objects import CatalogTable, CatalogView, ObjectIdentifier
from drey.connectors.api import TableSpec
from drey.connectors.registry import table_factory
from drey.errors import CatalogError, OptionError, SourcePosition, ValidationError, did_you_mean
from drey.functions.call_builder import cast_to
from drey.planner.binder.casting import explicit_cast, implicit_cast, literal
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import BoundRelation, Scope
from drey.planner.binder.sql_expressions import parse_scalar
from drey.planner.context import PlannerContext
from drey.planner.plan import logical as rel
from drey.records import record
from drey.rex.nodes import RexInputRef, RexNode
from drey.types import logical as t
from drey.types.schema import Column, ColumnKind, ResolvedSchema

BindQuery = Callable[[PlannerContext, str], BoundRelation]
"""Binds the text of a view's query; given by the query binder, which stands above."""


def scan(
    context: PlannerContext,
    name: ObjectIdentifier,
    bind_query: BindQuery,
    hints: Mapping[str, str] | None = None,
    position: SourcePosition | None = None,
) -> BoundRelation:
    """FROM table.

    Args:
        context: The session.
        name: The table's or view's full name.
        bind_query: Binds the query of a view.
        hints: Options of an OPTIONS hint.
        position: Where the name stands, for errors.
    """
    try:
        found = context.catalogs.table(name)
    except CatalogError as error:
        raise error.at(position) from None
    if isinstance(found, CatalogView):
        if hints:
            raise ValidationError(
                f"View '{name}' cannot be enriched with new options. Hints can only be applied to tables."
            )
        return _view(context, name, found, bind_query)
    return BoundRelation(
        _table(context, name, found, hints or {}), Scope.of(found.schema.row_type, name.parts)
    )


def _view(
    context: PlannerContext, name: ObjectIdentifier, view: CatalogView, bind_query: BindQuery
) -> BoundRelation:
    if view.plan is not None:
        node: rel.RelNode = view.plan
    else:
        catalogs = context.catalogs
        here = (catalogs.current_catalog, catalogs.current_database)
        catalogs.current_catalog, catalogs.current_database = view.search_path
        try:
            node = bind_query(context, view.query).node
        finally:
            catalogs.current_catalog, catalogs.current_database = here
    names = view.schema.row_type.names
    if node.row_type.names != names:
        node = rel.LogicalProject(node, rel.refs(node.row_type), names)
    return BoundRelation(node, Scope.of(node.row_type, name.parts))


def _table(
    context: PlannerContext, name: ObjectIdentifier, table: CatalogTable, hints: Mapping[str, str]
) -> rel.RelNode:
    options = {**table.options, **hints}
    if "connector" not in options:
        raise OptionError(
            f"table '{name}' has no connector",
            detail="Table options do not contain an option key 'connector' for discovering a connector.",
            hint="add WITH ('connector' = '...')",
        )
    factory = table_factory(options["connector"])
    schema = table.schema
    metadata = [c for c in schema.columns if c.kind is ColumnKind.METADATA]
    spec = TableSpec(
        path=str(name),
        options=options,
        row_type=schema.physical_row_type,
        partition_keys=table.partition_keys,
        primary_key=schema.primary_key.columns if schema.primary_key else (),
        time_zone=context.time_zone,
    )
    factory.validate(spec)
    abilities = factory.source_abilities(spec)
    if context.batch and not abilities.bounded:
        raise ValidationError(
            f"Querying an unbounded table '{name}' in batch mode is not allowed. The table source is unbounded."
        )
    if context.batch and not abilities.changelog.insert_only:
        raise ValidationError(
            "Querying a table in batch mode is currently only possible for INSERT-only table sources. "
            f"But the source for table '{name}' produces other changelog messages than INSERT."
        )
    if metadata:
        spec = replace(spec, metadata=_metadata(name, metadata, abilities.metadata))
    node: rel.RelNode = rel.LogicalTableScan(name, spec, abilities, table.data, spec.primary_key)
    node = _all_columns(context, node, schema)
    return node if context.batch else _watermark(context, node, schema)


def _metadata(
    name: ObjectIdentifier, columns: Sequence[Column], offered: Mapping[str, t.LogicalType]
) -> tuple[tuple[str, t.LogicalType], ...]:
    """The metadata keys of columns with the connector's types.

    Raises:
        ValidationError: The connector has no such key.
    """
    keys = []
    for column in columns:
        key = column.metadata_key or column.name
        if key not in offered:
            supported = ", ".join(offered) or "none"
            raise ValidationError(
                f"Invalid metadata key '{key}' in column '{column.name}' of table '{name}'",
                hint=did_you_mean(key, offered) or f"supported: {supported}",
            )
        keys.append((key, offered[key]))
    return tuple(keys)


def _all_columns(context: PlannerContext, scan_node: rel.RelNode, schema: ResolvedSchema) -> rel.RelNode:
    """The columns of the schema in order: physical, metadata (cast to the declared type) and computed."""
    produced = scan_node.row_type
    base: dict[str, RexNode] = {}
    physical = [c for c in schema.columns if c.kind is ColumnKind.PHYSICAL]
    metadata = [c for c in schema.columns if c.kind is ColumnKind.METADATA]
    for index, column in enumerate(physical):
        base[column.name] = RexInputRef(index, type=produced.fields[index].type)
    for index, column in enumerate(metadata, start=len(physical)):
        base[column.name] = cast_to(RexInputRef(index, type=produced.fields[index].type), column.type)
    if len(base) == len(schema.columns) and not metadata:
        return scan_node
    columns = tuple(base)
    under = rel.LogicalProject(scan_node, tuple(base.values()), columns) if metadata else scan_node
    scope = Scope.of(under.row_type)
    projections = []
    for column in schema.columns:
        if column.kind is ColumnKind.COMPUTED:
            assert column.expression is not None
            projections.append(Resolver(context, scope).resolve(parse_scalar(column.expression)))
        else:
            projections.append(RexInputRef(columns.index(column.name), type=base[column.name].type))
    return rel.LogicalProject(under, tuple(projections), tuple(c.name for c in schema.columns))


def _watermark(context: PlannerContext, node: rel.RelNode, schema: ResolvedSchema) -> rel.RelNode:
    for spec in schema.watermarks:
        expression = Resolver(context, Scope.of(node.row_type)).resolve(parse_scalar(spec.expression))
        output = t.RowType.of(
            *((f.name, _rowtime(f, spec.rowtime)) for f in node.row_type.fields), nullable=False
        )
        node = rel.LogicalWatermarkAssigner(node, spec.rowtime, expression, output)
    return node


def _rowtime(field: t.Field, rowtime: str) -> t.LogicalType:
    if field.name == rowtime and isinstance(field.type, t.AnyTimestampType):
        return field.type.with_attribute(t.TimeAttribute.ROWTIME)
    return field.type


@record
class InsertTarget:
    """Where INSERT writes: the table, the columns listed, constants of PARTITION, and OVERWRITE."""

    name: ObjectIdentifier
    table: CatalogTable
    columns: tuple[str, ...] | None = None
    static_partition: Mapping[str, str] | None = None
    overwrite: bool = False
    hints: Mapping[str, str] | None = None


def insert(context: PlannerContext, target: InsertTarget, query: BoundRelation) -> rel.LogicalSink:
    """INSERT INTO target query.

    Raises:
        ValidationError: The query's columns don't fit the table's.
    """
    schema = target.table.schema
    wanted = schema.sink_row_type
    static = dict(target.static_partition or {})
    node = _fit_columns(context, target, query.node, wanted, static)
    options = {**target.table.options, **(target.hints or {})}
    if "connector" not in options:
        raise OptionError(f"table '{target.name}' has no connector", hint="add WITH ('connector' = '...')")
    factory = table_factory(options["connector"])
    spec = TableSpec(
        path=str(target.name),
        options=options,
        row_type=wanted,
        partition_keys=target.table.partition_keys,
        primary_key=schema.primary_key.columns if schema.primary_key else (),
        time_zone=context.time_zone,
        static_partition=static,
        overwrite=target.overwrite,
    )
    factory.validate(spec)
    abilities = factory.sink_abilities(spec)
    written = [c for c in schema.columns if c.kind is ColumnKind.METADATA and c.persisted]
    if written:
        keys = _metadata(target.name, written, abilities.metadata)
        spec = replace(spec, metadata=keys, metadata_columns=tuple(c.name for c in written))
    if target.overwrite and not abilities.overwrite:
        raise ValidationError(
            f"INSERT OVERWRITE requires that the sink of table '{target.name}' supports overwriting"
        )
    if target.overwrite and not context.batch:
        raise ValidationError(
            "Streaming mode not support overwrite.", hint="SET 'execution.runtime-mode' = 'batch'"
        )
    return rel.LogicalSink(node, target.name, spec, abilities, target.table.key_from_query)


def _fit_columns(
    context: PlannerContext,
    target: InsertTarget,
    node: rel.RelNode,
    wanted: t.RowType,
    static: Mapping[str, str],
) -> rel.RelNode:
    """The query's columns in the sink's order and types; columns that are not given become NULL."""
    given = _given_columns(target, wanted, static)
    found = node.row_type
    if len(found.fields) != len(given):
        raise _mismatch(target.name, "Different number of columns.", found, wanted)
    refs = rel.refs(found)
    by_name: dict[str, RexNode] = dict(zip(given, refs, strict=True))
    projections = []
    for position, column in enumerate(wanted.fields):
        if column.name in static:
            expr: RexNode = explicit_cast(literal(static[column.name]), column.type)
        elif column.name not in by_name:
            if not column.type.nullable:
                raise ValidationError(f"Column '{column.name}' has no default value and does not allow NULLs")
            expr = literal(None, column.type)
        else:
            expr = by_name[column.name]
            if not expr.type.same_ignoring_null(column.type):
                try:
                    expr = implicit_cast(expr, column.type)
                except ValidationError:
                    cause = f"Incompatible types for sink column '{column.name}' at position {position}."
                    raise _mismatch(target.name, cause, found, wanted) from None
        projections.append(expr)
    if tuple(projections) == refs and found.names == wanted.names:
        return node
    return rel.LogicalProject(node, tuple(projections), wanted.names)


def _given_columns(target: InsertTarget, wanted: t.RowType, static: Mapping[str, str]) -> Sequence[str]:
    if target.columns is None:
        return [name for name in wanted.names if name not in static]
    for name in target.columns:
        if name not in wanted.names:
            raise ValidationError(f"Unknown target column '{name}'", hint=did_you_mean(name, wanted.names))
    repeated = {n for n in target.columns if target.columns.count(n) > 1}
    if repeated:
        raise ValidationError(f"Target column '{sorted(repeated)[0]}' is assigned more than once")
    return target.columns


def _mismatch(name: ObjectIdentifier, cause: str, query: t.RowType, sink: t.RowType) -> ValidationError:
    def shown(row: t.RowType) -> str:
        return "[" + ", ".join(f"{f.name}: {f.type}" for f in row.fields) + "]"

    return ValidationError(
        f"Column types of query result and sink for '{name}' do not match.",
        detail=f"{cause}\nQuery schema: {shown(query)}\nSink schema:  {shown(sink)}",
    )
