"""EXPLAIN against golden plans; those that differ from Flink's say why in their file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from drey.session.session import Session
from drey.session.statements import execute_statement
from drey.sql import parse_statement

HERE = Path(__file__).parent
TABLES = (
    "CREATE TABLE orders (id BIGINT, customer STRING, amount INT, price DECIMAL(10, 2), ts TIMESTAMP(3), WATERMARK FOR "
    "ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = '/tmp/orders.csv', 'format' = 'csv')",
    "CREATE TABLE plain (a INT, b STRING, c BIGINT NOT NULL) WITH ('connector' = 'filesystem', "
    "'path' = '/tmp/plain.csv', 'format' = 'csv')",
    "CREATE TABLE sink (a INT, b STRING) WITH ('connector' = 'blackhole')",
    "CREATE TABLE upserts (customer STRING, total BIGINT, PRIMARY KEY (customer) NOT ENFORCED) WITH "
    "('connector' = 'blackhole')",
    "CREATE TABLE clicks (oid INT, k INT, s STRING, proc AS PROCTIME()) WITH ('connector' = 'filesystem', "
    "'path' = '/tmp/clicks.csv', 'format' = 'csv')",
    "CREATE TABLE dim (id INT, name STRING, age INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'jdbc', "
    "'url' = 'jdbc:postgresql://localhost/shop', 'table-name' = 'dim')",
)
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{case['name']}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@cache
def session(runtime: str) -> Session:
    made = Session({"execution.runtime-mode": runtime.upper(), "table.local-time-zone": "UTC"})
    for statement in TABLES:
        execute_statement(made, parse_statement(statement))
    return made


@pytest.mark.parametrize(("runtime", "case"), CASES)
def test_plan(runtime: str, case: dict[str, Any]) -> None:
    statement = parse_statement(f"EXPLAIN CHANGELOG_MODE {case['sql']}")
    result = execute_statement(session(runtime), statement)
    assert str(result.rows[0][0]).rstrip("\n") == case["plan"].rstrip("\n")


@pytest.mark.parametrize(("runtime", "case"), CASES)
def test_difference_is_explained(runtime: str, case: dict[str, Any]) -> None:
    assert ("flink" in case) == bool(case.get("difference"))
    assert case.get("flink") != case["plan"]


@pytest.mark.parametrize(
    ("ttl", "hint", "mode"),
    [
        ("0 s", "", "I"),
        ("1 h", "", "I,UA"),
        ("0 s", "/*+ STATE_TTL('plain' = '1 h') */", "I,UA"),
        ("1 h", "/*+ STATE_TTL('plain' = '0 s') */", "I"),
    ],
)
def test_with_a_time_to_live_a_distinct_row_is_updated(ttl: str, hint: str, mode: str) -> None:
    made = Session({"table.exec.state.ttl": ttl})
    execute_statement(made, parse_statement(TABLES[1]))
    sql = f"EXPLAIN CHANGELOG_MODE SELECT {hint} DISTINCT b FROM plain"
    result = execute_statement(made, parse_statement(sql))
    assert f"GroupAggregate(groupBy=[b], select=[b], changelogMode=[{mode}]" in str(result.rows[0][0])
