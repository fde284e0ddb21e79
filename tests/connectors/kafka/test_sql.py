"""Kafka tables in SQL: today's spelling and that of 2020, plans, changelogs, metadata."""

from __future__ import annotations

import json
import warnings

import pytest

import drey
from drey.errors import DreyError, ValidationError

drey.use("embedded")

from pyflink.datastream import StreamExecutionEnvironment  # noqa: E402
from pyflink.table import EnvironmentSettings, StreamTableEnvironment, TableEnvironment  # noqa: E402


@pytest.fixture
def t_env(tmp_path):
    made = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    made.get_config().set("execution.checkpointing.interval", "100 ms")
    made.get_config().set("execution.checkpointing.dir", str(tmp_path))
    return made


@pytest.fixture
def create(t_env, brokers):
    """Creates a table on a topic; options have ``_`` for ``.``."""

    def make(name, columns, topic, **more):
        options = {
            "connector": "kafka",
            "topic": topic,
            "properties.bootstrap.servers": brokers,
            "format": "json",
        } | {key.replace("_", "."): value for key, value in more.items()}
        if options["connector"] == "upsert-kafka":
            options["value.format"] = options.pop("format")
        given = ", ".join(f"'{key}' = '{value}'" for key, value in options.items())
        t_env.execute_sql(f"CREATE TABLE {name} ({columns}) WITH ({given})")

    return make


def collected(result):
    with result.collect() as rows:
        return sorted(str(row) for row in rows)


BOUNDED = {"scan_startup_mode": "earliest-offset", "scan_bounded_mode": "latest-offset"}


def test_from_topic_to_topic(t_env, create, topic, send, messages):
    source, sink = topic(2, "in"), topic(name="out")
    for partition in range(2):
        send(source, *(json.dumps({"id": i, "v": "x" * i}).encode() for i in range(5)), partition=partition)
    create("src", "id INT, v STRING", source, **BOUNDED)
    create("dst", "id INT, n INT", sink)
    t_env.execute_sql("INSERT INTO dst SELECT id, CHAR_LENGTH(v) FROM src WHERE id > 2").wait()
    assert sorted(m.value() for m in messages(sink)) == [b'{"id":3,"n":3}'] * 2 + [b'{"id":4,"n":4}'] * 2


def test_upserts_through_an_aggregate(t_env, create, topic, send, messages):
    source, sink = topic(name="in"), topic(name="out")
    send(source, *(json.dumps({"k": "ab"[i % 2], "v": i}).encode() for i in range(10)))
    create("src", "k STRING, v INT", source, **BOUNDED)
    keyed = "k STRING, total INT, PRIMARY KEY (k) NOT ENFORCED"
    create(
        "totals", keyed, sink, connector="upsert-kafka", key_format="json", scan_bounded_mode="latest-offset"
    )
    t_env.execute_sql("INSERT INTO totals SELECT k, SUM(v) FROM src GROUP BY k").wait()
    last = {m.key(): m.value() for m in messages(sink)}
    assert last == {b'{"k":"a"}': b'{"k":"a","total":20}', b'{"k":"b"}': b'{"k":"b","total":25}'}
    send(sink, {"key": b'{"k":"b"}', "value": None}, {"key": b'{"k":"c"}', "value": b'{"k":"c","total":1}'})
    assert collected(t_env.execute_sql("SELECT * FROM totals")) == ["<Row('a', 20)>", "<Row('c', 1)>"]


def test_a_time_to_live_reaches_an_upsert_source(t_env, create, topic, send):
    source = topic(name="in")
    send(source, *[{"key": b'{"k":"a"}', "value": b'{"k":"a","n":1}'}] * 2)
    create(
        "u", "k STRING, n INT, PRIMARY KEY (k) NOT ENFORCED", source, connector="upsert-kafka", key_format="json",
        scan_bounded_mode="latest-offset",
    )  # fmt: skip
    t_env.get_config().set("drey.source.batch-rows", "1")

    def kinds():
        with t_env.execute_sql("SELECT n FROM u").collect() as rows:
            return [row.get_row_kind().name for row in rows]

    assert kinds() == ["INSERT"]
    t_env.get_config().set("table.exec.state.ttl", "1 h")
    assert kinds() == ["INSERT", "UPDATE_BEFORE", "UPDATE_AFTER"]


