"""Syntax errors underline the place and say what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drey.errors import DreyError, SqlSyntaxError
from drey.sql import parse_statement, parse_statements
from drey.sql.lexer import split_path

CASES = yaml.safe_load(Path(__file__).with_name("syntax_errors.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sql"].replace("\n", " ")[:60])
def test_syntax_error(case: dict[str, Any]) -> None:
    sql = case["sql"]
    with pytest.raises(DreyError) as caught:
        parse_statements(sql)
    error = caught.value
    assert error.position is not None
    found = {
        "sql": error.position.text,
        "message": error.message,
        "at": error.position.start,
        "underlined": sql[error.position.start : error.position.end],
        "hint": error.hint,
    }
    assert found == case


def test_text_of_an_error() -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        parse_statement("SELECT a\nFRM t")
    assert str(caught.value) == "unexpected 'FRM'\nline 2: FRM t\n        ^^^\nhint: did you mean FROM?"


def test_exactly_one_statement() -> None:
    assert parse_statement("SELECT 1;").text == "SELECT 1"
    with pytest.raises(SqlSyntaxError, match="more than one statement"):
        parse_statement("SELECT 1; SELECT 2")
    with pytest.raises(SqlSyntaxError, match="no statement"):
        parse_statement(" -- nothing\n")


_VOCABULARY = """
SELECT FROM WHERE GROUP BY ORDER INSERT INTO VALUES CREATE TABLE VIEW AS WITH JOIN ON CASE WHEN END CAST INTERVAL
'1' DAY ROW ARRAY MAP [ ] ( ) , . ; * + - = <> t a `q` 1 1.5 NOT NULL IN BETWEEN AND IS LIKE OVER PARTITION
TABLE LATERAL UNNEST MATCH_RECOGNIZE PATTERN DEFINE { } ? | EXPLAIN ALTER ADD DROP SET SHOW PRIMARY KEY
WATERMARK FOR INT < > /*+ */ OPTIONS 'k' JSON_VALUE TRIM EXTRACT => UNION EXCEPT LIMIT DISTINCT E'x' U&'0'
"""
_WORDS = st.sampled_from(_VOCABULARY.split())


def _failure(text: str) -> DreyError | None:
    """The error of a text; any other exception than Drey's own fails the test."""
    try:
        parse_statements(text)
    except DreyError as error:
        return error
    return None


@given(st.lists(_WORDS, max_size=25).map(" ".join) | st.text(max_size=30))
def test_any_text_parses_or_fails_with_a_place(text: str) -> None:
    error = _failure(text)
    if error is None:
        assert all(statement.text for statement in parse_statements(text))
    else:
        assert error.position is not None
        assert 0 <= error.position.start <= error.position.end <= len(text) + 1


@given(st.lists(_WORDS, max_size=10).map(" ".join), st.sampled_from(CASES))
def test_mutilated_statements(inserted: str, case: dict[str, Any]) -> None:
    error = _failure(f"{case['sql'][: case['at']]} {inserted} {case['sql'][case['at'] :]}")
    assert error is None or error.position is not None


def test_nesting_has_an_end() -> None:
    with pytest.raises(SqlSyntaxError, match="nested too deeply"):
        parse_statements("SELECT " + "(" * 2000 + "1" + ")" * 2000)


def test_split_path() -> None:
    assert split_path("t") == ("t",)
    assert split_path("cat.`my db`. `a``b`") == ("cat", "my db", "a`b")


@pytest.mark.parametrize(
    ("path", "message", "underlined"),
    [
        ("a.order", "'order' is a reserved word", "order"),
        ("a b", "'a b' is not a path", "b"),
        ("a.", "'a.' is not a path", ""),
        ("", "'' is not a path", ""),
        ("a.'b'", "'a.'b'' is not a path", "'b'"),
    ],
)
def test_text_that_is_no_path(path: str, message: str, underlined: str) -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        split_path(path)
    place = caught.value.position
    assert place is not None
    assert (caught.value.message, path[place.start : place.end]) == (message, underlined)
