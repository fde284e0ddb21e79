"""How schemas show time attributes: computed, of metadata, of the clock."""

from pyflink.common import Row, Types
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import Schema, StreamTableEnvironment
from pyflink.table.expressions import col

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
t_env = StreamTableEnvironment.create(env)
t_env.execute_sql(
    "CREATE TABLE ticks (id BIGINT, ts AS stored + INTERVAL '1' SECOND, now_ AS PROCTIME(), more AS id + 1, "
    "stored TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH ('connector' = 'datagen')"
)
ticks = t_env.from_path("ticks")
ticks.print_schema()
ticks.select(col("ts"), col("now_"), col("id")).print_schema()
rows = env.from_collection([Row("a", 1)], Types.ROW_NAMED(["name", "n"], [Types.STRING(), Types.INT()]))
t_env.from_data_stream(
    rows,
    Schema.new_builder()
    .column("name", "STRING")
    .column("n", "INT")
    .column_by_metadata("rowtime", "TIMESTAMP_LTZ(3)")
    .column_by_expression("now_", "PROCTIME()")
    .watermark("rowtime", "SOURCE_WATERMARK()")
    .build(),
).print_schema()
