"""JSON functions over columns."""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expression import (
    JsonExistsOnError,
    JsonOnNull,
    JsonQueryOnEmptyOrError,
    JsonQueryWrapper,
    JsonType,
    JsonValueOnEmptyOrError,
)
from pyflink.table.expressions import col, json_array_agg, json_object_agg, json_string

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def show(table):
    """The columns with their types and, ordered by the rows, their values."""
    schema = table.get_resolved_schema()
    with table.execute().collect() as found:
        rows = sorted(map(tuple, found), key=repr)
    columns = list(zip(*rows, strict=False)) or [()] * schema.get_column_count()
    for name, type_, values in zip(
        schema.get_column_names(), schema.get_column_data_types(), columns, strict=False
    ):
        print(name, type_, list(values))


texts = t_env.from_elements(
    [
        (1, '{"a": {"b": [1, 2]}, "c": "x", "n": 5}'),
        (2, "[1, 2]"),
        (3, "not json"),
        (4, None),
        (5, '{"a": true}'),
    ],
    ["id", "j"],
)
j = col("j")
show(
    texts.select(
        col("id"),
        j.is_json().alias("is_json"),
        j.is_json(JsonType.OBJECT).alias("is_object"),
        j.is_json(JsonType.ARRAY).alias("is_array"),
        j.is_json(JsonType.SCALAR).alias("is_scalar"),
        j.json_exists("$.a").alias("exists"),
        j.json_exists("$.a.b", JsonExistsOnError.FALSE).alias("exists_false"),
        j.json_value("$.c").alias("value"),
        j.json_value("$.n", DataTypes.INT()).alias("value_int"),
        j.json_value(
            "$.c",
            DataTypes.STRING(),
            JsonValueOnEmptyOrError.DEFAULT,
            "none",
            JsonValueOnEmptyOrError.DEFAULT,
            "bad",
        ).alias("value_default"),
        j.json_query("$.a").alias("query"),
        j.json_query("$.c", JsonQueryWrapper.CONDITIONAL_ARRAY).alias("query_wrapped"),
        j.json_query(
            "$.a.b", JsonQueryWrapper.UNCONDITIONAL_ARRAY, JsonQueryOnEmptyOrError.EMPTY_ARRAY
        ).alias("query_array"),
        json_string(col("id")).alias("json_string"),
    )
)
show(texts.where(col("id") < 3).select(json_array_agg(JsonOnNull.NULL, col("id")).char_length.alias("agg")))
show(texts.where(col("id") == 1).select(json_object_agg(JsonOnNull.NULL, "k", col("id")).alias("agg")))
