"""Random requests without end through a Python function into counts by customer, as fast as it goes.

Usage: soak.py KEYS [KEY=VALUE ...]; runs until it is stopped.
"""

from __future__ import annotations

import sys

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

keys, *options = sys.argv[1:]
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
for option in options:
    name, _, value = option.partition("=")
    t_env.get_config().set(name, value)


@udf(result_type=DataTypes.STRING())
def customer(number):
    return f"customer-{number}"


t_env.create_temporary_system_function("customer", customer)
t_env.execute_sql(f"""
    CREATE TABLE requests (number BIGINT, size BIGINT, path STRING) WITH (
        'connector' = 'datagen', 'rows-per-second' = '100000000',
        'fields.number.min' = '0', 'fields.number.max' = '{int(keys) - 1}',
        'fields.size.min' = '100', 'fields.size.max' = '1000000', 'fields.path.length' = '20')
""")
t_env.execute_sql("""
    CREATE TABLE discarded (customer STRING, requests BIGINT, total BIGINT, path STRING)
    WITH ('connector' = 'blackhole')
""")
t_env.execute_sql("""
    INSERT INTO discarded
    SELECT customer, COUNT(*), SUM(size), MAX(path)
    FROM (SELECT *, customer(number) AS customer FROM requests) GROUP BY customer
""").wait()
