"""INSERT jobs stopped after any number of batches and continued: files and a database hold each row once."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

import drey
from tests.doubles.continued import Plan, conducted

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

ROWS = 120
COLUMNS = "id BIGINT, name STRING, amount BIGINT"
TOTALS = "SELECT name, COUNT(*), SUM(amount) FROM source GROUP BY name"
BEST = "SELECT id, name, amount FROM source ORDER BY amount DESC, id LIMIT 5"
SIZES = "SELECT n, COUNT(*) FROM (SELECT name, COUNT(*) AS n FROM source GROUP BY name) GROUP BY n"


def environment(work: Path, seed: int) -> TableEnvironment:
    """Random rows in two CSV files, a database, and the tables over them."""
    chance = random.Random(seed)
    rows = pl.DataFrame(
        [(i, f"n{chance.randrange(12)}", chance.randrange(-50, 50)) for i in range(ROWS)],
        schema=["id", "name", "amount"],
        orient="row",
    )
    (work / "input").mkdir()
    for number in range(2):
        rows[number * ROWS // 2 : (number + 1) * ROWS // 2].write_csv(
            work / "input" / f"{number}.csv", include_header=False
        )
    with sqlite3.connect(work / "db.sqlite") as connection:
        connection.execute("CREATE TABLE totals (name TEXT PRIMARY KEY, n INTEGER, total INTEGER)")
        connection.execute("CREATE TABLE best (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER)")
        connection.execute("CREATE TABLE sizes (n INTEGER PRIMARY KEY, names INTEGER)")
        connection.execute("CREATE TABLE log (id INTEGER, name TEXT, amount INTEGER)")
    connection.close()
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    # no checkpoint comes of itself, but sinks commit with checkpoints and savepoints only
    t_env.get_config().set("execution.checkpointing.interval", "1 h")
    jdbc = f"'connector' = 'jdbc', 'url' = 'jdbc:sqlite:{work}/db.sqlite'"
    for ddl in (
        f"source ({COLUMNS}) WITH ('connector' = 'filesystem', 'path' = '{work}/input', 'format' = 'csv')",
        f"files ({COLUMNS}) WITH ('connector' = 'filesystem', 'path' = '{work}/files', 'format' = 'csv')",
        f"log ({COLUMNS}) WITH ({jdbc}, 'table-name' = 'log')",
        "totals (name STRING, n BIGINT, total BIGINT, PRIMARY KEY (name) NOT ENFORCED)"
        f" WITH ({jdbc}, 'table-name' = 'totals')",
        f"best ({COLUMNS}, PRIMARY KEY (id) NOT ENFORCED) WITH ({jdbc}, 'table-name' = 'best')",
        f"sizes (n BIGINT, names BIGINT, PRIMARY KEY (n) NOT ENFORCED) WITH ({jdbc}, 'table-name' = 'sizes')",
    ):
        t_env.execute_sql(f"CREATE TABLE {ddl}")
    return t_env


def insert_all(t_env: TableEnvironment) -> None:
    """One job into all tables."""
    inserts = t_env.create_statement_set()
    for table, query in {
        "files": "SELECT * FROM source",
        "log": "SELECT * FROM source WHERE amount > 0 UNION ALL SELECT * FROM source WHERE amount < -20",
        "totals": TOTALS,
        "best": BEST,
        "sizes": SIZES,
    }.items():
        inserts.add_insert_sql(f"INSERT INTO {table} {query}")
    inserts.execute().wait()


def check(work: Path) -> None:
    """Every table holds what its query over all rows gives."""
    frames = [pl.read_csv(p, has_header=False) for p in sorted((work / "input").iterdir())]
    rows = pl.concat(frames).rows()
    with sqlite3.connect(work / "db.sqlite") as connection:
        found = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"))
            for name in ("totals", "best", "sizes", "log")
        }
    connection.close()
    counts = Counter(name for _, name, _ in rows)
    sums = {name: sum(a for _, other, a in rows if other == name) for name in counts}
    assert found["totals"] == sorted((name, counts[name], sums[name]) for name in counts)
    assert found["best"] == sorted(sorted(rows, key=lambda row: (-row[2], row[0]))[:5])
    assert found["sizes"] == sorted(Counter(counts.values()).items())
    assert found["log"] == sorted(row for row in rows if row[2] > 0 or row[2] < -20)
    parts = [p for p in (work / "files").rglob("part-*") if not p.name.startswith((".", "_"))]
    written = pl.concat([pl.read_csv(p, has_header=False) for p in parts])
    assert sorted(written.rows()) == sorted(rows)


@pytest.mark.parametrize("stop", ["savepoint", "cancel", "checkpoint"])
def test_every_row_arrives_once(tmp_path: Path, stop: str, torture_seeds: range) -> None:
    for seed in torture_seeds:
        work = tmp_path / str(seed)
        work.mkdir()
        t_env = environment(work, seed)
        with conducted(Plan(seed, stop, sizes=(1, 3, 7, 50))) as continuation:
            insert_all(t_env)
        assert continuation.count == 1, f"seed {seed}: the job was not stopped"
        check(work)


@pytest.mark.parametrize("at", [0.0, 1.0])
@pytest.mark.parametrize("stop", ["savepoint", "cancel", "checkpoint"])
def test_a_stop_before_the_first_and_after_the_last_row(tmp_path: Path, stop: str, at: float) -> None:
    t_env = environment(tmp_path, 7)
    with conducted(Plan(7, stop, at=at)) as continuation:
        insert_all(t_env)
    assert continuation.count == 1
    check(tmp_path)
