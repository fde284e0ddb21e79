"""Streams of changes and their schemas, columns by name and by position, rows that are no inserts."""

from pyflink.common import Row, RowKind, Types
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, Schema, StreamTableEnvironment
from pyflink.table.changelog_mode import ChangelogMode
from pyflink.table.expressions import col

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
t_env = StreamTableEnvironment.create(env)
ROW = Types.ROW_NAMED(["name", "n"], [Types.STRING(), Types.INT()])
KEYED = (
    Schema.new_builder()
    .column("name", DataTypes.STRING().not_null())
    .column("n", DataTypes.INT())
    .primary_key("name")
    .build()
)


def final(table):
    rows = []
    with table.execute().collect() as changes:
        for row in changes:
            if row.get_row_kind() in (RowKind.INSERT, RowKind.UPDATE_AFTER):
                rows.append(str(row))
            else:
                rows.remove(str(row))
    return sorted(rows)


def attempt(name, call):
    try:
        print(name, call())
    except Exception:
        print(name, "is refused")


upserts = env.from_collection(
    [
        Row.of_kind(RowKind.INSERT, "a", 1),
        Row.of_kind(RowKind.UPDATE_AFTER, "b", 5),
        Row.of_kind(RowKind.UPDATE_AFTER, "a", 2),
        Row.of_kind(RowKind.INSERT, "c", 7),
        Row.of_kind(RowKind.DELETE, "b", 5),
        Row.of_kind(RowKind.UPDATE_AFTER, "c", 8),
    ],
    ROW,
)
by_key = t_env.from_changelog_stream(upserts, KEYED, ChangelogMode.upsert())
by_key.print_schema()
attempt("upserts", lambda: final(by_key))
attempt("sum of upserts", lambda: final(by_key.select(col("n").sum.alias("total"))))
no_key = Schema.new_builder().column("name", DataTypes.STRING()).column("n", DataTypes.INT()).build()
attempt(
    "upserts without a key",
    lambda: final(t_env.from_changelog_stream(upserts, no_key, ChangelogMode.upsert())),
)
attempt("deletes as inserts", lambda: final(t_env.from_data_stream(upserts)))
attempt(
    "deletes in a changelog of inserts",
    lambda: final(t_env.from_changelog_stream(upserts, no_key, ChangelogMode.insert_only())),
)

pairs = env.from_collection([(1, "x"), (2, "y")], Types.TUPLE([Types.INT(), Types.STRING()]))
for name, make in {
    "tuples by name": lambda: t_env.from_data_stream(pairs, col("f1"), col("f0")),
    "tuples by other names": lambda: t_env.from_data_stream(pairs, col("a"), col("b")),
    "a schema in another order": lambda: t_env.from_data_stream(
        pairs,
        Schema.new_builder().column("f1", DataTypes.STRING()).column("f0", DataTypes.INT().not_null()).build(),
    ),
    "a schema with one of two": lambda: t_env.from_data_stream(
        pairs, Schema.new_builder().column("f1", DataTypes.STRING()).build()
    ),
    "a schema with an unknown column": lambda: t_env.from_data_stream(
        pairs, Schema.new_builder().column("f7", DataTypes.STRING()).build()
    ),
    "a schema with another name for a number": lambda: t_env.from_data_stream(
        env.from_collection([1], Types.INT()), Schema.new_builder().column("n", DataTypes.INT()).build()
    ),
}.items():
    attempt(name, lambda make=make: final(make()))


def values(table, type_info):
    with t_env.to_append_stream(table, type_info).execute_and_collect() as taken:
        return [str(value) for value in taken]


table = t_env.sql_query("SELECT 1 AS a, 'x' AS b")
attempt("append rows", lambda: values(table, Types.ROW([Types.INT(), Types.STRING()])))
attempt("append named rows", lambda: values(table, Types.ROW_NAMED(["p", "q"], [Types.INT(), Types.STRING()])))
attempt("append tuples", lambda: values(table, Types.TUPLE([Types.INT(), Types.STRING()])))
attempt("append one of two", lambda: values(table, Types.ROW([Types.INT()])))
attempt("append two as a number", lambda: values(table, Types.INT()))
