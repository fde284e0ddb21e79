"""Numbers without end, counted by key in a large state; a result in a thousand is printed with the attempt's name.

Each start of the Python function takes a new name, so that the first row after a restart can be told. Where the file
FLAG appears, the function removes it and raises once. Usage: recovery.py KEYS FLAG [KEY=VALUE ...]
"""

from __future__ import annotations

import os
import sys
import uuid

from pyflink.common import Configuration, Types, WatermarkStrategy
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.datastream.connectors.number_seq import NumberSequenceSource
from pyflink.table import DataTypes, StreamTableEnvironment
from pyflink.table.udf import ScalarFunction, udf

keys, flag, *options = sys.argv[1:]
# Two subtasks take a half each; these halves begin half a round of the keys apart, so one round fills the state.
end = int(keys) * 50_001
configuration = Configuration()
for option in options:
    name, _, value = option.partition("=")
    configuration.set_string(name, value)
env = StreamExecutionEnvironment.get_execution_environment(configuration)
t_env = StreamTableEnvironment.create(env)


class Attempt(ScalarFunction):
    """The name of this attempt."""

    def __init__(self, flag):
        self.flag = flag

    def open(self, function_context):
        self.name = uuid.uuid4().hex[:8]

    def eval(self, seen):
        if os.path.exists(self.flag):
            try:
                os.rename(self.flag, self.flag + ".seen")
            except FileNotFoundError:
                pass
            else:
                raise RuntimeError("the benchmark wants this task to fail once")
        return self.name


t_env.create_temporary_system_function("attempt", udf(Attempt(flag), result_type=DataTypes.STRING()))
numbers = env.from_source(
    NumberSequenceSource(0, end - 1), WatermarkStrategy.no_watermarks(), "numbers", Types.LONG()
)
t_env.create_temporary_view("numbers", t_env.from_data_stream(numbers).alias("n"))
t_env.execute_sql(
    "CREATE TABLE printed (attempt STRING, seen BIGINT, total BIGINT) WITH ('connector' = 'print')"
)
t_env.execute_sql(f"""
    INSERT INTO printed
    SELECT attempt(seen), seen, total FROM (
        SELECT MOD(n * 7919, {keys}) AS k, COUNT(*) AS seen, SUM(n) AS total
        FROM numbers GROUP BY MOD(n * 7919, {keys}))
    WHERE MOD(total, 1009) = 0
""").wait()
