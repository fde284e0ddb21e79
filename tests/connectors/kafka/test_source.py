"""Reading topics: where it starts and stops, keys, metadata, poison records, positions, groups."""

from __future__ import annotations

import datetime

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewPartitions

from drey.connectors.api import SourceSplit
from drey.errors import ConnectorError, MalformedRecordError, OptionError
from drey.types import logical as t
from tests.connectors.kafka.conftest import answered, wait_for_partitions
from tests.waiting import PATIENCE, eventually


def lines(*numbers):
    return [b'{"a": %d}' % number for number in numbers]


def test_reads_all_partitions_up_to_the_latest_offset(table, topic, send):
    name = topic(2)
    send(name, *lines(1, 2), partition=0)
    send(name, *lines(3), partition=1)
    assert sorted(table("a INT", name).read()) == [(1,), (2,), (3,)]


def test_empty_partitions_end(table, topic, send):
    name = topic(3)
    send(name, *lines(1), partition=1)
    assert table("a INT", name).read() == [(1,)]


def test_several_topics_and_patterns(table, topic, send):
    first, second = topic(name="many"), topic(name="many")
    send(first, *lines(1))
    send(second, *lines(2))
    assert sorted(table("a INT", f"{first};{second}").read()) == [(1,), (2,)]
    pattern = {"topic-pattern": f"({first}|{second})"}
    assert sorted(table("a INT", "", pattern).read()) == [(1,), (2,)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"scan.startup.mode": "earliest-offset"}, [0, 1, 2, 3, 4]),
        ({"scan.startup.mode": "latest-offset"}, []),
        ({"scan.startup.mode": "specific-offsets", "scan.startup.specific-offsets": "partition:0,offset:3"}, [3, 4]),
        ({"scan.startup.mode": "timestamp", "scan.startup.timestamp-millis": "2000"}, [2, 3, 4]),
        ({"scan.startup.mode": "timestamp", "scan.startup.timestamp-millis": "9000000"}, []),
        ({"scan.bounded.mode": "specific-offsets", "scan.bounded.specific-offsets": "partition:0,offset:2"}, [0, 1]),
        ({"scan.bounded.mode": "timestamp", "scan.bounded.timestamp-millis": "3000"}, [0, 1, 2]),
    ],
)  # fmt: skip
def test_where_reading_starts_and_stops(table, topic, send, options, expected):
    name = topic()
    send(name, *({"value": value, "timestamp": i * 1000 + 1} for i, value in enumerate(lines(0, 1, 2, 3, 4))))
    assert table("a INT", name, options).read() == [(number,) for number in expected]


def test_a_partition_without_an_offset_to_stop_at(table, topic, send, brokers):
    """As Flink: it ends where its group is, and without one before its first message."""
    name = topic(2)
    for partition in range(2):
        send(name, *lines(partition * 10, partition * 10 + 1), partition=partition)
    stop = {"scan.bounded.mode": "specific-offsets", "scan.bounded.specific-offsets": "partition:0,offset:1"}
    assert table("a INT", name, stop).read() == [(0,)]
    group = {"properties.group.id": name}
    assert table("a INT", name, stop | group).read() == [(0,)]
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": name})
    answered(lambda: consumer.commit(offsets=[TopicPartition(name, 1, 1)], asynchronous=False))
    consumer.close()
    assert sorted(table("a INT", name, stop | group).read()) == [(0,), (10,)]


def test_group_offsets(table, topic, send, brokers):
    name = topic()
    group = {"scan.startup.mode": "group-offsets", "properties.group.id": name}
    send(name, *lines(0, 1, 2, 3))
    with pytest.raises(ConnectorError, match=f"group '{name}' has no offset for topic '{name}', partition 0"):
        table("a INT", name, group).read()
    assert table("a INT", name, group | {"properties.auto.offset.reset": "earliest"}).read() == [
        (0,), (1,), (2,), (3,),
    ]  # fmt: skip
    first = table("a INT", name, group | {"scan.startup.mode": "earliest-offset"})
    [split] = first.discover()
    first.fetch(4)
    first.reader.checkpoint_completed([SourceSplit(split.id, {**split.position, "offset": 3})])
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": name})

    def committed():
        first.reader.fetch(10, 0.1)
        [found] = answered(lambda: consumer.committed([TopicPartition(name, 0)], timeout=PATIENCE))
        return found.offset == 3

    eventually(committed)
    consumer.close()
    assert table("a INT", name, group).read() == [(3,)]


