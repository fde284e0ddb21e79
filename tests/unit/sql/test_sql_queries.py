"""Queries parse to the documented shapes of sqlglot trees, with places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from drey.sql import Query, Statement, nodes, parse_query, parse_statement, parse_statements, position_of
from drey.sql.reserved import is_reserved

SCRIPT = Path(__file__).with_name("queries.sql").read_text()
QUERIES = parse_statements(SCRIPT)


def _identifier_source(node: exp.Identifier) -> str:
    return "`" + node.this.replace("`", "``") + "`" if node.quoted else str(node.this)


@pytest.mark.parametrize("statement", QUERIES, ids=lambda s: s.text.split("\n")[0][:60])
def test_places_of_nodes(statement: Statement) -> None:
    query = statement.query  # type: ignore[attr-defined]
    whole = query.position
    for node in query.expression.walk():
        place = position_of(node, query)
        if place is None:
            continue
        assert place.text is SCRIPT
        assert whole.start <= place.start < place.end <= whole.end
        source = SCRIPT[place.start : place.end]
        assert source == source.strip()
        if isinstance(node, exp.Identifier):
            assert source == _identifier_source(node)
        elif isinstance(node, exp.Literal) and not node.is_string:
            assert source == node.this
        elif isinstance(node, nodes.FunctionCall):
            assert source.upper().startswith(node.this.upper())


def test_every_form_is_a_query() -> None:
    assert len(QUERIES) == SCRIPT.count(";\n")
    assert {type(s).__name__ for s in QUERIES} == {"QueryStatement"}


def _tree(sql: str) -> exp.Expression:
    return parse_query(sql).expression


def test_comma_binds_weaker_than_join() -> None:
    joins = _tree("SELECT * FROM a, b JOIN c ON b.x = c.x, d").args["joins"]
    assert [(join.this.name, join.args.get("on")) for join in joins] == [("b", None), ("d", None)]
    inner = joins[0].this.args["joins"]
    assert [join.this.name for join in inner] == ["c"]
    assert isinstance(inner[0].args["on"], nodes.Operator)


def test_join_kinds() -> None:
    sql = "SELECT * FROM a JOIN b ON x LEFT JOIN c USING (k) CROSS JOIN d NATURAL FULL OUTER JOIN e"
    joins = _tree(sql).args["joins"]
    found = [(j.args.get("method"), j.args.get("side"), j.args.get("kind")) for j in joins]
    assert found == [
        (None, None, "INNER"),
        (None, "LEFT", None),
        (None, None, "CROSS"),
        ("NATURAL", "FULL", None),
    ]
    assert [identifier.this for identifier in joins[1].args["using"]] == ["k"]


def test_intersect_binds_stronger_than_union() -> None:
    tree = _tree("SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4")
    assert isinstance(tree, exp.Except)
    assert isinstance(tree.this, exp.Union)
    assert tree.this.args["distinct"] is False
    assert isinstance(tree.this.expression, exp.Intersect)


def test_modifiers_of_an_operand_stay_with_it() -> None:
    tree = _tree("(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL SELECT 2 ORDER BY 1 LIMIT 5")
    assert isinstance(tree.this, exp.Subquery)
    assert tree.this.this.args["limit"].expression.this == "1"
    assert tree.args["limit"].expression.this == "5"


def test_fetch_is_a_limit() -> None:
    tree = _tree("SELECT a FROM t OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY")
    assert (tree.args["limit"].expression.this, tree.args["offset"].expression.this) == ("3", "2")


def test_grouping_sets() -> None:
    group = _tree("SELECT a FROM t GROUP BY a, GROUPING SETS ((a, b), c, ()), ROLLUP (d)").args["group"]
    plain, sets, rollup = group.expressions
    assert isinstance(plain, exp.Column)
    assert [len(s.expressions) if isinstance(s, exp.Tuple) else s.name for s in sets.expressions] == [
        2,
        "c",
        0,
    ]
    assert isinstance(rollup, exp.Rollup)


def test_temporal_join_and_hints() -> None:
    tree = _tree(
        "SELECT /*+ BROADCAST(r) */ 1 FROM o JOIN r /*+ OPTIONS('a'='b') */ FOR SYSTEM_TIME AS OF o.ts AS x ON TRUE"
    )
    table = tree.args["joins"][0].this
    assert table.alias == "x"
    assert table.args["version"].expression.name == "ts"
    assert table.args["hints"][0].args["options"] == [("a", "b")]
    hint = tree.args["hint"].expressions[0]
    assert (hint.this, [argument.name for argument in hint.expressions]) == ("BROADCAST", ["r"])


def test_match_recognize() -> None:
    node = (
        _tree(
            "SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.x AS y AFTER MATCH SKIP TO FIRST B "
            "PATTERN (A B{2,}? C) WITHIN INTERVAL '1' HOUR DEFINE A AS A.x > 1) AS m"
        )
        .args["from_"]
        .this
    )
    assert isinstance(node, nodes.MatchRecognize)
    assert (node.args["after"], node.args["after_symbol"].this) == ("SKIP TO FIRST", "B")
    first, quantified, last = node.args["pattern"].expressions
    assert (first.this, last.this) == ("A", "C")
    assert quantified.args["options"] == ["2", "", "RELUCTANT"]
    assert [alias.alias for alias in node.args["define"]] == ["A"]


def test_window_table_function() -> None:
    node = (
        _tree("SELECT * FROM TABLE(HOP(TABLE d, DESCRIPTOR(ts), INTERVAL '1' DAY, INTERVAL '2' DAY)) AS h")
        .args["from_"]
        .this
    )
    assert isinstance(node, nodes.TableFunction)
    assert node.args["alias"].this.this == "h"
    table, descriptor, slide, _ = node.this.expressions
    assert isinstance(table, nodes.TableArgument)
    assert descriptor.this == "DESCRIPTOR"
    assert slide.args["unit"] == "DAY"


_NAMES = st.text(min_size=1, max_size=12).map(
    lambda text: "`" + text.replace("`", "``") + "`"
) | st.from_regex(r"[A-Za-z_][A-Za-z0-9_$]{0,8}", fullmatch=True).filter(lambda word: not is_reserved(word))
_GAPS = st.sampled_from([" ", "\n", "\t ", " /* x, `y` */ ", " -- it's a comment\n"])


@given(names=st.lists(_NAMES, min_size=7, max_size=7), gap=_GAPS)
def test_identifiers_slice_back_to_their_text(names: list[str], gap: str) -> None:
    a, b, c, d, e, f, g = names
    sql = gap.join(
        [
            "",
            "SELECT",
            f"{a}.{b}",
            "AS",
            c,
            ",",
            f"SUM({d})",
            "FROM",
            e,
            "AS",
            f,
            "WHERE",
            f"{g} IN",
            f"(SELECT {a} FROM {b})",
        ]
    )
    query = parse_statement(sql).query  # type: ignore[attr-defined]
    assert isinstance(query, Query)
    found = []
    for node in query.expression.find_all(exp.Identifier, bfs=False):
        place = position_of(node, query)
        assert place is not None
        found.append((place.start, sql[place.start : place.end], node.this))
    texts = [text for _, text, _ in sorted(found)]
    assert texts == [a, b, c, d, e, f, g, a, b]
    for _, text, value in found:
        assert value == (text[1:-1].replace("``", "`") if text.startswith("`") else text)
