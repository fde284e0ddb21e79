"""Catalog objects of Python."""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment, TableSchema
from pyflink.table.catalog import CatalogBaseTable, CatalogDatabase, ObjectPath

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


t_env.execute_sql("CREATE DATABASE d COMMENT 'text' WITH ('k' = 'v')")
t_env.execute_sql(
    "CREATE TABLE d.t (a INT NOT NULL COMMENT 'first', b STRING, PRIMARY KEY (a) NOT ENFORCED) COMMENT 'table' WITH ('connector' = 'datagen', 'number-of-rows' = '1')"
)
t_env.execute_sql("CREATE VIEW d.v COMMENT 'view' AS SELECT a FROM d.t")
catalog = t_env.get_catalog("default_catalog")
print(catalog.get_default_database(), sorted(catalog.list_databases()))
database = catalog.get_database("d")
print(database.get_comment(), dict(database.get_properties()))
print(catalog.database_exists("d"), catalog.database_exists("e"))
print(sorted(catalog.list_tables("d")), sorted(catalog.list_views("d")))
path = ObjectPath("d", "t")
print(path.get_database_name(), path.get_object_name(), path.get_full_name())
print(catalog.table_exists(path), catalog.table_exists(ObjectPath("d", "x")))
table = catalog.get_table(path)
print(table.get_comment(), sorted(table.get_options().items()))
print(table.get_unresolved_schema())
print(catalog.get_table(ObjectPath("d", "v")).get_comment())
catalog.create_database("e", CatalogDatabase.create_instance({"p": "q"}, "made"), False)
print(sorted(catalog.list_databases()), catalog.get_database("e").get_comment())
catalog.create_table(
    ObjectPath("e", "made"),
    CatalogBaseTable.create_table(
        TableSchema.Builder().field("x", DataTypes.BIGINT()).build(), [], {"connector": "blackhole"}, "c"
    ),
    False,
)
print(catalog.list_tables("e"))
catalog.rename_table(ObjectPath("e", "made"), "renamed", False)
print(catalog.list_tables("e"))
catalog.drop_table(ObjectPath("e", "renamed"), False)
catalog.drop_database("e", False)
print(sorted(catalog.list_databases()), catalog.list_functions("d"))
for label, wrong in [
    ("unknown database", lambda: catalog.get_database("nothing")),
    ("unknown table", lambda: catalog.get_table(ObjectPath("d", "nothing"))),
    ("database again", lambda: catalog.create_database("d", CatalogDatabase.create_instance({}, ""), False)),
    ("drop unknown", lambda: catalog.drop_table(ObjectPath("d", "nothing"), False)),
]:
    try:
        wrong()
    except Exception as error:
        print(label, type(error).__name__)
