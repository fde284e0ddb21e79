"""Mirror of ``pyflink.table.table_descriptor``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.config_options import ConfigOption
    from drey.pyflink.table.schema import Schema

__all__ = ["TableDescriptor", "FormatDescriptor"]


class TableDescriptor:
    """Flink's ``TableDescriptor``."""

    class Builder:
        """Flink's ``Builder``."""

        def schema(self, schema: Schema) -> TableDescriptor.Builder:
            """Flink's ``schema``; not built yet."""
            raise not_built("TableDescriptor.Builder.schema")

        def option(self, key: Union[str, ConfigOption], value: Any) -> TableDescriptor.Builder:
            """Flink's ``option``; not built yet."""
            raise not_built("TableDescriptor.Builder.option")

        def format(
            self, format: Union[str, FormatDescriptor], format_option: ConfigOption[str] | None = None
        ) -> TableDescriptor.Builder:
            """Flink's ``format``; not built yet."""
            raise not_built("TableDescriptor.Builder.format")

        def partitioned_by(self, *partition_keys: str) -> TableDescriptor.Builder:
            """Flink's ``partitioned_by``; not built yet."""
            raise not_built("TableDescriptor.Builder.partitioned_by")

        def comment(self, comment: str) -> TableDescriptor.Builder:
            """Flink's ``comment``; not built yet."""
            raise not_built("TableDescriptor.Builder.comment")

        def build(self) -> TableDescriptor:
            """Flink's ``build``; not built yet."""
            raise not_built("TableDescriptor.Builder.build")

    @staticmethod
    def for_connector(connector: str) -> TableDescriptor.Builder:
        """Flink's ``for_connector``; not built yet."""
        raise not_built("TableDescriptor.for_connector")

    def get_schema(self) -> Optional[Schema]:
        """Flink's ``get_schema``; not built yet."""
        raise not_built("TableDescriptor.get_schema")

    def get_options(self) -> Dict[str, str]:
        """Flink's ``get_options``; not built yet."""
        raise not_built("TableDescriptor.get_options")

    def get_partition_keys(self) -> List[str]:
        """Flink's ``get_partition_keys``; not built yet."""
        raise not_built("TableDescriptor.get_partition_keys")

    def get_comment(self) -> Optional[str]:
        """Flink's ``get_comment``; not built yet."""
        raise not_built("TableDescriptor.get_comment")


class FormatDescriptor:
    """Flink's ``FormatDescriptor``."""

    class Builder:
        """Flink's ``Builder``."""

        def option(self, key: Union[str, ConfigOption], value: Any) -> FormatDescriptor.Builder:
            """Flink's ``option``; not built yet."""
            raise not_built("FormatDescriptor.Builder.option")

        def build(self) -> FormatDescriptor:
            """Flink's ``build``; not built yet."""
            raise not_built("FormatDescriptor.Builder.build")

    @staticmethod
    def for_format(format: str) -> FormatDescriptor.Builder:
        """Flink's ``for_format``; not built yet."""
        raise not_built("FormatDescriptor.for_format")

    def get_format(self) -> str:
        """Flink's ``get_format``; not built yet."""
        raise not_built("FormatDescriptor.get_format")

    def get_options(self) -> Dict[str, str]:
        """Flink's ``get_options``; not built yet."""
        raise not_built("FormatDescriptor.get_options")
