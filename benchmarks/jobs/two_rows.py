"""Two rows through a Python function: what remains is the time to start and to end."""

from __future__ import annotations

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())


@udf(result_type=DataTypes.BIGINT())
def add_one(i):
    return i + 1


t_env.create_temporary_system_function("add_one", add_one)
t_env.create_temporary_view("numbers", t_env.from_elements([(1,), (2,)], ["id"]))
t_env.execute_sql("CREATE TABLE printed (a BIGINT) WITH ('connector' = 'print')")
t_env.execute_sql("INSERT INTO printed SELECT add_one(id) FROM numbers").wait()
