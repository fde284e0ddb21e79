"""The current database as a value: which one a query, a view and a stream see when it changes on the way."""

from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, EnvironmentSettings, StreamTableEnvironment, TableEnvironment
from pyflink.table.expressions import col, current_database, lit, row


def rows(result):
    """What a query gives, ordered."""
    with result.collect() as found:
        return sorted(map(tuple, found), key=repr)


def attempt(label, action):
    """Whether an action passes; classes and texts of errors are not compared."""
    try:
        action()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")


for settings in (EnvironmentSettings.in_batch_mode(), EnvironmentSettings.in_streaming_mode()):
    t_env = TableEnvironment.create(settings)
    t_env.get_config().set("parallelism.default", "1")
    asked = t_env.sql_query("SELECT CURRENT_DATABASE() AS d, UPPER(current_database()) AS u")
    print(asked.get_resolved_schema())
    print(current_database(), current_database().alias("d"))
    built = t_env.from_elements([(1,)], ["a"]).select(current_database().alias("d"), col("a"))
    print(built.get_resolved_schema())
    t_env.create_temporary_view("of_sql", asked)
    t_env.create_temporary_view("of_api", built)
    t_env.execute_sql("CREATE TEMPORARY VIEW of_text AS SELECT CURRENT_DATABASE() AS d")
    t_env.execute_sql(
        "CREATE TABLE numbers (n INT, d AS CURRENT_DATABASE()) WITH ('connector' = 'datagen', 'number-of-rows' = '2', "
        "'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '2')"
    )
    t_env.execute_sql("CREATE DATABASE other")
    for database in ("default_database", "other"):
        t_env.use_database(database)
        print(database, rows(asked.execute()), rows(built.execute()))
        for name in ("of_sql", "of_api", "of_text", "numbers"):
            print(name, rows(t_env.execute_sql(f"SELECT * FROM default_catalog.default_database.{name}")))
        kept = "SELECT n FROM default_catalog.default_database.numbers WHERE d = 'other' AND CURRENT_DATABASE() = d"
        print(rows(t_env.execute_sql(kept)))
        print(rows(t_env.execute_sql("VALUES (CURRENT_DATABASE()), (CONCAT(CURRENT_DATABASE(), '!'))")))
    row_type = DataTypes.ROW([DataTypes.FIELD("n", DataTypes.INT()), DataTypes.FIELD("d", DataTypes.STRING())])
    print(rows(t_env.from_elements([row(lit(1), current_database())], row_type).execute()))
    attempt("without parentheses", lambda: t_env.sql_query("SELECT CURRENT_DATABASE"))
    attempt("with an argument", lambda: t_env.sql_query("SELECT CURRENT_DATABASE(1)"))
    attempt("the catalog", lambda: t_env.sql_query("SELECT CURRENT_CATALOG"))
    attempt("the catalog as a function", lambda: t_env.sql_query("SELECT CURRENT_CATALOG()"))

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
t_env = StreamTableEnvironment.create(env)
t_env.execute_sql("CREATE DATABASE other")
stream = t_env.to_data_stream(t_env.sql_query("SELECT CURRENT_DATABASE() AS d"))
t_env.use_database("other")
with stream.execute_and_collect() as values:
    print([value[0] for value in values])
