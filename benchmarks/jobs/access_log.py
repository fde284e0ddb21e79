"""An access log in CSV, grouped by a column, a row function or a pandas function, and thrown away.

Usage: access_log.py DIRECTORY {column,row,pandas} [KEY=VALUE ...]
"""

from __future__ import annotations

import sys
import time

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

directory, key, *options = sys.argv[1:]
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
for option in options:
    name, _, value = option.partition("=")
    t_env.get_config().set(name, value)


@udf(result_type=DataTypes.STRING())
def province(ip):
    return "P" + ip[:2]


@udf(result_type=DataTypes.STRING(), func_type="pandas")
def province_of_all(ips):
    return "P" + ips.str[:2]


t_env.create_temporary_system_function("province", province)
t_env.create_temporary_system_function("province_of_all", province_of_all)
t_env.execute_sql(f"""
    CREATE TABLE log (
        uuid STRING, client_ip STRING, request_time BIGINT, response_size BIGINT, uri STRING
    ) WITH ('connector' = 'filesystem', 'path' = '{directory}', 'format' = 'csv')
""")
t_env.execute_sql("""
    CREATE TABLE discarded (k STRING, requests BIGINT, total BIGINT, speed DOUBLE)
    WITH ('connector' = 'blackhole')
""")
KEYS = {"column": "uri", "row": "province(client_ip)", "pandas": "province_of_all(client_ip)"}

started = time.time()
t_env.execute_sql(f"""
    INSERT INTO discarded
    SELECT {KEYS[key]}, COUNT(uuid), SUM(response_size), SUM(response_size) * 1.0 / SUM(request_time)
    FROM log GROUP BY {KEYS[key]}
""").wait()
print("elapsed", time.time() - started)
