"""Finding connectors and formats, and collections."""

from __future__ import annotations

import io

import polars as pl
import pytest

from drey.connectors.api import TableSpec
from drey.connectors.formats import registry as formats
from drey.connectors.registry import BUILT_IN, table_factory
from drey.errors import ConnectorError, OptionError, UnsupportedError, ValidationError
from drey.types.type_parser import parse_type


@pytest.mark.parametrize("identifier", BUILT_IN)
def test_built_in_connectors_load(identifier):
    assert table_factory(identifier).identifier == identifier


@pytest.mark.parametrize("identifier", formats.BUILT_IN)
def test_built_in_formats_load(identifier):
    assert formats.format_factory(identifier).identifier == identifier


def test_unknown_names_are_told_with_what_is_near():
    with pytest.raises(OptionError, match="did you mean 'filesystem'"):
        table_factory("filesytem")
    with pytest.raises(OptionError, match=r"available: .*csv"):
        formats.format_factory("xyz")


def test_what_flink_has_is_told_as_not_built():
    with pytest.raises(UnsupportedError, match="connector 'kinesis' is not built yet"):
        table_factory("kinesis")
    with pytest.raises(UnsupportedError, match="format 'avro' is not built yet"):
        formats.format_factory("avro")


def test_a_sink_is_no_source(spec):
    with pytest.raises(ValidationError, match="'print' can only be used as a sink"):
        table_factory("print").create_source(spec("a INT", {"connector": "print"}), {})
    with pytest.raises(ValidationError, match="'datagen' can only be used as a source"):
        table_factory("datagen").sink_abilities(spec("a INT", {"connector": "datagen"}))


def ipc(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    return buffer.getvalue()


def collection(resource, rows, **more):
    spec = TableSpec(
        "t", {"connector": "collection"}, parse_type("ROW<a INT, b STRING>"), resource="r", **more
    )
    return table_factory("collection").create_source(spec, {resource: ipc(rows)})


ROWS = pl.DataFrame({"a": range(10), "b": [f"v{i}" for i in range(10)]})


def test_a_collection_is_read_and_resumed(fetch):
    source = collection("r", ROWS)
    fetched = fetch(source, max_rows=4)
    assert [one.data.height for one in fetched] == [4, 4, 2]
    assert fetched[0].data.schema == {"a": pl.Int32, "b": pl.String}
    assert fetched[0].split is not None
    assert [r for f in fetch(source, [fetched[0].split]) for r in f.data.rows()] == [
        (i, f"v{i}") for i in range(4, 10)
    ]


def test_a_collection_with_projection_and_limit(fetch):
    (fetched,) = fetch(collection("r", ROWS, projection=("b",), limit=2))
    assert fetched.data.rows() == [("v0",), ("v1",)]


def test_an_empty_collection(fetch):
    (fetched,) = fetch(collection("r", ROWS.head(0)))
    assert (fetched.data.height, fetched.split) == (0, None)


def test_a_missing_resource_is_told():
    with pytest.raises(ConnectorError, match="rows of a collection are missing"):
        collection("other", ROWS)
