"""VARIANT over columns: reading and printing it, and where it is refused."""

from pyflink.table import DataTypes, EnvironmentSettings, Schema, TableDescriptor, TableEnvironment
from pyflink.table.expression import JsonOnNull
from pyflink.table.expressions import (
    array,
    call,
    call_sql,
    col,
    json_array_agg,
    json_string,
    lit,
    map_,
    row,
)
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.get_config().set("parallelism.default", "1")

texts = t_env.from_elements(
    [
        (1, '{"b": [1, "x", null, 1.50], "a": {"é": 1e5}}'),
        (2, '{"a": null, "b": [], "c": 12345678901234567890}'),
        (3, None),
    ],
    DataTypes.ROW([DataTypes.FIELD("id", DataTypes.INT()), DataTypes.FIELD("j", DataTypes.STRING())]),
)
parsed = call("PARSE_JSON", col("j"))
tried = call("TRY_PARSE_JSON", col("j"), lit(True))


def show(name, table):
    with table.execute().collect() as found:
        print(name, sorted(map(tuple, found), key=repr))


def refused(name, make):
    """What Flink refuses when the query is made or when it runs."""
    try:
        made = make()
        with made.execute().collect() as found:
            print(name, list(found))
    except Exception:
        print(name, "refused")


texts.select(
    col("id"), parsed.alias("v"), parsed.at("a").alias("a"), parsed["b"].at(2).alias("x")
).execute().print()
texts.select(
    array(parsed).alias("list"), map_("k", parsed.at("b")).alias("map"), row(parsed.at("a"), 1).alias("row")
).execute().print()
texts.select(parsed.alias("v"), tried.alias("w")).print_schema()

show("texts", texts.select(col("id"), json_string(parsed), json_string(tried)))
show(
    "inside",
    texts.select(json_string(parsed.at("a")), json_string(parsed.at("b").at(1)), parsed.at("zz").is_null),
)
show("by column", texts.select(json_string(parsed.at("b").at(col("id")))))
show("null", texts.select(parsed.is_null, parsed.at("a").is_null, parsed.at("a").is_not_null))
show("types", texts.select(col("id"), call("TYPEOF", parsed), call("TYPEOF", array(parsed))))
show("type alone", texts.select(call("TYPEOF", parsed)))
show("json", texts.select(call_sql("JSON_ARRAY(PARSE_JSON(j), id)"), call_sql("JSON_VALUE(PARSE_JSON(j), '$.b[0]')")))
show("sql", texts.select(call_sql("JSON_STRING(PARSE_JSON(j)['b'][4])")))
show("equal", texts.select(parsed == parsed, parsed != parsed))
show("default", texts.select(json_string(parsed.at("c").if_null(parsed.at("b")))))
show("filter", texts.where(parsed.at("c").is_not_null).select(col("id")))

groups = texts.select(parsed.alias("v")).group_by(col("v"))
show("groups", groups.select(json_string(col("v")), col("v").count))
show(
    "aggregates",
    texts.where(col("id") == 1).select(
        json_array_agg(JsonOnNull.NULL, parsed), json_string(parsed.first_value)
    ),
)
show("distinct", texts.select(parsed.alias("v")).distinct().select(json_string(col("v"))))

t_env.execute_sql(
    "CREATE TEMPORARY TABLE printed (id INT, v VARIANT, w ARRAY<VARIANT>) WITH ('connector' = 'print')"
)
t_env.execute_sql(
    "CREATE TEMPORARY TABLE dropped (v VARIANT NOT NULL, PRIMARY KEY (v) NOT ENFORCED) WITH ('connector' = 'blackhole')"
)
t_env.execute_sql(
    "CREATE TEMPORARY TABLE generated (v VARIANT) WITH ('connector' = 'datagen', 'number-of-rows' = '1')"
)
t_env.execute_sql("DESCRIBE printed").print()
texts.where(col("id") == 1).select(parsed).execute_insert("dropped").wait()
descriptor = TableDescriptor.for_connector("blackhole").schema(
    Schema.new_builder().column("v", "VARIANT").build()
)
texts.select(parsed).execute_insert(descriptor.build()).wait()

as_text = udf(lambda value: str(value), result_type=DataTypes.STRING())
as_variant = udf(lambda value: value, result_type="VARIANT")
for type_ in (DataTypes.STRING(), DataTypes.INT(), DataTypes.ROW([DataTypes.FIELD("a", DataTypes.INT())])):
    refused(f"cast to {type_}", lambda: texts.select(parsed.cast(type_)))
refused("try_cast", lambda: texts.select(parsed.try_cast(DataTypes.STRING())))
refused("field", lambda: texts.select(json_string(parsed.get("a"))))
refused("wrong key", lambda: texts.select(json_string(parsed.at(lit(True)))))
refused("element of object", lambda: texts.select(json_string(parsed.at(1))))
refused("key of array", lambda: texts.select(json_string(parsed.at("b").at("a"))))
refused("key of null", lambda: texts.select(json_string(parsed.at("a").at("x"))))
refused("bad json", lambda: texts.select(json_string(call("PARSE_JSON", "{"))))
refused("keys twice", lambda: texts.select(json_string(call("PARSE_JSON", '{"a": 1, "a": 2}'))))
refused("number", lambda: texts.select(parsed.at("c") == 1))
refused("sum", lambda: texts.select(parsed.at("c") + 1))
refused("order", lambda: texts.order_by(parsed).fetch(1).select(col("id")))
refused("min", lambda: texts.select(json_string(parsed.min)))
refused("argument", lambda: texts.select(as_text(parsed)))
refused("inside of an argument", lambda: texts.select(as_text(array(parsed))))
refused("result", lambda: texts.select(json_string(as_variant(col("j")))))
for format_ in ("csv", "json", "raw"):
    t_env.execute_sql(
        f"CREATE TEMPORARY TABLE {format_}_file (v VARIANT) WITH ('connector' = 'filesystem', "
        f"'path' = '/tmp/variants-never-written', 'format' = '{format_}')"
    )
    try:
        texts.select(parsed).execute_insert(f"{format_}_file").wait()
        print(format_, "written")
    except Exception:
        print(format_, "refused")
refused("datagen", lambda: t_env.sql_query("SELECT JSON_STRING(v) FROM generated"))
