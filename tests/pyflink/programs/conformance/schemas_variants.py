"""Schemas of tables with VARIANT and BITMAP, which PyFlink shows and has no data types for."""

from pyflink.table import EnvironmentSettings, Schema, TableEnvironment
from pyflink.table.catalog import ObjectPath

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.get_config().set("parallelism.default", "1")
t_env.execute_sql(
    "CREATE TABLE t (v VARIANT, b BITMAP NOT NULL, a ARRAY<VARIANT>, i INT)"
    " WITH ('connector' = 'filesystem', 'path' = '/nowhere', 'format' = 'csv')"
)
query = t_env.sql_query(
    "SELECT PARSE_JSON('1') AS v, BITMAP_BUILD(ARRAY[1]) AS b, ARRAY[PARSE_JSON('1')] AS a,"
    " MAP['a', BITMAP_BUILD(ARRAY[1])] AS m, TRY_PARSE_JSON('1') AS n, 1 AS i"
)
for table in (t_env.from_path("t"), query):
    table.print_schema()
    schema = table.get_schema()
    print(schema)
    print(schema.get_field_names(), schema.get_field_count(), schema.get_field_data_type("i"))
    print(schema.get_field_name(1), schema.get_field_data_type("nothing"))
    print(schema == table.get_schema(), schema.copy() == schema)
    resolved = table.get_resolved_schema()
    print(resolved)
    print(resolved.get_column_names(), resolved.get_column_count())
    print([str(column) for column in resolved.get_columns()])
    print(resolved == table.get_resolved_schema())

result = t_env.execute_sql("SELECT PARSE_JSON('1') AS v, BITMAP_BUILD(ARRAY[1]) AS b")
print(result.get_resolved_schema())
print(result.get_table_schema())
print(Schema.new_builder().from_resolved_schema(t_env.from_path("t").get_resolved_schema()).build())
stored = t_env.get_catalog("default_catalog").get_table(ObjectPath("default_database", "t"))
print(stored.get_unresolved_schema())
