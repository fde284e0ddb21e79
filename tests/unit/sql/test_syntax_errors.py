"""Syntax errors underline the place and say what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from drey.errors import DreyError, SqlSyntaxError
from drey.sql import parse_statement, parse_statements

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
