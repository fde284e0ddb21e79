"""How the values of a stream become the columns of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drey.connectors.api import TableSpec
from drey.connectors.data_stream import CHANGES, ROWTIME
from drey.types import logical as t
from drey.types.stream_types import StreamType, logical_type


def has_fields(type_: StreamType) -> bool:
    """True if values of the type are rows of a table; else each is the value of a single column."""
    return type_["kind"] in ("ROW", "TUPLE")


def columns_of(type_: StreamType) -> t.RowType:
    """The columns of a table of a stream: its fields, or ``f0``.

    As in Flink, numbers and booleans can't be null in tuples and alone, but in rows.
    """
    if type_["kind"] == "ROW":
        pairs = [(name, logical_type(one)) for name, one in zip(type_["names"], type_["fields"], strict=True)]
    else:
        fields = type_["fields"] if type_["kind"] == "TUPLE" else [type_]
        pairs = [(f"f{i}", _boxed(one)) for i, one in enumerate(fields)]
    return t.RowType.of(*pairs, nullable=False)


def _boxed(type_: StreamType) -> t.LogicalType:
    found = logical_type(type_)
    return replace(found, nullable=False) if type_["kind"] in _NEVER_NULL else found


_NEVER_NULL = ("BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE", "BOOLEAN")


def rows_params(type_: StreamType, table: TableSpec) -> dict[str, Any]:
    """The parameters of the operator ``stream-to-rows`` for a stream of the type and a table over it."""
    params: dict[str, Any] = {
        "shape": "row" if has_fields(type_) else "value",
        "rowtime": ROWTIME if table.metadata else None,
        "changes": "checked" if CHANGES.get(table.options) == "insert-only" else "kept",
        "type": type_,
    }
    known, wanted = columns_of(type_).names, table.row_type.names
    if type_["kind"] == "TUPLE" and wanted != known and set(wanted) <= set(known):
        params["positions"] = [known.index(name) for name in wanted]
    return params
