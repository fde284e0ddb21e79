"""What is refused before anything is connected, and what the refusal says; the properties of the Java client."""

from __future__ import annotations

import sys

import pytest

from drey.connectors.kafka.properties import client_properties
from drey.connectors.registry import table_factory
from drey.errors import OptionError, UnsupportedError, ValidationError
from tests.processes import run

BASE = {
    "connector": "kafka",
    "topic": "t",
    "properties.bootstrap.servers": "127.0.0.1:1",
    "scan.startup.mode": "earliest-offset",
    "format": "json",
}
UPSERT = {
    "connector": "upsert-kafka",
    "topic": "t",
    "properties.bootstrap.servers": "127.0.0.1:1",
    "key.format": "json",
    "value.format": "json",
}


def without(options, *keys):
    return {key: value for key, value in options.items() if key not in keys}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            BASE | {"scan.startup.mod": "x"},
            "unsupported option 'scan.startup.mod'.*did you mean 'scan.startup.mode'",
        ),
        (BASE | {"json.ignore-parse-error": "true"}, "did you mean 'json.ignore-parse-errors'"),
        (
            BASE | {"csv.field-delimiter": ","},
            "unsupported option 'csv.field-delimiter' for connector 'kafka'",
        ),
        (
            without(BASE, "properties.bootstrap.servers"),
            "missing required option 'properties.bootstrap.servers'",
        ),
        (without(BASE, "topic"), "either 'topic' or 'topic-pattern'.*neither is set"),
        (BASE | {"topic-pattern": "x.*"}, "both are set"),
        (without(BASE, "topic") | {"topic-pattern": "("}, "invalid value for option 'topic-pattern'"),
        (without(BASE, "format"), "needs 'format' or 'value.format'"),
        (BASE | {"value.format": "csv"}, "a format is named twice"),
        (BASE | {"key.fields": "a"}, "'key.fields' can only be declared if 'key.format' is defined"),
        (BASE | {"key.format": "csv"}, "a key format needs the key's columns"),
        (BASE | {"key.format": "csv", "key.fields": "aa"}, "could not find the field 'aa'.*did you mean 'a'"),
        (
            BASE | {"key.format": "csv", "key.fields": "a", "key.fields-prefix": "k_"},
            "must start with the prefix 'k_'",
        ),
        (BASE | {"value.fields-include": "EXCEPT_KEY"}, "needs 'key.format'"),
        (BASE | {"value.fields-include": "SOME"}, "one of 'ALL', 'EXCEPT_KEY'"),
        (BASE | {"scan.startup.mode": "earliest"}, "one of 'earliest-offset', 'latest-offset'"),
        (
            BASE | {"scan.startup.mode": "timestamp"},
            "'scan.startup.timestamp-millis' is required in 'timestamp' mode",
        ),
        (BASE | {"scan.startup.mode": "group-offsets"}, "needs 'properties.group.id'"),
        (without(BASE, "scan.startup.mode"), "it is the default of 'scan.startup.mode'"),
        (BASE | {"scan.bounded.mode": "specific-offsets"}, "'scan.bounded.specific-offsets' is required"),
        (
            BASE | {"scan.startup.mode": "specific-offsets", "scan.startup.specific-offsets": "0:1"},
            "write 'partition:0,offset:42;partition:1,offset:300'",
        ),
        (
            BASE
            | {"topic": "t;u", "scan.startup.mode": "specific-offsets", "scan.startup.specific-offsets": "x"},
            "works with one topic only",
        ),
        (BASE | {"properties.interceptor.classes": "x"}, "is a property of the Java client"),
        (UPSERT | {"scan.startup.mode": "earliest-offset"}, "unsupported option 'scan.startup.mode'"),
        (without(UPSERT, "topic"), "either 'topic' or 'topic-pattern'.*neither is set"),
        (without(UPSERT, "key.format"), "missing required option 'key.format'"),
    ],
)
def test_refused_sources(spec, options, message):
    key = ("a",) if options["connector"] == "upsert-kafka" else ()
    with pytest.raises((OptionError, ValidationError), match=f"(?s){message}"):
        table_factory(options["connector"]).source_abilities(
            spec("a INT, b STRING", options, primary_key=key)
        )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (BASE | {"sink.partitioner": "org.x.Own"}, "a partitioner of one's own is a Java class: 'org.x.Own'"),
        (
            BASE | {"sink.partitioner": "round-robin", "key.format": "csv", "key.fields": "a"},
            "'round-robin' partitioner only works when option 'key.fields' is not specified",
        ),
        (
            BASE | {"sink.delivery-guarantee": "exactly-once"},
            "'sink.transactional-id-prefix' must be specified",
        ),
        (BASE | {"sink.delivery-guarantee": "twice"}, "one of 'none', 'at-least-once', 'exactly-once'"),
        (BASE | {"properties.transactional.id": "x"}, "use 'sink.transactional-id-prefix'"),
        (UPSERT | {"sink.buffer-flush.max-rows": "5"}, "must be set to be greater than zero together"),
    ],
)
def test_refused_sinks(spec, options, message):
    key = ("a",) if options["connector"] == "upsert-kafka" else ()
    with pytest.raises((OptionError, ValidationError, UnsupportedError), match=f"(?s){message}"):
        table_factory(options["connector"]).sink_abilities(spec("a INT, b STRING", options, primary_key=key))


