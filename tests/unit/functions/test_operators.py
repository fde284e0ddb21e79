"""Arithmetic, comparison and logic: types and values as Flink 2.3 gives them."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.functions.expression_runner import Columns, evaluate

from drey.errors import EvaluationError, ValidationError

D = Decimal
COLUMNS: Columns = {
    "ti": ("TINYINT", [127, -128, None]),
    "si": ("SMALLINT", [32767, 5, None]),
    "i": ("INT", [2147483647, -7, None]),
    "n": ("INT", [5, 2, 3]),
    "z": ("INT", [0, 0, 0]),
    "bi": ("BIGINT", [9223372036854775807, 10, None]),
    "f": ("FLOAT", [1.5, float("nan"), None]),
    "d": ("DOUBLE", [2.5, float("nan"), None]),
    "de": ("DECIMAL(10, 2)", [D("12.34"), D("-0.05"), None]),
    "big": ("DECIMAL(38, 18)", [D("12345678901234567890.123456789012345678"), D(1), None]),
    "whole": ("DECIMAL(38, 0)", [D("9" * 38), D(1), None]),
    "b": ("BOOLEAN", [True, False, None]),
    "s": ("STRING", ["12", "x", None]),
    "c": ("CHAR(5)", ["ab", "ab   ", None]),
    "dat": ("DATE", [dt.date(2024, 2, 29), dt.date(1969, 12, 31), None]),
    "tim": ("TIME(0)", [dt.time(12, 34, 56), dt.time(0), None]),
    "ts": ("TIMESTAMP(3)", [dt.datetime(2024, 1, 31, 12, 34, 56, 789000), dt.datetime(1969, 12, 31), None]),
    "ts9": ("TIMESTAMP(9)", [dt.datetime(2024, 1, 31, 12, 34, 56, 789001), dt.datetime(1969, 12, 31), None]),
    "arr": ("ARRAY<INT>", [[1, 2, 3], [None], None]),
}

ARITHMETIC: list[tuple[str, str, list[Any]]] = [
    ("ti + ti", "TINYINT", [-2, 0, None]),
    ("ti + 1", "INT", [128, -127, None]),
    ("i + 1", "INT", [-2147483648, -6, None]),
    ("i * 2", "INT", [-2, -14, None]),
    ("bi + 1", "BIGINT", [-9223372036854775808, 11, None]),
    ("i + bi", "BIGINT", [-9223372034707292162, 3, None]),
    ("-ti", "TINYINT", [-127, -128, None]),
    ("i / n", "INT", [429496729, -3, None]),
    ("i / 2", "INT", [1073741823, -3, None]),
    ("i / -1", "INT", [-2147483647, 7, None]),
    ("-7 / 2", "INT NOT NULL", [-3, -3, -3]),
    ("i % n", "INT", [2, -1, None]),
    ("MOD(bi, n)", "INT", [2, 0, None]),
    ("MOD(n, bi)", "BIGINT", [5, 2, None]),
    ("de + de", "DECIMAL(11, 2)", [D("24.68"), D("-0.10"), None]),
    ("de * de", "DECIMAL(21, 4)", [D("152.2756"), D("0.0025"), None]),
    ("de / 3", "DECIMAL(21, 13)", [D("4.1133333333333"), D("-0.0166666666667"), None]),
    ("de + n", "DECIMAL(13, 2)", [D("17.34"), D("1.95"), None]),
    ("de % n", "DECIMAL(10, 2)", [D("2.34"), D("-0.05"), None]),
    ("1.0 / 128", "DECIMAL(13, 12) NOT NULL", [D("0.007812500000")] * 3),
    ("1 / 3.0", "DECIMAL(17, 6) NOT NULL", [D("0.333333")] * 3),
    ("CAST(7 AS DECIMAL(5, 0)) % 4", "INT NOT NULL", [3, 3, 3]),
    ("whole + whole", "DECIMAL(38, 0)", [None, D(2), None]),
    ("big * big", "DECIMAL(38, 6)", [None, D("1.000000"), None]),
    ("big + 1", "DECIMAL(38, 17)", [D("12345678901234567891.12345678901234568"), D("2." + "0" * 17), None]),
    ("de + d", "DOUBLE", [14.84, math.nan, None]),
    ("f + d", "FLOAT", [4.0, math.nan, None]),
    ("d + f", "DOUBLE", [4.0, math.nan, None]),
    ("d / z", "DOUBLE", [math.inf, math.nan, None]),
    ("n / 3e0", "DOUBLE", [5 / 3, 2 / 3, 1.0]),
    ("dat + INTERVAL '1' MONTH", "DATE", [dt.date(2024, 3, 29), dt.date(1970, 1, 31), None]),
    ("dat - INTERVAL '25' HOUR", "DATE", [dt.date(2024, 2, 28), dt.date(1969, 12, 30), None]),
    ("ts + INTERVAL '1' MONTH * n", "TIMESTAMP(3)",
     [dt.datetime(2024, 6, 30, 12, 34, 56, 789000), dt.datetime(1970, 2, 28), None]),
    ("ts - INTERVAL '1' DAY", "TIMESTAMP(3)",
     [dt.datetime(2024, 1, 30, 12, 34, 56, 789000), dt.datetime(1969, 12, 30), None]),
    ("tim - INTERVAL '13' HOUR", "TIME(0)", [dt.time(23, 34, 56), dt.time(11), None]),
    ("INTERVAL '1' DAY + dat", "DATE", [dt.date(2024, 3, 1), dt.date(1970, 1, 1), None]),
]  # fmt: skip

LOGIC: list[tuple[str, str, list[Any]]] = [
    ("b AND i > 0", "BOOLEAN", [True, False, None]),
    ("b OR i > 0", "BOOLEAN", [True, False, None]),
    ("NOT b", "BOOLEAN", [False, True, None]),
    ("b IS TRUE", "BOOLEAN NOT NULL", [True, False, False]),
    ("b IS NOT TRUE", "BOOLEAN NOT NULL", [False, True, True]),
    ("b IS FALSE", "BOOLEAN NOT NULL", [False, True, False]),
    ("b IS NOT FALSE", "BOOLEAN NOT NULL", [True, False, True]),
    ("b IS UNKNOWN", "BOOLEAN NOT NULL", [False, False, True]),
    ("b IS NOT UNKNOWN", "BOOLEAN NOT NULL", [True, True, False]),
]

COMPARISON: list[tuple[str, str, list[Any]]] = [
    ("i = bi", "BOOLEAN", [False, False, None]),
    ("i > de", "BOOLEAN", [True, False, None]),
    ("big > whole", "BOOLEAN", [False, False, None]),
    ("f = d", "BOOLEAN", [False, False, None]),
    ("d <> 2.5", "BOOLEAN", [False, True, None]),
    ("d > 1", "BOOLEAN", [True, False, None]),
    ("d < 1", "BOOLEAN", [False, False, None]),
    ("1 < d", "BOOLEAN", [True, False, None]),
    ("d <= d", "BOOLEAN", [True, True, None]),
    ("c = 'ab'", "BOOLEAN", [True, False, None]),
    ("c > 'ab'", "BOOLEAN", [False, True, None]),
    ("i = NULL", "BOOLEAN", [None, None, None]),
    ("i IS NULL", "BOOLEAN NOT NULL", [False, False, True]),
    ("i IS DISTINCT FROM NULL", "BOOLEAN NOT NULL", [True, True, False]),
    ("i IS NOT DISTINCT FROM si", "BOOLEAN NOT NULL", [False, False, True]),
    ("n BETWEEN 3 AND 5", "BOOLEAN", [True, False, True]),
    ("n BETWEEN SYMMETRIC 5 AND 3", "BOOLEAN", [True, False, True]),
    ("n NOT BETWEEN i AND 1", "BOOLEAN", [True, True, True]),
    ("n IN (5, 3)", "BOOLEAN", [True, False, True]),
    ("n IN (5, NULL)", "BOOLEAN", [True, None, None]),
    ("n NOT IN (5, NULL)", "BOOLEAN", [False, None, None]),
    ("n IN ('5')", "BOOLEAN", [True, False, False]),
    ("de IN (12.340, 1)", "BOOLEAN", [True, False, None]),
    ("(n, z) IN ((5, 0), (1, 2))", "BOOLEAN", [True, False, False]),
    ("dat = '2024-02-29'", "BOOLEAN", [True, False, None]),
    ("dat = s", "BOOLEAN", [False, None, None]),
    ("n > '3'", "BOOLEAN", [True, False, False]),
    ("b = 'true'", "BOOLEAN", [False, False, None]),
    ("ts = ts9", "BOOLEAN", [False, True, None]),
    ("ts < ts9", "BOOLEAN", [True, False, None]),
    ("ts9 <= ts", "BOOLEAN", [False, True, None]),
    ("arr = ARRAY[1, 2, 3]", "BOOLEAN", [True, False, None]),
    ("arr <> ARRAY[CAST(NULL AS INT)]", "BOOLEAN", [True, False, None]),
    ("ROW(i, s) = ROW(-7, 'x')", "BOOLEAN", [False, True, None]),
]


def same(left: list[Any], right: list[Any]) -> bool:
    """Equal values, NaN included, None apart from everything."""
    return len(left) == len(right) and all(
        a == b or (isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b))
        for a, b in zip(left, right, strict=True)
    )


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(("sql", "type_", "values"), [*ARITHMETIC, *LOGIC, *COMPARISON])
def test_operator(sql: str, type_: str, values: list[Any], lazy: bool) -> None:
    found_type, found = evaluate(sql, COLUMNS, lazy=lazy)
    assert found_type == type_
    assert same(found, values), f"{found} != {values}"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("i / z", "/ by zero"),
        ("n % 0", "/ by zero"),
        ("de / z", "Division by zero"),
        ("(de - de) / z", "Division undefined"),
        ("bad > 5", "For input string: 'x1'. Invalid character found."),
    ],
)
def test_evaluation_fails_as_in_flink(sql: str, message: str) -> None:
    columns = {**COLUMNS, "bad": ("STRING", ["x1", "1", "2"])}
    with pytest.raises(EvaluationError) as error:
        evaluate(sql, columns)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "sql",
    ["s + 1", "d % 2", "dat + 1", "ts - ts", "b = 1", "dat = ts", "arr < ARRAY[1]", "i AND b", "NOT i",
     "INTERVAL '1' DAY + INTERVAL '1' MONTH", "INTERVAL '1' DAY * 1.5", "INTERVAL '1' DAY / 2"],
)  # fmt: skip
def test_invalid_arguments_are_refused(sql: str) -> None:
    with pytest.raises(ValidationError, match="invalid arguments"):
        evaluate(sql, COLUMNS)


def test_text_is_not_turned_into_numbers_for_equality() -> None:
    with pytest.raises(ValidationError, match="implicit type conversion between VARCHAR and INTEGER"):
        evaluate("s = i", COLUMNS)


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("CASE WHEN z <> 0 THEN 1 / z ELSE -1 END", [-1, -1]),
        ("z = 0 OR 1 / z > 0", [True, True]),
        ("z <> 0 AND 1 / z > 0", [False, False]),
        ("IF(z = 0, 0, 1 / z)", [0, 0]),
        ("CASE WHEN s = 'x' THEN 0 ELSE CAST(s AS INT) END", [1, 0]),
        ("CASE WHEN TRUE THEN (CASE WHEN z <> 0 THEN 1 / z ELSE 7 END) ELSE 1 / z END", [7, 7]),
    ],
)
def test_what_is_not_evaluated_does_not_fail(sql: str, values: list[Any]) -> None:
    assert evaluate(sql, {"z": ("INT", [0, 0]), "s": ("STRING", ["1", "x"])})[1] == values
