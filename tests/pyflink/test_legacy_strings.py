"""String expressions: what they parse to, and the spelling of today that the warning shows."""

from __future__ import annotations

import pytest
from pyflink.table.expressions import col, lit
from pyflink.table.window import Over, Slide, Tumble

from drey.errors import SqlSyntaxError
from drey.pyflink.legacy.expression_spelling import spelling
from drey.pyflink.legacy.string_expressions import parse_expressions, parse_string
from drey.pyflink.table.expression_text import expression_text

# The string, the text of its trees as Flink prints expressions, and today's spelling.
CASES = [
    (
        "uuid, ip_to_province(client_ip) as province",
        "uuid, as(ip_to_province(client_ip), 'province')",
        'col("uuid"), call("ip_to_province", col("client_ip")).alias("province")',
    ),
    (
        "a.sum*1.0/b.sum",
        "divide(times(sum(a), 1.0), sum(b))",
        '(col("a").sum * 1.0) / col("b").sum',
    ),
    ("a.sum as c", "as(sum(a), 'c')", 'col("a").sum.alias("c")'),
    ("a.desc", "desc(a)", 'col("a").desc'),
    (
        "a > 1 && b = 'x'",
        "and(greaterThan(a, 1), equals(b, 'x'))",
        '(col("a") > 1) & (col("b") == \'x\')',
    ),
    ("10.minutes", "600000", "lit(10).minutes"),
    ("2.years", "24", "lit(2).years"),
    ("*", "*", 'col("*")'),
    (
        "w.start, w.end as e, a.count.distinct",
        "start(w), as(end(w), 'e'), distinct(count(a))",
        'col("w").start, col("w").end.alias("e"), col("a").count.distinct',
    ),
    ("a.cast(LONG)", "cast(a, BIGINT)", 'col("a").cast(DataTypes.BIGINT())'),
    ("cast(a, DECIMAL(10,2))", "cast(a, DECIMAL(10, 2))", 'col("a").cast(DataTypes.DECIMAL(10, 2))'),
    ("-a + 3 * (b - 1)", "plus(minusPrefix(a), times(3, minus(b, 1)))", None),
    ("!a || b", "or(not(a), b)", '(not_(col("a"))) | col("b")'),
    ("a ? 1 : 2", "ifThenElse(a, 1, 2)", 'if_then_else(col("a"), 1, 2)'),
    ("a.?(1, 2)", "ifThenElse(a, 1, 2)", None),
    ("ts.rowtime", "rowtime(ts)", 'col("ts").rowtime'),
    ("a.in('x','y')", "in(a, 'x', 'y')", "col(\"a\").in_('x', 'y')"),
    ("f(a) as (x, y)", "as(f(a), 'x', 'y')", 'call("f", col("a")).alias("x", "y")'),
    ("a.extract(DAY)", "extract(DAY, a)", 'col("a").extract(TimeIntervalUnit.DAY)'),
    ("nullOf(INT)", "null", "null_of(DataTypes.INT())"),
    ("'2020-01-01'.toDate", "cast('2020-01-01', DATE)", None),
    ("a.trim(LEADING, 'x')", "trim(true, false, 'x', a)", "col(\"a\").trim_leading('x')"),
    ("a.like('x%')", "LIKE(a, 'x%')", "col(\"a\").like('x%')"),
    ("b.upperCase()", "upper(b)", 'col("b").upper_case'),
    ("a.sum.over(w)", "over(sum(a), 'w')", 'col("a").sum.over(col("w"))'),
    ("a === 1", "equals(a, 1)", 'col("a") == 1'),
    ("a !== 'it''s'", "notEquals(a, 'it''s')", 'col("a") != "it\'s"'),
    ("`a b`.isNull", "isNull(a b)", 'col("a b").is_null'),
    ("a.get('f')", "get(a, 'f')", 'col("a").get("f")'),
    ("unbounded_range", "UNBOUNDED_RANGE", "UNBOUNDED_RANGE"),
    ("true, 1.5e3, 3L", "true, 1500.0, 3", None),
]


@pytest.mark.parametrize(("text", "flink", "today"), CASES)
def test_parses(text: str, flink: str, today: str | None) -> None:
    trees = parse_string(text)
    assert ", ".join(map(expression_text, trees)) == flink
    if today is not None:
        assert ", ".join(map(spelling, trees)) == today


def test_warning_names_string_and_spelling_at_the_users_line() -> None:
    with pytest.warns(DeprecationWarning, match=r'"a\.sum as c" .* write col\("a"\)\.sum\.alias') as caught:
        parse_expressions("a.sum as c")
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a and b", "write && for AND"),
        ("a +", "expected a name, found the end"),
        ("f(a", "expected ','"),
        ("a # b", "unexpected '#'"),
        ("a.minutes", "makes an interval of a whole number only"),
        ("a.cast(NOTYPE)", "'NOTYPE' is not a type"),
        ("a, ", "expected a name"),
    ],
)
def test_errors_point_at_the_place(text: str, message: str) -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        parse_string(text)
    assert message in str(caught.value)
    assert "^" in str(caught.value)


def test_windows_take_strings_and_expressions() -> None:
    with pytest.warns(DeprecationWarning, match="string expression"):
        old = Tumble.over("10.minutes").on("rowtime").alias("w")
    new = Tumble.over(lit(10).minutes).on(col("rowtime")).alias("w")
    assert (str(old.size), str(old.time_field), old.alias) == (str(new.size), "rowtime", "w")
    slide = Slide.over(lit(10).minutes).every(lit(5).minutes).on(col("t")).alias("w")
    assert (slide.kind, str(slide.slide)) == ("slide", "300000")
    over = Over.partition_by(col("a"), col("b")).order_by(col("t")).preceding(lit(1).hours).alias("o")
    assert ([str(key) for key in over.partition_by], str(over.preceding)) == (["a", "b"], "3600000")
