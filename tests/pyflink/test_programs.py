"""PyFlink programs run unmodified, in processes of their own, as users run them."""

from __future__ import annotations

import csv
import os
import re
import sqlite3
import sys
from pathlib import Path

import polars as pl
import pytest

from tests import processes

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"
EXAMPLES = ROOT / "examples"
LOG = ROOT / "tests" / "data" / "apache_access.log.gz"


def run(*arguments: str | Path) -> str:
    """``drey run`` of a program; its output."""
    done = processes.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "drey", "run", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def cdn_log(tmp_path: Path) -> pl.DataFrame:
    """A small CDN log in two CSV files."""
    frame = pl.DataFrame(
        {
            "uuid": [f"u{i}" for i in range(1000)],
            "client_ip": [f"{i % 9 + 1}.{i % 7}.0.{i % 5}" for i in range(1000)],
            "request_time": [i % 300 + 1 for i in range(1000)],
            "response_size": [i * 37 % 5000 for i in range(1000)],
            "uri": ["/a"] * 1000,
        }
    )
    (tmp_path / "log").mkdir()
    for number in range(2):
        frame[number * 500 : (number + 1) * 500].write_csv(
            tmp_path / "log" / f"{number}.csv", include_header=False
        )
    return frame


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "cdn.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE cdn_access_statistic ("
        "province TEXT PRIMARY KEY, access_count INTEGER, total_download INTEGER, download_speed REAL)"
    )
    connection.commit()
    connection.close()
    return path


def statistic(database: Path) -> list[tuple[str, int, int, float]]:
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT * FROM cdn_access_statistic ORDER BY province").fetchall()
    connection.close()
    return rows


def wanted(frame: pl.DataFrame, province: pl.Expr) -> list[tuple[str, int, int, float]]:
    grouped = frame.group_by(province.alias("province")).agg(
        pl.len(), pl.col("response_size").sum(), pl.col("request_time").sum()
    )
    speed = (pl.col("response_size") / pl.col("request_time")).alias("speed")
    return grouped.select("province", "len", "response_size", speed).sort("province").rows()


def test_the_cdn_example(tmp_path, cdn_log, database):
    run(EXAMPLES / "cdn_log_analysis.py", "--input", tmp_path / "log", "--database", database)
    octets = pl.col("client_ip").str.split(".")
    index = (octets.list.get(0).cast(pl.Int64) * 7 + octets.list.get(1).cast(pl.Int64)) % 31
    names = provinces()
    assert statistic(database) == approximately(wanted(cdn_log, index.replace_strict(range(31), names)))


def provinces() -> list[str]:
    text = (EXAMPLES / "cdn_log_analysis.py").read_text(encoding="utf-8")
    listing = text[text.index("PROVINCES = [") + len("PROVINCES = [") : text.index("]  # fmt")]
    return next(csv.reader([listing.replace("\n", "").replace("    ", "")], skipinitialspace=True))[:31]


def approximately(rows):
    return [(name, count, total, pytest.approx(speed, rel=1e-12)) for name, count, total, speed in rows]


def test_the_same_in_the_spelling_of_2020(tmp_path, cdn_log, database):
    run(PROGRAMS / "cdn_2020.py", tmp_path / "log", database)
    province = pl.format("province {}", pl.col("client_ip").str.head(1))
    assert statistic(database) == approximately(wanted(cdn_log, province))


def lines(directory: Path) -> list[str]:
    return [line for path in directory.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]


def test_nothing_of_a_real_web_log_is_lost(tmp_path):
    output = run(EXAMPLES / "apache_log.py", "--input", LOG, "--output", tmp_path / "result")
    hits = list(csv.reader(lines(tmp_path / "result" / "hits")))
    malformed = lines(tmp_path / "result" / "malformed")
    assert sum(int(row[3]) for row in hits) + len(malformed) == 10_000
    assert len(malformed) == 1
    assert "20/May/2015:01" in output
    assert re.search(r"malformed \| +1 \|", output)
