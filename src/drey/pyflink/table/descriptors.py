"""Mirror of ``pyflink.table.descriptors``: the old schema, and connectors and formats as until 1.13."""

from __future__ import annotations

from drey.errors import UnsupportedError, ValidationError
from drey.pyflink.legacy.connect import StreamTableDescriptor
from drey.pyflink.legacy.connectors import (
    ConnectorDescriptor,
    CustomConnectorDescriptor,
    Elasticsearch,
    FileSystem,
    HBase,
    Kafka,
)
from drey.pyflink.legacy.descriptor import Descriptor
from drey.pyflink.legacy.formats import Avro, Csv, CustomFormatDescriptor, FormatDescriptor, Json, OldCsv
from drey.pyflink.legacy.string_functions import type_of
from drey.pyflink.table.table_schema import TableSchema
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.table.types import DataType

__all__ = [
    "Rowtime",
    "Schema",
    "Avro",
    "Csv",
    "CustomConnectorDescriptor",
    "CustomFormatDescriptor",
    "Elasticsearch",
    "FileSystem",
    "HBase",
    "Json",
    "Kafka",
    "OldCsv",
    "StreamTableDescriptor",
]


class Rowtime(Descriptor):
    """Event time of a field of the old schema."""

    def __init__(self) -> None:
        super().__init__()

    def timestamps_from_field(self, field_name: str) -> Rowtime:
        """Take timestamps from a field of the format."""
        self._set("rowtime.timestamps.type", "from-field")
        return self._set("rowtime.timestamps.from", field_name)

    def timestamps_from_source(self) -> Rowtime:
        """Take timestamps from the connector."""
        return self._set("rowtime.timestamps.type", "from-source")

    def timestamps_from_extractor(self, extractor: str) -> Rowtime:
        """Take timestamps from a Java class, which needs a JVM."""
        raise UnsupportedError("a timestamp extractor written in Java needs a JVM", detail=extractor)

    def watermarks_periodic_ascending(self) -> Rowtime:
        """Timestamps never go back."""
        return self._set("rowtime.watermarks.type", "periodic-ascending")

    def watermarks_periodic_bounded(self, delay: int) -> Rowtime:
        """Timestamps go back by at most so many milliseconds."""
        self._set("rowtime.watermarks.type", "periodic-bounded")
        return self._set("rowtime.watermarks.delay", delay)

    def watermarks_from_source(self) -> Rowtime:
        """Take watermarks from the connector."""
        return self._set("rowtime.watermarks.type", "from-source")

    def watermarks_from_strategy(self, strategy: str) -> Rowtime:
        """Take watermarks from a Java class, which needs a JVM."""
        raise UnsupportedError("a watermark strategy written in Java needs a JVM", detail=strategy)


class Schema(Descriptor):
    """The old schema: fields in order, each perhaps with an origin or a time attribute.

    Args:
        schema: Fields as a ``TableSchema``.
        fields: Fields as a dict of names and types.
        rowtime: The event time of the last field.
    """

    def __init__(
        self,
        schema: TableSchema | None = None,
        fields: dict[str, DataType | str] | None = None,
        rowtime: Rowtime | None = None,
    ) -> None:
        super().__init__()
        self._count = 0
        if schema is not None:
            self.schema(schema)
        if fields is not None:
            self.fields(fields)
        if rowtime is not None:
            self.rowtime(rowtime)

    def schema(self, table_schema: TableSchema) -> Schema:
        """Take all fields of a ``TableSchema``, in place of those before."""
        self._properties.clear()
        self._count = 0
        pairs = zip(table_schema.get_field_names(), table_schema.get_field_data_types(), strict=True)
        return self.fields(dict(pairs))

    def field(self, field_name: str, field_type: DataType | str) -> Schema:
        """Append a field.

        Raises:
            ValidationError: The text is no type.
        """
        logical = type_of(field_type) if isinstance(field_type, str) else to_logical(field_type)
        if logical is None:
            raise ValidationError(f"'{field_type}' is not a type", hint="write for example 'BIGINT'")
        self._set(f"schema.{self._count}.name", field_name)
        self._set(f"schema.{self._count}.data-type", logical)
        self._count += 1
        return self

    def fields(self, fields: dict[str, DataType | str]) -> Schema:
        """Append fields."""
        if not isinstance(fields, dict):
            raise TypeError("fields must be stored in a dict or OrderedDict")
        for name, type_ in fields.items():
            self.field(name, type_)
        return self

    def from_origin_field(self, origin_field_name: str) -> Schema:
        """Take the last field from a field of the format with another name."""
        return self._set_last("from", origin_field_name)

    def proctime(self) -> Schema:
        """Make the last field the processing time."""
        return self._set_last("proctime", "true")

    def rowtime(self, rowtime: Rowtime) -> Schema:
        """Make the last field the event time."""
        for key, value in rowtime.to_properties().items():
            self._set_last(key, value)
        return self

    def _set_last(self, key: str, value: str) -> Schema:
        if self._count == 0:
            raise ValidationError("No field previously defined. Use field() before.")
        return self._set(f"schema.{self._count - 1}.{key}", value)
