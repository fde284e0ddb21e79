"""Statements about tables."""

from __future__ import annotations

from dataclasses import field

from drey.errors import SourcePosition
from drey.records import record
from drey.sql.statements.fragments import (
    Name,
    ObjectPath,
    Options,
    PartitionSpec,
    Query,
    ScalarExpression,
    Statement,
)
from drey.types.logical import LogicalType


@record
class ColumnDefinition:
    """The base of the three kinds of columns."""

    name: str
    position: SourcePosition = field(compare=False, repr=False, kw_only=True)
    comment: str | None = field(default=None, kw_only=True)


@record
class PhysicalColumn(ColumnDefinition):
    """``name TYPE [NOT NULL]``; the type carries the nullability."""

    type: LogicalType


@record
class MetadataColumn(ColumnDefinition):
    """``name TYPE METADATA [FROM 'key'] [VIRTUAL]``; key None means the column's own name."""

    type: LogicalType
    key: str | None = None
    virtual: bool = False


@record
class ComputedColumn(ColumnDefinition):
    """``name AS expression``."""

    expression: ScalarExpression

    @property
    def expression_text(self) -> str:
        return self.expression.text


@record
class ColumnReference(ColumnDefinition):
    """A bare name in the column list of CREATE TABLE .. AS, which reorders the query's columns."""


@record
class WatermarkDefinition:
    """``WATERMARK FOR rowtime AS expression``; ``rowtime`` may name a nested field."""

    rowtime: ObjectPath
    expression: ScalarExpression
    position: SourcePosition = field(compare=False, repr=False)

    @property
    def expression_text(self) -> str:
        return self.expression.text


@record
class PrimaryKeyDefinition:
    """``[CONSTRAINT name] PRIMARY KEY (columns) NOT ENFORCED``."""

    name: str | None
    columns: tuple[Name, ...]
    enforced: bool
    position: SourcePosition = field(compare=False, repr=False)


@record
class Distribution:
    """``DISTRIBUTED BY [HASH | RANGE] (columns) INTO n BUCKETS``; any part may be missing."""

    kind: str | None
    columns: tuple[Name, ...]
    buckets: int | None
    position: SourcePosition = field(compare=False, repr=False)


@record
class LikeOption:
    """``INCLUDING | EXCLUDING | OVERWRITING`` of one feature such as ``OPTIONS``."""

    strategy: str
    feature: str
    position: SourcePosition = field(compare=False, repr=False)


@record
class LikeClause:
    """``LIKE source (options)``; no options means ``INCLUDING ALL OVERWRITING OPTIONS``."""

    source: ObjectPath
    options: tuple[LikeOption, ...]
    position: SourcePosition = field(compare=False, repr=False)


@record
class TableSchemaDefinition:
    """What stands in the parentheses of CREATE TABLE."""

    columns: tuple[ColumnDefinition, ...] = ()
    watermark: WatermarkDefinition | None = None
    primary_key: PrimaryKeyDefinition | None = None


@record
class CreateTable(Statement):
    """``CREATE TABLE``; with ``query`` it is CTAS, with ``replace`` (and ``create``) RTAS.

    ``create`` is False only for a plain ``REPLACE TABLE``, whose target must exist.
    """

    path: ObjectPath
    schema: TableSchemaDefinition = field(default_factory=TableSchemaDefinition)
    temporary: bool = False
    if_not_exists: bool = False
    create: bool = True
    replace: bool = False
    comment: str | None = None
    distribution: Distribution | None = None
    partitioned_by: tuple[Name, ...] = ()
    options: Options = field(default_factory=Options)
    like: LikeClause | None = None
    query: Query | None = None


@record
class DropTable(Statement):
    """``DROP [TEMPORARY] TABLE [IF EXISTS] path``."""

    path: ObjectPath
    temporary: bool = False
    if_exists: bool = False


@record
class TruncateTable(Statement):
    path: ObjectPath


@record
class AnalyzeTable(Statement):
    """``ANALYZE TABLE``; ``columns`` None means none, empty means all."""

    path: ObjectPath
    partition: PartitionSpec | None = None
    columns: tuple[Name, ...] | None = None


@record
class ColumnPlacement:
    """A column to add or to modify: ``where`` is FIRST, AFTER or None."""

    column: ColumnDefinition
    where: str | None = None
    after: Name | None = None


@record
class AlterTable(Statement):
    """The base of ALTER TABLE and ALTER MATERIALIZED TABLE."""

    path: ObjectPath
    if_exists: bool = False
    materialized: bool = False


@record
class AlterTableSchema(AlterTable):
    """``ADD`` or ``MODIFY`` of columns, watermark, primary key and distribution."""

    action: str = "ADD"
    columns: tuple[ColumnPlacement, ...] = ()
    watermark: WatermarkDefinition | None = None
    primary_key: PrimaryKeyDefinition | None = None
    distribution: Distribution | None = None


@record
class AlterTableDropColumns(AlterTable):
    columns: tuple[ObjectPath, ...] = ()


@record
class AlterTableDropPrimaryKey(AlterTable):
    """``DROP PRIMARY KEY``, or ``DROP CONSTRAINT name``."""

    constraint: Name | None = None


@record
class AlterTableDropWatermark(AlterTable):
    pass


@record
class AlterTableDropDistribution(AlterTable):
    pass


@record
class AlterTableRename(AlterTable):
    new_path: ObjectPath | None = None


@record
class AlterTableRenameColumn(AlterTable):
    column: ObjectPath | None = None
    new_name: Name | None = None


@record
class AlterTableSet(AlterTable):
    options: Options = field(default_factory=Options)


@record
class AlterTableReset(AlterTable):
    keys: tuple[str, ...] = ()


@record
class NewPartition:
    """One partition of ADD PARTITION with its options."""

    spec: PartitionSpec
    options: Options


@record
class AlterTableAddPartitions(AlterTable):
    partitions: tuple[NewPartition, ...] = ()
    if_not_exists: bool = False


@record
class AlterTableDropPartitions(AlterTable):
    partitions: tuple[PartitionSpec, ...] = ()
    if_partition_exists: bool = False
