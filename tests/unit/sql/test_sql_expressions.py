"""SQL expressions become the wanted unresolved trees."""

from __future__ import annotations

from pathlib import Path

import pytest
from expression_sketch import sketch

from drey.errors import DreyError, SqlSyntaxError, UnsupportedError
from drey.planner.binder.sql_expressions import to_unresolved
from drey.rex import unresolved as u
from drey.sql import parse_expression, parse_statement


def _cases() -> list[tuple[str, str]]:
    """Pairs of lines: the SQL, then the indented tree."""
    lines = Path(__file__).with_name("expressions.txt").read_text().splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    return [(sql, tree.strip()) for sql, tree in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize(("sql", "tree"), _cases(), ids=lambda text: text[:60])
def test_expression(sql: str, tree: str) -> None:
    assert sketch(to_unresolved(parse_expression(sql), sql)) == tree


@pytest.mark.parametrize(
    ("sql", "message", "underlined"),
    [
        ("a + DATE '2024-02-30'", "'2024-02-30' is not a DATE", "DATE '2024-02-30'"),
        ("TIME '25:00:00'", "'25:00:00' is not a TIME", "TIME '25:00:00'"),
        ("f(TIMESTAMP 'x')", "'x' is not a TIMESTAMP", "TIMESTAMP 'x'"),
        ("-1e400", "numeric literal '-1e400' is out of range", "-1e400"),
        ("INTERVAL '1 25' DAY TO HOUR", "'1 25' is not an interval of DAY TO HOUR", "INTERVAL '1 25' DAY TO HOUR"),
        ("INTERVAL 'x' DAY", "'x' is not an interval of DAY", "INTERVAL 'x' DAY"),
        ("INTERVAL '1' DAY TO YEAR", "an interval can't span DAY TO YEAR", "INTERVAL '1' DAY TO YEAR"),
        (
            "INTERVAL '100' SECOND",
            "interval field value 100 exceeds precision of SECOND(2) field",
            "INTERVAL '100' SECOND",
        ),
        ("1 + 9223372036854775808", "numeric literal '9223372036854775808' is out of range", "9223372036854775808"),
        ("1 + LISTAGG(a) WITHIN GROUP (ORDER BY a)", "ORDER BY inside the aggregate 'LISTAGG' is not supported", "ORDER BY a"),
    ],
)  # fmt: skip
def test_expression_without_meaning(sql: str, message: str, underlined: str) -> None:
    with pytest.raises(DreyError) as caught:
        to_unresolved(parse_expression(sql), sql)
    place = caught.value.position
    assert caught.value.message == message
    assert place is not None
    assert sql[place.start : place.end] == underlined


def test_query_is_no_expression() -> None:
    query = parse_statement("SELECT a FROM t").query  # type: ignore[attr-defined]
    with pytest.raises(UnsupportedError, match="Select can't stand in an expression"):
        to_unresolved(query.expression, query)


def test_positions_count_in_the_whole_statement() -> None:
    sql = "CREATE TABLE t (a INT, b AS upper(a) || 'x')"
    statement = parse_statement(sql)
    column = statement.schema.columns[1]  # type: ignore[attr-defined]
    call = to_unresolved(column.expression.expression, column.expression)
    assert isinstance(call, u.Call)
    places = [call.position, *(argument.position for argument in call.args)]
    texts = [sql[place.start : place.end] for place in places if place is not None]
    assert texts == ["upper(a) || 'x'", "upper(a)", "'x'"]


def test_trailing_text_after_an_expression() -> None:
    with pytest.raises(SqlSyntaxError, match="unexpected 'b'"):
        parse_expression("a b")


def test_long_chains_need_no_stack() -> None:
    sql = " OR ".join(f"a = {i}" for i in range(3000))
    tree = to_unresolved(parse_expression(sql), sql)
    depth = 0
    while isinstance(tree, u.Call) and tree.name == "OR":
        tree, depth = tree.args[0], depth + 1
    assert depth == 2999
