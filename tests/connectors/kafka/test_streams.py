"""``KafkaSource`` and ``KafkaSink`` of the DataStream API, on a real broker."""

from __future__ import annotations

import json

import pytest

from drey.errors import DreyError, OptionError, ValidationError
from drey.pyflink.common import ByteArraySchema, Duration, Row, SimpleStringSchema, Types, WatermarkStrategy
from drey.pyflink.common.serialization import (
    DeserializationSchema,
    RowFieldExtractorSchema,
    SerializationSchema,
)
from drey.pyflink.common.watermark_strategy import TimestampAssigner
from drey.pyflink.datastream import ProcessFunction, StreamExecutionEnvironment
from drey.pyflink.datastream.connectors.base import DeliveryGuarantee
from drey.pyflink.datastream.connectors.kafka import (
    KafkaOffsetResetStrategy,
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
    KafkaTopicPartition,
)
from drey.pyflink.datastream.formats.csv import CsvRowDeserializationSchema, CsvRowSerializationSchema
from drey.pyflink.datastream.formats.json import JsonRowDeserializationSchema, JsonRowSerializationSchema

PERSON = Types.ROW_NAMED(["name", "age"], [Types.STRING(), Types.INT()])
JSON = JsonRowDeserializationSchema.builder().type_info(PERSON).build()
NONE = WatermarkStrategy.no_watermarks()


@pytest.fixture
def env():
    return StreamExecutionEnvironment.get_execution_environment()


@pytest.fixture
def source(brokers):
    """A builder for a topic from its start to its end."""

    def make(*topics, schema=None):
        builder = (
            KafkaSource.builder()
            .set_bootstrap_servers(brokers)
            .set_starting_offsets(KafkaOffsetsInitializer.earliest())
            .set_bounded(KafkaOffsetsInitializer.latest())
            .set_value_only_deserializer(SimpleStringSchema() if schema is None else schema)
        )
        return builder.set_topics(*topics) if topics else builder

    return make


@pytest.fixture
def sink(brokers):
    """A sink; ``change`` gets the builder of records."""

    def make(topic, schema, change=lambda builder: builder, guarantee=DeliveryGuarantee.AT_LEAST_ONCE):
        records = KafkaRecordSerializationSchema.builder().set_value_serialization_schema(schema)
        if topic is not None:
            records.set_topic(topic)
        made = KafkaSink.builder().set_bootstrap_servers(brokers).set_delivery_guarantee(guarantee)
        if guarantee is DeliveryGuarantee.EXACTLY_ONCE:
            made.set_transactional_id_prefix(topic or "selected")
        return made.set_record_serializer(change(records).build()).build()

    return make


def read(env, builder, strategy=NONE):
    return list(env.from_source(builder.build(), strategy, "records").execute_and_collect())


# -- reading ------------------------------------------------------------------------------------------------------


def test_texts_and_bytes(env, source, topic, send):
    made = topic()
    send(made, "ä".encode(), b"", b"\xff", {"value": None, "key": b"k"})
    # Java replaces what is no UTF-8; a record without a value is passed over.
    assert read(env, source(made)) == ["ä", "", "\ufffd"]
    assert read(env, source(made, schema=SimpleStringSchema("ISO-8859-1"))) == ["Ã¤", "", "ÿ"]
    assert read(env, source(made, schema=ByteArraySchema())) == ["ä".encode(), b"", b"\xff"]


def test_rows_of_json_and_csv(env, source, topic, send):
    made, lines = topic(), topic()
    send(made, b'{"name": "ada", "age": 36}', b'{"age": 1, "more": true}')
    assert read(env, source(made, schema=JSON)) == [Row(name="ada", age=36), Row(name=None, age=1)]
    send(lines, b"ada|36", b"'b|n'|-")
    builder = CsvRowDeserializationSchema.Builder(PERSON).set_field_delimiter("|").set_null_literal("-")
    csv = builder.set_quote_character("'").build()
    assert read(env, source(lines, schema=csv)) == [Row(name="ada", age=36), Row(name="b|n", age=None)]


