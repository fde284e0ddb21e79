"""A CDN log in a topic, JSON, grouped by the province that a Python function finds for the IP, and thrown away.

Reads what is in the topic when the job starts. Usage: kafka_cdn.py BROKERS TOPIC [KEY=VALUE ...]
"""

from __future__ import annotations

import sys
import time

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

brokers, topic, *options = sys.argv[1:]
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
for option in options:
    name, _, value = option.partition("=")
    t_env.get_config().set(name, value)

PROVINCES = ["Anhui", "Fujian", "Gansu", "Guangdong", "Hebei", "Henan", "Hubei", "Hunan", "Jilin", "Sichuan"]


@udf(result_type=DataTypes.STRING())
def ip_to_province(ip):
    first, _, rest = ip.partition(".")
    return PROVINCES[(int(first) + int(rest.partition(".")[0])) % len(PROVINCES)]


t_env.create_temporary_system_function("ip_to_province", ip_to_province)
t_env.execute_sql(f"""
    CREATE TABLE cdn_access_log (
        uuid STRING, client_ip STRING, request_time BIGINT, response_size BIGINT, uri STRING
    ) WITH (
        'connector' = 'kafka', 'topic' = '{topic}', 'properties.bootstrap.servers' = '{brokers}',
        'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json')
""")
t_env.execute_sql("""
    CREATE TABLE cdn_access_statistic (province STRING, access_count BIGINT, total_download BIGINT, speed DOUBLE)
    WITH ('connector' = 'blackhole')
""")

started = time.time()
t_env.execute_sql("""
    INSERT INTO cdn_access_statistic
    SELECT province, COUNT(uuid), SUM(response_size), SUM(response_size) * 1.0 / SUM(request_time)
    FROM (SELECT *, ip_to_province(client_ip) AS province FROM cdn_access_log)
    GROUP BY province
""").wait()
print("elapsed", time.time() - started)
