"""Old connector properties, descriptors, and the dropped methods of table environments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyflink.common import Configuration
from pyflink.table import (
    BatchTableEnvironment,
    CsvTableSink,
    CsvTableSource,
    DataTypes,
    EnvironmentSettings,
    TableConfig,
    TableEnvironment,
)
from pyflink.table.descriptors import Csv, Elasticsearch, FileSystem, Json, Kafka, OldCsv, Rowtime, Schema
from pyflink.table.udf import udf

from drey.catalog.legacy_options import modernize_options
from drey.errors import DreyError, OptionError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"connector": "print"}, {"connector": "print"}),
        (
            {
                "connector.type": "kafka",
                "connector.version": "universal",
                "connector.topic": "t",
                "connector.properties.0.key": "bootstrap.servers",
                "connector.properties.0.value": "h:9092",
                "connector.properties.group.id": "g",
                "connector.startup-mode": "earliest-offset",
                "update-mode": "append",
                "format.type": "json",
                "format.derive-schema": "true",
                "format.ignore-parse-errors": "true",
            },
            {
                "connector": "kafka",
                "format": "json",
                "properties.bootstrap.servers": "h:9092",
                "topic": "t",
                "properties.group.id": "g",
                "scan.startup.mode": "earliest-offset",
                "json.ignore-parse-errors": "true",
            },
        ),
        (
            {
                "connector.type": "elasticsearch",
                "connector.version": "6",
                "connector.hosts.0.hostname": "h",
                "connector.hosts.0.port": "9200",
                "connector.bulk-flush.max-actions": "5",
                "connector.flush-on-checkpoint": "true",
            },
            {
                "connector": "elasticsearch-6",
                "hosts": "http://h:9200",
                "sink.bulk-flush.max-actions": "5",
                "sink.flush-on-checkpoint": "true",
            },
        ),
        (
            {
                "connector.type": "jdbc",
                "connector.url": "u",
                "connector.table": "t",
                "connector.lookup.cache.max-rows": "9",
                "connector.write.flush.interval": "2s",
            },
            {
                "connector": "jdbc",
                "url": "u",
                "table-name": "t",
                "lookup.partial-cache.max-rows": "9",
                "sink.buffer-flush.interval": "2s",
                "lookup.cache": "PARTIAL",
            },
        ),
        ({"connector.type": "hbase", "connector.version": "1.4.3"}, {"connector": "hbase-1.4"}),
    ],
)
def test_options(old: dict[str, str], new: dict[str, str]) -> None:
    assert modernize_options(old) == new


@pytest.mark.parametrize("key", ["ignore-first-line", "line-delimiter", "comment-prefix"])
def test_what_has_no_counterpart_is_an_error(key: str) -> None:
    value = "true" if key == "ignore-first-line" else "|"
    with pytest.raises(OptionError, match=f"'format.{key}' = .* has no counterpart today"):
        modernize_options({"connector.type": "filesystem", "format.type": "csv", f"format.{key}": value})


def test_options_warn_with_todays_spelling() -> None:
    with pytest.warns(
        DeprecationWarning, match=r"WITH \('connector' = 'filesystem', 'path' = '/p'\)"
    ) as caught:
        modernize_options({"connector.type": "filesystem", "connector.path": "/p"})
    assert caught[0].filename == __file__


def test_connect_describes_todays_table() -> None:
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    rowtime = Rowtime().timestamps_from_field("ts").watermarks_periodic_bounded(5000)
    schema = (
        Schema()
        .field("id", DataTypes.BIGINT())
        .field("name", "STRING")
        .from_origin_field("n")
        .field("rt", "SQL_TIMESTAMP")
        .rowtime(rowtime)
        .field("pt", "SQL_TIMESTAMP")
        .proctime()
    )
    kafka = Kafka().version("0.11").topic("t").property("bootstrap.servers", "h:1").start_from_latest()
    described = t_env.connect(kafka).with_format(Json().ignore_parse_errors(True)).with_schema(schema)
    descriptor = described.in_append_mode().to_descriptor()
    assert descriptor.get_options() == {
        "connector": "kafka",
        "format": "json",
        "topic": "t",
        "properties.bootstrap.servers": "h:1",
        "scan.startup.mode": "latest-offset",
        "json.ignore-parse-errors": "true",
    }
    assert str(descriptor.get_schema()).splitlines()[1:-1] == [
        "  `id` [BIGINT],",
        "  `n` [STRING],",
        "  `name` AS [`n`],",
        "  `ts` [TIMESTAMP(3)],",
        "  `rt` AS [`ts`],",
        "  `pt` AS [PROCTIME()],",
        "  WATERMARK FOR `rt` AS [`rt` - INTERVAL '5.000' SECOND]",
    ]


def test_descriptors_collect_properties() -> None:
    hosts = Elasticsearch().version("7").host("a", 1, "http").host("b", 2, "https").index("i")
    assert modernize_options(hosts.to_properties()) == {
        "connector": "elasticsearch-7",
        "hosts": "http://a:1;https://b:2",
        "index": "i",
    }
    csv = Csv().field_delimiter("|").allow_comments().null_literal("n/a")
    assert modernize_options({**FileSystem("/p").to_properties(), **csv.to_properties()}) == {
        "connector": "filesystem",
        "format": "csv",
        "path": "/p",
        "csv.field-delimiter": "|",
        "csv.allow-comments": "true",
        "csv.null-literal": "n/a",
    }


def test_program_of_1_9_runs(tmp_path: Path) -> None:
    """Sources, sinks, string expressions, functions and buffered INSERTs as programs had them."""
    (tmp_path / "in.csv").write_text("1,a\n2,b\n1,c\n")
    settings = EnvironmentSettings.new_instance().use_blink_planner().in_batch_mode().build()
    t_env: Any = TableEnvironment.create(settings)
    names, types = ["w", "v"], [DataTypes.BIGINT(), DataTypes.STRING()]
    t_env.register_table_source("source", CsvTableSource(str(tmp_path / "in.csv"), names, types))
    sink_types = [DataTypes.BIGINT(), DataTypes.BIGINT()]
    sink = CsvTableSink(["w", "c"], sink_types, str(tmp_path / "out"), field_delimiter="|")
    t_env.register_table_sink("sink", sink)
    t_env.register_function("plus_ten", udf(lambda i: i + 10, DataTypes.BIGINT(), DataTypes.BIGINT()))
    counted = t_env.scan("source").group_by("w").select("w, v.count as c").filter("w = 1 || c > 5")
    t_env.insert_into("sink", counted.select("plus_ten(w), c"))
    t_env.execute("count")
    written = [line for file in (tmp_path / "out").iterdir() for line in file.read_text().splitlines()]
    assert written == ["11|2"]


def test_program_of_1_13_runs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """connect(), sql_update, Table.insert_into and old options in DDL."""
    (tmp_path / "in.csv").write_text("1;a\n")
    t_env: Any = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    table = t_env.connect(FileSystem().path(str(tmp_path / "in.csv"))).with_format(
        OldCsv().field_delimiter(";")
    )
    table.with_schema(Schema().field("w", "LONG").field("v", "STRING")).create_temporary_table("source")
    t_env.sql_update("CREATE TABLE sink (w BIGINT, v STRING) WITH ('connector' = 'print')")
    t_env.sql_update(
        f"CREATE TABLE former (w BIGINT, v STRING) WITH ('connector.type' = 'filesystem', 'connector.path' = "
        f"'{tmp_path}/in.csv', 'format.type' = 'csv', 'format.field-delimiter' = ';')"
    )
    t_env.from_path("source").select("w, v").insert_into("sink")
    t_env.sql_update("INSERT INTO sink SELECT w + 1, v FROM former")
    t_env.execute("copy")
    assert sorted(capfd.readouterr().out.splitlines()) == ["+I[1, a]", "+I[2, a]"]
    with pytest.raises(DreyError, match="No operators defined"):
        t_env.execute("empty")


def test_settings_and_config() -> None:
    config = TableConfig.get_default()
    with pytest.warns(DeprecationWarning, match="set_idle_state_retention"):
        config.set_idle_state_retention_time(__import__("datetime").timedelta(hours=1), None)
    assert config.get_max_idle_state_retention_time() == 5_400_000
    with pytest.raises(DreyError, match="old planner is gone"):
        EnvironmentSettings.new_instance().use_old_planner()
    assert EnvironmentSettings.from_configuration(Configuration()).is_streaming_mode()
    assert BatchTableEnvironment.create().get_config().get("execution.runtime-mode", None) == "BATCH"
    with pytest.warns(DeprecationWarning, match="func_type='pandas'"):
        assert udf(lambda i: i, result_type="INT", udf_type="pandas").func_type == "pandas"


def test_recorded_names_are_importable() -> None:
    """The classes of the legacy list that concern tables."""
    module = __import__("pyflink.table", fromlist=["*"])
    names = json.loads('["TableSource", "TableSink", "CsvTableSource", "CsvTableSink", "WriteMode"]')
    assert [name for name in names if not hasattr(module, name)] == []
