"""Every statement form of the grammar parses to its statement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_values import plain

from drey.sql import parse_statement, parse_statements

CASES = yaml.safe_load(Path(__file__).with_name("statements.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sql"].split("\n")[0][:60])
def test_statement(case: dict[str, Any]) -> None:
    statement = parse_statement(case["sql"])
    assert type(statement).__name__ == case["type"]
    wanted = case.get("fields", {})
    assert {key: plain(getattr(statement, key)) for key in wanted} == wanted
    assert statement.text == case["sql"].strip()


def test_script_of_statements_with_comments() -> None:
    script = """
        -- first; not a statement
        SET 'a' = 'b;c';
        /* a comment; */ ;
        EXECUTE STATEMENT SET BEGIN
          INSERT INTO a SELECT 1; -- one
          INSERT INTO b SELECT 2;
        END;
        SELECT 1 // the last one
    """
    statements = parse_statements(script)
    assert [type(s).__name__ for s in statements] == ["SetOption", "StatementSet", "QueryStatement"]
    assert statements[2].text == "SELECT 1"
    assert statements[1].text.startswith("EXECUTE STATEMENT SET")
    assert statements[1].text.endswith("END")


def test_only_comments_are_no_statement() -> None:
    assert parse_statements(" -- nothing\n ;; /* here */") == []


def test_option_positions_cover_key_and_value() -> None:
    sql = "CREATE TABLE t (a INT) WITH ('x' = '1', 'connector' = 'no')"
    statement = parse_statement(sql)
    place = statement.options.positions["connector"]  # type: ignore[attr-defined]
    assert sql[place.start : place.end] == "'connector' = 'no'"