def test_nested_values(env, source, sink, topic, send, messages):
    type_ = Types.ROW_NAMED(
        ["id", "tags", "counts", "place", "blob"],
        [
            Types.LONG(),
            Types.LIST(Types.STRING()),
            Types.MAP(Types.STRING(), Types.INT()),
            Types.ROW_NAMED(["x"], [Types.DOUBLE()]),
            Types.PRIMITIVE_ARRAY(Types.BYTE()),
        ],
    )
    before, behind = topic(), topic()
    text = '{"id":1,"tags":["a","b"],"counts":{"k":2},"place":{"x":1.5},"blob":"AAE="}'
    send(before, text.encode())
    schema = JsonRowDeserializationSchema.builder().type_info(type_).build()
    stream = env.from_source(source(before, schema=schema).build(), NONE, "records")
    assert list(stream.execute_and_collect()) == [
        Row(id=1, tags=["a", "b"], counts={"k": 2}, place=Row(x=1.5), blob=b"\0\1")
    ]
    stream.sink_to(sink(behind, JsonRowSerializationSchema.builder().with_type_info(type_).build()))
    env.execute()
    [message] = messages(behind)
    assert json.loads(message.value()) == json.loads(text)


def test_json_schema(env, source, topic, send):
    made = topic()
    send(made, b'{"name": "ada", "ok": true, "born": "1815-12-10"}')
    text = json.dumps(
        {
            "type": "object",
            "properties": {
                "name": {"type": ["string", "null"]},
                "ok": {"type": "boolean"},
                "born": {"type": "string", "format": "date"},
            },
        }
    )
    [row] = read(env, source(made, schema=JsonRowDeserializationSchema.builder().json_schema(text).build()))
    assert (row.name, row.ok, row.born.isoformat()) == ("ada", True, "1815-12-10")


class Length(DeserializationSchema):
    """A schema of the program's own; what is empty is passed over."""

    def deserialize(self, message):
        return len(message) or None


def test_a_schema_of_ones_own(env, source, topic, send):
    made = topic()
    send(made, b"abc", b"", b"de")
    assert read(env, source(made, schema=Length())) == [3, 2]


def test_poison_records(env, source, topic, send):
    made = topic()
    send(made, b'{"name": "ada", "age": 36}', b"poison", b'{"name": "ben", "age": "x"}')
    with pytest.raises(DreyError, match="malformed json record") as caught:
        read(env, source(made, schema=JSON))
    assert f"topic '{made}', partition 0, offset 1" in str(caught.value)
    lenient = JsonRowDeserializationSchema.builder().type_info(PERSON).ignore_parse_errors().build()
    assert read(env, source(made, schema=lenient)) == [Row(name="ada", age=36), Row(name="ben", age=None)]


def test_where_reading_starts_and_stops(env, source, topic, send):
    made = topic(2)
    for partition in range(2):
        send(
            made,
            *({"value": f"{partition}:{i}".encode(), "timestamp": 1000 * i} for i in range(1, 5)),
            partition=partition,
        )
    first = KafkaTopicPartition(made, 0)

    def starting(offsets, **more):
        return sorted(read(env, source(made).set_starting_offsets(offsets)))

    assert starting(KafkaOffsetsInitializer.timestamp(4000)) == ["0:4", "1:4"]
    assert starting(KafkaOffsetsInitializer.latest()) == []
    assert starting(KafkaOffsetsInitializer.offsets({first: 3})) == ["0:4", "1:1", "1:2", "1:3", "1:4"]
    late = KafkaOffsetsInitializer.offsets({first: 3}, KafkaOffsetResetStrategy.LATEST)
    assert starting(late) == ["0:4"]
    stopping = source(made).set_bounded(
        KafkaOffsetsInitializer.offsets({first: 1, KafkaTopicPartition(made, 1): 0})
    )
    assert read(env, stopping) == ["0:1"]
    assert read(env, source(made).set_bounded(KafkaOffsetsInitializer.offsets({first: 1}))) == ["0:1"]
    late = KafkaOffsetsInitializer.offsets({first: 1}, KafkaOffsetResetStrategy.LATEST)
    assert sorted(read(env, source(made).set_bounded(late))) == ["0:1", "1:1", "1:2", "1:3", "1:4"]
    committed = KafkaOffsetsInitializer.committed_offsets(KafkaOffsetResetStrategy.LATEST)
    assert len(read(env, source(made).set_group_id(made).set_bounded(committed))) == 8
    assert sorted(read(env, source().set_partitions({KafkaTopicPartition(made, 1)}))) == [
        "1:1",
        "1:2",
        "1:3",
        "1:4",
    ]
    assert len(read(env, source().set_topic_pattern(made[:-2] + ".."))) == 8
    group = source(made).set_group_id(f"g-{made}")
    earliest = KafkaOffsetsInitializer.committed_offsets(KafkaOffsetResetStrategy.EARLIEST)
    assert len(read(env, group.set_starting_offsets(earliest))) == 8


