"""Writing topics at least once: values, keys, metadata, partitions, upserts."""

from __future__ import annotations

import datetime
import json

import polars as pl
import pytest

from drey.connectors.api import WriterContext
from drey.connectors.registry import table_factory
from drey.types import logical as t

INS, UB, UA, DEL = 0, 1, 2, 3


@pytest.fixture
def write(spec, brokers, frame):
    """Writes rows into a topic through a sink."""

    def run(columns, topic, rows, more=None, kinds=None, context=None, **parts):
        options = {
            "connector": "kafka", "topic": topic, "properties.bootstrap.servers": brokers, "format": "json",
        } | (more or {})  # fmt: skip
        if "value.format" in options:
            del options["format"]
        made = spec(columns, options, **parts)
        writer = table_factory(made.connector).create_sink(made).create_writer()
        try:
            writer.open(context or WriterContext())
            marks = None if kinds is None else pl.Series(kinds, dtype=pl.Int8)
            writer.write(frame(columns, rows), marks)
            assert writer.prepare_commit(1) == []
        finally:
            writer.close()

    return run


def test_values(write, topic, messages):
    name = topic()
    write("a INT, b STRING", name, [(1, "x"), (2, None)])
    assert [(m.key(), m.value()) for m in messages(name)] == [
        (None, b'{"a":1,"b":"x"}'),
        (None, b'{"a":2,"b":null}'),
    ]


@pytest.mark.parametrize(
    ("form", "columns", "rows", "expected"),
    [
        ("csv", "a INT, b STRING", [(1, "x"), (2, "y\nz")], [b"1,x", b'2,"y\nz"']),
        ("raw", "a STRING", [("x\n",), (None,)], [b"x\n", None]),
    ],
)
def test_a_row_is_a_message(write, topic, messages, form, columns, rows, expected):
    name = topic()
    write(columns, name, rows, {"format": form})
    assert [m.value() for m in messages(name)] == expected


def test_keys(write, topic, messages):
    name = topic(4)
    options = {
        "key.format": "json", "key.fields": "k_a", "key.fields-prefix": "k_", "value.format": "csv",
        "value.fields-include": "EXCEPT_KEY",
    }  # fmt: skip
    write("k_a INT, b STRING", name, [(i % 5, str(i)) for i in range(50)], options)
    found = messages(name)
    assert sorted(int(m.value()) for m in found) == list(range(50))
    partitions = {key: {m.partition() for m in found if m.key() == key} for key in {m.key() for m in found}}
    assert set(partitions) == {b'{"a":%d}' % i for i in range(5)}
    assert all(len(one) == 1 for one in partitions.values())
    # where Java's murmur2 puts the key {"a":3} of four partitions
    assert partitions[b'{"a":3}'] == {murmur2(b'{"a":3}') % 4}


def murmur2(data: bytes) -> int:
    """Java Kafka's ``Utils.toPositive(Utils.murmur2(data))``."""
    m, mask = 0x5BD1E995, 0xFFFFFFFF
    h = (0x9747B28C ^ len(data)) & mask
    for at in range(0, len(data) // 4 * 4, 4):
        k = int.from_bytes(data[at : at + 4], "little") * m & mask
        k = (k ^ (k >> 24)) * m & mask
        h = (h * m & mask) ^ k
    rest = data[len(data) // 4 * 4 :]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ (h >> 13)) * m & mask
    return (h ^ (h >> 15)) & 0x7FFFFFFF


def test_fixed_partitions(write, topic, messages):
    name = topic(3)
    for subtask in (1, 5):
        context = WriterContext(subtask=subtask, parallelism=6)
        write("a INT", name, [(subtask,)] * 3, {"sink.partitioner": "fixed"}, context=context)
    assert [(m.partition(), m.value()) for m in messages(name)] == [(1, b'{"a":1}')] * 3 + [
        (2, b'{"a":5}')
    ] * 3


def test_metadata(write, topic, messages):
    name = topic()
    at = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    headers = t.MapType(t.string_type(nullable=False), t.VarBinaryType(t.MAX_LENGTH))
    write(
        "a INT, ts TIMESTAMP_LTZ(3), h MAP<STRING NOT NULL, BYTES>",
        name,
        [(1, at, [{"key": "x", "value": b"1"}]), (2, at, None)],
        metadata=(("timestamp", t.LocalZonedTimestampType(3)), ("headers", headers)),
        metadata_columns=("ts", "h"),
    )
    found = messages(name)
    assert [m.value() for m in found] == [b'{"a":1}', b'{"a":2}']
    assert [m.timestamp()[1] for m in found] == [1_577_836_800_000] * 2
    assert [m.headers() for m in found] == [[("x", b"1")], None]


def test_a_full_queue_is_waited_for(write, topic, messages):
    name = topic()
    write("a INT", name, [(i,) for i in range(3000)], {"properties.queue.buffering.max.messages": "100"})
    assert [json.loads(m.value())["a"] for m in messages(name)] == list(range(3000))


UPSERT = {"connector": "upsert-kafka", "key.format": "json", "value.format": "json"}


def test_upserts_and_tombstones(write, topic, messages):
    name = topic()
    rows = [(1, "a"), (1, "a"), (1, "b"), (2, "c"), (2, None)]
    write("id INT, v STRING", name, rows, UPSERT, [INS, UB, UA, INS, DEL], primary_key=("id",))
    assert [(m.key(), m.value()) for m in messages(name)] == [
        (b'{"id":1}', b'{"id":1,"v":"a"}'),
        (b'{"id":1}', b'{"id":1,"v":"b"}'),
        (b'{"id":2}', b'{"id":2,"v":"c"}'),
        (b'{"id":2}', None),
    ]


def test_buffered_upserts_write_the_last_change_of_a_key(write, topic, messages):
    name = topic()
    buffered = UPSERT | {"sink.buffer-flush.max-rows": "100", "sink.buffer-flush.interval": "1 min"}
    rows = [(1, "a"), (2, "c"), (1, "b"), (2, None)]
    write("id INT, v STRING", name, rows, buffered, [INS, INS, UA, DEL], primary_key=("id",))
    assert [(m.key(), m.value()) for m in messages(name)] == [
        (b'{"id":1}', b'{"id":1,"v":"b"}'),
        (b'{"id":2}', None),
    ]


def test_upsert_source(table, topic, send):
    name = topic()
    send(name, {"key": b'{"id": 1}', "value": b'{"id": 1, "v": "a"}'}, {"key": b'{"id": 1}', "value": None})
    send(name, {"key": b'{"id": 2}', "value": b'{"id": 2, "v": "b"}'}, {"key": b'{"id": 3}', "value": None})
    read = table("id INT, v STRING", name, UPSERT | {"value.format": "json"}, primary_key=("id",)).read()
    assert read == [(1, "a", UA), (1, None, DEL), (2, "b", UA), (3, None, DEL)]
    prefixed = UPSERT | {"key.fields-prefix": "k_", "value.fields-include": "EXCEPT_KEY"}
    other = topic()
    send(other, {"key": b'{"id": 1}', "value": b'{"v": "a"}'}, {"key": b'{"id": 1}', "value": None})
    assert table("k_id INT, v STRING", other, prefixed, primary_key=("k_id",)).read() == [
        (1, "a", UA),
        (1, None, DEL),
    ]
