"""Row, Configuration, time, type information and the stream environment's configuration."""

from __future__ import annotations

import copy
import datetime
import pickle
from typing import Any

import pytest
from pyflink.common import Configuration, Duration, Instant, RestartStrategies, Row, RowKind, Time, Types
from pyflink.datastream import CheckpointingMode, OutputTag, RuntimeExecutionMode, StreamExecutionEnvironment
from pyflink.datastream.state import MapStateDescriptor, ReducingStateDescriptor, StateTtlConfig
from pyflink.table import EnvironmentSettings, FormatDescriptor, Schema, TableConfig, TableDescriptor
from pyflink.table.expressions import col
from pyflink.table.types import DataTypes

from drey.errors import OptionError, ValidationError


def test_row() -> None:
    row = Row(name="Alice", age=11)
    assert repr(row) == "Row(name='Alice', age=11)"
    assert (row.name, row["age"], row[0], "name" in row, "x" in row) == ("Alice", 11, "Alice", True, False)
    assert row == Row(age=11, name="Alice")
    assert row != Row("Alice", 11)
    assert row != Row.of_kind(RowKind.DELETE, name="Alice", age=11)
    assert pickle.loads(pickle.dumps(row)) == row
    person = Row("name", "age")
    assert repr(person) == "<Row('name', 'age')>"
    assert repr(person("Bob", 2)) == "Row(name='Bob', age=2)"
    nested = Row(key=1, value=[Row(a=2)])
    assert nested.as_dict(True) == {"key": 1, "value": [{"a": 2}]}
    assert hash(Row(1, 2)) == hash((1, 2))
    assert str(RowKind.UPDATE_BEFORE) == "-U"
    with pytest.raises(TypeError):
        Row(1).as_dict()
    with pytest.raises(ValueError, match="both args"):
        Row(1, a=2)
    with pytest.raises(AttributeError):
        row.other = 1


def test_configuration() -> None:
    conf = Configuration()
    conf.set_string("s", "x").set_integer("i", 5).set_boolean("b", True).set_float("f", 1)
    assert conf.to_dict() == {"s": "x", "i": "5", "b": "true", "f": "1.0"}
    assert str(conf) == "{s=x, i=5, b=true, f=1.0}"
    assert conf.get_string("i", "") == "5"
    assert conf.set_string("n", "17").get_integer("n", 0) == 17
    assert conf.get_float("n", 0) == 17.0
    assert conf.set_string("t", "TRUE").get_boolean("t", False) is True
    assert conf.get_string("missing", None) is None
    with pytest.raises(OptionError, match="Could not parse value 'x' for key 's'"):
        conf.get_integer("s", 1)
    assert Configuration(conf) == conf == copy.deepcopy(conf)
    assert Configuration().add_all(conf, "p.").contains_key("p.s")
    assert (conf.remove_config("s"), conf.remove_config("s")) == (True, False)
    assert Configuration.parse_list_value("a;b") == Configuration.parse_list_value("[a, b]") == ["a", "b"]
    conf.set_bytearray("y", bytearray(b"ab"))
    assert conf.to_dict()["y"] == "!!binary |-\n  YWI="
    assert Configuration().set_float("x", 1e10).to_dict() == {"x": "1.0E10"}
    assert Configuration().set_float("x", 12345678.0).to_dict() == {"x": "1.2345678E7"}


def test_time() -> None:
    assert Duration.of_seconds(1) == Duration.of_millis(1000)
    assert str(Time.minutes(1)) == "60000 ms"
    assert Instant.of_epoch_milli(-1).to_epoch_milli() == -1
    assert repr(Instant.of_epoch_milli(1500)) == "Instant<1, 500000000>"


def test_type_information() -> None:
    row = Types.ROW_NAMED(["a", "b"], [Types.INT(), Types.STRING()])
    assert str(row) == "RowTypeInfo(a: Integer, b: String)"
    assert Types.ROW([Types.INT()]).get_field_names() == ["f0"]
    assert (
        str(Types.MAP(Types.STRING(), Types.LIST(Types.LONG()))) == "MapTypeInfo<String, ListTypeInfo<Long>>"
    )
    assert Types.INT() == Types.INT() != Types.LONG()
    assert row.to_internal_type({"a": 1, "b": "x"}) == (0, 1, "x")
    assert str(Types.SQL_DATE()) == "DateTypeInfo"
    assert pickle.loads(pickle.dumps(OutputTag("late", Types.INT()))).type_info == Types.INT()


