"""An access log in CSV, grouped by a column, a row function (a light one, one with a regular expression, or one that
looks addresses up in a table of ranges) or a pandas function, and thrown away.

Usage: access_log.py DIRECTORY {column,row,regex,ranges,pandas} [KEY=VALUE ...]
"""

from __future__ import annotations

import re
import sys
import time
from bisect import bisect
from ipaddress import IPv4Address

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

directory, key, *options = sys.argv[1:]
batch = "execution.runtime-mode=batch" in options
settings = EnvironmentSettings.in_batch_mode() if batch else EnvironmentSettings.in_streaming_mode()
t_env = TableEnvironment.create(settings)
for option in options:
    name, _, value = option.partition("=")
    t_env.get_config().set(name, value)


@udf(result_type=DataTypes.STRING())
def province(ip):
    return "P" + ip[:2]


ADDRESS = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})")


@udf(result_type=DataTypes.STRING())
def network(ip):
    found = ADDRESS.fullmatch(ip)
    if found is None:
        return "none"
    first, second = int(found.group(1)), int(found.group(2))
    return f"{'AB'[first >= 128]}{(first * 256 + second) % 100:02}"


STARTS = [number * (1 << 32) // 5000 for number in range(5000)]
NAMES = [f"R{number * 37 % 100:02}" for number in range(len(STARTS) + 1)]


@udf(result_type=DataTypes.STRING())
def region(ip):
    return NAMES[bisect(STARTS, int(IPv4Address(ip)))]


@udf(result_type=DataTypes.STRING(), func_type="pandas")
def province_of_all(ips):
    return "P" + ips.str[:2]


t_env.create_temporary_system_function("province", province)
t_env.create_temporary_system_function("network", network)
t_env.create_temporary_system_function("region", region)
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
KEYS = {
    "column": "uri",
    "row": "province(client_ip)",
    "regex": "network(client_ip)",
    "ranges": "region(client_ip)",
    "pandas": "province_of_all(client_ip)",
}

started = time.time()
t_env.execute_sql(f"""
    INSERT INTO discarded
    SELECT {KEYS[key]}, COUNT(uuid), SUM(response_size), SUM(response_size) * 1.0 / SUM(request_time)
    FROM log GROUP BY {KEYS[key]}
""").wait()
print("elapsed", time.time() - started)
