"""Mirror of ``pyflink.datastream.formats.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.typeinfo import TypeInformation

__all__ = ["JsonRowDeserializationSchema", "JsonRowSerializationSchema"]


class JsonRowDeserializationSchema(DeserializationSchema):
    """Flink's ``JsonRowDeserializationSchema``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def type_info(self, type_info: TypeInformation) -> Any:
            """Flink's ``type_info``; not built yet."""
            raise not_built("JsonRowDeserializationSchema.Builder.type_info")

        def json_schema(self, json_schema: str) -> Any:
            """Flink's ``json_schema``; not built yet."""
            raise not_built("JsonRowDeserializationSchema.Builder.json_schema")

        def fail_on_missing_field(self) -> Any:
            """Flink's ``fail_on_missing_field``; not built yet."""
            raise not_built("JsonRowDeserializationSchema.Builder.fail_on_missing_field")

        def ignore_parse_errors(self) -> Any:
            """Flink's ``ignore_parse_errors``; not built yet."""
            raise not_built("JsonRowDeserializationSchema.Builder.ignore_parse_errors")

        def build(self) -> Any:
            """Flink's ``build``; not built yet."""
            raise not_built("JsonRowDeserializationSchema.Builder.build")

    @staticmethod
    def builder() -> Any:
        """Flink's ``builder``; not built yet."""
        raise not_built("JsonRowDeserializationSchema.builder")


class JsonRowSerializationSchema(SerializationSchema):
    """Flink's ``JsonRowSerializationSchema``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def with_type_info(self, type_info: TypeInformation) -> Any:
            """Flink's ``with_type_info``; not built yet."""
            raise not_built("JsonRowSerializationSchema.Builder.with_type_info")

        def build(self) -> Any:
            """Flink's ``build``; not built yet."""
            raise not_built("JsonRowSerializationSchema.Builder.build")

    @staticmethod
    def builder() -> Any:
        """Flink's ``builder``; not built yet."""
        raise not_built("JsonRowSerializationSchema.builder")
