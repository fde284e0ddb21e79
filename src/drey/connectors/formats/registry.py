"""Finds the factory of a format: built in, or from an installed package's entry point ``drey.formats``."""

from __future__ import annotations

from functools import cache

from drey.connectors.api.format import FormatFactory
from drey.connectors.lookup import built_or_installed
from drey.errors import OptionError, did_you_mean

BUILT_IN: dict[str, str] = {
    "csv": "drey.connectors.formats.csv:CsvFormatFactory",
    "json": "drey.connectors.formats.json:JsonFormatFactory",
    "parquet": "drey.connectors.formats.parquet:ParquetFormatFactory",
    "raw": "drey.connectors.formats.raw:RawFormatFactory",
}
"""Identifier to ``module:class``; the module is imported when a table uses it."""

NOT_BUILT = (
    "avro", "avro-confluent", "canal-json", "debezium-avro-confluent", "debezium-json", "maxwell-json", "ogg-json",
    "orc", "protobuf",
)  # fmt: skip
"""Formats that Flink has."""


@cache
def format_factory(identifier: str) -> FormatFactory:
    """The factory of a format.

    Raises:
        OptionError: No format has this identifier.
        UnsupportedError: Flink has the format, and it is not built yet.
    """
    found, known = built_or_installed(identifier, "format", "drey.formats", BUILT_IN, NOT_BUILT)
    if found is not None:
        factory: FormatFactory = found
        return factory
    raise OptionError(
        f"could not find any format factory for identifier '{identifier}'",
        hint=did_you_mean(identifier, known) or "available: " + ", ".join(known),
    )
