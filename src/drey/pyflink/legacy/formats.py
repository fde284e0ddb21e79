"""Descriptors of formats: what ``with_format`` took until 1.13."""

from __future__ import annotations

from typing import Any, Self

from drey.errors import UnsupportedError
from drey.pyflink.legacy.descriptor import Descriptor


class FormatDescriptor(Descriptor):
    """The base of formats; ``modern`` is today's spelling.

    Args:
        name: The format's name.
    """

    def __init__(self, name: str) -> None:
        super().__init__({"format.type": name, "format.property-version": "1"})


class _CsvFormat(FormatDescriptor):
    """What both CSV descriptors share."""

    def field_delimiter(self, delimiter: str) -> Self:
        """Separate fields by this character."""
        return self._set("format.field-delimiter", delimiter)

    def line_delimiter(self, delimiter: str) -> Self:
        """End lines so."""
        return self._set("format.line-delimiter", delimiter)

    def quote_character(self, quote_character: str) -> Self:
        """Quote with this character."""
        return self._set("format.quote-character", quote_character)

    def ignore_parse_errors(self) -> Self:
        """Skip what can't be read."""
        return self._set("format.ignore-parse-errors", True)

    def schema(self, schema: Any) -> Self:
        """Says nothing today: the table's schema counts."""
        return self

    def derive_schema(self) -> Self:
        """Says nothing today: the table's schema counts."""
        return self


class OldCsv(_CsvFormat):
    """CSV as the oldest file source read it."""

    def __init__(self) -> None:
        super().__init__("csv")

    def field(self, field_name: str, field_type: Any) -> Self:
        """Says nothing today: the table's schema counts."""
        return self

    def comment_prefix(self, prefix: str) -> Self:
        """Skip lines that start so; today only ``#`` works."""
        return self._set("format.comment-prefix", prefix)

    def ignore_first_line(self) -> Self:
        """Skip the first line, which today's csv format can't."""
        return self._set("format.ignore-first-line", True)


class Csv(_CsvFormat):
    """CSV after RFC 4180."""

    def __init__(self, schema: Any = None) -> None:
        super().__init__("csv")

    def allow_comments(self) -> Self:
        """Skip lines that start with ``#``."""
        return self._set("format.allow-comments", True)

    def array_element_delimiter(self, delimiter: str) -> Self:
        """Separate elements of arrays and rows by this text."""
        return self._set("format.array-element-delimiter", delimiter)

    def escape_character(self, escape_character: str) -> Self:
        """Escape with this character."""
        return self._set("format.escape-character", escape_character)

    def null_literal(self, null_literal: str) -> Self:
        """Read and write NULL as this text."""
        return self._set("format.null-literal", null_literal)


class Json(FormatDescriptor):
    """JSON."""

    def __init__(self, json_schema: str | None = None, schema: Any = None) -> None:
        super().__init__("json")

    def fail_on_missing_field(self, fail_on_missing_field: bool) -> Self:
        """Fail where a field is missing."""
        return self._set("format.fail-on-missing-field", fail_on_missing_field)

    def ignore_parse_errors(self, ignore_parse_errors: bool) -> Self:
        """Skip what can't be read."""
        return self._set("format.ignore-parse-errors", ignore_parse_errors)

    def json_schema(self, json_schema: str) -> Self:
        """Says nothing today: the table's schema counts."""
        return self

    def schema(self, schema: Any) -> Self:
        """Says nothing today: the table's schema counts."""
        return self

    def derive_schema(self) -> Self:
        """Says nothing today: the table's schema counts."""
        return self


class Avro(FormatDescriptor):
    """Avro."""

    def __init__(self, record_class: str | None = None, avro_schema: str | None = None) -> None:
        super().__init__("avro")
        if record_class is not None:
            self.record_class(record_class)

    def record_class(self, record_class: str) -> Self:
        """A Java class, which there is no use for."""
        raise UnsupportedError(
            "an Avro record class is Java", hint="the table's schema gives the Avro schema"
        )

    def avro_schema(self, avro_schema: str) -> Self:
        """Says nothing today: the table's schema counts."""
        return self


class CustomFormatDescriptor(FormatDescriptor):
    """Any other format.

    Args:
        type: The format's name.
        version: Says nothing today.
    """

    def __init__(self, type: str, version: int = 1) -> None:
        super().__init__(type)

    def property(self, key: str, value: str) -> Self:
        """Set a property by its full key, ``format.`` included."""
        return self._set(key, value)

    def properties(self, property_dict: dict[str, str]) -> Self:
        """Set properties."""
        for key, value in property_dict.items():
            self.property(key, value)
        return self
