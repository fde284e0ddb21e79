"""A table's definition while a statement changes it: checked step by step, resolved again at the end.

Messages are those of Flink's ``SchemaConverter`` behind ALTER TABLE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drey.catalog.objects import CatalogTable, Distribution, quote
from drey.errors import CatalogError, DreyError, SourcePosition, ValidationError, did_you_mean
from drey.planner.context import PlannerContext
from drey.records import record
from drey.session.definition_text import distribution_text
from drey.session.schemas import build_schema, check_buckets
from drey.sql.references import referenced_columns
from drey.types import logical as t
from drey.types.schema import Column, ColumnKind, PrimaryKey

_FAILED = "Failed to execute ALTER TABLE statement.\n"


def failed(message: str, position: SourcePosition | None = None, hint: str | None = None) -> ValidationError:
    """The error of an ALTER TABLE statement that can't be done."""
    return ValidationError(_FAILED + message, position=position, hint=hint)


def missing(message: str, position: SourcePosition | None, hint: str | None = None) -> CatalogError:
    """The error of an ALTER TABLE statement that names something which isn't there."""
    return CatalogError(_FAILED + message, position=position, hint=hint)


@record
class PlacedColumn:
    """A column to add or to put in another's place.

    Args:
        column: The column as written.
        where: FIRST, AFTER or None.
        after: The column that it follows.
        position: Its place in the text.
    """

    column: Column
    where: str | None
    after: str | None
    position: SourcePosition | None


