"""``add_python_file`` and its kin, of both kinds of environment."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from pyflink.common import Types
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, EnvironmentSettings, StreamTableEnvironment, TableEnvironment
from pyflink.table.expressions import col
from pyflink.table.udf import udf

from drey.errors import OptionError, OptionWithoutEffectWarning, ValidationError
from drey.session import option_effects


@pytest.fixture(autouse=True)
def _own_path(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(option_effects, "_warned", set())


def tables() -> TableEnvironment:
    return TableEnvironment.create(EnvironmentSettings.in_batch_mode())


@udf(result_type=DataTypes.BIGINT())
def priced(amount):
    from prices_of_a_file import price

    return price(amount)


@udf(result_type=DataTypes.STRING())
def named(amount):
    from names_of_an_archive.numbers import name

    return name(amount)


def test_functions_import_an_added_module(tmp_path: Path) -> None:
    (tmp_path / "prices_of_a_file.py").write_text("def price(amount):\n    return 3 * amount\n")
    t_env = tables()
    table = t_env.from_elements([(1,), (2,)], ["amount"]).select(priced(col("amount")))
    t_env.add_python_file(str(tmp_path / "prices_of_a_file.py"))
    assert sorted(row[0] for row in table.execute().collect()) == [3, 6]


def test_functions_import_an_added_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "names.zip", "w") as archive:
        archive.writestr("names_of_an_archive/__init__.py", "")
        archive.writestr("names_of_an_archive/numbers.py", "def name(amount):\n    return f'<{amount}>'\n")
    t_env = tables()
    t_env.add_python_file(str(tmp_path / "names.zip"))
    table = t_env.from_elements([(1,)], ["amount"]).select(named(col("amount")))
    assert [row[0] for row in table.execute().collect()] == ["<1>"]


def test_create_function_finds_an_added_module(tmp_path: Path) -> None:
    (tmp_path / "halves_of_a_file.py").write_text(
        "from pyflink.table.udf import udf\n\n\n@udf(result_type='DOUBLE')\ndef half(v):\n    return v / 2\n"
    )
    t_env = tables()
    statement = "CREATE TEMPORARY FUNCTION half AS 'halves_of_a_file.half' LANGUAGE PYTHON"
    with pytest.raises(ValidationError, match="can't import module 'halves_of_a_file'"):
        t_env.execute_sql(statement)
    t_env.get_config().set("python.files", str(tmp_path))
    t_env.execute_sql(statement)
    assert [row[0] for row in t_env.execute_sql("SELECT half(3)").collect()] == [1.5]


def test_streams_import_an_added_module(tmp_path: Path) -> None:
    (tmp_path / "doubles_of_a_file.py").write_text("def double(value):\n    return 2 * value\n")
    env = StreamExecutionEnvironment.get_execution_environment()
    env.add_python_file(str(tmp_path))

    def double(value):
        import doubles_of_a_file

        return doubles_of_a_file.double(value)

    stream = env.from_collection([1, 2], Types.LONG()).map(double, Types.LONG())
    assert list(stream.execute_and_collect()) == [2, 4]


def test_files_of_a_table_environment_count_for_its_streams(tmp_path: Path) -> None:
    (tmp_path / "prices_of_a_file.py").write_text("def price(amount):\n    return 3 * amount\n")
    env = StreamExecutionEnvironment.get_execution_environment()
    t_env = StreamTableEnvironment.create(env)
    t_env.add_python_file(str(tmp_path))
    table = t_env.from_elements([(1,), (2,)], ["amount"]).select(priced(col("amount")))
    with t_env.to_data_stream(table).execute_and_collect() as rows:
        assert sorted(row[0] for row in rows) == [3, 6]


def test_a_missing_file_fails_the_job() -> None:
    t_env = tables()
    t_env.add_python_file("no_such_file.py")
    with pytest.raises(OptionError, match=r"there is no file or directory 'no_such_file\.py'"):
        t_env.from_elements([(1,)], ["a"]).execute()


def test_what_was_added_last_comes_first() -> None:
    env, t_env = StreamExecutionEnvironment.get_execution_environment(), tables()
    for environment in (env, t_env):
        environment.add_python_file("a.py")
        environment.add_python_file("b.zip")
    assert env.configuration.get_string("python.files", None) == "b.zip,a.py"
    assert t_env.get_config().get("python.files", None) == "b.zip,a.py"


def test_files_are_added_to_those_of_the_stream_environment() -> None:
    env = StreamExecutionEnvironment.get_execution_environment()
    env.add_python_file("a.py")
    t_env = StreamTableEnvironment.create(env)
    t_env.add_python_file("b.py")
    assert t_env.get_config().get("python.files", None) == "b.py,a.py"
    assert env.configuration.get_string("python.files", None) == "a.py"


@pytest.mark.parametrize("kind", ["tables", "streams"])
def test_requirements_and_archives_are_kept_with_a_warning(kind: str) -> None:
    env = StreamExecutionEnvironment.get_execution_environment()
    t_env = tables()
    environment = t_env if kind == "tables" else env
    with pytest.warns(OptionWithoutEffectWarning, match=r"'python\.requirements' = 'r\.txt#cache'"):
        environment.set_python_requirements("r.txt", "cache")
    with pytest.warns(OptionWithoutEffectWarning, match=r"'python\.archives' = 'a\.zip'"):
        environment.add_python_archive("a.zip")
    environment.add_python_archive("b.zip", "data")
    options = (env.configuration if kind == "streams" else t_env.get_config().get_configuration()).to_dict()
    assert options["python.requirements"] == "r.txt#cache"
    assert options["python.archives"] == "a.zip,b.zip#data"


def test_interpreters_are_kept_with_a_warning() -> None:
    with pytest.warns(OptionWithoutEffectWarning, match=r"'python\.executable' = '/usr/bin/other'"):
        StreamExecutionEnvironment.get_execution_environment().set_python_executable("/usr/bin/other")


def test_buffer_timeouts_are_kept_with_a_warning() -> None:
    env = StreamExecutionEnvironment.get_execution_environment()
    with pytest.warns(OptionWithoutEffectWarning, match=r"'execution\.buffer-timeout\.interval' = '7 ms'"):
        env.set_buffer_timeout(7)
    assert env.get_buffer_timeout() == 7
    with pytest.warns(OptionWithoutEffectWarning, match=r"'execution\.buffer-timeout\.enabled' = 'false'"):
        env.set_buffer_timeout(-1)
    assert env.get_buffer_timeout() == -1
    with pytest.raises(ValidationError, match="at least 0 ms, or -1 for none, not -2"):
        env.set_buffer_timeout(-2)
    option_effects._warned.clear()
    stream = env.from_collection([1], Types.LONG())
    with pytest.warns(OptionWithoutEffectWarning, match="has no effect on the embedded engine"):
        assert stream.set_buffer_timeout(5) is stream