def test_several_topics(env, source, topic, send):
    first, second = topic(), topic()
    send(first, b"a")
    send(second, b"b")
    starting = KafkaOffsetsInitializer.offsets({KafkaTopicPartition(first, 0): 1})
    assert sorted(read(env, source(first, second))) == ["a", "b"]
    assert read(env, source(first, second).set_starting_offsets(starting)) == ["b"]


class Time(ProcessFunction):
    """What time it is."""

    def process_element(self, value, ctx):
        yield value, ctx.timestamp()


class Late(ProcessFunction):
    """The values behind the watermark."""

    def process_element(self, value, ctx):
        if ctx.timestamp() <= ctx.timer_service().current_watermark():
            yield value


class Seconds(TimestampAssigner):
    def extract_timestamp(self, value, record_timestamp):
        return int(value) * 1000


def test_timestamps_of_records(env, source, topic, send):
    made = topic()
    send(made, {"value": b"a", "timestamp": 5000})
    stream = env.from_source(source(made).build(), NONE, "records").process(Time())
    assert list(stream.execute_and_collect()) == [("a", 5000)]


@pytest.mark.parametrize("assigned", [False, True])
def test_a_partition_that_is_read_first_makes_no_other_late(env, source, topic, send, assigned):
    made = topic(3)
    for partition in range(3):
        values = [{"value": str(i).encode(), "timestamp": 1000 * i} for i in range(1, 300)]
        send(made, *values, partition=partition)
    strategy = WatermarkStrategy.for_monotonous_timestamps()
    if assigned:
        strategy = strategy.with_timestamp_assigner(Seconds())
    env.configuration.set_string("drey.source.batch-rows", "10")
    env.configuration.set_string("pipeline.auto-watermark-interval", "1 ms")
    stream = env.from_source(source(made).build(), strategy, "records")
    assert list(stream.process(Late()).execute_and_collect()) == []
    times = list(stream.process(Time()).execute_and_collect())
    assert len(times) == 897
    assert all(stamp == int(value) * 1000 for value, stamp in times)


# -- writing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("guarantee", list(DeliveryGuarantee))
def test_texts(env, sink, topic, messages, guarantee):
    made = topic()
    env.from_collection(["a", "b"], Types.STRING()).sink_to(
        sink(made, SimpleStringSchema(), guarantee=guarantee)
    )
    env.execute()
    assert [(one.key(), one.value()) for one in messages(made)] == [(None, b"a"), (None, b"b")]


def test_rows_with_keys_and_timestamps(env, source, sink, topic, send, messages):
    before, behind = topic(), topic()
    send(before, {"value": b'{"name": "ada", "age": 36}', "timestamp": 7000})
    name = Types.ROW_NAMED(["name"], [Types.STRING()])
    keys = JsonRowSerializationSchema.builder().with_type_info(name).build()
    csv = CsvRowSerializationSchema.Builder(PERSON).set_field_delimiter(";").build()
    stream = env.from_source(source(before, schema=JSON).build(), NONE, "records")
    stream.sink_to(sink(behind, csv, lambda builder: builder.set_key_serialization_schema(keys)))
    env.execute()
    [message] = messages(behind)
    assert (message.key(), message.value()) == (b'{"name":"ada"}', b"ada;36")
    assert message.timestamp()[1] == 7000


class Doubled(SerializationSchema):
    def serialize(self, element):
        return str(element).encode() * 2


