"""Records of a topic through a Python function into another topic, with the time when they were made.

Usage: latency.py BROKERS FROM TO [KEY=VALUE ...]; runs until it is stopped.
"""

from __future__ import annotations

import sys

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

brokers, source, target, *options = sys.argv[1:]
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
for option in options:
    name, _, value = option.partition("=")
    t_env.get_config().set(name, value)


@udf(result_type=DataTypes.STRING())
def province(ip):
    return "P" + ip[:2]


t_env.create_temporary_system_function("province", province)
t_env.execute_sql(f"""
    CREATE TABLE requests (created BIGINT, client_ip STRING) WITH (
        'connector' = 'kafka', 'topic' = '{source}', 'properties.bootstrap.servers' = '{brokers}',
        'scan.startup.mode' = 'latest-offset', 'format' = 'json')
""")
t_env.execute_sql(f"""
    CREATE TABLE answers (created BIGINT, province STRING) WITH (
        'connector' = 'kafka', 'topic' = '{target}', 'properties.bootstrap.servers' = '{brokers}',
        'format' = 'json')
""")
t_env.execute_sql("INSERT INTO answers SELECT created, province(client_ip) FROM requests").wait()
