"""Python functions in SQL: registered, created by statements, in views."""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import call, col
from pyflink.table.udf import ScalarFunction, udf

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


class Shout(ScalarFunction):
    """A function class."""

    def eval(self, s):
        """Louder."""
        return None if s is None else s.upper() + "!"


@udf(result_type=DataTypes.BIGINT())
def twice(i):
    """Doubles."""
    return None if i is None else i * 2


t_env.create_temporary_system_function("twice", twice)
t_env.create_temporary_function("shout", udf(Shout(), result_type=DataTypes.STRING()))
t_env.create_temporary_function(
    "default_catalog.default_database.thrice", udf(lambda i: i * 3, result_type=DataTypes.BIGINT())
)
t_env.create_temporary_system_function(
    "joined", udf(lambda *args: ",".join(map(str, args)), result_type="STRING")
)
t_env.execute_sql(
    "CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (CAST(1 AS BIGINT), 'a'), (2, CAST(NULL AS STRING)), (3, 'c')) AS t (i, s)"
)
show(t_env.sql_query("SELECT i, twice(i) AS t, shout(s) AS s, thrice(i) AS u, TWICE(twice(i)) AS n FROM v"))
show(t_env.sql_query("SELECT joined(i, s, 1, 'x', TRUE) AS j FROM v"))
show(t_env.sql_query("SELECT i FROM v WHERE twice(i) > 3 AND shout(s) = 'C!'"))
show(t_env.sql_query("SELECT twice(i) > 3 AS big, COUNT(*) AS c FROM v GROUP BY twice(i) > 3"))
show(t_env.sql_query("SELECT SUM(twice(i)) AS s, twice(SUM(i)) AS t FROM v"))
show(t_env.sql_query("SELECT CASE WHEN i > 1 THEN twice(i) ELSE i END AS c FROM v"))
show(t_env.from_path("v").select(call("twice", col("i")).alias("t"), call("shout", "text").alias("s")))
t_env.execute_sql("CREATE TEMPORARY VIEW w AS SELECT twice(i) AS t FROM v")
show(t_env.sql_query("SELECT twice(t) AS f FROM w"))
t_env.create_temporary_view("x", t_env.from_path("v").select(twice(col("i")).alias("t")))
show(t_env.sql_query("SELECT MAX(t) AS m FROM x"))
t_env.execute_sql("CREATE TABLE sink (t BIGINT) WITH ('connector' = 'blackhole')")
t_env.execute_sql("INSERT INTO sink SELECT twice(i) FROM v").wait()
print(t_env.drop_temporary_system_function("twice"))
try:
    t_env.sql_query("SELECT twice(i) FROM v")
except Exception:
    print("dropped")
try:
    t_env.create_temporary_system_function("shout", twice)
    print(sorted(row[0] for row in t_env.sql_query("SELECT shout(i) FROM v").execute().collect()))
except Exception:
    print("hidden by the system function")
