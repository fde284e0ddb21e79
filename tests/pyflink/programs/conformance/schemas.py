"""Schemas of tables."""

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import col, lit, null_of

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


table = t_env.from_elements([(1, "a", [1.5], {"k": 1}, Row(1, "n"))], ["i", "s", "a", "m", "r"])
table.print_schema()
schema = table.get_schema()
print(schema.get_field_names(), schema.get_field_count(), schema.get_field_data_types())
print(schema.get_field_data_type("s"), schema.get_field_data_type(0), schema.get_field_name(1))
print(schema.to_row_data_type())
print(schema)
resolved = table.get_resolved_schema()
print(resolved)
print(resolved.get_column_names(), resolved.get_column_data_types(), resolved.get_column_count())
print(
    resolved.get_column(0), resolved.get_column("s"), resolved.get_column("nothing"), resolved.get_column(99)
)
print(
    [
        (one.get_name(), one.get_data_type() is not None, one.is_physical(), one.is_persisted(), one.get_comment())
        for one in resolved.get_columns()
    ]
)
print(resolved.get_watermark_specs(), resolved.get_primary_key())
print(resolved.to_physical_row_data_type())
t_env.execute_sql(
    "CREATE TABLE t (a INT NOT NULL, b AS a + 1, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND, PRIMARY KEY (a) NOT ENFORCED) WITH ('connector' = 'datagen', 'number-of-rows' = '1')"
)
t_env.from_path("t").print_schema()
t_env.from_path("t").select(
    col("a"),
    col("b"),
    (col("ts") + lit(1).day).alias("later"),
    lit(1),
    lit("x"),
    null_of(DataTypes.DECIMAL(5, 2)),
).print_schema()
t_env.from_path("t").group_by(col("a")).select(
    col("a").sum, col("b").avg, col("b").count, lit(1.5).max
).print_schema()
t_env.sql_query(
    "SELECT 1 AS a, 'x' AS b, CAST(1 AS DECIMAL(10, 2)) AS c, TRUE AS d, DATE '2024-01-01' AS e, ARRAY[1] AS f, MAP['a', 1] AS g, ROW(1, 'a') AS h, INTERVAL '1' DAY AS i"
).print_schema()
t_env.sql_query("SELECT a, b + 1, COUNT(*), SUM(a) AS s FROM t GROUP BY a, b").print_schema()
