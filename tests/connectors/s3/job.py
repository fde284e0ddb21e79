"""The job that these tests kill: counts by key into files, exactly once, with checkpoints in a store.

Usage: ``python -m tests.connectors.s3.job WORK_DIRECTORY PARALLELISM ENDPOINT [RESTORE_URL]``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import drey

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

CHECKPOINTS = "s3://test/checkpoints"


def store(endpoint: str) -> dict[str, str]:
    """Options of the store."""
    return {
        "s3.endpoint": endpoint,
        "s3.access-key": "test",
        "s3.secret-key": "test",
        "s3.path.style.access": "true",
    }


def main(work: Path, parallelism: str, endpoint: str, restore: str | None) -> None:
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    options = {
        **store(endpoint),
        "parallelism.default": parallelism,
        "drey.source.batch-rows": "100",
        "execution.checkpointing.interval": "100 ms",
        "execution.checkpointing.dir": f"{CHECKPOINTS}/{work.name}",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        **({} if restore is None else {"execution.state-recovery.path": restore}),
    }
    for key, value in options.items():
        t_env.get_config().set(key, value)
    t_env.execute_sql(
        "CREATE TABLE t (k STRING, v BIGINT) WITH ('connector' = 'paced', 'paced.connector' = 'filesystem',"
        f" 'paced.rows' = '50', 'paced.pause' = '2 ms', 'paced.control' = '{work / 'control'}',"
        f" 'path' = '{work / 'in'}', 'format' = 'csv')"
    )
    t_env.execute_sql(
        "CREATE TABLE copy (k STRING, v BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv',"
        f" 'path' = '{work / 'copy'}')"
    )
    t_env.execute_sql("INSERT INTO copy SELECT DISTINCT k, v FROM t").wait()
    print("finished", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4] if len(sys.argv) > 4 else None)
