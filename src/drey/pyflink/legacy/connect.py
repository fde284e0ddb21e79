"""``t_env.connect(..).with_format(..).with_schema(..).create_temporary_table("t")``, until 1.13."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.catalog.legacy_schema import LegacyColumn, columns_of
from drey.errors import ValidationError
from drey.pyflink.legacy.csv_tables import descriptor_of
from drey.pyflink.legacy.descriptor import Descriptor
from drey.pyflink.table.schema import Schema

if TYPE_CHECKING:
    from drey.pyflink.table.table_descriptor import TableDescriptor


class StreamTableDescriptor:
    """A table under construction; every method but the last returns it.

    Args:
        t_env: The environment that the table is registered in.
        connector: The connector.
    """

    def __init__(self, t_env: Any, connector: Descriptor) -> None:
        self._t_env = t_env
        self._properties = connector.to_properties()

    def with_format(self, format_descriptor: Descriptor) -> StreamTableDescriptor:
        """Set the format."""
        self._properties.update(format_descriptor.to_properties())
        return self

    def with_schema(self, schema: Descriptor) -> StreamTableDescriptor:
        """Set the columns."""
        self._properties.update(schema.to_properties())
        return self

    def in_append_mode(self) -> StreamTableDescriptor:
        """Says nothing today: the query decides."""
        return self

    def in_retract_mode(self) -> StreamTableDescriptor:
        """Says nothing today: the format decides."""
        return self

    def in_upsert_mode(self) -> StreamTableDescriptor:
        """Says nothing today: the primary key decides."""
        return self

    def to_properties(self) -> dict[str, str]:
        """The properties in the old spelling."""
        return dict(self._properties)

    def to_descriptor(self) -> TableDescriptor:
        """The table in today's terms.

        Raises:
            ValidationError: There is no schema.
        """
        columns = columns_of(self._properties)
        if not columns:
            raise ValidationError("the table has no columns", hint="add .with_schema(Schema().field(..))")
        return descriptor_of(self._properties, schema_of(columns))

    def create_temporary_table(self, path: str) -> None:
        """Register the table under this name."""
        self._t_env.create_temporary_table(path, self.to_descriptor())

    def register_table_source(self, name: str) -> None:
        """Register the table to read from."""
        self.create_temporary_table(name)

    def register_table_sink(self, name: str) -> None:
        """Register the table to write to."""
        self.create_temporary_table(name)

    def register_table_source_and_sink(self, name: str) -> None:
        """Register the table to read from and write to."""
        self.create_temporary_table(name)


def schema_of(columns: tuple[LegacyColumn, ...]) -> Schema:
    """Today's schema: origins and time attributes become computed columns and a watermark."""
    builder = Schema.new_builder()
    physical: set[str] = set()

    def add_physical(name: str, type_: str) -> None:
        if name not in physical:
            physical.add(name)
            builder.column(name, type_)

    for column in columns:
        quoted = f"`{column.name}`"
        if column.proctime:
            builder.column_by_expression(column.name, "PROCTIME()")
        elif column.rowtime_from is not None:
            add_physical(column.rowtime_from, column.type)
            if column.rowtime_from != column.name:
                builder.column_by_expression(column.name, f"`{column.rowtime_from}`")
            builder.watermark(column.name, _watermark(quoted, column.watermark_delay))
        elif column.origin is not None and column.origin != column.name:
            add_physical(column.origin, column.type)
            builder.column_by_expression(column.name, f"`{column.origin}`")
        else:
            add_physical(column.name, column.type)
    return builder.build()


def _watermark(column: str, delay: int) -> str:
    if delay < 0:
        return "SOURCE_WATERMARK()"
    return column if delay == 0 else f"{column} - INTERVAL '{delay / 1000:.3f}' SECOND"
