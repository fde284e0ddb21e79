"""Tables without columns, and numbers of rows that are none."""

from pyflink.table import EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col, lit


def rows(table):
    """What a query gives, in the order in which it comes."""
    with table.execute().collect() as found:
        return [tuple(row) for row in found]


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
    pairs = t_env.from_elements([(1, 2), (3, 4), (5, 6)], ["a", "b"])
    ordered = pairs.order_by(col("a"))

    attempt("offset(-1)", lambda: pairs.offset(-1))
    attempt("fetch(-1)", lambda: pairs.fetch(-1))
    attempt("limit(-1)", lambda: pairs.limit(-1))
    attempt("limit(1, -1)", lambda: pairs.limit(1, -1))
    attempt("ordered offset(-1)", lambda: ordered.offset(-1))
    attempt("ordered fetch(-1)", lambda: ordered.fetch(-1))
    attempt("fetch(-1) behind offset", lambda: ordered.offset(1).fetch(-1))
    print(rows(ordered.fetch(0)), rows(ordered.limit(0)), rows(ordered.limit(1, 0)))
    print(rows(ordered.offset(1).fetch(1)), rows(ordered.limit(1, 2)), rows(ordered.offset(0).fetch(1)))

    none = pairs.drop_columns(col("a"), col("b"))
    print(none.get_resolved_schema(), none.get_resolved_schema().get_column_count())
    none.execute().print()
    with none.execute().collect() as found:
        print(list(found))
    print(rows(none.select(lit(1), lit("x"))), rows(none.add_columns(lit(3).alias("x"))))
    print(rows(none.fetch(2)), rows(none.filter(lit(1) == lit(1))), rows(none.union_all(none)))
    print(rows(pairs.select()), rows(ordered.fetch(1).drop_columns(col("a"), col("b"))))
    print(rows(pairs.group_by(col("a")).select(col("a")).drop_columns(col("a"))))
    print(rows(none.select(lit(1).count))[-1:])
    t_env.create_temporary_view("v", none)
    print(rows(t_env.sql_query("SELECT * FROM v")), rows(t_env.sql_query("SELECT *, 1 FROM v")))
    print(rows(t_env.sql_query("SELECT COUNT(*) FROM v"))[-1:])
    attempt("no FROM", lambda: t_env.sql_query("SELECT *"))
    attempt("distinct", lambda: rows(none.distinct()))
    attempt("to_pandas", lambda: none.to_pandas())
    attempt("union", lambda: rows(none.union(none)))
    attempt("unknown column", lambda: pairs.drop_columns(col("z")))
    attempt("no column", lambda: pairs.drop_columns(lit(1)))
    attempt("all columns", lambda: pairs.drop_columns(col("*")))
    print(rows(pairs.drop_columns(col("a"), col("a")))[:1], rows(pairs.drop_columns())[:1])
