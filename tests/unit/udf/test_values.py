"""Columns to Python values and back, for every type that functions take."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from drey.errors import UnsupportedError
from drey.types.polars_types import polars_type
from drey.types.row import Row
from drey.types.type_parser import parse_type
from drey.udf.arguments import python_values
from drey.udf.results import ResultMismatchError, result_series

ZONE = "Asia/Shanghai"
NOON = dt.datetime(2020, 5, 1, 12, 30, 15, 123000)

ROUND_TRIPS = [
    ("BOOLEAN", [True, None, False]),
    ("TINYINT", [1, None, -128]),
    ("BIGINT", [2**62, None]),
    ("FLOAT", [1.5, None]),
    ("DOUBLE", [1.1, None]),
    ("STRING", ["ä", None, ""]),
    ("CHAR(3)", ["abc"]),
    ("BYTES", [b"\x00\xff", None, b""]),
    ("DECIMAL(10, 2)", [Decimal("12.50"), None]),
    ("DATE", [dt.date(2020, 5, 1), None]),
    ("TIME(3)", [dt.time(1, 2, 3, 4000), None]),
    ("TIMESTAMP(3)", [NOON, None]),
    ("TIMESTAMP(6)", [NOON.replace(microsecond=123456)]),
    ("TIMESTAMP(9)", [NOON]),
    ("TIMESTAMP_LTZ(3)", [NOON.replace(tzinfo=ZoneInfo(ZONE)), None]),
    ("ARRAY<INT>", [[1, None], None, []]),
    ("ARRAY<TIMESTAMP_LTZ(3)>", [[NOON.replace(tzinfo=ZoneInfo(ZONE)), None]]),
    ("MAP<STRING, BIGINT>", [{"a": 1, "b": None}, None, {}]),
    ("MAP<STRING, ROW<x INT>>", [{"a": Row(x=1)}]),
    ("ROW<a INT, b ARRAY<STRING>>", [Row(a=1, b=["x"]), None, Row(a=None, b=None)]),
    ("ROW<a INT, r ROW<s STRING>>", [Row(a=1, r=Row(s="x")), Row(a=2, r=None)]),
    ("ARRAY<ROW<x INT>>", [[Row(x=1), None]]),
]


@pytest.mark.parametrize(("type_text", "values"), ROUND_TRIPS)
def test_what_a_function_returns_another_is_given(type_text, values):
    type_ = parse_type(type_text)
    series = result_series(values, type_, ZONE)
    assert series.dtype == polars_type(type_)
    assert series.null_count() == values.count(None)
    assert python_values(series, type_, ZONE) == values


def test_a_time_with_zone_is_in_the_session_zone():
    type_ = parse_type("TIMESTAMP_LTZ(3)")
    series = pl.Series([dt.datetime(2020, 1, 1, tzinfo=dt.UTC)], dtype=polars_type(type_))
    (value,) = python_values(series, type_, ZONE)
    assert (value.hour, str(value.tzinfo)) == (8, ZONE)
    assert result_series([NOON], type_, ZONE)[0] == NOON.replace(tzinfo=ZoneInfo(ZONE))


ACCEPTED = [
    ("INT", np.int64(7), 7),
    ("INT", True, 1),
    ("DOUBLE", 3, 3.0),
    ("DOUBLE", np.float32(0.5), 0.5),
    ("DOUBLE", Decimal("1.5"), 1.5),
    ("BOOLEAN", np.bool_(True), True),
    ("BYTES", bytearray(b"x"), b"x"),
    ("DECIMAL(5, 2)", Decimal("1.005"), Decimal("1.00")),
    ("DECIMAL(5, 2)", Decimal("1.015"), Decimal("1.02")),
    ("DATE", dt.datetime(2020, 1, 2, 3), dt.date(2020, 1, 2)),
    ("ARRAY<INT>", (1, 2), [1, 2]),
    ("ROW<a INT, b STRING>", (1, "x"), {"a": 1, "b": "x"}),
    ("ROW<a INT, b STRING>", Row(b="x", a=1), {"a": 1, "b": "x"}),
    ("ROW<a INT, b STRING>", {"b": "x"}, {"a": None, "b": "x"}),
]


@pytest.mark.parametrize(("type_text", "value", "stored"), ACCEPTED)
def test_results_that_are_near_enough(type_text, value, stored):
    got = result_series([None, value], parse_type(type_text), ZONE)[1]
    assert (got.to_list() if isinstance(got, pl.Series) else got) == stored


REFUSED = [
    ("INT", "1", "INT"),
    ("INT", 1.0, "INT"),
    ("INT", 2**31, "INT between -2147483648 and 2147483647"),
    ("BOOLEAN", 1, "BOOLEAN"),
    ("DOUBLE", "1.5", "DOUBLE"),
    ("STRING", 5, "STRING"),
    ("STRING", b"x", "STRING"),
    ("BYTES", "x", "BYTES"),
    ("DECIMAL(3, 1)", 1, "DECIMAL(3, 1)"),
    ("DECIMAL(3, 1)", Decimal("1234"), "DECIMAL(3, 1)"),
    ("DATE", "2020-01-01", "DATE"),
    ("TIMESTAMP(3)", dt.date(2020, 1, 1), "TIMESTAMP(3)"),
    ("TIME", 5, "TIME(0)"),
    ("ARRAY<INT>", "12", "ARRAY<INT>"),
    ("MAP<STRING, INT>", [1], "MAP<STRING, INT>"),
    ("ROW<a INT>", (1, 2), "ROW<`a` INT>"),
    ("ROW<a INT>", {"b": 1}, "ROW<`a` INT>"),
    ("INT NOT NULL", None, "INT NOT NULL"),
]


@pytest.mark.parametrize(("type_text", "value", "expected"), REFUSED)
def test_results_that_do_not_fit(type_text, value, expected):
    type_ = parse_type(type_text)
    fine = [None, None] if type_.nullable else [1, 2]
    with pytest.raises(ResultMismatchError) as caught:
        result_series([*fine, value], type_, ZONE)
    assert (caught.value.index, caught.value.expected) == (2, expected)


def test_types_that_functions_can_not_take():
    for text in ("INTERVAL DAY TO SECOND", "MULTISET<INT>"):
        with pytest.raises(UnsupportedError, match="Python functions can't take"):
            python_values(pl.Series([], dtype=pl.Int64), parse_type(text), ZONE)
