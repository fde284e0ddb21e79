"""Mirror of ``pyflink.table.descriptors``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.table_schema import TableSchema
    from drey.pyflink.table.types import DataType

__all__ = ["Rowtime", "Schema"]


class Descriptor:
    """Flink's ``Descriptor``."""

    def to_properties(self) -> dict[Any, Any]:
        """Flink's ``to_properties``; not built yet."""
        raise not_built("Descriptor.to_properties")


class Rowtime(Descriptor):
    """Flink's ``Rowtime``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def timestamps_from_field(self, field_name: str) -> Any:
        """Flink's ``timestamps_from_field``; not built yet."""
        raise not_built("Rowtime.timestamps_from_field")

    def timestamps_from_source(self) -> Rowtime:
        """Flink's ``timestamps_from_source``; not built yet."""
        raise not_built("Rowtime.timestamps_from_source")

    def timestamps_from_extractor(self, extractor: str) -> Rowtime:
        """Flink's ``timestamps_from_extractor``; not built yet."""
        raise not_built("Rowtime.timestamps_from_extractor")

    def watermarks_periodic_ascending(self) -> Rowtime:
        """Flink's ``watermarks_periodic_ascending``; not built yet."""
        raise not_built("Rowtime.watermarks_periodic_ascending")

    def watermarks_periodic_bounded(self, delay: int) -> Rowtime:
        """Flink's ``watermarks_periodic_bounded``; not built yet."""
        raise not_built("Rowtime.watermarks_periodic_bounded")

    def watermarks_from_source(self) -> Rowtime:
        """Flink's ``watermarks_from_source``; not built yet."""
        raise not_built("Rowtime.watermarks_from_source")

    def watermarks_from_strategy(self, strategy: str) -> Rowtime:
        """Flink's ``watermarks_from_strategy``; not built yet."""
        raise not_built("Rowtime.watermarks_from_strategy")


class Schema(Descriptor):
    """Flink's ``Schema``."""

    def __init__(self, schema: Any = None, fields: Any = None, rowtime: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("Schema")

    def schema(self, table_schema: TableSchema) -> Schema:
        """Flink's ``schema``; not built yet."""
        raise not_built("Schema.schema")

    def field(self, field_name: str, field_type: Union[DataType, str]) -> Schema:
        """Flink's ``field``; not built yet."""
        raise not_built("Schema.field")

    def fields(self, fields: Dict[str, Union[DataType, str]]) -> Schema:
        """Flink's ``fields``; not built yet."""
        raise not_built("Schema.fields")

    def from_origin_field(self, origin_field_name: str) -> Schema:
        """Flink's ``from_origin_field``; not built yet."""
        raise not_built("Schema.from_origin_field")

    def proctime(self) -> Schema:
        """Flink's ``proctime``; not built yet."""
        raise not_built("Schema.proctime")

    def rowtime(self, rowtime: Rowtime) -> Schema:
        """Flink's ``rowtime``; not built yet."""
        raise not_built("Schema.rowtime")
