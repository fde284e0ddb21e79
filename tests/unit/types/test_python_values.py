"""Columns to Python values and back, for every type that functions take."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from drey.types.polars_types import polars_type
from drey.types.python_values import BadValueError, from_python, literal_to_python, to_python
from drey.types.row import Row
from drey.types.type_parser import parse_type

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
    series = from_python(values, type_, ZONE)
    assert series.dtype == polars_type(type_)
    assert series.null_count() == values.count(None)
    assert to_python(series, type_, ZONE) == values


def test_a_time_with_zone_is_in_the_session_zone():
    type_ = parse_type("TIMESTAMP_LTZ(3)")
    series = pl.Series([dt.datetime(2020, 1, 1, tzinfo=dt.UTC)], dtype=polars_type(type_))
    (value,) = to_python(series, type_, ZONE)
    assert (value.hour, str(value.tzinfo)) == (8, ZONE)
    assert from_python([NOON], type_, ZONE)[0] == NOON.replace(tzinfo=ZoneInfo(ZONE))


ACCEPTED = [
    ("INT", np.int64(7), 7),
    ("DOUBLE", 3, 3.0),
    ("DOUBLE", np.float32(0.5), 0.5),
    ("BOOLEAN", np.bool_(True), True),
    ("BYTES", bytearray(b"x"), b"x"),
    ("DECIMAL(5, 2)", Decimal("1.015"), Decimal("1.02")),
    ("DATE", dt.datetime(2020, 1, 2, 3), dt.date(2020, 1, 2)),
    ("ARRAY<INT>", (1, 2), [1, 2]),
    ("ROW<a INT, b STRING>", (1, "x"), {"a": 1, "b": "x"}),
    ("ROW<a INT, b STRING>", Row(b="x", a=1), {"a": 1, "b": "x"}),
]


@pytest.mark.parametrize(("type_text", "value", "stored"), ACCEPTED)
def test_results_that_are_near_enough(type_text, value, stored):
    got = from_python([None, value], parse_type(type_text), ZONE)[1]
    assert (got.to_list() if isinstance(got, pl.Series) else got) == stored


RESULTS = [
    ("INT", True, 1),
    ("DOUBLE", Decimal("1.5"), 1.5),
    ("DECIMAL(5, 2)", Decimal("1.005"), Decimal("1.00")),
    ("DECIMAL(5, 2)", Decimal("1.015"), Decimal("1.02")),
]


@pytest.mark.parametrize(("type_text", "value", "stored"), RESULTS)
def test_results_of_functions_as_the_coders_take_them(type_text, value, stored):
    assert from_python([value], parse_type(type_text), result=True)[0] == stored


@pytest.mark.parametrize("value", [1, Decimal("1234")])
def test_a_function_must_return_a_decimal_that_fits(value):
    with pytest.raises(BadValueError):
        from_python([value], parse_type("DECIMAL(3, 1)"), result=True)


REFUSED = [
    ("INT", "1"),
    ("INT", 1.0),
    ("INT", True),
    ("INT", 2**31),
    ("BOOLEAN", 1),
    ("DOUBLE", "1.5"),
    ("STRING", 5),
    ("STRING", b"x"),
    ("BYTES", "x"),
    ("DECIMAL(3, 1)", 1.5),
    ("DATE", "2020-01-01"),
    ("TIMESTAMP(3)", dt.date(2020, 1, 1)),
    ("TIME", 5),
    ("ARRAY<INT>", 12),
    ("ARRAY<INT>", ["x"]),
    ("MAP<STRING, INT>", [1]),
    ("ROW<a INT>", (1, 2)),
    ("ROW<a INT>", {"b": 1}),
]


@pytest.mark.parametrize(("type_text", "value"), REFUSED)
def test_values_that_do_not_fit(type_text, value):
    type_ = parse_type(type_text)
    with pytest.raises(BadValueError, match="expected a value of type") as caught:
        from_python([None, None, value], type_, ZONE)
    assert (caught.value.index, caught.value.value) == (2, value)
    assert type_.summary() in str(caught.value)


def test_a_literal_is_given_as_a_column_would_be():
    noon = dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC)
    assert str(literal_to_python(noon, parse_type("TIMESTAMP_LTZ(3)"), ZONE)) == "2020-01-01 20:00:00+08:00"
    assert literal_to_python(1500, parse_type("INTERVAL DAY TO SECOND")) == dt.timedelta(seconds=1.5)
    assert literal_to_python(None, parse_type("INT")) is None
