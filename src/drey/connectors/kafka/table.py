"""A kafka or upsert-kafka table, parsed from its spec: topics, and which columns are in keys and in values."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.format import (
    FormatSpec,
    RecordDecodingFormat,
    RecordEncodingFormat,
)
from drey.connectors.formats.registry import format_factory
from drey.connectors.kafka import options as o
from drey.errors import OptionError, UnsupportedError, ValidationError, did_you_mean
from drey.records import record
from drey.types import logical as t


@record
class KafkaColumns:
    """Where a table's physical columns are in a message.

    Args:
        physical: All physical columns.
        key: Those in the key, in the key's order; empty if there is no key.
        value: Those in the value, in order.
        prefix: What key columns' names start with, and names in the key don't.
    """

    physical: t.RowType
    key: tuple[str, ...]
    value: tuple[str, ...]
    prefix: str = ""

    def _types(self, names: tuple[str, ...]) -> list[tuple[str, t.LogicalType]]:
        by_name = {f.name: f.type for f in self.physical.fields}
        return [(name, by_name[name]) for name in names]

    @property
    def key_record(self) -> t.RowType:
        """The key as its format sees it, without the prefix."""
        fields = [(name.removeprefix(self.prefix), type_) for name, type_ in self._types(self.key)]
        return t.RowType.of(*fields, nullable=False)

    @property
    def value_record(self) -> t.RowType:
        """The value as its format sees it."""
        return t.RowType.of(*self._types(self.value), nullable=False)


def value_format(options: Mapping[str, str]) -> str:
    """The identifier of the value's format.

    Raises:
        OptionError: None is named, or two.
    """
    short, full = o.FORMAT.get(options), o.VALUE_FORMAT.get(options)
    if short is not None and full is not None:
        raise OptionError(
            "a format is named twice", detail="'format' and 'value.format' are the same", hint="drop one"
        )
    found: str | None = short if short is not None else full
    if found is None:
        raise OptionError("a kafka table needs 'format' or 'value.format'", hint="such as 'format' = 'json'")
    return found


def physical_row_type(spec: TableSpec) -> t.RowType:
    """The columns that are in messages' keys and values, without a sink's metadata columns."""
    metadata = set(spec.metadata_columns)
    return t.RowType(tuple(f for f in spec.row_type.fields if f.name not in metadata))


def kafka_columns(spec: TableSpec) -> KafkaColumns:
    """Split the columns into key and value.

    Raises:
        OptionError: The key's options don't fit together.
        ValidationError: A key field is no column.
    """
    options, physical = spec.options, physical_row_type(spec)
    prefix = o.KEY_PREFIX.require(options)
    except_key = o.FIELDS_INCLUDE.require(options).upper() == "EXCEPT_KEY"
    if spec.connector == "upsert-kafka":
        key = spec.primary_key
    else:
        key = tuple(name for name in (o.KEY_FIELDS.get(options) or "").split(";") if name)
        _check_key_options(options, key)
    for name in key:
        if name not in physical.names:
            raise ValidationError(
                f"could not find the field '{name}' of 'key.fields' in the table's schema",
                detail=f"table {spec.path} has " + ", ".join(physical.names),
                hint=did_you_mean(name, physical.names),
            )
        if not name.startswith(prefix):
            raise ValidationError(
                f"all key fields must start with the prefix '{prefix}'", detail=f"key field '{name}' doesn't"
            )
    if prefix and not except_key:
        raise OptionError(
            "a key prefix needs a value without the key's fields",
            detail=f"'{o.KEY_PREFIX.key}' is set and '{o.FIELDS_INCLUDE.key}' is ALL",
            hint=f"set '{o.FIELDS_INCLUDE.key}' to 'EXCEPT_KEY'",
        )
    value = tuple(name for name in physical.names if not (except_key and name in key))
    return KafkaColumns(physical, key, value, prefix)


def _check_key_options(options: Mapping[str, str], key: tuple[str, ...]) -> None:
    if o.KEY_FORMAT.get(options) is None:
        if key:
            raise OptionError(
                f"'{o.KEY_FIELDS.key}' can only be declared if '{o.KEY_FORMAT.key}' is defined, too"
            )
        if o.FIELDS_INCLUDE.require(options).upper() == "EXCEPT_KEY":
            raise OptionError(f"'{o.FIELDS_INCLUDE.key}' = 'EXCEPT_KEY' needs '{o.KEY_FORMAT.key}'")
    elif not key:
        raise OptionError(
            f"a key format needs the key's columns: '{o.KEY_FIELDS.key}'", hint="such as 'key.fields' = 'id'"
        )


def format_options(options: Mapping[str, str], identifier: str, side: str) -> dict[str, str]:
    """The options of the format of one side, under the format's own prefix.

    Args:
        options: The table's options.
        identifier: The format.
        side: ``key.`` or ``value.``; a value's options may also be spelled without.
    """
    prefix = f"{identifier}."
    found = {k.removeprefix(side): v for k, v in options.items() if k.startswith(side + prefix)}
    if side == "value.":
        found = {k: v for k, v in options.items() if k.startswith(prefix)} | found
    return found


def check_formats(spec: TableSpec, connector_options: Mapping[str, str]) -> dict[str, str]:
    """Check the formats' options; return the options that are left for the connector.

    Raises:
        OptionError: A format refuses an option.
    """
    sides = [("value.", value_format(spec.options))]
    key = o.KEY_FORMAT.get(spec.options)
    if key is not None:
        sides.append(("key.", key))
    left = dict(connector_options)
    for side, identifier in sides:
        format_factory(identifier).validate(format_options(spec.options, identifier, side))
        spellings = (
            (f"{side}{identifier}.", f"{identifier}.") if side == "value." else (f"{side}{identifier}.",)
        )
        left = {k: v for k, v in left.items() if not k.startswith(spellings)}
    return left


def decoder(spec: TableSpec, side: str, record: t.RowType, wanted: tuple[str, ...]) -> RecordDecodingFormat:
    """The decoder of keys or values.

    Raises:
        UnsupportedError: The format is one of whole files.
    """
    identifier = value_format(spec.options) if side == "value." else o.KEY_FORMAT.require(spec.options)
    options = format_options(spec.options, identifier, side)
    made = format_factory(identifier).decoding(FormatSpec(record, options, wanted, spec.time_zone, spec.path))
    if not isinstance(made, RecordDecodingFormat):
        raise _file_format(identifier)
    return made


def encoder(spec: TableSpec, side: str, record: t.RowType) -> RecordEncodingFormat:
    """The encoder of keys or values.

    Raises:
        UnsupportedError: The format is one of whole files.
    """
    identifier = value_format(spec.options) if side == "value." else o.KEY_FORMAT.require(spec.options)
    options = format_options(spec.options, identifier, side)
    made = format_factory(identifier).encoding(
        FormatSpec(record, options, record.names, spec.time_zone, spec.path)
    )
    if not isinstance(made, RecordEncodingFormat):
        raise _file_format(identifier)
    return made


def _file_format(identifier: str) -> UnsupportedError:
    return UnsupportedError(
        f"format '{identifier}' is one of files and not of messages", hint="json, csv, raw"
    )
