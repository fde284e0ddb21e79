"""The nodes that sources and sinks become, and what a connector says of itself for that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drey.connectors.api import TableSpec
from drey.errors import ValidationError
from drey.planner.streams.nodes import NodeSettings, StreamEdge, StreamNode
from drey.pyflink.common.typeinfo import TypeInformation
from drey.pyflink.common.watermark_strategy import WatermarkStrategy
from drey.pyflink.datastream.type_trees import type_tree
from drey.records import record
from drey.types import logical as t
from drey.types.stream_types import ANY
from drey.udf.pickling import dumps
from drey.udf.stream import StreamFunction

_NUMBERS = t.RowType.of(("n", t.BigIntType(nullable=False)), nullable=False)


def number_table(start: int, end: int, name: str) -> TableSpec:
    """The numbers from ``start`` to ``end`` as rows of one column."""
    options = {"connector": "number-sequence", "start": str(start), "end": str(end)}
    return TableSpec(name, options, _NUMBERS)


def collection_node(values: list[Any], type_: TypeInformation) -> StreamNode:
    """A source of Python values: one that counts, and behind it an operator that has the values.

    Raises:
        ValidationError: A value can't be pickled.
    """
    try:
        pickled = dumps(values)
    except Exception as error:  # a user's __reduce__ may raise anything
        raise ValidationError(
            "a value of the collection can't be pickled", detail=f"{type(error).__name__}: {error}"
        ) from error
    name = "Collection Source"
    table = number_table(0, len(values) - 1, name)
    counter = StreamNode(
        "source", NodeSettings(name, parallelism=1), {"table": table.to_json()}, output=_NUMBERS
    )
    return StreamNode(
        "stream-collection",
        NodeSettings(name, parallelism=1, single=True),
        {"type": type_tree(type_)},
        (StreamEdge(counter),),
        type=type_tree(type_),
        resource=pickled,
    )


@record
class StreamSource:
    """What a DataStream source reads: tables, of which the values are made.

    Args:
        tables: What is read, as one stream; all have the same columns.
        type: The type of the values.
        shape: ``value`` for the value of the only column, ``row`` for rows.
        decode: Makes a value of what the table gives; None if that is the value. A result of None is left out.
        timestamps: True if the last column of each table has the values' timestamps and is no part of them. Such a
            source finds watermarks for each of its splits.
    """

    tables: tuple[TableSpec, ...]
    type: TypeInformation
    shape: str = "value"
    decode: StreamFunction | None = None
    timestamps: bool = False


@record
class StreamSink:
    """What a DataStream sink writes: a table, of which each row is made of one value.

    Args:
        table: What is written.
        shape: ``text`` for a column with the text of the value, as ``print`` would write it; ``value`` for a column
            with the value, ``row`` for its fields.
        encode: Makes what the table takes of a value; None if the value is that.
        timestamps: The column that takes the values' timestamps, null for a value without; None if there is none.
    """

    table: TableSpec
    shape: str = "row"
    encode: StreamFunction | None = None
    timestamps: str | None = None


def source_nodes(
    source: StreamSource, name: str, type_: TypeInformation, strategy: WatermarkStrategy | None = None
) -> StreamNode:
    """The nodes of a source; the last of them.

    Args:
        source: What is read.
        name: What users see.
        type_: The type that the program declared.
        strategy: The event time, for a source that finds it for each of its splits.
    """
    tree = type_tree(type_)
    raw = tree if source.decode is None else ANY
    seen = NodeSettings(name, uid_for_followers=True)
    event_time, assigner = ({}, {}) if strategy is None else _event_time(source, strategy)
    read = [
        StreamNode(
            "source",
            NodeSettings(name, follows=seen, suffix=f"-{i}" if i else ""),
            {"table": _with_idleness(table, strategy).to_json(), **event_time},
            functions=assigner,
            output=table.produced,
        )
        for i, table in enumerate(source.tables)
    ]
    params: dict[str, Any] = {"shape": source.shape, "rowtime": None, "type": raw}
    if source.timestamps:
        hidden = source.tables[0].produced.names[-1]
        params |= {"rowtime": hidden, "hidden": [hidden]}
    values = [
        StreamNode("stream-from-rows", NodeSettings(name), params, (StreamEdge(one),), type=raw)
        for one in read
    ]
    last = values[0]
    if len(values) > 1:
        edges = tuple(StreamEdge(one) for one in values)
        last = StreamNode("stream-union", NodeSettings(name), inputs=edges, type=raw)
    if source.decode is not None:
        functions = {"function": StreamFunction(source.decode.name, _PresentOnly(source.decode), "flat_map")}
        last = StreamNode(
            "stream-chain",
            NodeSettings(name),
            {"type": tree, "op": "flat-map"},
            (StreamEdge(last),),
            functions,
            tree,
        )
    last.settings = seen
    return last


def _event_time(
    source: StreamSource, strategy: WatermarkStrategy
) -> tuple[dict[str, Any], dict[str, StreamFunction]]:
    """What a source's operator is told to find the event time of each split, and the functions that it needs."""
    delay, assigner = strategy.max_out_of_orderness, strategy.timestamp_assigner
    params = {
        "event_time": {
            "column": source.tables[0].produced.names[-1],
            "shape": source.shape,
            "delay_ms": 0 if delay is None else delay.to_millis(),
        }
    }
    if assigner is None:
        return params, {}
    functions = {"assigner": StreamFunction("Timestamp-Assigner", assigner, "extract_timestamp")}
    if source.decode is not None:
        functions["decode"] = source.decode
    return params, functions


def _with_idleness(table: TableSpec, strategy: WatermarkStrategy | None) -> TableSpec:
    """The table with what a strategy says of splits that are silent, and of sources that are ahead."""
    options = dict(table.options)
    if strategy is not None and strategy.idle_timeout is not None:
        options["scan.watermark.idle-timeout"] = f"{strategy.idle_timeout.to_millis()} ms"
    if strategy is not None and strategy.alignment is not None:
        group, drift, interval = strategy.alignment
        options["scan.watermark.alignment.group"] = group
        options["scan.watermark.alignment.max-drift"] = f"{drift.to_millis()} ms"
        if interval is not None:
            options["scan.watermark.alignment.update-interval"] = f"{interval.to_millis()} ms"
    return replace(table, options=options)


class _PresentOnly:
    """A function that leaves out what another gives as None."""

    def __init__(self, function: StreamFunction) -> None:
        self._function = function
        self._target = function.target

    def flat_map(self, value: Any) -> tuple[Any, ...]:
        made = self._target(value)
        return () if made is None else (made,)


def sink_node(sink: StreamSink, name: str, edge: StreamEdge, type_: TypeInformation) -> StreamNode:
    """The node that writes a stream.

    Args:
        sink: What is written.
        name: What users see.
        edge: The stream.
        type_: The type of its values.
    """
    if sink.encode is not None:
        functions = {"function": sink.encode}
        params: dict[str, Any] = {"type": ANY, "op": "map"}
        edge = StreamEdge(
            StreamNode("stream-chain", NodeSettings(sink.encode.name), params, (edge,), functions)
        )
    row_type = sink.table.row_type
    tree = type_tree(type_)
    params = {
        "shape": sink.shape,
        "rowtime": sink.timestamps,
        "changes": "ignored",
        "type": tree,
        "optional": True,
    }
    rows = StreamNode("stream-to-rows", NodeSettings("Rows"), params, (edge,), output=row_type)
    table = {"table": sink.table.to_json(), "name": name}
    return StreamNode("sink", NodeSettings(name), table, (StreamEdge(rows),), output=row_type)
