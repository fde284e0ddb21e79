"""Mirror of ``pyflink.datastream.formats.csv``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from drey.errors import UnsupportedError
from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema
from drey.pyflink.common.typeinfo import TypeInformation
from drey.pyflink.datastream.connectors.file_system import StreamFormat
from drey.pyflink.datastream.message_formats import MessageFormat, row_format
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import BulkWriterFactory
    from drey.pyflink.table.types import DataType, NumericType

__all__ = [
    "CsvSchema",
    "CsvSchemaBuilder",
    "CsvReaderFormat",
    "CsvBulkWriters",
    "CsvRowDeserializationSchema",
    "CsvRowSerializationSchema",
]


class CsvSchema:
    """Flink's ``CsvSchema``."""

    @staticmethod
    def builder() -> CsvSchemaBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("CsvSchema.builder")

    def size(self) -> Any:
        """Flink's ``size``; not built yet."""
        raise not_built("CsvSchema.size")

    def __len__(self) -> int:
        return int(self.size())


class CsvSchemaBuilder:
    """Flink's ``CsvSchemaBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def build(self) -> CsvSchema:
        """Flink's ``build``; not built yet."""
        raise not_built("CsvSchemaBuilder.build")

    def add_array_column(
        self, name: str, separator: str = ";", element_type: Optional[DataType] = None
    ) -> CsvSchemaBuilder:
        """Flink's ``add_array_column``; not built yet."""
        raise not_built("CsvSchemaBuilder.add_array_column")

    def add_boolean_column(self, name: str) -> CsvSchemaBuilder:
        """Flink's ``add_boolean_column``; not built yet."""
        raise not_built("CsvSchemaBuilder.add_boolean_column")

    def add_number_column(self, name: str, number_type: Optional[NumericType] = None) -> CsvSchemaBuilder:
        """Flink's ``add_number_column``; not built yet."""
        raise not_built("CsvSchemaBuilder.add_number_column")

    def add_string_column(self, name: str) -> CsvSchemaBuilder:
        """Flink's ``add_string_column``; not built yet."""
        raise not_built("CsvSchemaBuilder.add_string_column")

    def add_columns_from(self, schema: CsvSchema) -> CsvSchemaBuilder:
        """Flink's ``add_columns_from``; not built yet."""
        raise not_built("CsvSchemaBuilder.add_columns_from")

    def clear_columns(self) -> Any:
        """Flink's ``clear_columns``; not built yet."""
        raise not_built("CsvSchemaBuilder.clear_columns")

    def set_allow_comments(self, allow: bool = True) -> Any:
        """Flink's ``set_allow_comments``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_allow_comments")

    def set_any_property_name(self, name: str) -> Any:
        """Flink's ``set_any_property_name``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_any_property_name")

    def disable_array_element_separator(self) -> Any:
        """Flink's ``disable_array_element_separator``; not built yet."""
        raise not_built("CsvSchemaBuilder.disable_array_element_separator")

    def remove_array_element_separator(self, index: int) -> Any:
        """Flink's ``remove_array_element_separator``; not built yet."""
        raise not_built("CsvSchemaBuilder.remove_array_element_separator")

    def set_array_element_separator(self, separator: str) -> Any:
        """Flink's ``set_array_element_separator``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_array_element_separator")

    def set_column_separator(self, char: str) -> Any:
        """Flink's ``set_column_separator``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_column_separator")

    def disable_escape_char(self) -> Any:
        """Flink's ``disable_escape_char``; not built yet."""
        raise not_built("CsvSchemaBuilder.disable_escape_char")

    def set_escape_char(self, char: str) -> Any:
        """Flink's ``set_escape_char``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_escape_char")

    def set_line_separator(self, separator: str) -> Any:
        """Flink's ``set_line_separator``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_line_separator")

    def set_null_value(self, null_value: str) -> Any:
        """Flink's ``set_null_value``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_null_value")

    def disable_quote_char(self) -> Any:
        """Flink's ``disable_quote_char``; not built yet."""
        raise not_built("CsvSchemaBuilder.disable_quote_char")

    def set_quote_char(self, char: str) -> Any:
        """Flink's ``set_quote_char``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_quote_char")

    def set_skip_first_data_row(self, skip: bool = True) -> Any:
        """Flink's ``set_skip_first_data_row``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_skip_first_data_row")

    def set_strict_headers(self, strict: bool = True) -> Any:
        """Flink's ``set_strict_headers``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_strict_headers")

    def set_use_header(self, use: bool = True) -> Any:
        """Flink's ``set_use_header``; not built yet."""
        raise not_built("CsvSchemaBuilder.set_use_header")

    def size(self) -> Any:
        """Flink's ``size``; not built yet."""
        raise not_built("CsvSchemaBuilder.size")

    def __len__(self) -> int:
        return int(self.size())


class CsvReaderFormat(StreamFormat):
    """Flink's ``CsvReaderFormat``."""

    @staticmethod
    def for_schema(schema: CsvSchema) -> CsvReaderFormat:
        """Flink's ``for_schema``; not built yet."""
        raise not_built("CsvReaderFormat.for_schema")


