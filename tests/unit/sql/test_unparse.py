"""Text made of syntax trees reads back to a tree with the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from drey.errors import UnsupportedError
from drey.sql import parse_expression, parse_query, parse_statements
from drey.sql.unparse import expression_text, query_text

HERE = Path(__file__).parent
EXPRESSIONS = [
    line.strip()
    for line in (HERE / "expressions.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith((" ", "#"))
]
QUERIES = [
    statement.text for statement in parse_statements((HERE / "queries.sql").read_text(encoding="utf-8"))
]
NO_TEXT_FORM = ("PIVOT", "TABLESAMPLE", "MATCH_RECOGNIZE")

# What Flink 2.3.0 keeps in its catalog of a computed column.
FLINK_SAYS = {
    "a + 1 * 2": "`a` + 1 * 2",
    "(a + 1) * 2": "(`a` + 1) * 2",
    "CAST(a AS BIGINT)": "CAST(`a` AS BIGINT)",
    "CAST(NULL AS INT)": "CAST(NULL AS INTEGER)",
    "a > 1 AND b = 'x' OR NOT a < 2": "`a` > 1 AND `b` = 'x' OR NOT `a` < 2",
    "upper(b)": "UPPER(`b`)",
    "SUBSTRING(b FROM 1 FOR 2)": "SUBSTRING(`b`, 1, 2)",
    "CASE WHEN a > 1 THEN 'x' ELSE 'y' END": "CASE WHEN `a` > 1 THEN 'x' ELSE 'y' END",
    "CASE a WHEN 1 THEN 2 END": "CASE WHEN `a` = 1 THEN 2 ELSE NULL END",
    "a BETWEEN 1 AND 2": "`a` BETWEEN ASYMMETRIC 1 AND 2",
    "a NOT IN (1, 2)": "`a` NOT IN (1, 2)",
    "b NOT LIKE 'x!%' ESCAPE '!'": "`b` NOT LIKE 'x!%' ESCAPE '!'",
    "b IS NOT NULL": "`b` IS NOT NULL",
    "TRY_CAST(b AS DECIMAL(5, 1))": "TRY_CAST(`b` AS DECIMAL(5, 1))",
    "arr[1]": "`arr`[1]",
    "r.x": "`r`.`x`",
    "MAP['x', 1]": "MAP['x', 1]",
    "ROW(1, b)": "ROW(1, `b`)",
    "DATE '2020-01-01'": "DATE '2020-01-01'",
    "ts + INTERVAL '1 2' DAY TO HOUR": "`ts` + INTERVAL '1 2' DAY TO HOUR",
    "EXTRACT(YEAR FROM dt)": "EXTRACT(YEAR FROM `dt`)",
    "FLOOR(ts TO HOUR)": "FLOOR(`ts` TO HOUR)",
    "TRIM(LEADING 'x' FROM b)": "TRIM(LEADING 'x' FROM `b`)",
    "POSITION('x' IN b)": "POSITION('x' IN `b`)",
    "b || 'x' || b": "`b` || 'x' || `b`",
    "-a": "- `a`",
    "- (a + 1)": "- (`a` + 1)",
    "1.50": "1.50",
    "'it''s'": "'it''s'",
    "TIMESTAMPDIFF(DAY, ts, ts)": "TIMESTAMPDIFF(DAY, `ts`, `ts`)",
    "OVERLAY(b PLACING 'x' FROM 1)": "OVERLAY(`b` PLACING 'x' FROM 1)",
    "CURRENT_TIMESTAMP": "CURRENT_TIMESTAMP",
    "PROCTIME()": "PROCTIME()",
    "a % 2": "`a` % 2",
    "x'0a'": "X'0A'",
    "a IS DISTINCT FROM 1": "`a` IS DISTINCT FROM 1",
    "1e3": "1E3",
    "a - (a - 1)": "`a` - (`a` - 1)",
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression_reads_back(text: str) -> None:
    shown = expression_text(parse_expression(text), query_text)
    assert expression_text(parse_expression(shown), query_text) == shown


@pytest.mark.parametrize("text", QUERIES)
def test_query_reads_back(text: str) -> None:
    tree = parse_query(text).expression
    if any(word in text for word in NO_TEXT_FORM):
        with pytest.raises(UnsupportedError, match="no text form"):
            query_text(tree)
        return
    shown = query_text(tree)
    assert query_text(parse_query(shown).expression) == shown


@pytest.mark.parametrize(("text", "wanted"), FLINK_SAYS.items())
def test_expression_is_spelled_as_flink_does(text: str, wanted: str) -> None:
    assert expression_text(parse_expression(text)) == wanted