class TableDraft:
    """The columns, watermark, key and distribution of a table, to be changed.

    Args:
        table: The table as it is.
    """

    def __init__(self, table: CatalogTable) -> None:
        self._table = table
        self._columns: list[tuple[Column, SourcePosition | None]] = [
            (_without_attribute(column), None) for column in table.schema.columns
        ]
        self._watermarks = [(mark.rowtime, mark.expression) for mark in table.schema.watermarks]
        self._key = table.schema.primary_key
        self._distribution = table.distribution

    @property
    def _names(self) -> list[str]:
        return [column.name for column, _ in self._columns]

    def finished(self, context: PlannerContext) -> CatalogTable:
        """The table as changed, with every type resolved anew.

        Raises:
            ValidationError: The parts don't fit each other any more.
        """
        try:
            schema = build_schema(context, self._columns, self._watermarks, self._key)
        except DreyError as error:
            error.message = _FAILED + error.message
            raise
        check_buckets(schema, self._distribution)
        return replace(self._table, schema=schema, distribution=self._distribution)

    # Columns

    def add_columns(self, columns: Sequence[PlacedColumn]) -> None:
        """Add columns one after another, each at its place."""
        added: set[str] = set()
        for placed in columns:
            name = placed.column.name
            if name in added:
                raise failed(f"Encounter duplicate column {quote(name)}.", placed.position)
            if name in self._names:
                raise failed(f"Column {quote(name)} already exists in the table.", placed.position)
            added.add(name)
            self._insert(placed, len(self._columns))

    def modify_columns(self, columns: Sequence[PlacedColumn]) -> None:
        """Replace columns; a comment that isn't given stays."""
        changed: set[str] = set()
        for placed in columns:
            name = placed.column.name
            if name in changed:
                raise failed(f"Encounter duplicate column {quote(name)}.", placed.position)
            changed.add(name)
            if name not in self._names:
                raise missing(
                    f"Column {quote(name)} does not exist in the table.",
                    placed.position,
                    did_you_mean(name, self._names),
                )
            index = self._names.index(name)
            old = self._columns[index][0]
            column = placed.column
            if column.comment is None:
                column = replace(column, comment=old.comment)
            if placed.where is None or placed.after == name:
                self._columns[index] = (column, placed.position)
                continue
            self._require_after(placed)
            del self._columns[index]
            self._insert(replace(placed, column=column), index)

    def _require_after(self, placed: PlacedColumn) -> None:
        if placed.after is not None and placed.after not in self._names:
            raise missing(
                f"Referenced column {quote(placed.after)} by 'AFTER' does not exist in the table.",
                placed.position,
                did_you_mean(placed.after, self._names),
            )

    def _insert(self, placed: PlacedColumn, default: int) -> None:
        self._require_after(placed)
        index = default
        if placed.where == "FIRST":
            index = 0
        elif placed.after is not None:
            index = self._names.index(placed.after) + 1
        self._columns.insert(index, (placed.column, placed.position))

    def drop_columns(self, names: Sequence[tuple[str, SourcePosition]]) -> None:
        """Remove columns that nothing else needs."""
        dropped: set[str] = set()
        for name, position in names:
            if name in dropped:
                raise failed(f"Duplicate column {quote(name)}.", position)
            dropped.add(name)
        for name, position in names:
            self._require(name, position)
            self._check_unused(name, position, dropped)
            if self._key is not None and name in self._key.columns:
                raise failed(f"The column {quote(name)} is used as the primary key.", position)
        self._columns = [(column, place) for column, place in self._columns if column.name not in dropped]

    def rename_column(self, old: str, new: str, position: SourcePosition) -> None:
        """Rename a column that only the primary key may refer to."""
        self._require(old, position)
        if new in self._names:
            raise failed(f"The column {quote(new)} already existed in table schema.", position)
        self._check_unused(old, position, {old})
        self._columns = [
            (replace(column, name=new) if column.name == old else column, place)
            for column, place in self._columns
        ]
        if self._key is not None:
            columns = tuple(new if name == old else name for name in self._key.columns)
            self._key = PrimaryKey(self._key.name, columns)

    def _require(self, name: str, position: SourcePosition) -> None:
        if name not in self._names:
            raise missing(
                f"The column {quote(name)} does not exist in the base table.",
                position,
                did_you_mean(name, self._names),
            )

    def _check_unused(self, name: str, position: SourcePosition, leaving: set[str]) -> None:
        for column, _ in self._columns:
            if column.expression is None or column.name in leaving:
                continue
            if name in referenced_columns(column.expression):
                raise failed(
                    f"The column {quote(name)} is referenced by computed column {quote(column.name)}.",
                    position,
                )
        if name in self._table.partition_keys:
            raise failed(f"The column {quote(name)} is used as the partition keys.", position)
        for rowtime, expression in self._watermarks:
            if name == rowtime or name in referenced_columns(expression):
                raise failed(f"The column {quote(name)} is referenced by watermark expression.", position)
        if self._distribution is not None and name in self._distribution.columns:
            raise failed(f"The column {quote(name)} is used as a distribution key.", position)

    # Watermark, key, distribution

    def set_watermark(self, rowtime: str, expression: str, position: SourcePosition, add: bool) -> None:
        """Add the watermark, or replace the one that is there."""
        if add and self._watermarks:
            name, text = self._watermarks[0]
            raise failed(
                f"The current table has already defined the watermark strategy {quote(name)} AS {text}. You might "
                "want to drop it before adding a new one.",
                position,
            )
        if not add and not self._watermarks:
            raise failed(
                "The current table does not define any watermark. You might want to add a new one.", position
            )
        if rowtime not in self._names:
            raise failed(
                f"Invalid column name '{rowtime}' for rowtime attribute in watermark declaration. Available columns "
                f"are: [{', '.join(self._names)}]",
                position,
                did_you_mean(rowtime, self._names),
            )
        self._watermarks = [(rowtime, expression)]

    def drop_watermark(self) -> None:
        if not self._watermarks:
            raise failed("The current table does not define any watermark strategy.")
        self._watermarks = []

    def set_key(self, key: PrimaryKey, position: SourcePosition, add: bool) -> None:
        """Add the primary key, or replace the one that is there."""
        if add and self._key is not None:
            columns = ", ".join(quote(name) for name in self._key.columns)
            raise failed(
                f"The current table has already defined the primary key constraint [{columns}]. You might want to "
                "drop it before adding a new one.",
                position,
            )
        if not add and self._key is None:
            raise failed(
                "The current table does not define any primary key constraint. You might want to add a new one.",
                position,
            )
        for name in key.columns:
            if name not in self._names:
                raise missing(
                    f"Invalid primary key '{key.name}'. Column '{name}' does not exist.",
                    position,
                    did_you_mean(name, self._names),
                )
        self._key = key

    def drop_key(self, constraint: str | None, position: SourcePosition | None) -> None:
        """Remove the primary key; its columns stay NOT NULL."""
        if self._key is None:
            raise failed("The current table does not define any primary key.")
        if constraint is not None and constraint != self._key.name:
            raise failed(
                f"The current table does not define a primary key constraint named '{constraint}'. Available "
                f"constraint name: ['{self._key.name}'].",
                position,
            )
        names = self._key.columns
        self._columns = [
            (replace(column, type=column.type.not_null()) if column.name in names else column, place)
            for column, place in self._columns
        ]
        self._key = None

    def set_distribution(self, distribution: Distribution, position: SourcePosition, add: bool) -> None:
        """Add the distribution, or replace the one that is there."""
        if add and self._distribution is not None:
            raise failed(
                f"The current table has already defined the distribution '{distribution_text(self._distribution)}'. "
                "You can modify it or drop it before adding a new one.",
                position,
            )
        if not add and self._distribution is None:
            raise failed(
                "The base table does not define any distribution. You might want to add a new one.", position
            )
        self._distribution = distribution

    def drop_distribution(self, quoted_name: str) -> None:
        if self._distribution is None:
            raise ValidationError(f"Table {quoted_name} does not have a distribution to drop.")
        self._distribution = None


def _without_attribute(column: Column) -> Column:
    if isinstance(column.type, t.AnyTimestampType) and column.kind is not ColumnKind.COMPUTED:
        return replace(column, type=column.type.with_attribute(t.TimeAttribute.NONE))
    return column