class CsvBulkWriters:
    """Flink's ``CsvBulkWriters``."""

    @staticmethod
    def for_schema(schema: CsvSchema) -> BulkWriterFactory:
        """Flink's ``for_schema``; not built yet."""
        raise not_built("CsvBulkWriters.for_schema")


class CsvRowDeserializationSchema(DeserializationSchema):
    """Reads messages of a line of CSV as rows; made by its :class:`Builder`.

    Args:
        message_format: The fields and the options.
    """

    def __init__(self, message_format: MessageFormat) -> None:
        self._message_format = message_format

    class Builder:
        """Collects the parts of a schema; every method returns the builder.

        Args:
            type_info: The type of the rows.

        Raises:
            TypeError: No type was given.
        """

        def __init__(self, type_info: TypeInformation) -> None:
            self._type_info = _given(type_info)
            self._options: dict[str, str] = {}

        def set_field_delimiter(self, delimiter: str) -> Any:
            """Set what is between two fields, by default a comma."""
            return _with(self, "csv.field-delimiter", delimiter)

        def set_allow_comments(self, allow_comments: bool) -> Any:
            """Skip messages that begin with ``#``, or don't."""
            return _with(self, "csv.allow-comments", _text(allow_comments))

        def set_array_element_delimiter(self, delimiter: str) -> Any:
            """Set what is between the elements of an array, by default a semicolon."""
            return _with(self, "csv.array-element-delimiter", delimiter)

        def set_quote_character(self, c: str) -> Any:
            """Set what encloses fields, by default ``"``."""
            return _with(self, "csv.quote-character", c)

        def set_escape_character(self, c: str) -> Any:
            """Set what takes the meaning from the next character; by default nothing does."""
            return _with(self, "csv.escape-character", c)

        def set_null_literal(self, null_literal: str) -> Any:
            """Set the text that means None."""
            return _with(self, "csv.null-literal", null_literal)

        def set_ignore_parse_errors(self, ignore_parse_errors: bool) -> Any:
            """Read bad fields as None and skip messages of a wrong shape; by default they fail the job."""
            return _with(self, "csv.ignore-parse-errors", _text(ignore_parse_errors))

        def build(self) -> Any:
            """The schema."""
            return CsvRowDeserializationSchema(
                row_format("csv", self._options, self._type_info, "CsvRowDeserializationSchema")
            )


class CsvRowSerializationSchema(SerializationSchema):
    """Writes rows as messages of a line of CSV; made by its :class:`Builder`.

    Args:
        message_format: The fields and the options.
    """

    def __init__(self, message_format: MessageFormat) -> None:
        self._message_format = message_format

    class Builder:
        """Collects the parts of a schema; every method returns the builder.

        Args:
            type_info: The type of the rows.

        Raises:
            TypeError: No type was given.
        """

        def __init__(self, type_info: TypeInformation) -> None:
            self._type_info = _given(type_info)
            self._options: dict[str, str] = {}

        def set_field_delimiter(self, c: str) -> Any:
            """Set what is between two fields, by default a comma."""
            return _with(self, "csv.field-delimiter", c)

        def set_line_delimiter(self, delimiter: str) -> Any:
            """Kept for Flink: a message is a line without its end.

            Raises:
                UnsupportedError: It is none of the ends that readers pass over.
            """
            if delimiter not in ("", "\n", "\r", "\r\n"):
                raise UnsupportedError(f"CSV messages that end with {delimiter!r} are not built yet")
            return self

        def set_array_element_delimiter(self, delimiter: str) -> Any:
            """Set what is between the elements of an array, by default a semicolon."""
            return _with(self, "csv.array-element-delimiter", delimiter)

        def disable_quote_character(self) -> Any:
            """Enclose no field, whatever is in it."""
            self._options.pop("csv.quote-character", None)
            return _with(self, "csv.disable-quote-character", "true")

        def set_quote_character(self, c: str) -> Any:
            """Set what encloses fields, by default ``"``."""
            self._options.pop("csv.disable-quote-character", None)
            return _with(self, "csv.quote-character", c)

        def set_escape_character(self, c: str) -> Any:
            """Set what takes the meaning from the next character; by default nothing does."""
            return _with(self, "csv.escape-character", c)

        def set_null_literal(self, s: str) -> Any:
            """Set the text that means None."""
            return _with(self, "csv.null-literal", s)

        def build(self) -> Any:
            """The schema."""
            return CsvRowSerializationSchema(
                row_format("csv", self._options, self._type_info, "CsvRowSerializationSchema")
            )


def _given(type_info: TypeInformation | None) -> TypeInformation:
    if type_info is None:
        raise TypeError("Type information must not be None")
    return type_info


def _with(builder: Any, key: str, value: str) -> Any:
    builder._options[key] = value
    return builder


def _text(value: bool) -> str:
    return "true" if value else "false"
