"""Mirror of ``pyflink.table.schema``: columns, watermarks and keys before names and types are resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drey.errors import ValidationError
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.type_conversion import from_logical, to_logical
from drey.pyflink.table.types import DataType, RowType
from drey.records import record
from drey.types import schema as engine

if TYPE_CHECKING:
    from drey.pyflink.table.catalog import ResolvedSchema

__all__ = ["Schema"]


@record
class UnresolvedColumn:
    """One column: physical by its type, computed by its expression, or metadata.

    Args:
        name: The name.
        data_type: A data type or the text of one; None for a computed column.
        expression: The SQL text or expression of a computed column.
        is_metadata: Whether the column is metadata of the connector.
        metadata_key: The connector's key, if it isn't the name.
        is_virtual: Whether a metadata column is only read.
        comment: A comment.
    """

    name: str
    data_type: DataType | str | None = None
    expression: Expression[object] | str | None = None
    is_metadata: bool = False
    metadata_key: str | None = None
    is_virtual: bool = False
    comment: str | None = None

    def __str__(self) -> str:
        if self.expression is not None:
            text = f"{_quote(self.name)} AS {_expression_text(self.expression)}"
        else:
            # Flink shows a type that is still a text in brackets, without resolving it.
            assert self.data_type is not None
            is_text = isinstance(self.data_type, str)
            text = f"{_quote(self.name)} " + (
                f"[{self.data_type}]" if is_text else str(to_logical(self.data_type))
            )
        if self.is_metadata:
            text += " METADATA"
            text += f" FROM '{_escape(self.metadata_key)}'" if self.metadata_key is not None else ""
            text += " VIRTUAL" if self.is_virtual else ""
        return text + (f" COMMENT '{_escape(self.comment)}'" if self.comment else "")


def _quote(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _escape(text: str) -> str:
    return text.replace("'", "''")


def _expression_text(expression: Expression[object] | str) -> str:
    return f"[{expression}]" if isinstance(expression, str) else str(expression)


class Schema:
    """An unresolved schema; made by :meth:`new_builder`.

    Args:
        columns: The columns in order.
        watermarks: Pairs of a column's name and the SQL text or expression of its watermark.
        primary_key: The name and the columns of the key.
    """

    def __init__(
        self,
        columns: Sequence[UnresolvedColumn] = (),
        watermarks: Sequence[tuple[str, Expression[object] | str]] = (),
        primary_key: engine.PrimaryKey | None = None,
    ) -> None:
        self._columns = tuple(columns)
        self._watermarks = tuple(watermarks)
        self._primary_key = primary_key

    @staticmethod
    def new_builder() -> Schema.Builder:
        """A builder of an empty schema.

        Example:
            >>> from drey.pyflink.table import Schema
            >>> print(Schema.new_builder().column("id", "BIGINT NOT NULL").primary_key("id").build())
            (
              `id` [BIGINT NOT NULL],
              CONSTRAINT `PK_id` PRIMARY KEY (`id`) NOT ENFORCED
            )
        """
        return Schema.Builder()

    @property
    def columns(self) -> tuple[UnresolvedColumn, ...]:
        """The columns (an addition to PyFlink, as the next two)."""
        return self._columns

    @property
    def watermarks(self) -> tuple[tuple[str, Expression[object] | str], ...]:
        """The watermarks, pairs of a column's name and its expression."""
        return self._watermarks

    @property
    def primary_key(self) -> engine.PrimaryKey | None:
        """The primary key's name and columns, or None if there is none."""
        return self._primary_key

    def __str__(self) -> str:
        lines = [str(column) for column in self._columns]
        lines += [f"WATERMARK FOR {_quote(name)} AS {_expression_text(e)}" for name, e in self._watermarks]
        if self._primary_key is not None:
            names = ", ".join(map(_quote, self._primary_key.columns))
            lines.append(f"CONSTRAINT {_quote(self._primary_key.name)} PRIMARY KEY ({names}) NOT ENFORCED")
        return "(\n" + ",\n".join("  " + line for line in lines) + "\n)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    class Builder:
        """Collects the parts of a schema; every method returns the builder."""

        def __init__(self) -> None:
            self._columns: list[UnresolvedColumn] = []
            self._watermarks: list[tuple[str, Expression[object] | str]] = []
            self._primary_key: engine.PrimaryKey | None = None

        def from_schema(self, unresolved_schema: Schema) -> Schema.Builder:
            """Append all columns and watermarks of another schema, and take its primary key.

            Raises:
                ValidationError: Both have a primary key.
            """
            self._columns += unresolved_schema._columns
            self._watermarks += unresolved_schema._watermarks
            if unresolved_schema._primary_key is not None:
                self._set_primary_key(unresolved_schema._primary_key)
            return self

        def from_resolved_schema(self, resolved_schema: ResolvedSchema) -> Schema.Builder:
            """Append all columns and watermarks of a resolved schema, and take its primary key.

            Raises:
                ValidationError: Both have a primary key.
            """
            return self._from_engine(resolved_schema._schema)

        def _from_engine(self, resolved: engine.ResolvedSchema) -> Schema.Builder:
            for column in resolved.columns:
                self._columns.append(_unresolved(column))
            self._watermarks += [(spec.rowtime, spec.expression) for spec in resolved.watermarks]
            if resolved.primary_key is not None:
                self._set_primary_key(resolved.primary_key)
            return self

        def from_row_data_type(self, data_type: DataType) -> Schema.Builder:
            """Append the fields of a row type as physical columns.

            Raises:
                ValidationError: It is no row type.
            """
            if not isinstance(data_type, RowType):
                raise ValidationError("Data type of ROW expected.", detail=f"found {to_logical(data_type)}")
            return self.from_fields(data_type.field_names(), data_type.field_types())

        def from_fields(self, field_names: list[str], field_data_types: list[DataType]) -> Schema.Builder:
            """Append physical columns of these names and types.

            Raises:
                ValidationError: There are more of the one than of the other.
            """
            if len(field_names) != len(field_data_types):
                raise ValidationError("Field names and field data types must have the same length.")
            for name, data_type in zip(field_names, field_data_types, strict=True):
                self.column(name, data_type)
            return self

        def column(self, column_name: str, data_type: str | DataType) -> Schema.Builder:
            """Append a physical column.

            Args:
                column_name: The name; that it is unique isn't checked here.
                data_type: A data type, or its SQL text such as ``"DECIMAL(10, 2)"``, which isn't parsed here.
            """
            self._columns.append(UnresolvedColumn(column_name, data_type))
            return self

        def column_by_expression(self, column_name: str, expr: str | Expression[object]) -> Schema.Builder:
            """Append a column that is computed from others.

            Args:
                column_name: The name.
                expr: SQL text such as ``"price * amount"``, or an expression; it isn't resolved here.
            """
            self._columns.append(UnresolvedColumn(column_name, expression=expr))
            return self

        def column_by_metadata(
            self,
            column_name: str,
            data_type: DataType | str,
            metadata_key: str | None = None,
            is_virtual: bool = False,
        ) -> Schema.Builder:
            """Append a column that the connector fills from its metadata.

            Args:
                column_name: The name.
                data_type: A data type or its SQL text.
                metadata_key: The connector's key; None means the column's name.
                is_virtual: True to only read the metadata; False, the default, to write it to sinks too.
            """
            self._columns.append(
                UnresolvedColumn(
                    column_name,
                    data_type,
                    is_metadata=True,
                    metadata_key=metadata_key,
                    is_virtual=is_virtual,
                )
            )
            return self

        def watermark(self, column_name: str, watermark_expr: str | Expression[object]) -> Schema.Builder:
            """Make the column the event time, with this expression of its watermark.

            Args:
                column_name: The column of timestamps.
                watermark_expr: SQL text such as ``"ts - INTERVAL '5' SECOND"``, or an expression.
            """
            self._watermarks.append((column_name, watermark_expr))
            return self

        def primary_key(self, *column_names: str) -> Schema.Builder:
            """Declare the key; it is named ``PK_`` and the columns, joined by ``_``.

            Args:
                column_names: The columns of the key; that they exist isn't checked here.

            Raises:
                ValidationError: There is a key already.
            """
            return self.primary_key_named("PK_" + "_".join(column_names), *column_names)

        def primary_key_named(self, constraint_name: str, *column_names: str) -> Schema.Builder:
            """Declare the key with a name.

            Raises:
                ValidationError: There is a key already.
            """
            self._set_primary_key(engine.PrimaryKey(constraint_name, tuple(column_names)))
            return self

        def build(self) -> Schema:
            """The schema of all that was collected; nothing is resolved or checked yet."""
            return Schema(self._columns, self._watermarks, self._primary_key)

        def _set_primary_key(self, key: engine.PrimaryKey) -> None:
            if self._primary_key is not None:
                raise ValidationError("Multiple primary keys are not supported.")
            self._primary_key = key


def _unresolved(column: engine.Column) -> UnresolvedColumn:
    if column.kind is engine.ColumnKind.COMPUTED:
        return UnresolvedColumn(column.name, expression=column.expression, comment=column.comment)
    result = UnresolvedColumn(column.name, from_logical(column.type), comment=column.comment)
    if column.kind is engine.ColumnKind.METADATA:
        return replace(result, is_metadata=True, metadata_key=column.metadata_key, is_virtual=column.virtual)
    return result