def test_plan_of_an_upsert_source(t_env, create):
    create(
        "u", "id INT, v STRING, w STRING, PRIMARY KEY (id) NOT ENFORCED", "t", connector="upsert-kafka",
        key_format="json",
    )  # fmt: skip
    plan = t_env.explain_sql("SELECT v FROM u")
    physical = plan.split("== Optimized Execution Plan ==")[1].strip()
    assert physical == (
        "Calc(select=[v])\n"
        "+- ChangelogNormalize(key=[id])\n"
        "   +- Exchange(distribution=[hash[id]])\n"
        "      +- TableSourceScan(table=[[default_catalog, default_database, u, project=[id, v], metadata=[]]], "
        "fields=[id, v])"
    )


def test_metadata_in_sql(t_env, create, topic, messages):
    name = topic(2)
    columns = "`offset` STRING, ts TIMESTAMP(3) METADATA FROM 'timestamp', h MAP<STRING, BYTES> METADATA FROM 'headers'"
    create("written", columns, name, sink_partitioner="fixed")
    t_env.get_config().set("table.local-time-zone", "Europe/Berlin")
    t_env.execute_sql(
        "INSERT INTO written VALUES ('x', TIMESTAMP '2020-06-01 02:00:00', MAP['k', CAST('v' AS BYTES)])"
    ).wait()
    [message] = messages(name)
    assert (message.value(), message.timestamp()[1]) == (b'{"offset":"x"}', 1_590_969_600_000)
    assert message.headers() == [("k", b"v")]
    read = "`offset` STRING, o BIGINT METADATA FROM 'offset' VIRTUAL, ts TIMESTAMP(3) METADATA FROM 'timestamp', " \
        "p INT METADATA FROM 'partition', o2 BIGINT METADATA FROM 'offset'"  # fmt: skip
    create("reading", read, name, **BOUNDED)
    [row] = collected(t_env.execute_sql("SELECT `offset`, o, CAST(ts AS STRING), p, o2 FROM reading"))
    assert row == "<Row('x', 0, '2020-06-01 02:00:00.000', 0, 0)>"


def test_rows_choose_one_of_several_topics(t_env, create, topic, messages):
    first, second = topic(name="many"), topic(name="many")
    columns = "a INT, tp STRING METADATA FROM 'topic'"
    create("listed", columns, f"{first};{second}", **BOUNDED)
    t_env.execute_sql(f"INSERT INTO listed VALUES (1, '{first}'), (2, '{second}'), (3, '{first}')").wait()
    assert [m.value() for m in messages(first)] == [b'{"a":1}', b'{"a":3}']
    assert [m.value() for m in messages(second)] == [b'{"a":2}']
    assert len(collected(t_env.execute_sql("SELECT * FROM listed"))) == 3
    wrong = "a record's topic is none of the table's: 'other'"
    with pytest.raises(DreyError, match=f"(?s){wrong}.*expected one of: {first}, {second}"):
        t_env.execute_sql("INSERT INTO listed VALUES (1, 'other')").wait()
    with pytest.raises(DreyError, match="a record has no topic"):
        t_env.execute_sql("INSERT INTO listed VALUES (1, CAST(NULL AS STRING))").wait()
    create("single", columns, first)
    t_env.execute_sql("INSERT INTO single VALUES (4, 'whatever')").wait()
    assert [m.value() for m in messages(first)][2:] == [b'{"a":4}']


def test_topics_that_match_a_pattern(t_env, brokers, topic, messages):
    first, second = topic(name="many"), topic(name="many")
    t_env.execute_sql(
        f"""CREATE TABLE matched (k INT, topic STRING METADATA, PRIMARY KEY (k) NOT ENFORCED) WITH (
        'connector' = 'upsert-kafka', 'topic-pattern' = '({first}|{second})',
        'properties.bootstrap.servers' = '{brokers}', 'key.format' = 'json', 'value.format' = 'json',
        'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{first}',
        'scan.topic-partition-discovery.interval' = '1 min', 'scan.bounded.mode' = 'latest-offset')"""
    )
    t_env.execute_sql(f"INSERT INTO matched VALUES (1, '{first}'), (2, '{second}')").wait()
    assert [(m.key(), m.value()) for m in messages(second)] == [(b'{"k":2}', b'{"k":2}')]
    assert collected(t_env.execute_sql("SELECT k FROM matched")) == ["<Row(1)>", "<Row(2)>"]
    with pytest.raises(DreyError, match=r"(?s)none of the table's: 'other'.*expected one that matches"):
        t_env.execute_sql("INSERT INTO matched VALUES (3, 'other')").wait()


