"""Integers wrap as Java's, decimals are exact as Python's ``decimal`` with Flink's rounding."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.functions.call_builder import make_call
from drey.functions.compiler import RexCompiler
from drey.functions.definition import EvaluationContext
from drey.functions.numbers import decimal_kernels
from drey.rex.nodes import RexInputRef
from drey.types import inference
from drey.types import logical as t
from drey.types.polars_types import polars_type

JAVA = decimal.Context(prec=38, rounding=decimal.ROUND_HALF_UP)
EXACT = decimal.Context(prec=120, rounding=decimal.ROUND_HALF_UP)
INTEGERS: tuple[t.IntegerNumericType, ...] = (t.TinyIntType(), t.SmallIntType(), t.IntType(), t.BigIntType())


def run(
    name: str, types: tuple[t.LogicalType, ...], rows: list[tuple[Any, ...]]
) -> tuple[t.LogicalType, list[Any]]:
    node = make_call(name, tuple(RexInputRef(i, type=type_) for i, type_ in enumerate(types)))
    names = [f"c{i}" for i in range(len(types))]
    columns = {
        column: pl.Series([row[i] for row in rows], dtype=polars_type(types[i]))
        for i, column in enumerate(names)
    }
    out = pl.DataFrame(columns).with_columns(r=RexCompiler(names, EvaluationContext()).compile(node))["r"]
    assert out.dtype == polars_type(node.type)
    return node.type, out.to_list()


def wrapped(value: int, type_: t.IntegerNumericType) -> int:
    low = value & ((1 << type_.bits) - 1)
    return low - (1 << type_.bits) if low >> (type_.bits - 1) else low


def truncated(a: int, b: int) -> int:
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


@st.composite
def integer_rows(draw: st.DrawFn) -> tuple[t.IntegerNumericType, list[tuple[int, int]]]:
    type_ = draw(st.sampled_from(INTEGERS))
    number = st.integers(type_.minimum, type_.maximum) | st.sampled_from(
        [type_.minimum, type_.maximum, 0, 1, -1]
    )
    return type_, draw(st.lists(st.tuples(number, number), min_size=1, max_size=20))


@given(integer_rows())
@settings(deadline=None)
def test_integers_wrap_and_divide_towards_zero(
    case: tuple[t.IntegerNumericType, list[tuple[int, int]]],
) -> None:
    type_, rows = case
    for name, python in {
        "PLUS": lambda a, b: a + b,
        "MINUS": lambda a, b: a - b,
        "TIMES": lambda a, b: a * b,
    }.items():
        assert run(name, (type_, type_), rows) == (type_, [wrapped(python(a, b), type_) for a, b in rows])
    divisible = [(a, b or 1) for a, b in rows]
    quotients = [wrapped(truncated(a, b), type_) for a, b in divisible]
    assert run("DIVIDE", (type_, type_), divisible)[1] == quotients
    assert run("MOD", (type_, type_), divisible)[1] == [a - b * truncated(a, b) for a, b in divisible]


@st.composite
def decimals(draw: st.DrawFn, most: int) -> tuple[t.DecimalType, st.SearchStrategy[Decimal]]:
    precision = draw(st.integers(1, most))
    scale = draw(st.integers(0, precision))
    bound = 10**precision - 1
    powers = st.sampled_from([2**k for k in range(120) if 2**k <= bound])
    unscaled = st.integers(-bound, bound) | powers
    return t.DecimalType(precision, scale), unscaled.map(lambda n: Decimal(n).scaleb(-scale, EXACT))


OPERATIONS = {
    "PLUS": (inference.decimal_sum_type, EXACT.add),
    "MINUS": (inference.decimal_sum_type, EXACT.subtract),
    "TIMES": (inference.decimal_product_type, JAVA.multiply),
    "DIVIDE": (inference.decimal_quotient_type, JAVA.divide),
}


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_decimals_are_exact(name: str, data: st.DataObject) -> None:
    left, left_values = data.draw(decimals(38))
    right, right_values = data.draw(decimals(38))
    rows = data.draw(st.lists(st.tuples(left_values, right_values), min_size=1, max_size=10))
    if name == "DIVIDE":
        rows = [(a, b or Decimal(1).scaleb(-right.scale)) for a, b in rows]
    result_type, operation = OPERATIONS[name]
    expected = result_type(left, right)
    wanted = [decimal_kernels.fit(operation(a, b), expected.precision, expected.scale) for a, b in rows]
    assert run(name, (left, right), rows) == (expected, wanted)
