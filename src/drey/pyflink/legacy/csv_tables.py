"""``CsvTableSource`` and ``CsvTableSink``, which PyFlink had until 1.20."""

from __future__ import annotations

from typing import Any

from drey.catalog.legacy_options import modernize_options
from drey.errors import ValidationError
from drey.pyflink.legacy.descriptor import Descriptor
from drey.pyflink.table.schema import Schema
from drey.pyflink.table.table_descriptor import TableDescriptor
from drey.pyflink.table.types import DataType


class WriteMode:
    """Whether a sink may replace what is there."""

    NO_OVERWRITE = 0
    OVERWRITE = 1


class _LegacyTable:
    """Columns and options of a table that is registered as an object."""

    def __init__(
        self, field_names: list[str], field_types: list[DataType], properties: dict[str, str]
    ) -> None:
        if len(field_names) != len(field_types):
            raise ValidationError("field_names and field_types must have the same length")
        self._field_names = list(field_names)
        self._field_types = list(field_types)
        self._properties = properties

    def to_descriptor(self) -> TableDescriptor:
        """The table in today's terms."""
        schema = Schema.new_builder().from_fields(self._field_names, self._field_types).build()
        return descriptor_of(self._properties, schema)


class TableSource(_LegacyTable):
    """A table to read."""


class TableSink(_LegacyTable):
    """A table to write; ``overwrite`` says whether it replaces what is there."""

    overwrite = False


class CsvTableSource(TableSource):
    """A CSV file or a directory of them.

    Args:
        source_path: The file or directory.
        field_names: The columns' names.
        field_types: Their types.
        field_delim: Between fields, a comma by default.
        line_delim: Behind lines.
        quote_character: Around fields, none by default.
        ignore_first_line: Skip the first line.
        ignore_comments: Skip lines that start so.
        lenient: Skip lines that can't be read.
    """

    def __init__(
        self,
        source_path: str,
        field_names: list[str],
        field_types: list[DataType],
        field_delim: str | None = None,
        line_delim: str | None = None,
        quote_character: str | None = None,
        ignore_first_line: bool | None = None,
        ignore_comments: str | None = None,
        lenient: bool | None = None,
    ) -> None:
        csv = Descriptor(
            {"connector.type": "filesystem", "connector.path": source_path, "format.type": "csv"}
        )
        if quote_character is None:
            csv._set("format.disable-quote-character", True)
        given = {
            "field-delimiter": field_delim,
            "line-delimiter": line_delim,
            "quote-character": quote_character,
            "ignore-first-line": ignore_first_line,
            "comment-prefix": ignore_comments,
            "ignore-parse-errors": lenient,
        }
        for key, value in given.items():
            if value is not None:
                csv._set(f"format.{key}", value)
        super().__init__(field_names, field_types, csv.to_properties())


class CsvTableSink(TableSink):
    """CSV files in a directory.

    Args:
        field_names: The columns' names.
        field_types: Their types.
        path: The directory.
        field_delimiter: Between fields.
        num_files: Files to write, -1 to leave it open.
        write_mode: ``WriteMode.OVERWRITE`` to replace what is there.
    """

    def __init__(
        self,
        field_names: list[str],
        field_types: list[DataType],
        path: str,
        field_delimiter: str = ",",
        num_files: int = -1,
        write_mode: int | None = None,
    ) -> None:
        properties = {
            "connector.type": "filesystem",
            "connector.path": path,
            "format.type": "csv",
            "format.field-delimiter": field_delimiter,
            "format.disable-quote-character": "true",
        }
        if num_files > 0:
            properties["sink.parallelism"] = str(num_files)
        super().__init__(field_names, field_types, properties)
        self.overwrite = write_mode == WriteMode.OVERWRITE


def descriptor_of(properties: dict[str, str], schema: Schema) -> TableDescriptor:
    """Today's descriptor of properties in the old spelling."""
    options = modernize_options(properties)
    builder: Any = TableDescriptor.for_connector(options.pop("connector")).schema(schema)
    for key, value in options.items():
        builder = builder.option(key, value)
    descriptor: TableDescriptor = builder.build()
    return descriptor
