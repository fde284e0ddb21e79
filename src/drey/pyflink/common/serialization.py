"""Mirror of ``pyflink.common.serialization``."""

from __future__ import annotations

from typing import Any

from drey.pyflink.not_built import not_built

__all__ = [
    "SerializationSchema",
    "DeserializationSchema",
    "SimpleStringSchema",
    "ByteArraySchema",
    "Encoder",
    "BulkWriterFactory",
    "RowFieldExtractorSchema",
]


class SerializationSchema:
    """Flink's ``SerializationSchema``."""

    def __init__(self, j_serialization_schema: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("SerializationSchema")


class DeserializationSchema:
    """Flink's ``DeserializationSchema``."""

    def __init__(self, j_deserialization_schema: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("DeserializationSchema")


class SimpleStringSchema(SerializationSchema, DeserializationSchema):
    """Flink's ``SimpleStringSchema``."""

    def __init__(self, charset: str = "UTF-8") -> None:
        """Make the object; not built yet."""
        raise not_built("SimpleStringSchema")


class ByteArraySchema(SerializationSchema, DeserializationSchema):
    """Flink's ``ByteArraySchema``."""

    def __init__(self) -> None:
        """Make an empty object."""


class Encoder:
    """Flink's ``Encoder``."""

    @staticmethod
    def simple_string_encoder(charset_name: str = "UTF-8") -> Encoder:
        """Flink's ``simple_string_encoder``; not built yet."""
        raise not_built("Encoder.simple_string_encoder")


class BulkWriterFactory:
    """Flink's ``BulkWriterFactory``."""


class RowDataBulkWriterFactory(BulkWriterFactory):
    """Flink's ``RowDataBulkWriterFactory``."""

    def get_row_type(self) -> Any:
        """Flink's ``get_row_type``; not built yet."""
        raise not_built("RowDataBulkWriterFactory.get_row_type")


class RowFieldExtractorSchema(SerializationSchema):
    """Flink's ``RowFieldExtractorSchema``."""

    def __init__(self, field_index: int) -> None:
        """Make the object; not built yet."""
        raise not_built("RowFieldExtractorSchema")
