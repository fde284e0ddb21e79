"""Changelogs of a stream: their kinds, printed, and applied."""

from pyflink.common import RowKind
from pyflink.table import EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col, lit

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
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


KINDS = {RowKind.INSERT: "+I", RowKind.UPDATE_BEFORE: "-U", RowKind.UPDATE_AFTER: "+U", RowKind.DELETE: "-D"}


def final(table):
    """The rows that are left when the changelog has been applied."""
    left = []
    with table.execute().collect() as changes:
        for change in changes:
            kind = KINDS[change.get_row_kind()]
            values = tuple(change)
            if kind in ("+I", "+U"):
                left.append(values)
            else:
                left.remove(values)
    print(sorted(left, key=repr))


t_env.execute_sql(
    """CREATE TEMPORARY VIEW orders AS SELECT * FROM (VALUES
    ('a', 1, 2.5), ('b', 2, 1.0), ('a', 3, 0.5), ('c', 2, 7.0), ('b', 2, 1.0)) AS t (k, n, v)"""
)
orders = t_env.from_path("orders")
final(orders.group_by(col("k")).select(col("k"), col("n").sum.alias("s"), lit(1).count.alias("c")))
final(orders.select(col("n").sum, col("v").max))
final(orders.order_by(col("n").desc, col("v")).fetch(2))
final(orders.order_by(col("v").desc).offset(1).fetch(2))
final(orders.group_by(col("k")).select(col("k"), col("n").sum.alias("s")).where(col("s") > 3))
final(
    orders.group_by(col("k"))
    .select(col("n").sum.alias("s"))
    .group_by(col("s"))
    .select(col("s"), col("s").count.alias("c"))
)
one = t_env.sql_query("SELECT k, n FROM orders WHERE n = 3")
one.execute().print()
t_env.sql_query("SELECT COUNT(*) AS c FROM orders WHERE n = 3").execute().print()
t_env.sql_query("SELECT n FROM orders WHERE n > 100").execute().print()
with t_env.sql_query("SELECT COUNT(*) AS c FROM orders").execute().collect() as changes:
    print(next(KINDS[row.get_row_kind()] for row in changes))
print(
    sorted(
        map(
            tuple,
            orders.group_by(col("k")).select(col("k"), col("n").sum.alias("s")).to_pandas().values.tolist(),
        )
    )
)
t_env.execute_sql(
    "CREATE TABLE endless (x BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '10', 'fields.x.kind' = 'sequence', 'fields.x.start' = '1', 'fields.x.end' = '1000000')"
)
endless = t_env.from_path("endless").execute()
with endless.collect() as rows:
    print([next(rows)[0] for _ in range(3)])
print(endless.get_job_client().get_job_status().result() is not None)
