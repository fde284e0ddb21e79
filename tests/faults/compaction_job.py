"""The job that ``test_compaction_kills`` kills: CSV files into CSV files whose parts are merged."""

import sys

from pyflink.table import EnvironmentSettings, TableEnvironment

work = sys.argv[1]
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.execute_sql(f"""
    CREATE TABLE source (id BIGINT, v BIGINT) WITH (
        'connector' = 'paced', 'paced.connector' = 'filesystem', 'paced.rows' = '100', 'paced.pause' = '10 ms',
        'paced.control' = '{work}/control', 'path' = '{work}/input', 'format' = 'csv')
""")
t_env.execute_sql(f"""
    CREATE TABLE files (id BIGINT, v BIGINT, p BIGINT) PARTITIONED BY (p) WITH (
        'connector' = 'filesystem', 'path' = '{work}/files', 'format' = 'csv', 'auto-compaction' = 'true',
        'sink.partition-commit.policy.kind' = 'success-file')
""")
t_env.execute_sql("INSERT INTO files SELECT id, v, MOD(id, 3) FROM source").wait()