def test_metadata_that_is_not_there(t_env, create):
    create("m", "a INT, o BIGINT METADATA FROM 'ofset'", "t", **BOUNDED)
    with pytest.raises(ValidationError, match=r"(?s)Invalid metadata key 'ofset'.*did you mean 'offset'"):
        t_env.execute_sql("SELECT * FROM m")
    create("w", "a INT, o BIGINT METADATA FROM 'offset'", "t")
    with pytest.raises(
        ValidationError, match=r"(?s)Invalid metadata key 'offset'.*supported: topic, headers, timestamp"
    ):
        t_env.execute_sql("INSERT INTO w VALUES (1, 2)")


def test_batch_mode(brokers, topic, send):
    name = topic()
    send(name, b'{"a": 1}', b'{"a": 2}')
    batch = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    options = (
        f"'topic' = '{name}', 'properties.bootstrap.servers' = '{brokers}', "
        "'scan.startup.mode' = 'earliest-offset', 'format' = 'json'"
    )
    batch.execute_sql(f"CREATE TABLE endless (a INT) WITH ('connector' = 'kafka', {options})")
    batch.execute_sql("CREATE TABLE ended WITH ('scan.bounded.mode' = 'latest-offset') LIKE endless")
    assert collected(batch.execute_sql("SELECT SUM(a) FROM ended")) == ["<Row(3)>"]
    with pytest.raises(ValidationError, match="Querying an unbounded table"):
        batch.execute_sql("SELECT * FROM endless")
    batch.execute_sql(
        f"""CREATE TABLE u (a INT, PRIMARY KEY (a) NOT ENFORCED) WITH ('connector' = 'upsert-kafka',
        'topic' = '{name}', 'properties.bootstrap.servers' = '{brokers}', 'key.format' = 'json',
        'value.format' = 'json', 'scan.bounded.mode' = 'latest-offset')"""
    )
    with pytest.raises(ValidationError, match="only possible for INSERT-only table sources"):
        batch.execute_sql("SELECT * FROM u")


def test_the_spelling_of_2020(brokers, topic, send, messages):
    source, sink = topic(name="in"), topic(name="out")
    send(source, b'{"uuid": "x", "n": 1}', b'{"uuid": "y", "n": 2}')
    settings = EnvironmentSettings.in_streaming_mode()
    t_env = StreamTableEnvironment.create(StreamExecutionEnvironment.get_execution_environment(), settings)
    common = """'connector.type' = 'kafka', 'connector.version' = 'universal', 'update-mode' = 'append',
        'connector.properties.zookeeper.connect' = 'localhost:2181', 'format.type' = 'json',
        'format.derive-schema' = 'true'"""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        t_env.sql_update(
            f"""CREATE TABLE src (uuid VARCHAR, n INT) WITH ({common}, 'connector.topic' = '{source}',
            'connector.properties.0.key' = 'bootstrap.servers', 'connector.properties.0.value' = '{brokers}',
            'connector.startup-mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset')"""
        )
        t_env.sql_update(
            f"""CREATE TABLE dst (uuid VARCHAR, n INT) WITH ({common}, 'connector.topic' = '{sink}',
            'connector.properties.bootstrap.servers' = '{brokers}')"""
        )
        t_env.sql_update("INSERT INTO dst SELECT uuid, n * 2 FROM src")
        t_env.execute("doubled")
    shown = [str(one.message) for one in caught if "spelled as in Flink 1.10" in str(one.message)]
    assert any(f"'properties.bootstrap.servers' = '{brokers}'" in text for text in shown)
    assert any("'scan.startup.mode' = 'earliest-offset'" in text for text in shown)
    assert [m.value() for m in messages(sink)] == [b'{"uuid":"x","n":2}', b'{"uuid":"y","n":4}']


def test_an_unknown_option_is_shown_with_what_is_near(t_env, create):
    create("o", "a INT", "t", scan_startup_moode="x")
    with pytest.raises(DreyError, match=r"did you mean 'scan\.startup\.mode'"):
        t_env.execute_sql("SELECT * FROM o")
