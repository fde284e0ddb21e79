"""Aggregates, whole tables and groups."""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col, lit

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


orders = t_env.from_elements(
    [("a", 1, 2.5), ("a", 2, None), ("b", 2, 1.0), ("b", 2, 4.0), ("b", None, 0.5), (None, 7, 7.0)],
    ["k", "n", "v"],
)
k, n, v = col("k"), col("n"), col("v")
show(
    orders.select(
        n.sum.alias("sum"),
        n.sum0.alias("sum0"),
        n.count.alias("count"),
        n.min.alias("min"),
        n.max.alias("max"),
        v.avg.alias("avg"),
        n.avg.alias("avg_int"),
        v.stddev_pop.round(9).alias("stddev_pop"),
        v.stddev_samp.round(9).alias("stddev_samp"),
        v.var_pop.round(9).alias("var_pop"),
        v.var_samp.round(9).alias("var_samp"),
        n.count.distinct.alias("count_distinct"),
        n.sum.distinct.alias("sum_distinct"),
        n.avg.distinct.alias("avg_distinct"),
        k.max.alias("max_text"),
        (n.sum + n.count).alias("combined"),
        (n.max - n.min).cast(DataTypes.STRING()).alias("span"),
        lit(1).count.alias("count_one"),
    )
)
show(orders.group_by(k).select(k, n.sum.alias("sum"), v.max.alias("max"), lit(1).count.alias("c")))
show(orders.group_by(k, n).select(k, n, v.sum.alias("sum")))
show(orders.group_by(k).select(v.avg.alias("avg")))
show(orders.group_by((n % 2).alias("odd")).select(col("odd"), v.sum.alias("sum")))
show(orders.group_by(k.upper_case.alias("u"), n > 1).select(col("u"), v.count.alias("c")))
show(orders.group_by(k).select(k.upper_case.alias("u"), (n.sum * 2).alias("twice")))
show(orders.group_by(k).select(n.sum.alias("s"), k).where(col("s") > 3).select(k, col("s") + 1))
show(orders.group_by(k).select(k, n.count.distinct.alias("d"), n.sum.distinct.alias("sd"), n.sum.alias("s")))
show(orders.where(n > 100).select(n.sum.alias("sum"), n.count.alias("count"), n.max.alias("max")))
show(orders.where(n > 100).group_by(k).select(k, n.sum.alias("sum")))
show(orders.group_by(k).select(k, n.first_value.is_not_null.alias("f"), n.last_value.is_not_null.alias("l")))
show(orders.where(k == "b").select(n.collect.alias("multiset")))
show(orders.where(k == "a").select(n.array_agg.cardinality.alias("array")))