def test_positions_continue_behind_their_batch(table, topic, send):
    name = topic()
    send(name, *lines(*range(10)))
    first = table("a INT", name)
    first.discover()
    first.fetch(1, max_rows=3)
    taken = first.rows()
    assert 0 < len(taken) < 10 or len(taken) == 10
    second = table("a INT", name)
    second.assign(list(first.splits.values()))
    assert taken + second.fetch().rows() == [(i,) for i in range(10)]


def test_transaction_markers_at_the_end_are_passed(table, topic, send, brokers):
    name = topic()
    send(name, *lines(1))
    producer = Producer({"bootstrap.servers": brokers, "transactional.id": name})
    producer.init_transactions()
    for end in (producer.commit_transaction, producer.abort_transaction):
        producer.begin_transaction()
        producer.produce(name, lines(2)[0])
        producer.flush()
        end()
    committed = {"properties.isolation.level": "read_committed"}
    assert table("a INT", name, committed).read() == [(1,), (2,)]
    assert table("a INT", name).read() == [(1,), (2,), (2,)], "Flink's default reads uncommitted records too"


def test_new_partitions_are_discovered_and_read_from_their_start(table, topic, send, brokers):
    name = topic()
    options = {
        "scan.bounded.mode": "unbounded",
        "scan.startup.mode": "latest-offset",
        "scan.topic-partition-discovery.interval": "1 s",
    }
    send(name, *lines(0))
    opened = table("a INT", name, options)
    assert opened.enumerator.interval == 1.0
    opened.discover()
    admin = AdminClient({"bootstrap.servers": brokers})
    [future] = admin.create_partitions([NewPartitions(name, 2)]).values()
    future.result(PATIENCE)
    wait_for_partitions(brokers, name, 2)
    send(name, *lines(1), partition=1)
    state = opened.enumerator.snapshot()
    found = eventually(opened.discover)
    assert [one.id for one in found] == [f"{name}-1"]
    assert opened.fetch(1).rows() == [(1,)]
    restored = table("a INT", name, options)
    restored.enumerator.restore(state)
    assert [one.id for one in restored.discover()] == [f"{name}-1"]


METADATA = (
    ("topic", t.string_type()), ("partition", t.IntType()), ("offset", t.BigIntType()),
    ("timestamp", t.LocalZonedTimestampType(3)), ("timestamp-type", t.string_type()),
    ("headers", t.MapType(t.string_type(nullable=False), t.VarBinaryType(t.MAX_LENGTH))), ("leader-epoch", t.IntType()),
)  # fmt: skip


def test_metadata_columns(table, topic, send):
    name = topic(2)
    message = {"value": lines(7)[0], "timestamp": 1500, "headers": [("h", b"1"), ("h", b"2"), ("n", None)]}
    send(name, message, partition=1)
    [row] = table("a INT, `timestamp` STRING", name, metadata=METADATA).read()
    at = datetime.datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=datetime.UTC)
    headers = [{"key": "h", "value": b"2"}, {"key": "n", "value": None}]
    assert row == (7, None, name, 1, 0, at, "CreateTime", headers, 0)


def test_a_raw_key_that_is_missing_is_null(table, topic, send):
    name = topic()
    send(name, {"key": b"k", "value": b"1"}, {"value": b"2"}, {"key": b"l", "value": b"3"}, {"value": b"4"})
    options = {
        "key.format": "raw",
        "key.fields": "k",
        "value.format": "csv",
        "value.fields-include": "EXCEPT_KEY",
    }
    rows = table("k STRING, a INT", name, options, metadata=METADATA[2:3]).read()
    assert rows == [("k", 1, 0), (None, 2, 1), ("l", 3, 2), (None, 4, 3)]
    other = topic()
    send(other, {"value": b"5"})
    assert table("k STRING, a INT", other, options).read() == [(None, 5)]


