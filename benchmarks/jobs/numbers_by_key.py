"""Numbers in CSV, summed by a BIGINT key and thrown away.

Usage: numbers_by_key.py DIRECTORY [KEY=VALUE ...]
"""

from __future__ import annotations

import sys
import time

from pyflink.table import EnvironmentSettings, TableEnvironment

directory, *options = sys.argv[1:]
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
for option in options:
    name, _, value = option.partition("=")
    t_env.get_config().set(name, value)
t_env.execute_sql(f"""
    CREATE TABLE numbers (k BIGINT, v BIGINT)
    WITH ('connector' = 'filesystem', 'path' = '{directory}', 'format' = 'csv')
""")
t_env.execute_sql(
    "CREATE TABLE discarded (k BIGINT, n BIGINT, total BIGINT) WITH ('connector' = 'blackhole')"
)

started = time.time()
t_env.execute_sql("INSERT INTO discarded SELECT k, COUNT(*), SUM(v) FROM numbers GROUP BY k").wait()
print("elapsed", time.time() - started)
