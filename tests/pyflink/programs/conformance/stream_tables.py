"""Streams to tables and tables to streams."""

from pyflink.common import Duration, Row, RowKind, Types, WatermarkStrategy
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, Schema, StreamTableEnvironment
from pyflink.table.expressions import col

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
t_env = StreamTableEnvironment.create(env)
ROW = Types.ROW_NAMED(["name", "n"], [Types.STRING(), Types.INT()])


def show(stream):
    print(stream.get_type())
    with stream.execute_and_collect() as values:
        for value in values:
            print(type(value).__name__, value)


rows = env.from_collection([Row("a", 1), Row("b", 2), Row("a", 3)], ROW)
table = t_env.from_data_stream(rows)
table.print_schema()
print(sorted(map(str, table.execute().collect())))
t_env.from_data_stream(env.from_collection([1, 2, 3], Types.LONG())).print_schema()
t_env.from_data_stream(
    env.from_collection([(1, "x")], Types.TUPLE([Types.INT(), Types.STRING()]))
).print_schema()
renamed = t_env.from_data_stream(rows, col("who"), col("many"))
renamed.print_schema()
typed = t_env.from_data_stream(
    rows, Schema.new_builder().column("name", DataTypes.STRING()).column("n", DataTypes.INT())
    .column_by_expression("twice", "`n` * 2").build()
)
typed.print_schema()
print(sorted(map(str, typed.execute().collect())))
t_env.create_temporary_view("people", rows)
print(sorted(map(str, t_env.sql_query("SELECT UPPER(name), n FROM people WHERE n > 1").execute().collect())))

show(t_env.to_data_stream(table.select(col("name"), col("n"))))
show(t_env.to_data_stream(t_env.sql_query("SELECT n + 1 AS m, name FROM people")).map(lambda r: (r.m, r[1])))
counts = t_env.sql_query("SELECT name, SUM(n) AS total FROM people GROUP BY name")
changes = t_env.to_changelog_stream(counts)
print(changes.get_type())
state = {}
with changes.execute_and_collect() as values:
    for value in values:
        state[value[0]] = value[1]
print(sorted(state.items()))
try:
    t_env.to_data_stream(counts)
except Exception as error:
    print("refused")

log = env.from_collection(
    [
        Row.of_kind(RowKind.INSERT, "a", 1),
        Row.of_kind(RowKind.INSERT, "b", 5),
        Row.of_kind(RowKind.UPDATE_BEFORE, "a", 1),
        Row.of_kind(RowKind.UPDATE_AFTER, "a", 2),
        Row.of_kind(RowKind.DELETE, "b", 5),
    ],
    ROW,
)
changed = t_env.from_changelog_stream(log)
changed.print_schema()
result = {}
with t_env.sql_query(f"SELECT COUNT(*), SUM(n) FROM {changed}").execute().collect() as values:
    for value in values:
        result = value
print(result[0], result[1])


class Stamp(TimestampAssigner):
    def extract_timestamp(self, value, record_timestamp):
        return value[1] * 1000


timed = rows.assign_timestamps_and_watermarks(
    WatermarkStrategy.for_bounded_out_of_orderness(Duration.of_seconds(1)).with_timestamp_assigner(Stamp())
)
with_time = t_env.from_data_stream(
    timed,
    Schema.new_builder().column("name", DataTypes.STRING()).column("n", DataTypes.INT())
    .column_by_metadata("rowtime", "TIMESTAMP_LTZ(3)").watermark("rowtime", "SOURCE_WATERMARK()").build(),
)
print(sorted(map(str, with_time.select(col("n"), col("rowtime").cast(DataTypes.STRING())).execute().collect())))
