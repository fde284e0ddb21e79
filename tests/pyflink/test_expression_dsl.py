"""Expressions: their texts as Flink 2.3 prints them, and the trees behind them."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyflink.table import expressions
from pyflink.table.expression import Expression, JsonOnNull, JsonValueOnEmptyOrError, TimeIntervalUnit
from pyflink.table.expressions import call, col, lit
from pyflink.table.types import DataTypes
from pyflink.table.udf import udf
from pyflink.util.exceptions import ValidationException

from drey.rex.unresolved import Alias, Call, Cast, Expr, FieldAccess, Lit, Over, Ref, SortKey, Star
from drey.types import logical as t

# Python source of expressions and what str() of them was in PyFlink 2.3.0.
RECORDED: dict[str, str] = json.loads((Path(__file__).parent / "expression_texts.json").read_text())

A = Ref(("a",))
NAMES = {
    **{name: getattr(expressions, name) for name in dir(expressions) if not name.startswith("_")},
    **vars(__import__("drey.pyflink.table.expression_units", fromlist=["*"])),
    "abs": abs,
    "a": col("a"),
    "b": col("b"),
    "DataTypes": DataTypes,
    "E": expressions,
}


@pytest.mark.parametrize("source", RECORDED)
def test_text_is_flinks(source: str) -> None:
    assert str(eval(source, dict(NAMES))) == RECORDED[source]


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        (col("a") + 1, Call("PLUS", (A, Lit(1)))),
        (1 - col("a"), Call("MINUS", (Lit(1), A))),
        (~(col("a") > 1), Call("IS_NOT_TRUE", (Call("GREATER_THAN", (A, Lit(1))),))),
        (col("a").sum.distinct, Call("SUM", (A,), distinct=True)),
        (col("a").alias("x", "y"), Alias(A, "x", ("y",))),
        (col("a").cast(DataTypes.BIGINT()), Cast(A, t.BigIntType())),
        (col("a").try_cast(DataTypes.STRING()), Cast(A, t.string_type(), safe=True)),
        (col("a").get("f").g, FieldAccess(FieldAccess(A, "f"), "g")),
        (col("a").get(0), Call("GET", (A, Lit(0)))),
        (col("a")["k"], Call("AT", (A, Lit("k")))),
        (col("a").desc, SortKey(A, ascending=False)),
        (col("a").sum.over(col("w")), Over(Call("SUM", (A,)), window_name="w")),
        (col("a").trim_leading("x"), Call("TRIM", (A, Lit("x")), options=("LEADING",))),
        (col("a").extract(TimeIntervalUnit.DAY), Call("EXTRACT", (A,), options=("DAY",))),
        (col("a").floor(TimeIntervalUnit.HOUR), Call("FLOOR", (A,), options=("HOUR",))),
        (col("*"), Star()),
        (expressions.null_of(DataTypes.INT()), Lit(None, t.IntType())),
        (
            col("a").json_value("$.x", DataTypes.INT(), JsonValueOnEmptyOrError.DEFAULT, 7),
            Call(
                "JSON_VALUE",
                (A, Lit("$.x"), Lit(7)),
                options=("RETURNING INT", "DEFAULT ON EMPTY", "NULL ON ERROR"),
            ),
        ),
        (
            expressions.json_array(JsonOnNull.NULL, 1),
            Call("JSON_ARRAY", (Lit(1),), options=("NULL ON NULL",)),
        ),
        (call("db.f", col("a").as_argument("x")), Call("db.f", (A,), arg_names=("x",))),
    ],
)
def test_tree(expression: Any, tree: Expr) -> None:
    assert expression._expr == tree


def test_literals_take_pythons_times() -> None:
    assert lit(datetime.date(2020, 1, 2))._expr == Lit(datetime.date(2020, 1, 2))
    assert lit(Decimal("1.25"))._expr == Lit(Decimal("1.25"))
    day = t.DayTimeIntervalType("SECOND(3)", nullable=False)
    assert lit(datetime.timedelta(days=1, seconds=2))._expr == Lit(86_402_000, day)
    assert lit(2).months._expr == Lit(2, t.YearMonthIntervalType("MONTH", nullable=False))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: lit(None), "Cannot derive a data type for value 'null'"),
        (lambda: lit(object()), "Cannot derive a data type"),
        (lambda: lit(1, DataTypes.BIGINT()), "must have a NOT NULL data type"),
        (lambda: col("a").year, "Invalid constant for year-month interval: a"),
        (lambda: col("a").over("w"), "over needs an aggregate"),
        (lambda: call("f", col("a").as_argument("x"), 1), "all arguments of a call are named"),
    ],
)
def test_errors(build: Any, message: str) -> None:
    with pytest.raises(ValidationException, match=message):
        build()


def test_private_names_are_no_fields() -> None:
    with pytest.raises(AttributeError):
        _ = col("a")._nothing
    with pytest.raises(TypeError, match="unhashable"):
        hash(col("a"))


def test_calling_a_python_function_gives_a_call_with_the_function() -> None:
    plus_one = udf(lambda i: i + 1, result_type=DataTypes.BIGINT(), name="plus_one")
    expression = plus_one(col("a"))
    assert isinstance(expression, Expression)
    assert expression._expr == Call("plus_one", (A,), function=plus_one)
