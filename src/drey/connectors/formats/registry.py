"""Finds the factory of a format: built in, or from an installed package's entry point ``drey.formats``."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import entry_points

from drey.connectors.api.format import FormatFactory
from drey.errors import OptionError, UnsupportedError, did_you_mean

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
    target = BUILT_IN.get(identifier)
    if target is not None:
        module, _, name = target.partition(":")
        factory: FormatFactory = getattr(importlib.import_module(module), name)()
        return factory
    external = {point.name: point for point in entry_points(group="drey.formats")}
    if identifier in external:
        loaded: FormatFactory = external[identifier].load()()
        return loaded
    known = sorted({*BUILT_IN, *external})
    if identifier in NOT_BUILT:
        raise UnsupportedError(f"format '{identifier}' is not built yet", hint="built: " + ", ".join(known))
    raise OptionError(
        f"could not find any format factory for identifier '{identifier}'",
        hint=did_you_mean(identifier, known) or "available: " + ", ".join(known),
    )
