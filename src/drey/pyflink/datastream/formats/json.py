"""Mirror of ``pyflink.datastream.formats.json``: rows as JSON objects."""

from __future__ import annotations

from typing import Any

from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema
from drey.pyflink.common.typeinfo import TypeInformation
from drey.pyflink.datastream.formats.json_schema import type_of_json_schema
from drey.pyflink.datastream.message_formats import MessageFormat, row_format

__all__ = ["JsonRowDeserializationSchema", "JsonRowSerializationSchema"]

_TIMES = {"json.timestamp-format.standard": "ISO-8601"}


class JsonRowDeserializationSchema(DeserializationSchema):
    """Reads JSON objects as rows; made by :meth:`builder`.

    Args:
        message_format: The fields and the options.
    """

    def __init__(self, message_format: MessageFormat) -> None:
        self._message_format = message_format

    class Builder:
        """Collects the parts of a schema; every method returns the builder."""

        def __init__(self) -> None:
            self._type_info: TypeInformation | None = None
            self._options: dict[str, str] = dict(_TIMES)

        def type_info(self, type_info: TypeInformation) -> Any:
            """The type of the rows: names and types of the fields."""
            self._type_info = type_info
            return self

        def json_schema(self, json_schema: str) -> Any:
            """The type of the rows as a JSON schema."""
            if json_schema is None:
                raise TypeError("The json_schema must not be None.")
            self._type_info = type_of_json_schema(json_schema)
            return self

        def fail_on_missing_field(self) -> Any:
            """Fail where an object lacks a field; by default it is None."""
            self._options["json.fail-on-missing-field"] = "true"
            return self

        def ignore_parse_errors(self) -> Any:
            """Read bad fields as None and skip messages that are no object; by default they fail the job."""
            self._options["json.ignore-parse-errors"] = "true"
            return self

        def build(self) -> Any:
            """The schema.

            Raises:
                TypeError: No type was given.
            """
            if self._type_info is None:
                raise TypeError("Typeinfo should be set.")
            return JsonRowDeserializationSchema(
                row_format("json", self._options, self._type_info, "JsonRowDeserializationSchema")
            )

    @staticmethod
    def builder() -> Any:
        """A builder."""
        return JsonRowDeserializationSchema.Builder()


class JsonRowSerializationSchema(SerializationSchema):
    """Writes rows as JSON objects; made by :meth:`builder`.

    Args:
        message_format: The fields and the options.
    """

    def __init__(self, message_format: MessageFormat) -> None:
        self._message_format = message_format

    class Builder:
        """Collects the parts of a schema; every method returns the builder."""

        def __init__(self) -> None:
            self._type_info: TypeInformation | None = None

        def with_type_info(self, type_info: TypeInformation) -> Any:
            """The type of the rows: names and types of the fields."""
            self._type_info = type_info
            return self

        def build(self) -> Any:
            """The schema.

            Raises:
                TypeError: No type was given.
            """
            if self._type_info is None:
                raise TypeError("Typeinfo should be set.")
            return JsonRowSerializationSchema(
                row_format("json", _TIMES, self._type_info, "JsonRowSerializationSchema")
            )

    @staticmethod
    def builder() -> Any:
        """A builder."""
        return JsonRowSerializationSchema.Builder()