@pytest.mark.filterwarnings("ignore::drey.errors.OptionWithoutEffectWarning")
def test_environment_keeps_its_options_in_one_configuration() -> None:
    env = StreamExecutionEnvironment.get_execution_environment()
    env.set_parallelism(3).set_buffer_timeout(7).disable_operator_chaining().enable_checkpointing(5000)
    env.set_runtime_mode(RuntimeExecutionMode.BATCH)
    checkpoints = env.get_checkpoint_config()
    checkpoints.set_checkpointing_mode(CheckpointingMode.AT_LEAST_ONCE).set_checkpoint_timeout(1000)
    assert env.configuration.to_dict() == {
        "parallelism.default": "3",
        "execution.buffer-timeout.interval": "7 ms",
        "pipeline.operator-chaining.enabled": "false",
        "execution.checkpointing.interval": "5 s",
        "execution.runtime-mode": "BATCH",
        "execution.checkpointing.mode": "AT_LEAST_ONCE",
        "execution.checkpointing.timeout": "1 s",
    }
    env.configure(Configuration().set_string("pipeline.max-parallelism", "12"))
    assert (env.get_max_parallelism(), env.get_checkpoint_interval(), env.get_buffer_timeout()) == (
        12,
        5000,
        7,
    )
    assert checkpoints.get_max_concurrent_checkpoints() == 1
    env.get_config().set_global_job_parameters({"a": "b, c", "d": "it's"})
    assert env.get_config().get_global_job_parameters() == {"a": "b, c", "d": "it's"}


def test_table_config() -> None:
    config = TableConfig.get_default()
    config.set_idle_state_retention(datetime.timedelta(hours=25))
    config.set_local_timezone("Asia/Shanghai")
    assert config.to_map() == {"table.exec.state.ttl": "25 h", "table.local-time-zone": "Asia/Shanghai"}
    assert config.get_idle_state_retention() == datetime.timedelta(hours=25)
    with pytest.raises(OptionError, match="Unknown time-zone ID"):
        config.set_local_timezone("Mars/X")


def test_environment_settings() -> None:
    builder = EnvironmentSettings.new_instance().in_batch_mode().with_built_in_catalog_name("c")
    settings = builder.with_built_in_database_name("d").build()
    assert settings.get_configuration().to_dict() == {
        "execution.runtime-mode": "BATCH",
        "table.builtin-catalog-name": "c",
        "table.builtin-database-name": "d",
    }
    assert not settings.is_streaming_mode()
    assert EnvironmentSettings.in_streaming_mode().get_built_in_catalog_name() == "default_catalog"


def test_schema_and_descriptor_print_as_in_flink() -> None:
    schema = (
        Schema.new_builder()
        .column("a", DataTypes.INT())
        .column("b", "STRING NOT NULL")
        .column_by_expression("c", "a+1")
        .column_by_expression("d", col("a") + 1)
        .column_by_metadata("m", "INT")
        .column_by_metadata("n", DataTypes.INT(), "k", True)
        .watermark("t", "t - INTERVAL '5' SECOND")
        .primary_key("a", "b")
        .build()
    )
    assert str(schema) == (
        "(\n  `a` INT,\n  `b` [STRING NOT NULL],\n  `c` AS [a+1],\n  `d` AS plus(a, 1),\n"
        "  `m` [INT] METADATA,\n  `n` INT METADATA FROM 'k' VIRTUAL,\n"
        "  WATERMARK FOR `t` AS [t - INTERVAL '5' SECOND],\n"
        "  CONSTRAINT `PK_a_b` PRIMARY KEY (`a`, `b`) NOT ENFORCED\n)"
    )
    json_format = FormatDescriptor.for_format("json").option("ignore-parse-errors", "true").build()
    descriptor = TableDescriptor.for_connector("kafka").option("n", 5).format(json_format).build()
    assert descriptor.get_options() == {
        "connector": "kafka",
        "n": "5",
        "format": "json",
        "json.ignore-parse-errors": "true",
    }
    assert str(json_format) == "json[{ignore-parse-errors=true}]"
    with pytest.raises(ValidationError, match="Multiple primary keys"):
        Schema.new_builder().primary_key("a").primary_key("b")


def test_state_descriptors() -> None:
    ttl = StateTtlConfig.new_builder(Time.hours(1)).update_ttl_on_read_and_write().build()
    descriptor = MapStateDescriptor("m", Types.STRING(), Types.INT())
    descriptor.enable_time_to_live(ttl)
    assert descriptor.type_info == Types.MAP(Types.STRING(), Types.INT())
    assert descriptor.ttl_config is ttl
    assert ttl.get_update_type() is StateTtlConfig.UpdateType.OnReadAndWrite
    reducing: Any = ReducingStateDescriptor("r", lambda x, y: x + y, Types.INT())
    assert reducing.get_reduce_function().reduce(1, 2) == 3


def test_restart_strategies_name_their_options() -> None:
    strategy = RestartStrategies.fixed_delay_restart(3, 10_000)
    assert strategy.options() == {
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.attempts": "3",
        "restart-strategy.fixed-delay.delay": "10 s",
    }
