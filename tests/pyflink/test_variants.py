"""What VARIANTs do beyond Flink: they are collected, and are keys in batch mode; what refuses them says why."""

from __future__ import annotations

import json

import pytest

import drey

drey.use("embedded")

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)
from pyflink.table.catalog import ResolvedSchema  # noqa: E402
from pyflink.table.expressions import array, call, col, json_string, lit  # noqa: E402

from drey.errors import DreyError, ValidationError  # noqa: E402


@pytest.fixture(params=["streaming", "batch"])
def t_env(request):
    settings = EnvironmentSettings.new_instance()
    chosen = settings.in_batch_mode() if request.param == "batch" else settings.in_streaming_mode()
    return TableEnvironment.create(chosen.build())


@pytest.fixture
def table(t_env):
    row = DataTypes.ROW([DataTypes.FIELD("k", DataTypes.STRING()), DataTypes.FIELD("j", DataTypes.STRING())])
    texts = [("a", '{"a": 1, "b": [2.50]}'), ("b", '{"b": [2.5], "a": 1.0}'), ("a", "null"), ("b", None)]
    return t_env.from_elements(texts, row).select(col("k"), call("PARSE_JSON", col("j")).alias("v"))


def last_rows(table):
    """The rows that remain after all changes."""
    rows = []
    with table.execute().collect() as changes:
        for change in changes:
            if change.get_row_kind().name in ("DELETE", "UPDATE_BEFORE"):
                rows.remove(tuple(change))
            else:
                rows.append(tuple(change))
    return sorted(rows, key=repr)


def test_a_collected_variant_is_json(table):
    rows = last_rows(table.select(col("v"), array(col("v")).alias("l")))
    assert rows == [
        ("null", ["null"]),
        ('{"a":1,"b":[2.5]}', ['{"a":1,"b":[2.5]}']),
        ('{"a":1,"b":[2.5]}', ['{"a":1,"b":[2.5]}']),
        (None, [None]),
    ]
    assert json.loads(rows[1][0]) == {"a": 1, "b": [2.5]}


def test_equal_json_is_one_group(table):
    groups = table.group_by(col("v")).select(col("v"), col("k").count, col("k").max)
    assert last_rows(groups) == [("null", 1, "a"), ('{"a":1,"b":[2.5]}', 2, "b"), (None, 1, "b")]
    counted = table.where(col("k") == "b").select(col("v").count.distinct)
    assert last_rows(counted) == [(1,)]


def test_a_key_may_be_a_column(table):
    objects = table.where(col("v").is_not_null & (json_string(col("v")) != "null"))
    found = objects.select(col("k"), json_string(col("v").at(col("k"))))
    assert last_rows(found) == [("a", "1"), ("b", "[2.5]")]


def test_no_element_stands_before_the_first(table):
    objects = table.where(json_string(col("v")).like("{%"))
    found = objects.select(col("v").at("b").at(0).is_null, col("v").at("b").at(1).is_null)
    assert last_rows(found) == [(True, False)] * 2


def test_only_evaluated_rows_can_fail(t_env):
    texts = "(VALUES (1, '[7]'), (2, '{\"a\": 8}'), (3, 'no json')) AS t (id, j)"
    found = t_env.sql_query(
        "SELECT CASE WHEN id = 1 THEN JSON_STRING(PARSE_JSON(j)[1]) WHEN id = 2 THEN JSON_STRING(PARSE_JSON(j)['a']) END "
        f"FROM {texts} WHERE id > 0"
    )
    assert last_rows(found) == [("7",), ("8",), (None,)]


def test_there_is_no_order(t_env, table):
    for key in (col("v"), array(col("v"))):
        with pytest.raises(ValidationError, match="has no order") as caught:
            table.order_by(key).fetch(1)
        assert "JSON_STRING" in caught.value.hint
    t_env.create_temporary_view("variants", table)
    with pytest.raises(ValidationError, match="VARIANT has no order"):
        t_env.sql_query("SELECT k FROM variants ORDER BY k, v LIMIT 1")


@pytest.mark.parametrize("type_", ["VARIANT", "ARRAY<VARIANT>", "ROW<v VARIANT>"])
@pytest.mark.parametrize("format_", ["csv", "json", "parquet"])
def test_no_format_writes_or_reads_it(t_env, tmp_path, format_, type_):
    t_env.execute_sql(
        f"CREATE TABLE files (v {type_}) WITH ('connector' = 'filesystem', 'path' = '{tmp_path}', 'format' = '{format_}')"
    )
    with pytest.raises(DreyError, match=r"unsupported type .*VARIANT"):
        t_env.execute_sql(f"INSERT INTO files SELECT CAST(NULL AS {type_})").wait()
    with pytest.raises(DreyError, match=r"unsupported type .*VARIANT"):
        last_rows(t_env.from_path("files"))


def test_types_without_a_value_fill_every_row(table):
    assert last_rows(table.select(call("TYPEOF", col("v")))) == [("VARIANT",)] * 4
    assert last_rows(table.select(call("TYPEOF", lit(1)))) == [("INT NOT NULL",)] * 4


def test_a_schema_has_data_types_and_makes_a_table(t_env):
    table = t_env.sql_query(
        "SELECT PARSE_JSON('1') AS v, BITMAP_BUILD(ARRAY[1]) AS b, ARRAY[PARSE_JSON('1')] AS a"
    )
    types = table.get_schema().get_field_data_types()
    assert [str(type_) for type_ in types[:2]] == ["VARIANT", "BITMAP"]
    assert [repr(type_) for type_ in types] == [
        "VariantType(false)", "BitmapType(false)", "ArrayType(VariantType(false), false)"
    ]  # fmt: skip
    resolved = table.get_resolved_schema()
    assert (
        resolved.get_column_data_types() == types == list(resolved.to_physical_row_data_type().field_types())
    )
    assert ResolvedSchema.physical(["v", "b", "a"], types) == resolved
