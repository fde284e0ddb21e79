"""What CREATE TABLE defines, before types are resolved: as written, then merged with LIKE's or AS's source."""

from __future__ import annotations

from dataclasses import dataclass

from drey.catalog.legacy_options import modernize_options
from drey.catalog.objects import CatalogTable, Distribution
from drey.errors import DreyError, SourcePosition, ValidationError, did_you_mean
from drey.planner.context import PlannerContext
from drey.session.schemas import build_schema, check_buckets, checked_key, draft_column
from drey.sql import Name
from drey.sql.statements.tables import ColumnReference, CreateTable, WatermarkDefinition
from drey.types.schema import Column, PrimaryKey


@dataclass
class TableParts:
    """The parts of a table, to be completed and then resolved.

    Args:
        columns: The columns with their places in the text.
        watermarks: Pairs of rowtime column and expression.
        key: The primary key.
        partition_keys: The columns of PARTITIONED BY.
        distribution: How it is bucketed.
        options: The WITH options, in today's spelling.
        comment: The table's comment.
        watermark_position: The place of WATERMARK in the text.
        partition_names: PARTITIONED BY as written, for its places.
    """

    columns: list[tuple[Column, SourcePosition | None]]
    watermarks: list[tuple[str, str]]
    key: PrimaryKey | None
    partition_keys: tuple[str, ...]
    distribution: Distribution | None
    options: dict[str, str]
    comment: str | None
    watermark_position: SourcePosition | None = None
    partition_names: tuple[Name, ...] = ()
    legacy: bool = False

    @classmethod
    def written(cls, statement: CreateTable) -> TableParts:
        """The parts that stand in the statement itself; bare column names of CREATE TABLE AS are left out."""
        definition = statement.schema
        watermark = definition.watermark
        return cls(
            columns=[
                (draft_column(c), c.position)
                for c in definition.columns
                if not isinstance(c, ColumnReference)
            ],
            watermarks=[(watermark.rowtime.parts[-1], watermark.expression_text)] if watermark else [],
            key=checked_key(definition.primary_key) if definition.primary_key is not None else None,
            partition_keys=tuple(name.text for name in statement.partitioned_by),
            distribution=_distribution(statement),
            options=modernize_options(statement.options.values),
            comment=statement.comment,
            watermark_position=_position(watermark),
            partition_names=statement.partitioned_by,
            legacy="connector.type" in statement.options.values,
        )

    def resolved(self, context: PlannerContext) -> CatalogTable:
        """The table with all types.

        Raises:
            ValidationError: A column, watermark, key or partition key doesn't fit.
        """
        try:
            schema = build_schema(context, self.columns, self.watermarks, self.key)
        except DreyError as error:
            if self.watermark_position is not None and "atermark" in error.message:
                raise error.at(self.watermark_position) from None
            raise
        check_buckets(schema, self.distribution)
        names = schema.row_type.names
        for key in self.partition_keys:
            if key not in names:
                raise ValidationError(
                    f"Partition column '{key}' not defined in the table schema. Available columns: "
                    f"[{', '.join(repr(name) for name in names)}]",
                    hint=did_you_mean(key, names),
                    position=next((name.position for name in self.partition_names if name.text == key), None),
                )
        return CatalogTable(
            schema,
            self.options,
            self.comment,
            self.partition_keys,
            self.distribution,
            key_from_query=self.legacy and self.options.get("connector") == "jdbc" and self.key is None,
        )


def _distribution(statement: CreateTable) -> Distribution | None:
    written = statement.distribution
    if written is None:
        return None
    return Distribution(written.kind, tuple(name.text for name in written.columns), written.buckets)


def _position(watermark: WatermarkDefinition | None) -> SourcePosition | None:
    return None if watermark is None else watermark.position