@pytest.mark.parametrize("base", [BASE, UPSERT])
def test_a_sink_of_several_topics_needs_a_column_that_chooses(spec, base):
    key = ("a",) if base is UPSERT else ()
    several = (base | {"topic": "t;u"}, without(base, "topic") | {"topic-pattern": "x"})
    for options, shown in zip(several, ("t, u", "a pattern"), strict=True):
        with pytest.raises(OptionError, match=f"(?s)a kafka sink writes into one topic.*{shown}"):
            table_factory(options["connector"]).create_sink(spec("a INT", options, primary_key=key))


def test_primary_keys(spec):
    with pytest.raises(ValidationError, match="doesn't support defining PRIMARY KEY"):
        spec("a INT", BASE, primary_key=("a",))
    with pytest.raises(ValidationError, match="require to define a PRIMARY KEY"):
        spec("a INT", UPSERT)


def test_formats_of_files_are_refused(spec):
    made = spec("a INT", BASE | {"format": "parquet"})
    with pytest.raises(UnsupportedError, match="is one of files and not of messages"):
        table_factory("kafka").create_source(made, {})


def test_abilities(spec):
    unbounded = table_factory("kafka").source_abilities(spec("a INT", BASE))
    assert not unbounded.bounded
    assert unbounded.changelog.insert_only
    bounded = table_factory("kafka").source_abilities(
        spec("a INT", BASE | {"scan.bounded.mode": "latest-offset"})
    )
    assert bounded.bounded
    upserts = table_factory("upsert-kafka").source_abilities(spec("a INT", UPSERT, primary_key=("a",)))
    assert str(upserts.changelog) == "[UA,D]"


def properties(producer=False, **given):
    options = {f"properties.{key.replace('_', '.')}": value for key, value in given.items()}
    return client_properties(options, producer)


def test_properties_are_translated():
    assert properties(fetch_max_wait_ms="5", client_id="me") == {"fetch.wait.max.ms": "5", "client.id": "me"}
    assert properties(producer=True, delivery_timeout_ms="5", fetch_min_bytes="1") == {
        "message.timeout.ms": "5"
    }
    assert properties(client_id_prefix="me", register_consumer_metrics="false") == {"client.id": "me"}
    assert properties(linger_ms="5", max_poll_records="3", key_deserializer="x") == {}
    login = properties(sasl_jaas_config=r"""x required username='me' password="a\"b";""")
    assert login == {"sasl.username": "me", "sasl.password": 'a"b'}
    with pytest.raises(OptionError, match=r"use 'properties\.sasl\.username'"):
        properties(sasl_jaas_config="x required;")


def test_the_client_is_asked_for_by_name():
    code = (
        "import sys; sys.modules['confluent_kafka'] = None\n"
        "from drey.connectors.registry import table_factory\n"
        "from drey.errors import DependencyError\n"
        "try: table_factory('kafka')\n"
        "except DependencyError as error: print(error)\n"
    )
    done = run([sys.executable, "-c", code])
    assert done.stdout == ("the kafka connector needs confluent-kafka\nhint: pip install 'drey[kafka]'\n")
