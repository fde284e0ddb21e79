"""What schemas say of the messages that they read or write, so that a connector does it for whole batches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drey.errors import ValidationError
from drey.pyflink.common.serialization import (
    ByteArraySchema,
    DeserializationSchema,
    SerializationSchema,
    SimpleStringSchema,
)
from drey.pyflink.common.typeinfo import RowTypeInfo, TypeInformation, Types
from drey.pyflink.datastream.type_trees import type_tree
from drey.records import record
from drey.types import logical as t
from drey.types.stream_types import logical_type
from drey.udf.stream import StreamFunction


@record
class MessageFormat:
    """A schema as a format of tables.

    Args:
        format: The identifier of the format.
        options: Its options, with the format's prefix.
        columns: What a message is as a row.
        type: The values' type.
        shape: ``row`` if the columns are the fields of a value, ``value`` if the only column is the value.
        function: What makes the values of the only column, or the column of the values; None if they are the same.
    """

    format: str
    options: Mapping[str, str]
    columns: t.RowType
    type: TypeInformation
    shape: str = "value"
    function: StreamFunction | None = None


def row_format(
    format_: str, options: Mapping[str, str], type_: TypeInformation, schema: str
) -> MessageFormat:
    """The format of messages that are rows.

    Raises:
        ValidationError: The type is none of rows.
    """
    if not isinstance(type_, RowTypeInfo):
        raise ValidationError(
            f"{schema} needs the type of a row",
            detail=f"found {type_}",
            hint="such as Types.ROW_NAMED([...], [...])",
        )
    tree = type_tree(type_)
    pairs = zip(tree["names"], tree["fields"], strict=True)
    columns = t.RowType.of(*((name, logical_type(one)) for name, one in pairs), nullable=False)
    return MessageFormat(format_, options, columns, type_, "row")


def reading(schema: DeserializationSchema) -> MessageFormat:
    """How messages become values.

    Raises:
        ValidationError: It is no schema that reads.
    """
    return _known(schema) or _called(schema, DeserializationSchema, "deserialize", "read")


def writing(schema: SerializationSchema) -> MessageFormat:
    """How values become messages.

    Raises:
        ValidationError: It is no schema that writes.
    """
    return _known(schema) or _called(schema, SerializationSchema, "serialize", "write")


def _called(schema: Any, kind: type, method: str, does: str) -> MessageFormat:
    """Bytes that a method of the user's schema turns into values, or makes of them."""
    name = type(schema).__name__
    if not isinstance(schema, kind):
        raise ValidationError(
            f"{name} doesn't {does} messages", hint=f"use SimpleStringSchema() or another {kind.__name__}"
        )
    function = StreamFunction(name, schema, method)
    return _raw(t.VarBinaryType(t.MAX_LENGTH), {}, Types.PICKLED_BYTE_ARRAY(), function)


def _known(schema: Any) -> MessageFormat | None:
    found = getattr(schema, "_message_format", None)
    if isinstance(found, MessageFormat):
        return found
    if type(schema) is SimpleStringSchema:
        return _raw(t.string_type(), {"raw.charset": schema._charset}, Types.STRING(), None)
    if type(schema) is ByteArraySchema:
        return _raw(t.VarBinaryType(t.MAX_LENGTH), {}, Types.PRIMITIVE_ARRAY(Types.BYTE()), None)
    return None


def _raw(
    column: t.LogicalType, options: Mapping[str, str], type_: TypeInformation, function: StreamFunction | None
) -> MessageFormat:
    return MessageFormat(
        "raw", options, t.RowType.of(("value", column), nullable=False), type_, "value", function
    )
