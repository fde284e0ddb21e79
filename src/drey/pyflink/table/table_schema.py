"""Mirror of ``pyflink.table.table_schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.types import DataType, RowType

__all__ = ["TableSchema"]


class TableSchema:
    """Flink's ``TableSchema``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def field(self, name: str, data_type: DataType) -> TableSchema.Builder:
            """Flink's ``field``; not built yet."""
            raise not_built("TableSchema.Builder.field")

        def build(self) -> TableSchema:
            """Flink's ``build``; not built yet."""
            raise not_built("TableSchema.Builder.build")

    def __init__(
        self,
        field_names: List[str] | None = None,
        data_types: List[DataType] | None = None,
        j_table_schema: Any = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("TableSchema")

    def copy(self) -> TableSchema:
        """Flink's ``copy``; not built yet."""
        raise not_built("TableSchema.copy")

    def get_field_data_types(self) -> List[DataType]:
        """Flink's ``get_field_data_types``; not built yet."""
        raise not_built("TableSchema.get_field_data_types")

    def get_field_data_type(self, field: Union[int, str]) -> Optional[DataType]:
        """Flink's ``get_field_data_type``; not built yet."""
        raise not_built("TableSchema.get_field_data_type")

    def get_field_count(self) -> int:
        """Flink's ``get_field_count``; not built yet."""
        raise not_built("TableSchema.get_field_count")

    def get_field_names(self) -> List[str]:
        """Flink's ``get_field_names``; not built yet."""
        raise not_built("TableSchema.get_field_names")

    def get_field_name(self, field_index: int) -> Optional[str]:
        """Flink's ``get_field_name``; not built yet."""
        raise not_built("TableSchema.get_field_name")

    def to_row_data_type(self) -> RowType:
        """Flink's ``to_row_data_type``; not built yet."""
        raise not_built("TableSchema.to_row_data_type")

    @classmethod
    def builder(cls) -> Any:
        """Flink's ``builder``; not built yet."""
        raise not_built("TableSchema.builder")
