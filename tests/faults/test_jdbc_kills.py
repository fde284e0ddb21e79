"""A job that writes into MariaDB and PostgreSQL, killed by SIGKILL at random moments and restored.

Appends to both, and upserts, are compared with what was read: nothing is lost, nothing is doubled.
"""

from __future__ import annotations

import json
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from drey.testing.servers import Server
from tests.connectors.jdbc.databases import TestDatabase, fresh_database
from tests.faults.test_sql_kills import newest_checkpoint, start, wait_for_checkpoint
from tests.processes import ended, killed_at_the_end

JOB = Path(__file__).parent / "jdbc_job.py"
ROWS = 200_000
FILES = 4
NAMES = 1000


@pytest.fixture
def databases(mariadb_server: Server, postgresql_server: Server) -> Iterator[dict[str, TestDatabase]]:
    with fresh_database(mariadb_server) as mysql, fresh_database(postgresql_server) as postgresql:
        yield {"mariadb": mysql, "postgresql": postgresql}


def prepare(work: Path, databases: dict[str, TestDatabase], seed: int) -> pl.DataFrame:
    """Random rows in CSV files, and empty tables."""
    generator = np.random.default_rng(seed)
    frame = pl.DataFrame({"id": np.arange(ROWS), "amount": generator.integers(-1000, 1000, ROWS)}).select(
        "id", pl.format("name {}", pl.Series(generator.integers(0, NAMES, ROWS))).alias("name"), "amount"
    )
    (work / "input").mkdir(parents=True)
    for number in range(FILES):
        piece = frame.slice(number * ROWS // FILES, ROWS // FILES)
        piece.write_csv(work / "input" / f"{number}.csv", include_header=False)
    urls = {}
    for server, database in databases.items():
        database.empty()
        database.execute("CREATE TABLE log (id BIGINT, name VARCHAR(20), amount BIGINT)")
        urls[server] = database.options("log")["url"]
    (work / "urls.json").write_text(json.dumps(urls))
    mysql = databases["mariadb"]
    mysql.execute("CREATE TABLE totals (bucket VARCHAR(20) PRIMARY KEY, n BIGINT, total BIGINT)")
    mysql.execute("CREATE TABLE names (name VARCHAR(20) PRIMARY KEY, bucket VARCHAR(20))")
    values = ", ".join(f"('name {i}', 'bucket {i % 10}')" for i in range(NAMES))
    mysql.execute(f"INSERT INTO names VALUES {values}")
    return frame


def logged(databases: dict[str, TestDatabase]) -> int:
    return sum(int(d.execute("SELECT COUNT(*) FROM log")[0][0]) for d in databases.values())


def run_with_kills(work: Path, databases: dict[str, TestDatabase], seed: int) -> int:
    """Run the job to its end, killing it up to five times; how often a kill hit a job that had checkpoints."""
    moments = random.Random(seed)
    hits = 0
    for attempt in range(6):
        process = start(work, JOB)
        with killed_at_the_end(process):
            if attempt < 5:
                if attempt % 2:
                    wait_for_checkpoint(process, work)
                time.sleep(moments.uniform(0.0, 0.02 if attempt % 2 else 1.0))
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
            _, errors = ended(process)
        if process.returncode == 0:
            return hits
        assert process.returncode == -signal.SIGKILL, errors
        if logged(databases) >= 2 * ROWS // 5:
            return hits  # it was over; an older checkpoint would run it again
        hits += newest_checkpoint(work) is not None
    raise AssertionError("the last attempt was not killed and did not end")


def check(databases: dict[str, TestDatabase], frame: pl.DataFrame) -> None:
    """The three tables hold exactly what they should."""
    for rest, database in enumerate(databases.values()):
        found = database.execute("SELECT id, name, amount FROM log ORDER BY id")
        assert found == frame.filter(pl.col("id") % 5 == rest).rows(), database.kind
    bucket = pl.format("bucket {}", pl.col("name").str.slice(5).cast(pl.Int64) % 10)
    wanted = frame.group_by(bucket.alias("bucket")).agg(pl.len(), pl.col("amount").sum()).sort("bucket")
    totals = databases["mariadb"].execute("SELECT bucket, n, total FROM totals ORDER BY bucket")
    assert totals == wanted.rows()


def test_nothing_is_lost_and_nothing_is_doubled(
    tmp_path: Path, databases: dict[str, TestDatabase], torture_seeds: range
) -> None:
    hits = 0
    for seed in torture_seeds:
        work = tmp_path / str(seed)
        frame = prepare(work, databases, seed)
        hits += run_with_kills(work, databases, seed)
        check(databases, frame)
        print(f"seed {seed}: exact, {hits} kills so far")
    assert hits >= len(torture_seeds) // 2, "too few kills hit a job with checkpoints to mean anything"
