"""Mirror of ``pyflink.table.schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.catalog import ResolvedSchema
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.types import DataType

__all__ = ["Schema"]


class Schema:
    """Flink's ``Schema``."""

    class Builder:
        """Flink's ``Builder``."""

        def from_schema(self, unresolved_schema: Schema) -> Schema.Builder:
            """Flink's ``from_schema``; not built yet."""
            raise not_built("Schema.Builder.from_schema")

        def from_resolved_schema(self, resolved_schema: ResolvedSchema) -> Schema.Builder:
            """Flink's ``from_resolved_schema``; not built yet."""
            raise not_built("Schema.Builder.from_resolved_schema")

        def from_row_data_type(self, data_type: DataType) -> Schema.Builder:
            """Flink's ``from_row_data_type``; not built yet."""
            raise not_built("Schema.Builder.from_row_data_type")

        def from_fields(self, field_names: List[str], field_data_types: List[DataType]) -> Schema.Builder:
            """Flink's ``from_fields``; not built yet."""
            raise not_built("Schema.Builder.from_fields")

        def column(self, column_name: str, data_type: Union[str, DataType]) -> Schema.Builder:
            """Flink's ``column``; not built yet."""
            raise not_built("Schema.Builder.column")

        def column_by_expression(self, column_name: str, expr: Union[str, Expression]) -> Schema.Builder:
            """Flink's ``column_by_expression``; not built yet."""
            raise not_built("Schema.Builder.column_by_expression")

        def column_by_metadata(
            self,
            column_name: str,
            data_type: Union[DataType, str],
            metadata_key: str | None = None,
            is_virtual: bool = False,
        ) -> Schema.Builder:
            """Flink's ``column_by_metadata``; not built yet."""
            raise not_built("Schema.Builder.column_by_metadata")

        def watermark(self, column_name: str, watermark_expr: Union[str, Expression]) -> Schema.Builder:
            """Flink's ``watermark``; not built yet."""
            raise not_built("Schema.Builder.watermark")

        def primary_key(self, *column_names: str) -> Schema.Builder:
            """Flink's ``primary_key``; not built yet."""
            raise not_built("Schema.Builder.primary_key")

        def primary_key_named(self, constraint_name: str, *column_names: str) -> Schema.Builder:
            """Flink's ``primary_key_named``; not built yet."""
            raise not_built("Schema.Builder.primary_key_named")

        def build(self) -> Schema:
            """Flink's ``build``; not built yet."""
            raise not_built("Schema.Builder.build")

    @staticmethod
    def new_builder() -> Schema.Builder:
        """Flink's ``new_builder``; not built yet."""
        raise not_built("Schema.new_builder")