def test_schemas_of_ones_own(env, sink, topic, messages):
    made = topic()
    rows = env.from_collection([("k", 1)], Types.TUPLE([Types.STRING(), Types.INT()]))
    rows.sink_to(
        sink(made, Doubled(), lambda one: one.set_key_serialization_schema(RowFieldExtractorSchema(0)))
    )
    env.execute()
    assert [(one.key(), one.value()) for one in messages(made)] == [(b"k", b"('k', 1)('k', 1)")]


@pytest.mark.parametrize("guarantee", [DeliveryGuarantee.AT_LEAST_ONCE, DeliveryGuarantee.EXACTLY_ONCE])
def test_topics_that_values_choose(env, sink, topic, messages, guarantee):
    names = {0: topic(name="even"), 1: topic(name="odd")}
    numbers = env.from_collection(["1", "2", "3"], Types.STRING())
    numbers.sink_to(
        sink(
            None,
            SimpleStringSchema(),
            lambda one: one.set_topic_selector(lambda n: names[int(n) % 2]),
            guarantee,
        )
    )
    env.execute()
    assert [[one.value() for one in messages(names[n])] for n in (0, 1)] == [[b"2"], [b"1", b"3"]]


# -- what is wrong ------------------------------------------------------------------------------------------------


def test_what_builders_refuse(brokers, sink):
    with pytest.raises(ValidationError, match=r"bootstrap\.servers"):
        KafkaSource.builder().set_topics("t").set_value_only_deserializer(SimpleStringSchema()).build()
    with pytest.raises(ValidationError, match="No topic is specified"):
        KafkaSource.builder().set_bootstrap_servers(brokers).build()
    with pytest.raises(ValidationError, match="already set"):
        KafkaSource.builder().set_topics("t").set_topic_pattern("t.*")
    with pytest.raises(ValidationError, match="Deserialization schema is required"):
        KafkaSource.builder().set_bootstrap_servers(brokers).set_topics("t").build()
    builder = KafkaSource.builder().set_bootstrap_servers(brokers).set_topics("t")
    builder.set_value_only_deserializer(SimpleStringSchema())
    with pytest.raises(OptionError, match=r"properties\.group\.id"):
        builder.set_starting_offsets(KafkaOffsetsInitializer.committed_offsets()).build()
    with pytest.raises(ValidationError, match="needs the type of a row"):
        JsonRowDeserializationSchema.builder().type_info(Types.STRING()).build()
    with pytest.raises(ValidationError, match="No value serializer"):
        KafkaRecordSerializationSchema.builder().set_topic("t").build()
    with pytest.raises(ValidationError, match="No topic selector"):
        KafkaRecordSerializationSchema.builder().set_value_serialization_schema(SimpleStringSchema()).build()
    with pytest.raises(TypeError, match="KafkaTopicSelector or a callable"):
        KafkaRecordSerializationSchema.builder().set_topic_selector("t")
    records = KafkaRecordSerializationSchema.builder().set_topic("t")
    records = records.set_value_serialization_schema(SimpleStringSchema()).build()
    exactly = KafkaSink.builder().set_bootstrap_servers(brokers).set_record_serializer(records)
    with pytest.raises(OptionError, match=r"sink\.transactional-id-prefix"):
        exactly.set_delivery_guarantee(DeliveryGuarantee.EXACTLY_ONCE).build()


def test_a_value_that_is_not_of_the_schema(env, sink, topic):
    made = topic()
    env.from_collection([("ada", "many")]).sink_to(
        sink(made, JsonRowSerializationSchema.builder().with_type_info(PERSON).build())
    )
    with pytest.raises(DreyError, match="column 'age'"):
        env.execute()


def test_idleness_is_by_partition(env, source, topic, send):
    """A partition without records holds the watermark back until it is idle."""
    made = topic(2)
    send(made, *({"value": str(i).encode(), "timestamp": 1000 * i} for i in range(1, 4)))
    strategy = WatermarkStrategy.for_monotonous_timestamps().with_idleness(Duration.of_millis(50))
    assert read(env, source(made), strategy) == ["1", "2", "3"]
