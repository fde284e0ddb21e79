"""Settings, configuration, catalogs, databases, tables, views and functions of an environment."""

from pyflink.common import Configuration
from pyflink.table import (
    DataTypes,
    EnvironmentSettings,
    ResultKind,
    Schema,
    TableDescriptor,
    TableEnvironment,
)
from pyflink.table.catalog import CatalogDescriptor
from pyflink.table.udf import udf

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


def attempt(label, action):
    """Whether an action passes; classes and texts of errors are not compared."""
    try:
        action()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")


configuration = Configuration()
configuration.set_string("table.local-time-zone", "Asia/Tokyo")
configuration.set_string("execution.runtime-mode", "batch")
other = TableEnvironment.create(configuration)
print(other.get_config().get("table.local-time-zone", ""), other.get_config().get_local_timezone())
settings = (
    EnvironmentSettings.new_instance()
    .in_batch_mode()
    .with_built_in_catalog_name("mine")
    .with_built_in_database_name("base")
    .build()
)
other = TableEnvironment.create(settings)
print(
    other.list_catalogs(), other.list_databases(), other.get_current_catalog(), other.get_current_database()
)
print(
    settings.is_streaming_mode(), settings.get_built_in_catalog_name(), settings.get_built_in_database_name()
)
print(EnvironmentSettings.in_streaming_mode().is_streaming_mode())

config = t_env.get_config()
config.set("pipeline.name", "named").set("table.exec.mini-batch.size", "7")
print(
    config.get("pipeline.name", "none"),
    config.get("table.exec.mini-batch.size", ""),
    config.get("no.such.key", "default"),
)
print(config.get_local_timezone() != "", config.get_configuration().get_string("pipeline.name", ""))
config.set_local_timezone("Europe/Berlin")
print(config.get_local_timezone(), config.get("table.local-time-zone", ""))

print(
    t_env.get_current_catalog(), t_env.get_current_database(), t_env.list_catalogs(), t_env.list_databases()
)
print(t_env.list_tables(), t_env.list_views(), t_env.list_temporary_tables(), t_env.list_temporary_views())
print(t_env.list_user_defined_functions(), "upper" in t_env.list_functions())

t_env.execute_sql("CREATE DATABASE db1 COMMENT 'c'")
t_env.use_database("db1")
print(t_env.get_current_database(), t_env.list_databases())
t_env.execute_sql("CREATE TABLE a (x INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1')")
t_env.create_table(
    "b",
    TableDescriptor.for_connector("blackhole")
    .schema(Schema.new_builder().column("x", DataTypes.INT()).build())
    .build(),
)
attempt(
    "table again",
    lambda: t_env.create_table(
        "b",
        TableDescriptor.for_connector("blackhole")
        .schema(Schema.new_builder().column("x", "INT").build())
        .build(),
    ),
)
t_env.create_temporary_table(
    "tmp",
    TableDescriptor.for_connector("print").schema(Schema.new_builder().column("x", "INT").build()).build(),
)
values = t_env.from_elements([(1, "a"), (2, "b")], ["i", "s"])
t_env.create_temporary_view("v", values)
t_env.execute_sql("CREATE VIEW permanent AS SELECT x FROM a")
t_env.execute_sql("CREATE TEMPORARY VIEW w AS SELECT i + 1 AS j FROM v")
print(t_env.list_tables(), t_env.list_views(), t_env.list_temporary_tables(), t_env.list_temporary_views())
show(t_env.from_path("v"))
show(t_env.from_path("w"))
show(t_env.from_path("default_catalog.db1.v"))
show(t_env.sql_query("SELECT COUNT(*) AS c FROM v"))
show(t_env.sql_query(f"SELECT i, s FROM {values} WHERE i > 1"))
attempt("view again", lambda: t_env.create_temporary_view("v", values))
attempt("unknown path", lambda: t_env.from_path("nothing"))
print(t_env.drop_temporary_view("v"), t_env.drop_temporary_view("v"))
print(t_env.drop_temporary_table("tmp"), t_env.drop_temporary_table("tmp"))
print(
    t_env.drop_view("permanent"),
    t_env.drop_table("b"),
    t_env.drop_table("nothing"),
    t_env.drop_view("nothing"),
)
attempt("drop of a missing table", lambda: t_env.drop_table("nothing", False))
print(t_env.list_tables(), t_env.list_views())


@udf(result_type=DataTypes.BIGINT())
def twice(x):
    return 2 * x


t_env.create_temporary_function("f", twice)
t_env.create_temporary_system_function("g", twice)
print(t_env.list_user_defined_functions(), "f" in t_env.list_functions())
print(t_env.drop_temporary_function("f"), t_env.drop_temporary_function("f"))
print(t_env.drop_temporary_system_function("g"), t_env.drop_temporary_system_function("g"))
print(t_env.drop_function("nothing"))

t_env.create_catalog(
    "second", CatalogDescriptor.of("second", Configuration().set_string("type", "generic_in_memory"))
)
print(t_env.list_catalogs())
t_env.execute_sql("CREATE CATALOG third WITH ('type' = 'generic_in_memory', 'default-database' = 'd')")
t_env.use_catalog("third")
print(t_env.get_current_catalog(), t_env.get_current_database(), t_env.list_databases())
t_env.execute_sql(
    "CREATE TABLE `default_catalog`.`default_database`.far (x INT) WITH ('connector' = 'blackhole')"
)
t_env.execute_sql("USE CATALOG default_catalog")
t_env.execute_sql("USE default_database")
print(t_env.list_tables())
attempt("unknown catalog", lambda: t_env.use_catalog("nothing"))
attempt("unknown database", lambda: t_env.use_database("nothing"))
print(t_env.get_catalog("nothing"))
result = t_env.execute_sql("SHOW CATALOGS")
print(result.get_result_kind() == ResultKind.SUCCESS_WITH_CONTENT, sorted(row[0] for row in result.collect()))
result = t_env.execute_sql("DROP CATALOG third")
print(
    result.get_result_kind() == ResultKind.SUCCESS,
    [tuple(row) for row in result.collect()],
    result.get_job_client(),
)
t_env.execute_sql("SHOW CURRENT DATABASE").print()
t_env.execute_sql("DESCRIBE far").print()
t_env.execute_sql("DROP TABLE far").print()
