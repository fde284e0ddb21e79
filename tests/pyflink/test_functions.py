"""The forms of user functions and what a wrapper says about them."""

from __future__ import annotations

import datetime
import functools
from decimal import Decimal
from typing import Any

import pytest
from pyflink.table import (
    AggregateFunction,
    DataTypes,
    FunctionContext,
    ScalarFunction,
    TableAggregateFunction,
)
from pyflink.table.expressions import col
from pyflink.table.udf import AsyncScalarFunction, TableFunction, udaf, udf, udtaf, udtf

from drey.types.type_parser import parse_type


class PlusOne(ScalarFunction):
    def eval(self, i: int) -> int:
        return i + 1

    def is_deterministic(self) -> bool:
        return False


class Callable:
    def __call__(self, i: Any) -> str:
        return str(i)


class Split(TableFunction):
    def eval(self, text: str) -> list[tuple[str, int]]:
        return [(text, 1)]


class Mean(AggregateFunction):
    def create_accumulator(self) -> Any:
        return [0, 0]

    def accumulate(self, accumulator: Any, *args: Any) -> None:
        accumulator[0] += args[0]

    def get_value(self, accumulator: Any) -> Any:
        return accumulator[0]

    def get_result_type(self) -> str:
        return "DOUBLE"

    def get_accumulator_type(self) -> str:
        return "ROW<s BIGINT, n BIGINT>"


class Top2(TableAggregateFunction):
    def create_accumulator(self) -> Any:
        return []

    def accumulate(self, accumulator: Any, *args: Any) -> None:
        accumulator.append(args[0])

    def emit_value(self, accumulator: Any) -> Any:
        yield from accumulator

    def get_result_type(self) -> str:
        return "BIGINT"

    def get_accumulator_type(self) -> str:
        return "ARRAY<BIGINT>"


def add(i: int, j: int) -> int:
    return i + j


@pytest.mark.parametrize(
    ("wrapper", "name", "kind", "result"),
    [
        (udf(lambda i: i, DataTypes.BIGINT(), DataTypes.BIGINT()), "<lambda>", "scalar", "BIGINT"),
        (udf(add, result_type="ROW<a INT>"), "add", "scalar", "ROW<a INT>"),
        (udf(add), "add", "scalar", "BIGINT"),
        (udf(PlusOne(), result_type="INT", name="p"), "p", "scalar", "INT"),
        (udf(PlusOne()), "PlusOne", "scalar", "BIGINT"),
        (udf(Callable()), "Callable", "scalar", "STRING"),
        (udf(functools.partial(add, 1)), "partial", "scalar", "BIGINT"),
        (udf(add, result_type="INT", func_type="pandas"), "add", "scalar", "INT"),
        (udtf(add, result_types=["INT", "STRING"]), "add", "table", "ROW<f0 INT, f1 STRING>"),
        (udtf(add, result_types=DataTypes.INT()), "add", "table", "ROW<f0 INT>"),
        (udtf(add, result_types="ROW<a INT, b STRING>"), "add", "table", "ROW<a INT, b STRING>"),
        (udtf(Split()), "Split", "table", "ROW<f0 STRING, f1 BIGINT>"),
        (udaf(Mean()), "Mean", "aggregate", "DOUBLE"),
        (udaf(add, result_type="FLOAT", func_type="pandas"), "add", "aggregate", "FLOAT"),
        (udtaf(Top2()), "Top2", "table_aggregate", "ROW<f0 BIGINT>"),
    ],
)
def test_description(wrapper: Any, name: str, kind: str, result: str) -> None:
    assert (wrapper.name, wrapper.kind) == (name, kind)
    assert wrapper.result_type == parse_type(result)


def test_decorator_and_details() -> None:
    @udf(input_types=["BIGINT", DataTypes.STRING()], result_type="STRING", deterministic=False)
    def f(i: Any, s: Any) -> Any:
        return s * i

    assert f.input_types == (parse_type("BIGINT"), parse_type("STRING"))
    assert (f.deterministic, f.func_type) == (False, "general")
    assert f.function(2, "a") == "aa"
    assert udf(PlusOne()).deterministic is False
    assert udaf(Mean()).accumulator_type == parse_type("ROW<s BIGINT, n BIGINT>")
    assert str(f(col("a"), "x")) == "f(a, 'x')"
    named = f.alias("x", "y")
    assert (named.alias_names, f.alias_names) == (("x", "y"), ())


def test_async_functions_are_recognised() -> None:
    async def look_up(key: str) -> str:
        return key

    class LookUp(AsyncScalarFunction):
        async def eval(self, key: str) -> str:
            return key

    assert [udf(look_up).kind, udf(LookUp()).kind] == ["async_scalar", "async_scalar"]
    with pytest.raises(ValueError, match="do not support pandas"):
        udf(look_up, result_type="STRING", func_type="pandas")


@pytest.mark.parametrize(
    ("annotation", "type_text"),
    [
        (str, "STRING"),
        (float, "DOUBLE"),
        (bool, "BOOLEAN"),
        (bytes, "BYTES"),
        (Decimal, "DECIMAL(38, 18)"),
        (datetime.date, "DATE"),
        (datetime.time, "TIME"),
        (datetime.datetime, "TIMESTAMP(6)"),
        (int | None, "BIGINT"),
        (list[int], "ARRAY<BIGINT>"),
        (dict[str, float], "MAP<STRING, DOUBLE>"),
    ],
)
def test_result_type_from_annotation(annotation: Any, type_text: str) -> None:
    def f(x: Any) -> Any:
        return x

    f.__annotations__["return"] = annotation
    assert udf(f).result_type == parse_type(type_text)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: udf(PlusOne, result_type="INT"), TypeError, "not a function or callable"),
        (lambda: udf(lambda i: i), TypeError, "returnType should be DataType or str but is None"),
        (lambda: udf(lambda i: i, [1], "INT"), TypeError, "should be DataType or str but contains 1"),
        (lambda: udf(PlusOne(), deterministic=True), ValueError, "Inconsistent deterministic"),
        (lambda: udf(lambda i: i, func_type="x"), ValueError, "'general, pandas', got x"),
        (lambda: udaf(add, result_type="INT"), TypeError, "must be an AggregateFunction object"),
        (lambda: udtaf(Top2(), func_type="pandas"), ValueError, "must be one of 'general'"),
    ],
)
def test_errors(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make()


def test_function_context() -> None:
    context = FunctionContext(None, {"a": "b"}, "t", "t (1/2)", 2, 128, 0, 0)
    assert context.get_job_parameter("a", "c") == "b"
    assert context.get_job_parameter("x", "c") == "c"
    assert context.get_number_of_parallel_subtasks() == 2
    with pytest.raises(RuntimeError, match="Metric has not been enabled"):
        context.get_metric_group()
