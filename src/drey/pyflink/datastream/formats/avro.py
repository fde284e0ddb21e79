"""Mirror of ``pyflink.datastream.formats.avro``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.common.io import InputFormat
from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema
from drey.pyflink.common.typeinfo import TypeInformation
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import BulkWriterFactory

__all__ = [
    "AvroSchema",
    "GenericRecordAvroTypeInfo",
    "AvroInputFormat",
    "AvroBulkWriters",
    "AvroRowDeserializationSchema",
    "AvroRowSerializationSchema",
]


class AvroSchema:
    """Flink's ``AvroSchema``."""

    @staticmethod
    def parse_string(json_schema: str) -> AvroSchema:
        """Flink's ``parse_string``; not built yet."""
        raise not_built("AvroSchema.parse_string")

    @staticmethod
    def parse_file(file_path: str) -> AvroSchema:
        """Flink's ``parse_file``; not built yet."""
        raise not_built("AvroSchema.parse_file")


class GenericRecordAvroTypeInfo(TypeInformation):
    """Flink's ``GenericRecordAvroTypeInfo``."""

    def __init__(self, schema: AvroSchema) -> None:
        """Make the object; not built yet."""
        raise not_built("GenericRecordAvroTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("GenericRecordAvroTypeInfo.get_java_type_info")


class AvroInputFormat(InputFormat):
    """Flink's ``AvroInputFormat``."""

    def __init__(self, path: str, schema: AvroSchema) -> None:
        """Make the object; not built yet."""
        raise not_built("AvroInputFormat")

    def get_produced_type(self) -> GenericRecordAvroTypeInfo:
        """Flink's ``get_produced_type``; not built yet."""
        raise not_built("AvroInputFormat.get_produced_type")


class AvroBulkWriters:
    """Flink's ``AvroBulkWriters``."""

    @staticmethod
    def for_generic_record(schema: AvroSchema) -> BulkWriterFactory:
        """Flink's ``for_generic_record``; not built yet."""
        raise not_built("AvroBulkWriters.for_generic_record")


class AvroRowDeserializationSchema(DeserializationSchema):
    """Flink's ``AvroRowDeserializationSchema``."""

    def __init__(self, record_class: str | None = None, avro_schema_string: str | None = None) -> None:
        """Make the object; not built yet."""
        raise not_built("AvroRowDeserializationSchema")


class AvroRowSerializationSchema(SerializationSchema):
    """Flink's ``AvroRowSerializationSchema``."""

    def __init__(self, record_class: str | None = None, avro_schema_string: str | None = None) -> None:
        """Make the object; not built yet."""
        raise not_built("AvroRowSerializationSchema")
