"""Mirror of ``pyflink.table.model_descriptor``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.config_options import ConfigOption
    from drey.pyflink.table.schema import Schema

__all__ = ["ModelDescriptor"]


class ModelDescriptor:
    """Flink's ``ModelDescriptor``."""

    class Builder:
        """Flink's ``Builder``."""

        def input_schema(self, input_schema: Schema) -> ModelDescriptor.Builder:
            """Flink's ``input_schema``; not built yet."""
            raise not_built("ModelDescriptor.Builder.input_schema")

        def output_schema(self, output_schema: Schema) -> ModelDescriptor.Builder:
            """Flink's ``output_schema``; not built yet."""
            raise not_built("ModelDescriptor.Builder.output_schema")

        def option(self, key: Union[str, ConfigOption], value: Any) -> ModelDescriptor.Builder:
            """Flink's ``option``; not built yet."""
            raise not_built("ModelDescriptor.Builder.option")

        def comment(self, comment: str) -> ModelDescriptor.Builder:
            """Flink's ``comment``; not built yet."""
            raise not_built("ModelDescriptor.Builder.comment")

        def build(self) -> ModelDescriptor:
            """Flink's ``build``; not built yet."""
            raise not_built("ModelDescriptor.Builder.build")

    @staticmethod
    def for_provider(provider: str) -> ModelDescriptor.Builder:
        """Flink's ``for_provider``; not built yet."""
        raise not_built("ModelDescriptor.for_provider")

    def get_options(self) -> Dict[str, str]:
        """Flink's ``get_options``; not built yet."""
        raise not_built("ModelDescriptor.get_options")

    def get_input_schema(self) -> Optional[Schema]:
        """Flink's ``get_input_schema``; not built yet."""
        raise not_built("ModelDescriptor.get_input_schema")

    def get_output_schema(self) -> Optional[Schema]:
        """Flink's ``get_output_schema``; not built yet."""
        raise not_built("ModelDescriptor.get_output_schema")

    def get_comment(self) -> Optional[str]:
        """Flink's ``get_comment``; not built yet."""
        raise not_built("ModelDescriptor.get_comment")
