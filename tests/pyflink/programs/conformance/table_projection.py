"""select, columns added, replaced, renamed and dropped, alias, ranges of columns."""

from pyflink.table import EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import call, col, concat, lit, range_, with_columns, without_columns

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


t = t_env.from_elements([(1, "a", 1.5, True), (2, "b", 2.5, False)], ["i", "s", "d", "b"])
show(t.select(col("i"), col("s")))
show(t.select(t.i, t.s.upper_case))
show(t.select(col("*")))
show(t.select(col("*"), (col("i") + 1).alias("j")))
show(t.select(col("i") + 1, col("i") + 2, lit(3)))
show(t.select(with_columns(range_("s", "b"))))
show(t.select(with_columns(range_(1, 2), col("b"))))
show(t.select(without_columns(col("i"), col("b"))))
show(t.select(without_columns(range_(2, 3))))
show(t.add_columns((col("i") * 2).alias("twice"), concat(col("s"), "!").alias("call")))
show(t.add_columns(col("i") * 2))
show(t.add_or_replace_columns((col("i") * 10).alias("i"), lit("new").alias("n")))
show(t.rename_columns(col("i").alias("identity"), col("b").alias("flag")))
show(t.drop_columns(col("i"), col("b")))
show(t.alias("w", "x", "y", "z"))
show(t.alias("w"))
show(t.where(col("b")))
show(t.filter((col("i") > 1) & (col("s") == "b")))
show(t.where(col("s").in_("a", "c")).select(col("i")))
show(t.select(col("i")).union_all(t.select(col("i"))).distinct())
show(t.select(lit(1).alias("one"), lit("x").alias("x")).distinct())
for label, wrong in [
    ("unknown column", lambda: t.select(col("nothing"))),
    ("added twice", lambda: t.add_columns(col("i").alias("s"))),
    ("rename of unknown", lambda: t.rename_columns(col("nothing").alias("x"))),
    ("drop of unknown", lambda: t.drop_columns(col("nothing"))),
    ("too many names", lambda: t.alias("a", "b", "c", "d", "e")),
    ("filter of a number", lambda: t.where(col("i") + 1)),
    ("same name twice", lambda: t.select(col("i").alias("x"), col("s").alias("x"))),
    ("text plus boolean", lambda: t.select(col("i") + col("b"))),
    ("unknown function", lambda: t.select(call("no_such_function", col("i")))),
    ("attribute", lambda: t.nothing),
]:
    try:
        wrong()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")
