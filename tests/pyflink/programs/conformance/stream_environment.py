"""A table environment beside a stream environment."""

from pyflink.common import Configuration
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import EnvironmentSettings, StreamTableEnvironment
from pyflink.table.expressions import col

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
t_env = StreamTableEnvironment.create(env)
table = t_env.from_elements([(1, "a"), (2, "b")], ["i", "s"])
print(sorted(map(str, table.execute().collect())))
table.select(col("i").sum.alias("sum")).print_schema()

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
t_env = StreamTableEnvironment.create(env, EnvironmentSettings.in_batch_mode())
table = t_env.from_elements([(1, "a"), (2, "b"), (3, "b")], ["i", "s"])
table.group_by(col("s")).select(col("s"), col("i").sum.alias("n")).order_by(col("s")).execute().print()

configuration = Configuration()
configuration.set_string("table.local-time-zone", "Asia/Tokyo")
env = StreamExecutionEnvironment.get_execution_environment(configuration)
t_env = StreamTableEnvironment.create(env)
print(t_env.get_config().get("table.local-time-zone", "none"))
t_env = StreamTableEnvironment.create(environment_settings=EnvironmentSettings.in_streaming_mode())
print(t_env.list_catalogs())