def test_metadata_alone(table, topic, send):
    name = topic()
    send(name, *lines(1, 2))
    assert table("a INT", name, projection=(), metadata=METADATA[2:3]).read() == [(0,), (1,)]


def test_keys(table, topic, send):
    name = topic()
    options = {
        "key.format": "json", "key.fields": "k_id", "key.fields-prefix": "k_", "value.format": "json",
        "value.fields-include": "EXCEPT_KEY",
    }  # fmt: skip
    send(name, {"key": b'{"id": 1}', "value": b'{"a": "x"}'}, {"value": b'{"a": "no key"}'})
    send(name, {"key": b'{"id": 2}', "value": b'{"a": "y"}'})
    assert table("k_id INT, a STRING", name, options).read() == [(1, "x"), (2, "y")]
    assert table("k_id INT, a STRING", name, options, projection=("a",)).read() == [("x",), ("y",)]


def test_key_columns_that_are_in_the_value_too_come_from_it(table, topic, send):
    name = topic()
    send(name, {"key": b"5", "value": b'{"id": 6, "a": 1}'})
    options = {"key.format": "csv", "key.fields": "id", "value.format": "json"}
    assert table("id INT, a INT", name, options).read() == [(6, 1)]


@pytest.mark.parametrize(
    ("columns", "options", "messages", "expected"),
    [
        ("a INT, b STRING", {"format": "csv"}, [b"1,x", b'2,"y\nz"', b"3,w\n"], [(1, "x"), (2, "y\nz"), (3, "w")]),
        ("a STRING", {"format": "raw"}, [b"x\ny", b"", None], [("x\ny",), ("",), (None,)]),
        ("a INT", {"format": "raw"}, [b"\x00\x00\x00\x05"], [(5,)]),
        ("a STRING", {}, [b'{\n"a":\n"x\ny \\" z"}', b'\n{"a": "\t"}', b'{"a": "\\n"}'], [('x\ny " z',), ("\t",), ("\n",)]),
        ("a INT", {}, [b'{\n  "a": 1\n}\n', b'[{"a": 2}, {"a": 3}]', None, b"[]", b'{"a": 4}'], [(1,), (2,), (3,), (4,)]),
    ],
)  # fmt: skip
def test_a_message_is_a_record_whatever_is_in_it(table, topic, send, columns, options, messages, expected):
    name = topic()
    send(name, *({"value": value} for value in messages))
    assert table(columns, name, options).read() == expected


def test_messages_without_content(table, topic, send):
    """As Flink 2.3: an empty json message gives no row; spaces, and an empty csv message, are malformed."""
    name = topic()
    send(name, b'{"a": 1}', b"", b'{"a": 2} {"a": 3}')
    assert table("a INT", name).read() == [(1,), (2,)]
    send(name, b"  ")
    start = {"scan.startup.mode": "specific-offsets", "scan.startup.specific-offsets": "partition:0,offset:1"}
    for form, offset in (("json", 3), ("csv", 1)):
        with pytest.raises(MalformedRecordError, match=f"(?s)offset {offset}: no content"):
            table("a STRING", name, {"format": form} | start).read()
    ignoring = table("a STRING", name, {"json.ignore-parse-errors": "true"})
    assert (ignoring.read(), ignoring.skipped) == ([("1",), ("2",)], 1)


def test_rows_of_array_messages_keep_their_metadata(table, topic, send):
    name = topic()
    send(name, b'{"a": 1}', b'[{"a": 2}, {"a": 3}]', None, b'{"a": 4}')
    rows = table("a INT", name, metadata=METADATA[2:3]).read()
    assert rows == [(1, 0), (2, 1), (3, 1), (4, 3)]


