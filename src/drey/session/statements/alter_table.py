"""ALTER TABLE."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drey.catalog.catalog import PartitionError, TableNotFoundError
from drey.catalog.objects import CatalogTable, Distribution, ObjectIdentifier, PartitionValues
from drey.errors import SourcePosition, UnsupportedError, ValidationError, did_you_mean
from drey.session.result import StatementResult
from drey.session.schemas import checked_key, draft_column
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.session.table_draft import PlacedColumn, TableDraft
from drey.sql import ObjectPath, PartitionSpec
from drey.sql.statements import tables as s
from drey.sql.unparse import expression_text

Change = Callable[[Session, ObjectIdentifier, CatalogTable, s.AlterTable], CatalogTable]


def alter_table(session: Session, statement: s.AlterTable) -> StatementResult:
    """Change a permanent table by the function for this kind of change."""
    if statement.materialized:
        raise UnsupportedError("materialized tables are not built yet", position=statement.path.position)
    found = _target(session, statement)
    if found is None:
        return StatementResult.ok()
    name, table = found
    if isinstance(statement, s.AlterTableRename):
        assert statement.new_path is not None
        catalog = session.catalogs.catalog(name.catalog)
        catalog.rename_table((name.database, name.name), new_name(session, name, statement.new_path))
        return StatementResult.ok()
    changed = _CHANGES[type(statement)](session, name, table, statement)
    session.catalogs.replace_table(name, changed)
    return StatementResult.ok()


def _target(session: Session, statement: s.AlterTable) -> tuple[ObjectIdentifier, CatalogTable] | None:
    """The table to change; None if it is missing and may be."""
    name = session.catalogs.qualify(statement.path.parts)
    temporary = name in session.catalogs.temporary_tables
    found = None if temporary else session.catalogs.find_table(name)
    if found is None:
        if statement.if_exists and not temporary:
            return None
        raise TableNotFoundError(
            f"Table {name.quoted} doesn't exist or is a temporary table.",
            hint=did_you_mean(name.name, session.catalogs.table_names(name.catalog, name.database)),
            position=statement.path.position,
        )
    if not isinstance(found, CatalogTable):
        raise ValidationError("ALTER TABLE for a view is not allowed", position=statement.path.position)
    return name, found


def new_name(session: Session, name: ObjectIdentifier, path: ObjectPath) -> str:
    """The name that RENAME TO gives; objects stay in their database.

    Raises:
        ValidationError: The path leads to another database.
    """
    target = (
        session.catalogs.qualify(path.parts) if len(path.parts) > 1 else replace(name, name=path.parts[0])
    )
    if (target.catalog, target.database) != (name.catalog, name.database):
        raise ValidationError(
            f"RENAME can't move {name.quoted} to another database",
            hint=f"create it there, as {target.quoted}",
            position=path.position,
        )
    return target.name


def _schema(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableSchema)
    draft = TableDraft(table)
    add = statement.action == "ADD"
    columns = [_placed(placement) for placement in statement.columns]
    if add:
        draft.add_columns(columns)
    else:
        draft.modify_columns(columns)
    key, watermark, distribution = statement.primary_key, statement.watermark, statement.distribution
    if key is not None:
        draft.set_key(checked_key(key), key.position, add)
    if watermark is not None:
        text = expression_text(watermark.expression.expression)
        draft.set_watermark(watermark.rowtime.parts[-1], text, watermark.position, add)
    if distribution is not None:
        draft.set_distribution(distribution_of(distribution), distribution.position, add)
    return draft.finished(session.context)


def _placed(placement: s.ColumnPlacement) -> PlacedColumn:
    after = None if placement.after is None else placement.after.text
    position = placement.column.position if placement.after is None else placement.after.position
    return PlacedColumn(draft_column(placement.column), placement.where, after, position)


def distribution_of(distribution: s.Distribution) -> Distribution:
    """The catalog's form of DISTRIBUTED BY."""
    columns = tuple(name.text for name in distribution.columns)
    return Distribution(distribution.kind, columns, distribution.buckets)


def _column_name(path: ObjectPath) -> tuple[str, SourcePosition]:
    if len(path.parts) > 1:
        raise UnsupportedError(
            f"Failed to execute ALTER TABLE statement.\nAltering the nested row type {path} is not supported yet.",
            position=path.position,
        )
    return path.parts[0], path.position


