"""Mirror of ``pyflink.common.serialization``: values from and to the bytes of an external system."""

from __future__ import annotations

from typing import Any

from drey.errors import ValidationError

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
    """Makes bytes of a value.

    PyFlink's schemas are Java objects; here ``serialize`` does the work, so a program may also extend this
    class.
    """

    def __init__(self) -> None:
        """Schemas without parameters have nothing to keep."""

    def serialize(self, element: Any) -> bytes:
        """The bytes of one value."""
        raise NotImplementedError(f"{type(self).__name__} doesn't serialize")


class DeserializationSchema:
    """Makes a value of bytes; ``deserialize`` does the work."""

    def __init__(self) -> None:
        """Schemas without parameters have nothing to keep."""

    def deserialize(self, message: bytes) -> Any:
        """The value of one message, or None to skip it."""
        raise NotImplementedError(f"{type(self).__name__} doesn't deserialize")


class SimpleStringSchema(SerializationSchema, DeserializationSchema):
    """Texts.

    Args:
        charset: The encoding.
    """

    def __init__(self, charset: str = "UTF-8") -> None:
        self._charset = charset

    def serialize(self, element: Any) -> bytes:
        return str(element).encode(self._charset)

    def deserialize(self, message: bytes) -> str:
        return message.decode(self._charset)


class ByteArraySchema(SerializationSchema, DeserializationSchema):
    """Bytes as they are."""

    def __init__(self) -> None:
        pass

    def serialize(self, element: Any) -> bytes:
        return bytes(element)

    def deserialize(self, message: bytes) -> bytes:
        return message


class Encoder:
    """Writes values to a file, one per line; made by :meth:`simple_string_encoder`.

    Args:
        charset_name: The encoding.
    """

    def __init__(self, charset_name: str) -> None:
        self._charset = charset_name

    @staticmethod
    def simple_string_encoder(charset_name: str = "UTF-8") -> Encoder:
        """Writes the text of each value."""
        return Encoder(charset_name)

    def encode(self, element: Any) -> bytes:
        """The bytes of one value, with the line's end (an addition to PyFlink)."""
        return f"{element}\n".encode(self._charset)


class BulkWriterFactory:
    """Makes writers of files that aren't written value by value, such as Parquet; the formats make it."""


class RowDataBulkWriterFactory(BulkWriterFactory):
    """Makes such writers for rows of one type.

    Args:
        row_type: The type.
    """

    def __init__(self, row_type: Any) -> None:
        self._row_type = row_type

    def get_row_type(self) -> Any:
        """The type of the rows."""
        return self._row_type


class RowFieldExtractorSchema(SerializationSchema):
    """The bytes of one field of a row.

    Args:
        field_index: The field's position from 0; its value must be bytes or text.
    """

    def __init__(self, field_index: int) -> None:
        if not isinstance(field_index, int) or field_index < 0:
            raise ValidationError(f"Field index must be non-negative, got {field_index}")
        self._field_index = field_index

    def serialize(self, element: Any) -> bytes:
        value = element[self._field_index]
        return value.encode() if isinstance(value, str) else bytes(value)