@pytest.mark.parametrize(("form", "poison"), [("json", b'{"a": nonsense'), ("csv", b"x")])
def test_poison_records(table, topic, send, form, poison):
    name = topic()
    good = lines(*range(40)) if form == "json" else [b"%d" % i for i in range(40)]
    send(name, *good[:25], poison, *good[25:])
    with pytest.raises(MalformedRecordError) as caught:
        table("a INT", name, {"format": form}).read()
    text = str(caught.value)
    assert f"topic '{name}', partition 0, offset 25:" in text
    assert poison.decode() in text
    assert ", line 1:" not in text
    ignoring = table(
        "a INT", name, {"format": form, f"{form}.ignore-parse-errors": "true"}, metadata=METADATA[2:3]
    )
    rows = [row for row in ignoring.read() if row[0] is not None]
    assert rows == [(i, i if i < 25 else i + 1) for i in range(40)]
    assert form == "csv" or ignoring.skipped == 1


def test_many_messages_of_several_partitions(table, topic, brokers):
    name = topic(3)
    producer = Producer({"bootstrap.servers": brokers, "linger.ms": 50})
    for number in range(3):
        producer.produce_batch(
            name, [{"value": b'{"a": %d}' % (i * 3 + number)} for i in range(9000)], partition=number
        )
    producer.flush()
    opened = table("a INT", name)
    assert sorted(opened.read()) == [(i,) for i in range(27_000)]
    assert opened.reader.metrics()["pendingRecords"] == 0


def test_lag_is_a_metric(table, topic, send):
    name = topic()
    send(name, *lines(1, 2, 3))
    opened = table("a INT", name, {"scan.bounded.mode": "unbounded"})
    opened.discover()
    opened.fetch(3)
    assert opened.reader.metrics() == {
        f"topic.{name}.partition.0.currentOffset": 3, f"topic.{name}.partition.0.lag": 0, "pendingRecords": 0,
    }  # fmt: skip
    assert opened.enumerator.assignment == "eager"


def test_an_offset_that_is_gone(table, topic, send):
    name = topic()
    opened = table("a INT", name, {"scan.bounded.mode": "unbounded"})
    position = {"topic": name, "partition": 0, "offset": 1000, "stop": None}
    opened.assign([SourceSplit(f"{name}-0", position)])
    with pytest.raises(ConnectorError, match="the messages to read are gone"):
        opened.fetch()


def test_a_topic_that_is_not_there(table, topic):
    name = topic(name="orders")
    with pytest.raises(ConnectorError, match=f"topic '{name[:-1]}' does not exist") as caught:
        table("a INT", name[:-1]).read()
    assert f"did you mean '{name}'" in str(caught.value)


def test_wrong_credentials(table, topic, kafka_server):
    name = topic()
    options = {
        "properties.bootstrap.servers": kafka_server.sasl_url,
        "properties.security.protocol": "SASL_PLAINTEXT",
        "properties.sasl.mechanism": "PLAIN",
        "properties.sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required "
        'username="test" password="wrong";',
    }
    with pytest.raises(ConnectorError, match="can't log in to Kafka") as caught:
        table("a INT", name, options).read()
    assert "check 'properties.sasl.username'" in str(caught.value)
    right = options["properties.sasl.jaas.config"].replace("wrong", "test")
    assert table("a INT", name, options | {"properties.sasl.jaas.config": right}).read() == []


def test_properties_of_the_java_client(table, topic):
    with pytest.raises(OptionError, match=r"use 'properties\.ssl\.ca\.location'"):
        table("a INT", "t", {"properties.ssl.truststore.location": "/x"}).read()
    with pytest.raises(OptionError, match="the Kafka client refuses a property") as caught:
        table("a INT", "t", {"properties.fetch.nonsense": "1"}).read()
    assert "fetch.nonsense" in str(caught.value)


def test_no_more_messages_are_taken_than_a_step_takes(table, topic, send):
    name = topic()
    send(name, *lines(*range(50)))
    one = table("a INT", name)
    one.discover()
    one.fetch(max_rows=4)
    assert one.rows() == [(i,) for i in range(50)]
    assert max(frame.height for frame in one.frames) <= 4