def _drop_columns(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableDropColumns)
    draft = TableDraft(table)
    draft.drop_columns([_column_name(path) for path in statement.columns])
    return draft.finished(session.context)


def _rename_column(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableRenameColumn)
    assert statement.column is not None
    assert statement.new_name is not None
    draft = TableDraft(table)
    old, position = _column_name(statement.column)
    draft.rename_column(old, statement.new_name.text, position)
    return draft.finished(session.context)


def _drop_key(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableDropPrimaryKey)
    draft = TableDraft(table)
    constraint = statement.constraint
    if constraint is None:
        draft.drop_key(None, None)
    else:
        draft.drop_key(constraint.text, constraint.position)
    return draft.finished(session.context)


def _drop_watermark(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    draft = TableDraft(table)
    draft.drop_watermark()
    return draft.finished(session.context)


def _drop_distribution(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    draft = TableDraft(table)
    draft.drop_distribution(name.quoted)
    return draft.finished(session.context)


def _set(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableSet)
    return replace(table, options={**table.options, **statement.options.values})


def _reset(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableReset)
    if not statement.keys:
        raise ValidationError("ALTER TABLE RESET does not support empty key")
    if "connector" in statement.keys:
        raise ValidationError("ALTER TABLE RESET does not support changing 'connector'")
    return replace(table, options={k: v for k, v in table.options.items() if k not in statement.keys})


# Partitions


def _full_spec(name: ObjectIdentifier, table: CatalogTable, spec: PartitionSpec) -> PartitionValues:
    where = f"table {name.database}.{name.name} in catalog {name.catalog}"
    if not table.partition_keys:
        raise PartitionError(
            f"Table {name.database}.{name.name} in catalog {name.catalog} is not partitioned.",
            position=spec.position,
        )
    if set(spec.values) != set(table.partition_keys):
        raise PartitionError(
            f"PartitionSpec {_spec_text(spec.values)} does not match partition keys "
            f"[{', '.join(table.partition_keys)}] of {where}.",
            position=spec.position,
        )
    return {key: spec.values[key] for key in table.partition_keys}


def _spec_text(values: PartitionValues) -> str:
    return "CatalogPartitionSpec{{" + ", ".join(f"{k}={v}" for k, v in values.items()) + "}}"


def _add_partitions(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableAddPartitions)
    partitions = list(table.partitions)
    for new in statement.partitions:
        values = _full_spec(name, table, new.spec)
        if any(known == values for known, _ in partitions):
            if statement.if_not_exists:
                continue
            raise PartitionError(
                f"Partition {_spec_text(values)} of table {name.database}.{name.name} in catalog {name.catalog} "
                "already exists.",
                position=new.spec.position,
            )
        partitions.append((values, dict(new.options.values)))
    return replace(table, partitions=tuple(partitions))


def _drop_partitions(
    session: Session, name: ObjectIdentifier, table: CatalogTable, statement: s.AlterTable
) -> CatalogTable:
    assert isinstance(statement, s.AlterTableDropPartitions)
    partitions = list(table.partitions)
    for spec in statement.partitions:
        values = _full_spec(name, table, spec)
        kept = [partition for partition in partitions if partition[0] != values]
        if len(kept) == len(partitions) and not statement.if_partition_exists:
            raise PartitionError(
                f"Partition {_spec_text(values)} of table {name.database}.{name.name} in catalog {name.catalog} "
                "does not exist.",
                position=spec.position,
            )
        partitions = kept
    return replace(table, partitions=tuple(partitions))


_CHANGES: dict[type[s.AlterTable], Change] = {
    s.AlterTableSchema: _schema,
    s.AlterTableDropColumns: _drop_columns,
    s.AlterTableDropPrimaryKey: _drop_key,
    s.AlterTableDropWatermark: _drop_watermark,
    s.AlterTableDropDistribution: _drop_distribution,
    s.AlterTableRenameColumn: _rename_column,
    s.AlterTableSet: _set,
    s.AlterTableReset: _reset,
    s.AlterTableAddPartitions: _add_partitions,
    s.AlterTableDropPartitions: _drop_partitions,
}

HANDLERS: Handlers = dict.fromkeys((*_CHANGES, s.AlterTableRename), alter_table)
